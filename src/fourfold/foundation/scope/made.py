"""How rows are put together from the values of a statement: what Django's own iterables do, worked out once.

The values of a row go straight into the object that stands for it, which is what `Model.__init__` does by way of the
class of each field; a model for which that is not the same is left to Django. A row that came with another
(`select_related`) is made once for all rows it came with: they share it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.db.models import Field, ForeignKey, JSONField, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.fields.files import FileDescriptor
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable
from django.db.models.query_utils import DeferredAttribute
from django.db.models.signals import post_init, pre_init
from django.db.models.sql.compiler import SQLCompiler
from django.utils.dateparse import parse_date, parse_datetime

from fourfold.foundation.scope.rows import TenantRow, copied

Found = Sequence[Any]
Convert = Callable[[Any], Any]
KINDS: Final = (ModelIterable, ValuesListIterable, FlatValuesListIterable)
PLAIN: Final = (DeferredAttribute, ForeignKeyDeferredAttribute, FileDescriptor)
"""What stands on the class for a field whose value is kept as it is given."""


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


def text_reader(field: Field) -> Callable[[str], object]:
    """How a value of this field is read from PostgreSQL's text. Raises `CannotJoin` if nobody said."""
    kind = _type_of(field)
    if kind not in _FROM_TEXT:
        raise CannotJoin(f"{kind} is not read from text.")
    return _FROM_TEXT[kind]


def _unless_none(read: Callable[[str], object]) -> Convert:
    return lambda value: None if value is None else read(value)


def _with(convert: Any, expression: Any, connection: Any) -> Convert:
    return lambda value: convert(value, expression, connection)


def _truth(value: Any) -> Any:
    return bool(value) if value in (1, 0) else value


def _day(value: Any) -> Any:
    return parse_date(value) if isinstance(value, str) else value


# What Django does with SQLite's values, remembered: a page reads the same few days thousands of times.
_AS_STORED: Final[dict[str, Convert]] = {
    "convert_booleanfield_value": lru_cache(8)(_truth),
    "convert_datefield_value": lru_cache(8192)(_day),
}


def _converted(convert: Any, expression: Any, connection: Any) -> Convert:
    """What a converter of Django does to a value; where there is one, a quicker one that does the same."""
    if connection.vendor == "sqlite" and convert == getattr(connection.ops, convert.__name__, None):
        return _AS_STORED.get(convert.__name__) or _with(convert, expression, connection)
    return _with(convert, expression, connection)


def _converters(compiler: SQLCompiler, *, typed: bool) -> dict[int, list[Convert]]:
    """What is done to the value of each column, in order: read from text, then as Django says."""
    columns = [expression for expression, _sql, _alias in compiler.select]
    found: dict[int, list[Convert]] = {}
    if not typed:
        for position, column in enumerate(columns):
            read = text_reader(column.output_field)
            if read is not str:
                found[position] = [_unless_none(read)]
    for position, (converts, column) in compiler.get_converters(columns).items():
        more = [_converted(each, column, compiler.connection) for each in converts]
        found.setdefault(position, []).extend(more)
    return found


_FROM_DB: Final = tuple(vars(each)["from_db"].__func__ for each in (Model, TenantRow))


def is_plain(model: type[Model]) -> bool:
    """Whether making a row of this model is no more than keeping its values, and remembering them as read."""
    return (
        model.__init__ is Model.__init__
        and getattr(model.from_db, "__func__", None) in _FROM_DB
        and not any(each.has_listeners(model) for each in (pre_init, post_init))
        and all(type(vars_of(model, f.attname)) in PLAIN for f in model._meta.concrete_fields)
    )


def vars_of(model: type[Model], name: str) -> object:
    """What stands under a name on a class of rows or one it comes from."""
    return next((vars(each)[name] for each in model.__mro__ if name in vars(each)), None)


def _leads_on(part: dict[str, Any]) -> bool:
    """Whether a part is what a plain foreign key leads to, which knows nothing of the row it came with."""
    return type(part["field"]) is ForeignKey and not part["reverse"] and not part["field"].unique


Shared = dict[int, dict[Any, Model]]
"""The rows that came with others, by which part they are and by their key."""


