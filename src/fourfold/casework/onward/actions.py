"""The verb by which a cycle ends because the child is no longer here."""

from dataclasses import dataclass
from datetime import date

from fourfold.casework.cycles.actions import make_move, must_lead_on
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.onward.models import Leaving
from fourfold.casework.people.actions import change_pupil
from fourfold.casework.people.outgoing import CHILD_GONE
from fourfold.domain.access import Action
from fourfold.domain.words import EndReason
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.act.verbs import verb
from fourfold.foundation.retention.leaving import Gone, close_for


@dataclass(frozen=True)
class Left:
    """From which day the child is no longer here, why, and anything that whoever writes it down wants to say."""

    on: date
    reason: EndReason | None
    words: str = ""


@verb("cycle.end_here", Action.SAY_LEFT)
def end_here(cycle: Cycle, left: Left, *, actor: Actor, today: date) -> Leaving:
    """The child has moved, left or died: the open cycle ends here, at any stage, with all that was written (6.57).

    The child's last day is set where the roll has not; what waits to be sent about them stops, and who was invited
    from outside sees no more here. Raises `Impossible` when the table misses who, when or why.
    """
    must_lead_on(cycle, "end_here")
    leaving = Leaving(
        cycle=cycle,
        on=left.on,
        reason=str(left.reason or ""),
        words=left.words,
        by_id=actor.membership or None,
    )
    leaving.save()
    make_move(cycle, "end_here", actor=actor, today=today, on=left.on, because=left.words)
    if cycle.pupil.left_on is None:
        change_pupil(cycle.pupil, actor=actor, seen={"left_on": None}, left_on=left.on)
    close_for(Gone(cycle.pupil.public_id, left.on, CHILD_GONE), actor=actor, today=today)
    return leaving
