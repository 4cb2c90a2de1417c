"""How the database puts lines in the order in which a home ranks them: by day, and then by name as it is shown."""

from typing import Any

from django.db.models import CharField, Count, F, Func, Value, Window
from django.db.models.functions import Concat


class _ByCharacter(Func):
    """A text that is compared character by character, as Python does, and not as a language sorts it."""

    template = "%(expressions)s"
    output_field = CharField()

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """In the collation of PostgreSQL that does so; SQLite does it by itself."""
        return self.as_sql(compiler, connection, template='(%(expressions)s) COLLATE "C"', **more)


def by_character(text: Any) -> Func:
    """The text of an expression, as a line says it and ranks by it."""
    return _ByCharacter(text)


def whole_name(path: str = "") -> Func:
    """Given and family name of the child at that path (such as ``pupil__``), as a line says and ranks them."""
    return by_character(Concat(F(f"{path}given_name"), Value(" "), F(f"{path}family_name")))


def in_all() -> Window:
    """How many rows there are of which a part is read: it stands beside each of them."""
    return Window(Count("*"))
