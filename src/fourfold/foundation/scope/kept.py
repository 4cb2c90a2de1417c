"""The SQL of a reader is written once for its kind of arguments and asked again with other values (ADR 8).

Most of what a page costs is Django writing the same sentences anew. Which value of a sentence comes from where is not
guessed: the reader is tried twice with values that stand nowhere else, for ids, and with rows that have nothing but
their id. What it writes then is kept only if both sentences are the same, each value is a constant or the very id that
was given, it asked the database nothing on the way, and filling in the real ids gives exactly what it wrote for them.
Whatever else decides (the tenant in scope, days, roles, yes or no, ids of nobody) is part of what the sentence is kept
under. In any other case it is written anew each time.

A reader may use an id as an id only: what it asks must not depend on which id it is.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cache
from itertools import count
from typing import Any, Final

from django.db import connections, models
from django.db.models import QuerySet

from fourfold.foundation.scope.arms import Arm, arm_or_none
from fourfold.foundation.scope.remembered import remembering
from fourfold.foundation.scope.tenancy import active_tenant, is_scoped

MOST: Final = 2000
"""So many sentences are kept at most; then it begins again."""
MOST_IDS: Final = 2000
"""For more ids at once than this a sentence is written anew."""
FIRST: Final = 1_900_000_000
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
Asking = Callable[..., QuerySet]


class _Looked(Exception):
    """A reader asked the database before it said what it asks."""


@dataclass(frozen=True)
class _Kept:
    """A sentence that is asked again: each value a constant, or the place of an id among those given.

    `arm` is None where there can be no rows; `below` says for each relation whose row is in the caller's hand which.
    """

    arm: Arm | None
    params: tuple[tuple[Any, int | None], ...] = ()
    below: tuple[tuple[Any, int], ...] = ()

    def asked_with(self, ids: list[Any], rows: list[Any]) -> Arm | None:
        """The arm for these ids; `rows` has at the place of an id the row it belongs to."""
        if self.arm is None:
            return None
        params = tuple(constant if place is None else ids[place] for constant, place in self.params)
        known = [(field, {ids[place]: rows[place]}) for field, place in self.below]
        return self.arm.with_values(params, known)


_kept: dict[object, _Kept | None] = {}
# Asked once: what is asked a second time is learnt, since learning costs as much as writing it three times.
# By the hash alone, for a key may name hundreds of ids; of two with one hash the second is learnt a time too early.
_asked: set[int] = set()


def forget_sentences() -> None:
    """Write every sentence anew: for tests, which make and change tables and rules."""
    _kept.clear()
    _asked.clear()


def _is_id(value: object) -> bool:
    return (type(value) is int and value > 0) or (type(value) is str and value != "")


def _is_row(value: object) -> bool:
    return isinstance(value, models.Model) and _is_id(value.pk)


def _some_ids(value: object) -> bool:
    """Whether this is a set of ids of one type: a sentence is kept for each number of them."""
    if type(value) is not frozenset or len(value) > MOST_IDS:
        return False
    kinds = {type(each) for each in value}
    return len(kinds) == 1 and all(_is_id(each) for each in value)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind))


def _parts(value: Any) -> list[Any]:
    return [getattr(value, name) for name in _names(value.__class__)]


def _is_parted(value: object) -> bool:
    return is_dataclass(value) and not isinstance(value, type)


def _shape(value: Any) -> object:
    """What of an argument decides which sentence it is: all but its ids."""
    if _is_id(value):
        return type(value)
    if _is_row(value):
        return type(value), type(value.pk)
    if _some_ids(value):
        return frozenset, len(value), type(next(iter(value)))
    if _is_parted(value):
        return type(value), *(_shape(each) for each in _parts(value))
    return type(value), value


def _ids(value: Any) -> Iterator[tuple[Any, Any]]:
    """The ids in an argument, each with the row it belongs to."""
    if _is_id(value):
        yield value, None
    elif _is_row(value):
        yield value.pk, value
    elif _some_ids(value):
        yield from ((each, None) for each in value)
    elif _is_parted(value):
        for each in _parts(value):
            yield from _ids(each)


def _tried(value: Any, fresh: Iterator[int]) -> Any:
    """The argument with ids that stand nowhere else, and rows that have nothing but their id."""
    if _is_id(value):
        return next(fresh) if type(value) is int else f"tried{next(fresh)}"
    if _is_row(value):
        held = value._meta.pk.attname
        return type(value).from_db(value._state.db, [held], [_tried(value.pk, fresh)])
    if _some_ids(value):
        return frozenset(_tried(each, fresh) for each in value)
    if _is_parted(value):
        names = _names(value.__class__)
        return replace(value, **{each: _tried(getattr(value, each), fresh) for each in names})
    return value


def _refuse(*_args: object) -> None:
    raise _Looked


@contextmanager
def _asking_nothing() -> Iterator[None]:
    """Within the block a query is an error, and is never sent."""
    opened = [connections[using] for using in connections]
    for connection in opened:
        vars(connection).update(cursor=_refuse, chunked_cursor=_refuse)
    try:
        yield
    finally:
        for connection in opened:
            del vars(connection)["cursor"], vars(connection)["chunked_cursor"]


def _try(asking: Asking, args: tuple[Any, ...], first: int) -> tuple[Arm | None, list[Any]]:
    fresh = count(first, 7)
    tried = tuple(_tried(each, fresh) for each in args)
    with remembering(), _asking_nothing():
        arm = arm_or_none(asking(*tried))
    return arm, [each for value in tried for each in _ids(value)]


def _place_of(value: Any, ids: list[Any]) -> int | None:
    """Where this id stands among those given; None if it is none of them."""
    if type(value) not in (int, str):
        return None
    return ids.index(value) if value in ids else None


def _is_dated(value: Any) -> bool:
    parts = _parts(value) if _is_parted(value) else ()
    return isinstance(value, date) or any(_is_dated(each) for each in parts)


def _from_where(
    one: Any, other: Any, ids: list[list[Any]], *, dated: bool
) -> tuple[Any, int | None]:
    """Where a value of the sentence comes from, as two trials show; `dated` says whether a day was given.

    Raises `ValueError` for one that is worked out.
    """
    place = _place_of(one, ids[0])
    if place != _place_of(other, ids[1]):
        raise ValueError("A value that is now an id and now not.")
    if place is None and (type(one) is not type(other) or one != other):
        raise ValueError("A value that is worked out.")
    if place is None and not dated and _DAY.match(str(one)):
        raise ValueError("A day or a moment that nobody gave.")
    return (one, None) if place is None else (None, place)


def _below(arm: Arm, ids: list[Any], rows: list[Any]) -> list[tuple[Any, int]]:
    """Which row given as an argument the rows of an arm stand below. Raises `ValueError` for one not given."""
    found = []
    for field, others in arm.known:
        ((held, row),) = others.items()
        place = next((n for n, each in enumerate(rows) if each is row), None)
        if place is None or ids[place] != held:
            raise ValueError("Rows below one that was not given.")
        found.append((field, place))
    return found


def _learnt(asking: Asking, args: tuple[Any, ...], real: Arm | None) -> _Kept:
    """The sentence that a reader writes for such arguments. Raises an error if it depends on more than their shape."""
    trials = [_try(asking, args, first) for first in (FIRST, FIRST + 100_001)]
    arms = [arm for arm, _ids_with_rows in trials]
    if real is None and arms == [None, None]:
        return _Kept(None)
    if real is None or arms[0] is None or arms[1] is None:
        raise ValueError("Rows for some ids only.")
    if not real.sql == arms[0].sql == arms[1].sql:
        raise ValueError("Another sentence for other ids.")
    ids = [[each for each, _row in found] for _arm, found in trials]
    pairs = zip(arms[0].params, arms[1].params, strict=True)
    dated = any(_is_dated(each) for each in args)
    params = tuple(_from_where(one, other, ids, dated=dated) for one, other in pairs)
    below = _below(arms[0], ids[0], [row for _id, row in trials[0][1]])
    return _Kept(arms[0], params, tuple(below))


def _same(one: Arm | None, other: Arm | None) -> bool:
    """Whether two arms ask the same with the same values, of rows below the same."""
    if one is None or other is None:
        return one is other
    types = [[type(each) for each in arm.params] for arm in (one, other)]
    asked = (one.sql, one.params, one.known, one.making.columns, one.using)
    return types[0] == types[1] and asked == (
        other.sql, other.params, other.known, other.making.columns, other.using,
    )  # fmt: skip


def _of_args(args: tuple[Any, ...]) -> tuple[list[Any], list[Any]]:
    found = [each for value in args for each in _ids(value)]
    return [each for each, _row in found], [row for _id, row in found]


def _key(asking: Asking, args: tuple[Any, ...], ids: list[Any]) -> object:
    """What a sentence is kept under: its reader, the tenant, and all of its arguments but which ids they are.

    Which of the ids are one and the same belongs to it: a reader may ask whether somebody is the very person.
    """
    first: dict[Any, int] = {}
    alike = tuple(first.setdefault(each, place) for place, each in enumerate(ids))
    return asking, active_tenant(), alike, *(_shape(each) for each in args)


def kept_for(asking: Asking, args: tuple[Any, ...]) -> Arm | None:
    """The arm with these arguments from the sentence that is kept for their kind. Raises `LookupError` for none."""
    ids, rows = _of_args(args)
    known = _kept.get(_key(asking, args, ids)) if is_scoped() else None
    if known is None:
        raise LookupError(asking)
    return known.asked_with(ids, rows)


def arm_for(asking: Asking, args: tuple[Any, ...]) -> Arm | None:
    """The arm that a reader asks for these arguments; None where it cannot have rows.

    Raises `CannotJoin` for a queryset with more than conditions, an order and `select_related`.
    """
    if not is_scoped():
        # Without a tenant in scope a sentence would not say whose rows it reads.
        return arm_or_none(asking(*args))
    ids, rows = _of_args(args)
    key = _key(asking, args, ids)
    if (known := _kept.get(key)) is not None:
        return known.asked_with(ids, rows)
    real = arm_or_none(asking(*args))
    if len(_kept) >= MOST or len(_asked) >= 10 * MOST:
        forget_sentences()
    if hash(key) in _asked and key not in _kept:
        _kept[key] = _kept_if_same(asking, args, real)
    _asked.add(hash(key))
    return real


def _kept_if_same(asking: Asking, args: tuple[Any, ...], real: Arm | None) -> _Kept | None:
    """What a reader writes for such arguments; None if in doubt."""
    try:
        learnt = _learnt(asking, args, real)
    except Exception:
        return None
    return learnt if _same(learnt.asked_with(*_of_args(args)), real) else None
