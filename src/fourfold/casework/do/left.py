"""How many sessions of a day are left to somebody who gives support: a home says that, and reads no more of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from fourfold.casework.do.lines import may_run
from fourfold.casework.do.models import Session
from fourfold.casework.do.queries import (
    asked_for_drafts,
    drafts_for,
    given_before,
    may_be_on,
    of_lines,
    seen_to_by,
    times_on,
    times_on_each,
    with_relations,
)
from fourfold.casework.people.queries import calendar
from fourfold.casework.people.relations import barred_children
from fourfold.casework.plan.models import SupportLine
from fourfold.domain.clock import is_open as is_open_on
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.scope.remembered import remembered
from fourfold.foundation.scope.together import Question, rows


class Timed(NamedTuple):
    """A line, and when it is to be."""

    pk: int
    public_id: str
    carried_from: str
    per_week: int
    days: str


@rows
def timed_lines(
    actor: Actor, on: date, is_open: bool
) -> QuerySet[SupportLine, tuple[int, str, str, int, str]]:
    """Of plans that stand the lines of which an actor may see to a session on a day: as in `Timed`."""
    listed = may_run(on, of_all=True).filter(may_be_on(on, is_open=is_open))
    found = with_relations(listed, actor, on).filter(Q(settled=True), seen_to_by(actor))
    found = found.exclude(plan__cycle__pupil__in=barred_children(actor, on))
    return found.order_by().values_list(*Timed._fields)


@rows
def logged_on(lines: frozenset[int], on: date) -> QuerySet[Session, tuple[str, int]]:
    """What was logged of these lines (database ids) on a day: of which line (public id), and which one of the day."""
    return of_lines(lines).filter(on=on).order_by().values_list("line__public_id", "nth")


def asked_for_left(actor: Actor, on: date) -> list[Question]:
    """What `sessions_left` is read from at first, once `asked_before_lines` was answered."""
    return [timed_lines.of(actor, on, is_open_on(on, calendar())), *asked_for_drafts(actor, on)]


def asked_for_logged(actor: Actor, on: date) -> list[Question]:
    """What `sessions_left` is read from then."""
    listed = _listed(actor, on)
    return [logged_on.of(_ids(listed), on), given_before.of(_in_the_week(listed), on)]


@remembered
def _listed(actor: Actor, on: date) -> list[Timed]:
    known = timed_lines(actor, on, is_open_on(on, calendar()))
    drafts = [
        (each.pk, each.public_id, each.carried_from, each.per_week, each.days)
        for each in drafts_for(actor, on)
    ]
    return [Timed(*each) for each in (*known, *drafts)]


def _ids(listed: Iterable[Timed]) -> frozenset[int]:
    return frozenset(line.pk for line in listed)


def _in_the_week(listed: Iterable[Timed]) -> frozenset[int]:
    return _ids(line for line in listed if not times_on_each(line.per_week, line.days))


def sessions_left(actor: Actor, on: date) -> int:
    """Of how many sessions that an actor may see to on a day nothing was said yet: those of `slots_on`, counted."""
    listed = _listed(actor, on)
    if not listed or not is_open_on(on, calendar()):
        return 0
    logged: dict[str, set[int]] = defaultdict(set)
    for whose, nth in logged_on(_ids(listed), on):
        logged[whose].add(nth)
    before = Counter(given_before(_in_the_week(listed), on))
    left = 0
    for line in listed:
        given = before[line.carried_from] + before[line.public_id]
        wanted = times_on(line.per_week, line.days, on, given)
        if wanted:
            said = logged.get(line.carried_from, set()) | logged.get(line.public_id, set())
            left += sum(nth not in said for nth in range(1, wanted + 1))
    return left
