"""Several querysets as the arms of one UNION ALL, and the rows of each put together again as Django would have.

Each arm is the queryset's own SQL, whatever its conditions. Each row brings its number within its arm, by which the
order is kept. SQLite gives back the values as they are stored, which is what Django's own converters expect; an empty
arm comes first, for the driver converts columns by the declared types of the first. PostgreSQL wants one type for each
column: there every value comes as text and is read by the type of its field.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Any, Final, Self

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber

from fourfold.foundation.scope.made import KINDS, CannotJoin, Known, Making

NTH: Final = "nth_in_its_arm"
NUMBERED: Final = f'SELECT *, ROW_NUMBER() OVER () AS "{NTH}"'


@dataclass(frozen=True)
class Arm:
    """One queryset: its SQL with a number for each row, what it is asked with, and how its rows are put together."""

    sql: str
    params: tuple[Any, ...]
    making: Making
    known: Known
    using: str

    @classmethod
    def of(cls, queryset: QuerySet) -> Self:
        """The arm for a queryset. Raises `CannotJoin`, or `EmptyResultSet` where there can be no rows."""
        query = queryset.query
        iterable = queryset._iterable_class
        prefetches = queryset._prefetch_related_lookups  # type: ignore[attr-defined]
        more = query.combinator or query.distinct or query.group_by or query.extra or prefetches
        if more or not query.standard_ordering or iterable not in KINDS:
            raise CannotJoin(f"Rows of {queryset.model._meta.label} with more than conditions.")
        rows = queryset._chain()  # type: ignore[attr-defined]
        is_limited = query.high_mark is not None
        if query.low_mark and not is_limited:
            raise CannotJoin(f"Rows of {queryset.model._meta.label} from a place on, without end.")
        if not is_limited:
            order = query.order_by or (query.default_ordering and rows.model._meta.ordering) or ()
            rows.query.clear_ordering(force=True)
            rows.query.add_annotation(Window(RowNumber(), order_by=[*order] or None), NTH)
        compiler = rows.query.get_compiler(using=rows.db)
        sql, params = compiler.as_sql(with_col_aliases=True)
        if is_limited:
            # Numbered when they are cut, as they come: else all that there are would be numbered first.
            sql = f"{NUMBERED} FROM ({sql}) AS cut_out"
        typed = connections[rows.db].vendor == "sqlite"
        making = Making(rows, compiler, NTH, typed=typed)
        known = [(field, dict(rows)) for field, rows in queryset._known_related_objects.items()]  # type: ignore[attr-defined]
        return cls(sql, tuple(params), making, known, rows.db)

    def with_values(self, params: tuple[Any, ...], known: Known) -> Self:
        """The same arm asked with other values, of rows below other ones."""
        return replace(self, params=params, known=known)

    def as_text(self, width: int, number: int, *, typed: bool) -> str:
        """The arm with its number, and before its columns as many empty ones as the widest has more."""
        columns = self.making.columns
        before = f"SELECT {number}, " + "NULL, " * (width - len(columns))
        if typed:
            return before + self.sql.removeprefix("SELECT ")
        texts = ", ".join(f'"{column}"::text' for column in columns)
        return f"{before}{texts} FROM ({self.sql}) arm_{number}"

    def answer(self, found: list[Any], *, typed: bool) -> list[Any]:
        """The rows as the queryset itself would have given them, from what came of this arm."""
        nth = self.making.nth
        order = itemgetter(nth) if typed else lambda row: int(row[nth])
        return self.making.rows_of(sorted(found, key=order), self.known)


def answers_of_arms(arms: Sequence[Arm]) -> list[list[Any]]:
    """The rows of each arm, asked in one statement."""
    if not arms:
        return []
    connection = connections[arms[0].using]
    typed = connection.vendor == "sqlite"
    widths = [len(arm.making.columns) for arm in arms]
    texts = [arm.as_text(max(widths), number, typed=typed) for number, arm in enumerate(arms)]
    if typed:
        texts.insert(0, f"SELECT NULL{', NULL' * max(widths)} WHERE 0")
    found: list[list[Any]] = [[] for _arm in arms]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), tuple(v for arm in arms for v in arm.params))
        for row in cursor.fetchall():
            found[row[0]].append(row[-widths[row[0]] :])
    return [arm.answer(rows, typed=typed) for arm, rows in zip(arms, found, strict=True)]


def arm_or_none(queryset: QuerySet) -> Arm | None:
    """The arm for a queryset; None where it cannot have rows. Raises `CannotJoin`."""
    try:
        return Arm.of(queryset)
    except EmptyResultSet:
        return None


def answers_of(arms: Sequence[Arm | None]) -> list[list[Any]]:
    """The rows of each arm, asked in one statement; none where there is no arm."""
    answers = iter(answers_of_arms([arm for arm in arms if arm is not None]))
    return [[] if arm is None else next(answers) for arm in arms]
