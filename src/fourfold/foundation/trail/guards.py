"""Triggers that refuse to change, remove or empty the trail, and to change what is frozen elsewhere.

On both databases. Installed after each migrate.
"""

from django.db import connection

TABLE = "trail_trailentry"
SALTS = "trail_trailsalt"
SENTENCE = "The trail cannot be changed or removed."
FROZEN = "What is frozen here cannot be changed."

_frozen: dict[str, tuple[str, ...]] = {}


def freeze_columns(table: str, columns: tuple[str, ...]) -> None:
    """Let a room have the database refuse a change of `columns` in a row of `table` once it is written."""
    _frozen[table] = columns


def _frozen_on_sqlite(table: str, columns: tuple[str, ...]) -> list[str]:
    differs = " OR ".join(f"OLD.{each} IS NOT NEW.{each}" for each in columns)
    head = f"CREATE TRIGGER IF NOT EXISTS {table}_frozen BEFORE UPDATE ON {table} "
    return [head + f"WHEN {differs} BEGIN SELECT RAISE(ABORT, '{FROZEN}'); END"]


def _frozen_on_postgresql(table: str, columns: tuple[str, ...]) -> list[str]:
    differs = " OR ".join(f"OLD.{each} IS DISTINCT FROM NEW.{each}" for each in columns)
    return [
        (
            "CREATE OR REPLACE FUNCTION frozen_refuses() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{FROZEN}'; END $$"
        ),
        (
            f"CREATE OR REPLACE TRIGGER {table}_frozen BEFORE UPDATE ON {table} "
            f"FOR EACH ROW WHEN ({differs}) EXECUTE FUNCTION frozen_refuses()"
        ),
    ]


def _sqlite() -> list[str]:
    refuses = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    statements = [
        f"CREATE TRIGGER IF NOT EXISTS {name}_no_{event} BEFORE {event.upper()} ON {table} {refuses}"
        for name, table in (("trail", TABLE), ("salts", SALTS))
        for event in ("update", "delete")
    ]
    # INSERT OR REPLACE removes what stands in its way, and asks the triggers on DELETE only where a connection says so.
    there = {
        TABLE: "id = NEW.id OR once = NEW.once OR (tenant_id = NEW.tenant_id AND position = NEW.position)",
        SALTS: "id = NEW.id OR entry_id = NEW.entry_id",
    }
    for table, same in there.items():
        when = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - our own words
        head = f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace BEFORE INSERT ON {table}"
        statements.append(f"{head} {when} {refuses}")
    return statements


def _postgresql() -> list[str]:
    statements = [
        (
            "CREATE OR REPLACE FUNCTION trail_refuses() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
        )
    ]
    for name, table in (("trail", TABLE), ("salts", SALTS)):
        statements += [
            (
                f"CREATE OR REPLACE TRIGGER {name}_no_change BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION trail_refuses()"
            ),
            (
                f"CREATE OR REPLACE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuses()"
            ),
        ]
    return statements


def install() -> None:
    """Install the triggers on the database at hand; harmless when they are there."""
    there = connection.introspection.table_names()
    on_postgresql = connection.vendor == "postgresql"
    statements: list[str] = []
    if TABLE in there:
        statements += _postgresql() if on_postgresql else _sqlite()
    frozen = _frozen_on_postgresql if on_postgresql else _frozen_on_sqlite
    for table, columns in _frozen.items():
        if table in there:
            statements += frozen(table, columns)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
