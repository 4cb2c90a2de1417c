"""Triggers that refuse to change, remove or empty the trail, and to change what is frozen elsewhere.

On both databases. Installed after each migrate.
"""

from django.db import connection

TABLE = "trail_trailentry"
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
    return [
        f"CREATE TRIGGER IF NOT EXISTS trail_no_{event} BEFORE {event.upper()} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
        for event in ("update", "delete")
    ]


def _postgresql() -> list[str]:
    return [
        (
            "CREATE OR REPLACE FUNCTION trail_refuses() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$"
        ),
        (
            f"CREATE OR REPLACE TRIGGER trail_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
            "FOR EACH ROW EXECUTE FUNCTION trail_refuses()"
        ),
        (
            f"CREATE OR REPLACE TRIGGER trail_no_truncate BEFORE TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuses()"
        ),
    ]


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
