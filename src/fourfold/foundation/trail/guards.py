"""Triggers that refuse to change, remove or empty the trail, on both databases. Installed after each migrate."""

from django.db import connection

TABLE = "trail_trailentry"
SENTENCE = "The trail cannot be changed or removed."


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
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _postgresql() if connection.vendor == "postgresql" else _sqlite():
            cursor.execute(statement)
