"""What is due: the first support, from the decision that SEN Support starts (D4; domain 3.6, D24)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from fourfold.casework.cycles.models import Move
from fourfold.casework.cycles.queries import ENDS_SUPPORT
from fourfold.casework.do.models import Session
from fourfold.casework.people.rules import rules_here
from fourfold.domain.do import first_given
from fourfold.domain.rulebook import SoFar, Waiver, due_first_support
from fourfold.foundation.due.registry import Asked, Duty
from fourfold.foundation.scope.together import rows

_OF_MOVE = (
    *("tenant", "cycle", "move", "on", "by", "by__tenant", "by__public_id"),
    *("cycle__tenant", "cycle__number", "cycle__pupil"),
    *("cycle__pupil__tenant", "cycle__pupil__public_id"),
)
Given = tuple[str, date, int]
"""Of whom a session was given, on which day, and the number of its cycle."""
ENDED_FIRST = "SEN Support ended before a session was given."


@rows
def decided_and_ended(children: frozenset[str]) -> QuerySet[Move]:
    """The moves by which SEN Support began and ended for these children (public ids), in order."""
    moves = Move.objects.filter(
        cycle__pupil__public_id__in=children, move__in=["decide_support", *sorted(ENDS_SUPPORT)]
    )
    found = moves.select_related("cycle__pupil", "by").only(*_OF_MOVE)
    return found.order_by("cycle__number", "pk")


@rows
def days_given(children: frozenset[str]) -> QuerySet[Session, Given]:
    """Each child of these (public ids) with each day on which a session was given and in which cycle, in order."""
    found = Session.objects.filter(pupil__public_id__in=children, stands=True, delivered=True)
    return found.order_by("on").values_list("pupil__public_id", "on", "line__plan__cycle__number")


def first_support(asked: Asked) -> Iterator[Duty]:
    """One duty for each decision that SEN Support starts: met by the first session given in that support.

    It counts also when its day lies before that of the decision: help may begin before that is written down. That
    support was said to have begun gives nobody anything yet: it is from then on that a session can be noted. Four
    queries for any number of children. Where support ended first the duty is set aside by that very decision.
    """
    by_child: dict[str, list[Move]] = defaultdict(list)
    for move in decided_and_ended(asked.children):
        by_child[move.cycle.pupil.public_id].append(move)
    if not by_child:
        return
    given: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for child, on, cycle in days_given(asked.children):
        given[child].append((on, cycle))
    setting = rules_here(asked.today)
    for child, listed in by_child.items():
        for decision, end in _spells(listed):
            over = (end.cycle.number, end.on) if end else None
            met = first_given(given.get(child, []), decision.cycle.number, over)
            so_far = SoFar(met, _set_aside(end) if met is None else None)
            yield Duty(
                due=due_first_support(child, decision.on, setting, so_far),
                subject_label="people.Pupil",
                child=child,
                owner=decision.by.public_id if decision.by else "",
            )


def _spells(moves: list[Move]) -> Iterator[tuple[Move, Move | None]]:
    """Each decision with the move that ended its support, from one child's moves in order."""
    begun: Move | None = None
    for move in moves:
        if move.move == "decide_support":
            begun = move
        elif begun:
            yield begun, move
            begun = None
    if begun:
        yield begun, None


def _set_aside(end: Move | None) -> Waiver | None:
    return Waiver(str(end.by_id or ""), end.on, ENDED_FIRST) if end else None
