"""A child at each stage, through the same verbs as the screens call: what tests of the later stages begin from."""

from collections.abc import Callable
from datetime import date

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.identify.actions import Ruling, Seen, carry_on, decide, raise_concern
from fourfold.casework.people.actions import note_inherited_spell
from fourfold.casework.plan import actions as plans
from fourfold.casework.plan.models import Plan
from fourfold.foundation.access.actors import system_actor
from tests.cast import Place

Begin = Callable[[Place, str, date], Cycle]


def inherited(place: Place, child: str, day: date) -> Cycle:
    """A cycle of a child whose K came with a roll, in “assess”."""
    pupil = place.children[child]
    system = system_actor(place.organisation.pk, "set-up")
    note_inherited_spell(pupil, "K", day, "roll", actor=system, today=day)
    return carry_on(pupil, actor=place.actor("Amina", day), today=day)


def decided(place: Place, child: str, day: date) -> Cycle:
    """A cycle that began with a concern of Ben's, of which it was decided that SEN Support starts, in “assess”."""
    concern = raise_concern(
        place.children[child],
        Seen(words="Guesses words from their first letter."),
        actor=place.actor("Ben", day),
        today=day,
    )
    ruling = Ruling(is_support=True, reasons="More than the class can give is needed.")
    decide(concern.cycle, ruling, actor=place.actor("Amina", day), today=day)
    concern.cycle.refresh_from_db()
    return concern.cycle


def with_plan(place: Place, child: str, day: date, begin: Begin = inherited) -> Plan:
    """A plan with an outcome, a group line of Tess's, one of Ben's own and an adjustment, in “plan”."""
    senco = place.actor("Amina", day)
    cycle = begin(place, child, day)
    plan = plans.begin_plan(cycle, actor=senco, today=day)
    outcome = plans.add_outcome(
        plan,
        actor=senco,
        words="reads short words aloud",
        measure="errors in 30 words",
        baseline="11 errors",
        baseline_number=11,
        baseline_on=day,
        target="3 errors or fewer",
        target_number=3,
        by_date=date(day.year, 12, 18),
    )
    plans.add_line(
        plan,
        actor=senco,
        towards=outcome,
        what="Daily phonics",
        given_by=place.members["Tess"],
        group_size=3,
        per_week=5,
        minutes=20,
        days="12345",
        starts_on=day,
    )
    plans.add_line(
        plan,
        actor=senco,
        towards=outcome,
        what="Sentence cards",
        given_by=place.members["Ben"],
        per_week=3,
        minutes=15,
        starts_on=day,
    )
    plans.add_adjustment(plan, "Seat near the board", "classroom", actor=senco)
    return plan


def shared_plan(place: Place, child: str, day: date, begin: Begin = inherited) -> Plan:
    """The same, shared with everybody on `day`."""
    plan = with_plan(place, child, day, begin)
    plans.share_plan(plan, actor=place.actor("Amina", day), today=day)
    return plan
