"""The database engine by whose name Django finds it: its own for SQLite, but for how a cursor reads a sentence.

A page's questions are one sentence of up to 70 KB, the same each time but for its values. Django looks through it for
placeholders at each asking, which takes about a millisecond; here what it found is remembered.
"""

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

# Each of some 150 pages has a long sentence of its own, or two: those that are asked most are remembered.
REMEMBERED = 256


@lru_cache(maxsize=REMEMBERED)
def _converted(query: str) -> str:
    """The sentence with the driver's placeholders, for values that come in order (`SQLiteCursorWrapper`)."""
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that remembers how it wrote a sentence."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> Any:
        """The sentence as the driver wants it; one with names is written anew, as Django does."""
        if param_names is not None or not isinstance(query, str):
            return super().convert_query(query, param_names=param_names)
        return _converted(query)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection to SQLite, with our cursor."""

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor on the connection; SQLite has none with names."""
        return self.connection.cursor(factory=Cursor)
