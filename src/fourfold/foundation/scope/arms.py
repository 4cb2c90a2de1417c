"""Several querysets as the arms of one UNION ALL, and the rows of each put together again as Django would have.

Each arm is the queryset's own SQL, whatever its conditions. Each row brings its number within its arm, by which the
order is kept. SQLite gives back the values as they are stored, which is what Django's own converters expect; an empty
arm comes first, for the driver converts columns by the declared types of the first. PostgreSQL wants one type for each
column: there every value comes as text and is read by the type of its field.
"""

from collections.abc import Callable, Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Field, QuerySet, Window
from django.db.models.functions import RowNumber
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler
from django.utils.dateparse import parse_datetime

NTH: Final = "nth_in_its_arm"
_KINDS: Final = (ModelIterable, ValuesListIterable, FlatValuesListIterable)
Found = list[tuple[Any, ...]]


class CannotJoin(TypeError):
    """A queryset that cannot be asked together with others."""


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.removeprefix("\\x"))


_FROM_TEXT: Final[dict[str, Callable[[str], object]]] = {
    **dict.fromkeys(
        (
            "AutoField",
            "BigAutoField",
            "BigIntegerField",
            "IntegerField",
            "PositiveBigIntegerField",
            "PositiveIntegerField",
            "PositiveSmallIntegerField",
            "SmallAutoField",
            "SmallIntegerField",
        ),
        int,
    ),
    # JSON is read from its text by the field itself.
    **dict.fromkeys(("CharField", "TextField", "EmailField", "SlugField", "JSONField"), str),
    "BooleanField": "true".__eq__,
    "DateField": date.fromisoformat,
    "DateTimeField": parse_datetime,
    "TimeField": time.fromisoformat,
    "DecimalField": Decimal,
    "FloatField": float,
    "UUIDField": UUID,
    "BinaryField": _bytes,
}
"""How a value of PostgreSQL is read from its text, by the internal type of its field."""


def _type_of(field: Field) -> str:
    while field.is_relation:
        field = field.target_field  # type: ignore[attr-defined]
    return field.get_internal_type()


def _reader(field: Field) -> Callable[[str], object]:
    kind = _type_of(field)
    if kind not in _FROM_TEXT:
        raise CannotJoin(f"{kind} is not read from text.")
    return _FROM_TEXT[kind]


class _Arm:
    """One queryset: its SQL with a number for each row, and how its rows are put together."""

    def __init__(self, rows: QuerySet) -> None:
        query = rows.query
        iterable = rows._iterable_class
        prefetches = rows._prefetch_related_lookups  # type: ignore[attr-defined]
        more = query.combinator or query.distinct or query.group_by or query.extra or prefetches
        if more or query.is_sliced or not query.standard_ordering or iterable not in _KINDS:
            raise CannotJoin(f"Rows of {rows.model._meta.label} with more than conditions.")
        self.rows = rows._chain()  # type: ignore[attr-defined]
        order = query.order_by or (query.default_ordering and rows.model._meta.ordering) or ()
        self.rows.query.clear_ordering(force=True)
        self.rows.query.add_annotation(Window(RowNumber(), order_by=[*order] or None), NTH)
        self.compiler: SQLCompiler = self.rows.query.get_compiler(using=rows.db)
        self.sql, self.params = self.compiler.as_sql(with_col_aliases=True)
        self.columns = [alias for _expression, _sql, alias in self.compiler.select]

    def as_text(self, width: int, number: int, *, typed: bool) -> str:
        """The arm with its number, and before its columns as many empty ones as the widest has more."""
        before = f"SELECT {number}, " + "NULL, " * (width - len(self.columns))
        if typed:
            return before + self.sql.removeprefix("SELECT ")
        texts = ", ".join(f'"{column}"::text' for column in self.columns)
        return f"{before}{texts} FROM ({self.sql}) arm_{number}"

    def _from_text(self, found: Found) -> Found:
        readers = [_reader(each.output_field) for each, _sql, _alias in self.compiler.select]
        return [
            tuple(
                None if value is None else read(value)
                for read, value in zip(readers, row, strict=True)
            )
            for row in found
        ]

    def answer(self, found: Found, *, typed: bool) -> list[Any]:
        """The rows as the queryset itself would have given them, from what came of this arm."""
        nth, compiler = self.columns.index(NTH), self.compiler
        ordered = sorted(found if typed else self._from_text(found), key=lambda row: row[nth])
        (compiler.annotation_col_map or {}).pop(NTH, None)
        compiler.execute_sql = lambda *args, **kwargs: [ordered]  # type: ignore[assignment]
        self.rows.query.get_compiler = lambda *args, **kwargs: compiler
        answered = list(self.rows._iterable_class(self.rows))
        if answered and isinstance(answered[0], tuple):
            return [(*row[:nth], *row[nth + 1 :]) for row in answered]
        return answered


def _asked(arms: Sequence[_Arm], using: str) -> list[list[Any]]:
    connection = connections[using]
    typed = connection.vendor == "sqlite"
    width = max(len(arm.columns) for arm in arms)
    texts = [arm.as_text(width, number, typed=typed) for number, arm in enumerate(arms)]
    if typed:
        texts.insert(0, f"SELECT NULL{', NULL' * width} WHERE 0")
    found: list[Found] = [[] for _arm in arms]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), tuple(v for arm in arms for v in arm.params))
        for row in cursor.fetchall():
            found[row[0]].append(row[-len(arms[row[0]].columns) :])
    return [arm.answer(rows, typed=typed) for arm, rows in zip(arms, found, strict=True)]


def answers_of(querysets: Sequence[QuerySet]) -> list[list[Any]]:
    """The rows of each of these querysets, in its order, asked in one statement.

    None at all where they cannot have rows. Raises `CannotJoin` for a queryset with more than conditions, an order
    and `select_related`.
    """
    answers: list[list[Any]] = [[] for _each in querysets]
    arms: dict[int, _Arm] = {}
    for number, rows in enumerate(querysets):
        try:
            arms[number] = _Arm(rows)
        except EmptyResultSet:
            continue
    if len(arms) == 1:
        (number,) = arms
        answers[number] = list(querysets[number])
    elif arms:
        using = next(iter(arms.values())).rows.db
        for number, answer in zip(arms, _asked([*arms.values()], using), strict=True):
            answers[number] = answer
    return answers
