"""From the cycles of a child to the stretches of SEN Support that this setting decided on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fourfold.domain.cycle.code import OwnSpell
from fourfold.domain.cycle.facts import Deed
from fourfold.domain.cycle.moves import Stage

_ENDS_SUPPORT = frozenset({Stage.EXITED, Stage.ENDED})


@dataclass(frozen=True, slots=True)
class CycleTrace:
    """What the code needs of one cycle: the decision that SEN Support starts, if this cycle holds
    one, where the
    cycle stands, and the day on which it was closed."""

    support_decided: Deed | None
    stage: Stage
    closed_on: date | None = None


def own_spells(cycles: Iterable[CycleTrace]) -> tuple[OwnSpell, ...]:
    """The spells of a child's cycles, oldest first.

    A spell opens with a decision and closes with the day of an exit, or of leaving; a cycle that
    goes on in the next
    leaves it open, and a second decision while it is open changes nothing. Exit and re-entry give
    two spells: history
    stays (invariant 14). Raises `ValueError` for a decision without who, when or why, and for an
    end without a day.
    """
    found: list[OwnSpell] = []
    running: Deed | None = None
    for cycle in cycles:
        running = running or cycle.support_decided
        if running is None or cycle.stage not in _ENDS_SUPPORT:
            continue
        if cycle.closed_on is None:
            raise ValueError("A cycle that ended support needs the day on which it did.")
        found.append(_spell(running, cycle.closed_on))
        running = None
    if running is not None:
        found.append(_spell(running, None))
    return tuple(found)


def _spell(decision: Deed, ended_on: date | None) -> OwnSpell:
    if decision.on is None:
        raise ValueError("SEN Support needs a decision with its day.")
    return OwnSpell(decision.on, decision.by, decision.words, ended_on)
