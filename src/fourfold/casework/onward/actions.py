"""The verbs by which a child is no longer here, and the cycle that was open ends."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.cycles.actions import make_move, must_lead_on
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.queries import open_cycle
from fourfold.casework.onward.models import Leaving
from fourfold.casework.onward.story import leavings_of
from fourfold.casework.people.actions import change_pupil
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.outgoing import CHILD_GONE
from fourfold.domain.access import Action
from fourfold.domain.cycle import CycleFacts, Deed, check
from fourfold.domain.words import EndReason
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.act.verbs import Impossible, Over, verb
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.format import long_day
from fourfold.foundation.retention.leaving import Gone, close_for


@dataclass(frozen=True)
class Left:
    """From which day the child is no longer here, why, and anything that whoever writes it down wants to say."""

    on: date
    reason: EndReason | None
    words: str = ""


@verb("child.left", Action.SAY_LEFT)
def say_left(child: Pupil, left: Left, *, actor: Actor, today: date) -> None:
    """The child is no longer here. A cycle that is open ends with it; whoever says so need not know whether one was.

    Raises `Impossible` without a reason, and for a day to come; `Over` where somebody has said so already.
    """
    cycle = open_cycle(child)
    if cycle is not None:
        end_here(cycle, left, actor=actor, today=today)
        return
    _must_not_be_said(child)
    by = actor.public_id if actor.membership else ""
    said = CycleFacts(today=today, ending=Deed(by, left.on, left.words), ending_reason=left.reason)
    missing = check("end_here", None, said).refused_because
    if missing:
        raise Impossible(" ".join(_(each.sentence) for each in missing))
    _written(left, actor, pupil=child).save()
    _is_gone(child, left, actor, today)


def _must_not_be_said(child: Pupil) -> None:
    """Raise `Over`, with who was quicker, where it was said since the child was here last.

    The last day is read anew: the page may be old. A child who came back and leaves again has a later one.
    """
    gone = Pupil.objects.filter(pk=child.pk).values_list("left_on", flat=True).first()
    said = next((each for each in reversed(leavings_of(child)) if gone and each.on >= gone), None)
    if said is None:
        return
    words = _("That this child is no longer here is written down: by %(name)s, from %(day)s on.")
    name, made = said.by.called if said.by else _("the system"), {"day": long_day(said.on)}
    shown = ui.filled(words, name=ui.person(name), **made)
    raise Over(words % {"name": name, **made}, shown=shown)


def _written(left: Left, actor: Actor, **whose: Cycle | Pupil) -> Leaving:
    by, reason = actor.membership or None, str(left.reason or "")
    return Leaving(on=left.on, reason=reason, words=left.words, by_id=by, **whose)


def _is_gone(child: Pupil, left: Left, actor: Actor, today: date) -> None:
    known = child.left_on
    if known is None or left.on < known:
        change_pupil(child, actor=actor, seen={"left_on": known}, left_on=left.on)
    close_for(Gone(child.public_id, left.on, CHILD_GONE), actor=actor, today=today)


@verb("cycle.end_here", Action.SAY_LEFT)
def end_here(cycle: Cycle, left: Left, *, actor: Actor, today: date) -> Leaving:
    """The child has moved, left or died: the open cycle ends here, at any stage, with all that was written (6.57).

    The child's last day is set where the roll has none or a later one; what waits to be sent about them stops, and
    who was invited from outside sees no more here. Raises `Impossible` when the table misses who, when or why.
    """
    must_lead_on(cycle, "end_here")
    leaving = _written(left, actor, cycle=cycle)
    leaving.save()
    make_move(cycle, "end_here", actor=actor, today=today, on=left.on, because=left.words)
    _is_gone(cycle.pupil, left, actor, today)
    return leaving