class _Maker:
    """Makes the row of one model from its columns, and those that come with it."""

    def __init__(
        self, info: dict[str, Any], select: Any, using: str, converts: dict[int, list[Convert]]
    ) -> None:
        if info.get("from_parent"):
            raise CannotJoin("Rows with parts of another table.")
        places = info["select_fields"]
        self.model: type[Model] = info["model"]
        self.values = slice(places[0], places[-1] + 1)
        self.names = tuple(each[0].target.attname for each in select[self.values])
        self.key = places[0] + self.names.index(self.model._meta.pk.attname)
        self.using, self.plain = using, is_plain(self.model)
        read = [each[0].target for each in select[self.values]]
        # What can change in place is copied, as the row itself would.
        self.copied = [field.attname for field in read if isinstance(field, JSONField)]
        self.remembers = issubclass(self.model, TenantRow)
        self.converts = [
            (name, convert)
            for place, name in enumerate(self.names, places[0])
            for convert in converts.get(place, ())
        ]
        parts = [
            (_Maker(each, select, using, converts), each)
            for each in info.get("related_klass_infos", [])
        ]
        # What a row leads to is kept beside it under a name. Only where each leads back to the other both are told.
        self.parts = [(part, each["field"].name) for part, each in parts if _leads_on(each)]
        self.both = [
            (part, each["local_setter"], each["remote_setter"])
            for part, each in parts
            if not _leads_on(each)
        ]

    def made(self, row: Found, shared: Shared) -> Model:
        """The row itself; what came with it is taken from `shared`, or put there."""
        held = dict(zip(self.names, row[self.values], strict=False))
        for name, convert in self.converts:
            held[name] = convert(held[name])
        if self.plain:
            new = self.model.__new__(self.model)
            state = ModelState()
            beside: dict[str, Model | None] = {}
            state.__dict__.update(db=self.using, adding=False, fields_cache=beside)
            if self.remembers:
                as_read = held
                if self.copied:
                    as_read = held | {name: copied(held[name]) for name in self.copied}
                new.__dict__.update(held, _state=state, _as_read=as_read)
            else:
                new.__dict__.update(held, _state=state)
        else:
            new = self.model.from_db(self.using, self.names, [*held.values()])
            beside = new._state.fields_cache
        for part, name in self.parts:
            beside[name] = part.one_of(row, shared)
        for part, here, there in self.both:
            other = part.one_of(row, shared)
            here(new, other)
            if other is not None:
                there(other, new)
        return new

    def one_of(self, row: Found, shared: Shared) -> Model | None:
        """The row that came with another, made once; None where there is none."""
        key = row[self.key]
        if key is None:
            return None
        ones = shared[id(self)]
        if key not in ones:
            ones[key] = self.made(row, shared)
        return ones[key]


Known = list[tuple[Any, dict[Any, Any]]]
"""Rows that are known to the caller and need not be read: a relation, and those rows by what the relation holds."""


class Making:
    """Puts the rows of one queryset together; nothing of a request is kept in it."""

    def __init__(self, rows: QuerySet, compiler: SQLCompiler, nth: str, *, typed: bool) -> None:
        """`rows` after its SQL was written by `compiler`, whose column `nth` is left out of what is made."""
        self.model, self.iterable = rows.model, rows._iterable_class
        self.columns = [alias for _expression, _sql, alias in compiler.select]
        # Rows that are cut are numbered after that.
        self.columns += [nth] if nth not in self.columns else []
        self.nth = self.columns.index(nth)
        self.converts = _converters(compiler, typed=typed)
        self.maker = None
        notes = compiler.annotation_col_map or {}
        self.notes = [
            (name, place, self.converts.get(place, ()))
            for name, place in notes.items()
            if name != nth
        ]
        if self.iterable is ModelIterable:
            info = compiler.klass_info
            self.maker = _Maker(info, compiler.select, rows.db, self.converts)

    def _converted(self, row: Found, place: int) -> Any:
        value = row[place]
        for convert in self.converts.get(place, ()):
            value = convert(value)
        return value

    def _tuples(self, found: Iterable[Found]) -> list[Any]:
        if self.iterable is FlatValuesListIterable:
            place = next(place for place in range(len(self.columns)) if place != self.nth)
            if place not in self.converts:
                return [row[place] for row in found]
            return [self._converted(row, place) for row in found]
        if not self.converts:
            return [(*row[: self.nth], *row[self.nth + 1 :]) for row in found]
        converts = [(place, each) for place, all_of in self.converts.items() for each in all_of]
        made = []
        for row in found:
            values = [*row]
            for place, convert in converts:
                values[place] = convert(values[place])
            del values[self.nth]
            made.append(tuple(values))
        return made

    def rows_of(self, found: Iterable[Found], known: Known) -> list[Any]:
        """The rows as the queryset itself would have given them, from the values found, which are in order."""
        if self.maker is None:
            return self._tuples(found)
        shared: Shared = defaultdict(dict)
        made = []
        for values in found:
            new = self.maker.made(values, shared)
            for name, place, converts in self.notes:
                noted = values[place]
                for convert in converts:
                    noted = convert(noted)
                setattr(new, name, noted)
            made.append(new)
        for field, others in known:
            self._tell(made, field, others)
        return made

    def _tell(self, made: list[Any], field: Any, others: dict[Any, Any]) -> None:
        """Give rows the row above them that the caller has in hand."""
        held = [
            field.attname if name == "self" else self.model._meta.get_field(name).attname
            for name in field.from_fields
        ]
        above = attrgetter(*held)
        for row in made:
            if not field.is_cached(row) and above(row) in others:
                setattr(row, field.name, others[above(row)])
