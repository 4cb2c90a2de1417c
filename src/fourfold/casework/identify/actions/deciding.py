"""The verbs by which SEN Support starts, does not for now, or is carried on."""

from dataclasses import dataclass, field
from datetime import date

from fourfold.casework.cycles.actions import begin_cycle, make_move
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.identify.models import Decision
from fourfold.casework.people.models import Pupil
from fourfold.domain.access import Action
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.act.verbs import verb


@dataclass(frozen=True)
class Ruling:
    """What is decided: whether support starts, why, in which areas, in words about this child. No diagnosis (I7)."""

    is_support: bool
    reasons: str
    areas: list[str] = field(default_factory=list)
    about_child: str = ""
    need_is_obvious: bool = False
    only_language: bool = False
    look_again_on: date | None = None
    passed_because: str = ""


def decide(
    cycle: Cycle, ruling: Ruling, *, actor: Actor, today: date, on: date | None = None
) -> Decision:
    """SEN Support starts, or not now: the one verb or the other, as the ruling says. Raises what they raise."""
    verb_of = decide_support if ruling.is_support else decide_not_now
    return verb_of(cycle, ruling, actor=actor, today=today, on=on)


@verb("support.decide", Action.RECORD_DECISION)
def decide_support(
    cycle: Cycle, ruling: Ruling, *, actor: Actor, today: date, on: date | None = None
) -> Decision:
    """SEN Support starts (Code 6.38 to 6.43): it was decided `on` a day, or today. Raises `Impossible` or `Stale`."""
    return _decide(cycle, "decide_support", ruling, actor=actor, today=today, on=on or today)


@verb("support.not_now", Action.RECORD_DECISION)
def decide_not_now(
    cycle: Cycle, ruling: Ruling, *, actor: Actor, today: date, on: date | None = None
) -> Decision:
    """No SEN Support for now, with a day to look again (Code 6.38 and 6.43). Raises `Impossible` or `Stale`."""
    return _decide(cycle, "decide_not_now", ruling, actor=actor, today=today, on=on or today)


def _decide(
    cycle: Cycle, move: str, ruling: Ruling, *, actor: Actor, today: date, on: date
) -> Decision:
    decision = Decision(
        pupil=cycle.pupil,
        cycle=cycle,
        is_support=ruling.is_support,
        by_id=actor.membership or None,
        on=on,
        reasons=ruling.reasons,
        areas=ruling.areas,
        about_child=ruling.about_child,
        need_is_obvious=ruling.need_is_obvious,
        only_language=ruling.only_language,
        look_again_on=None if ruling.is_support else ruling.look_again_on,
    )
    decision.save()
    make_move(
        cycle,
        move,
        actor=actor,
        today=today,
        on=on,
        because=ruling.reasons,
        passed_because=ruling.passed_because,
    )
    return decision


@verb("support.carry_on", Action.RECORD_DECISION)
def carry_on(pupil: Pupil, *, actor: Actor, today: date, passed_because: str = "") -> Cycle:
    """Support that came with the child goes on here, from the stage “assess” (Code 6.16, 6.57). Raises `Impossible`."""
    cycle = begin_cycle(pupil, actor=actor, today=today)
    make_move(
        cycle, "begin_from_inherited", actor=actor, today=today, passed_because=passed_because
    )
    return cycle
