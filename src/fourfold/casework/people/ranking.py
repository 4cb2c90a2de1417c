"""How the database puts lines in the order in which a home ranks them: by day, and then by name as it is shown."""

from datetime import date
from typing import Any

from django.db.models import CharField, Count, F, Func, QuerySet, Value, Window
from django.db.models.functions import Concat, Rank

Place = tuple[int, str, date, int]
"""Where a row stands among others by a day: its database id, its public id, the day, and how many there are in all."""


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


def newest(found: QuerySet[Any, Any], day: str, first: range) -> QuerySet[Any, Place]:
    """Where the `first` of these rows by their `day` stand, the newest: with them all that are of the last one's day.

    Which of one day came first the database does not know.
    """
    ranked = found.annotate(nth=Window(Rank(), order_by=F(day).desc())).filter(nth__lte=first.stop)
    return ranked.values_list("pk", "public_id", day, in_all())
