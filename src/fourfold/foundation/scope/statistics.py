"""What the database knows of how its rows are spread, by which it chooses the way to them."""

from typing import Final

from django.db import connection

LOOKED_AT: Final = 1000
"""So many rows of each index are looked at."""


def refresh_statistics() -> None:
    """Let SQLite look at its tables anew: without that it reads all rows of a setting to find those of one plan.

    PostgreSQL does this by itself.
    """
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {LOOKED_AT}")
        cursor.execute("ANALYZE")
