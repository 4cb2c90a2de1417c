"""A cycle at the stage of planning, and a plan in it, for tests of the plan and of the rooms above it."""

from datetime import date

from fourfold.casework.cycles.actions import begin_cycle
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.identify.actions import carry_on
from fourfold.casework.people.actions import note_inherited_spell
from fourfold.casework.plan import actions
from fourfold.casework.plan.models import Plan
from fourfold.domain.access import Action
from fourfold.foundation.act.verbs import VERBS, verb
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import Cast, make_cast
from tests.prepared import prepared

DAY = date(2026, 1, 12)


def a_cycle(cast: Cast, child: str = "Ayaan", today: date = DAY) -> Cycle:
    """A cycle of a child at Elm whose support came with the roll, at Assess; in Elm's scope."""
    pupil = cast.elm.children[child]
    amina, ada = cast.elm.actor("Amina", today), cast.elm.actor("Ada", today)
    came = date(2025, 9, 2)
    note_inherited_spell(pupil, "K", came, "roll", actor=ada, today=came)
    return carry_on(pupil, actor=amina, today=today)


def a_plan(cast: Cast, child: str = "Ayaan", today: date = DAY) -> Plan:
    """A plan with one outcome, one line of support, who does what and one adjustment, being written."""
    ben = cast.elm.actor("Ben", today)
    plan = actions.begin_plan(a_cycle(cast, child, today), actor=ben, today=today)
    outcome = actions.add_outcome(
        plan,
        actor=ben,
        words="Read a page of his book aloud with three errors or fewer.",
        area="cognition_and_learning",
        measure="Errors in a page read aloud on a Friday.",
        unit="errors",
        baseline="Reads with help",
        baseline_number=11,
        baseline_on=today,
        target="Reads alone",
        target_number=3,
        by_date=date(2026, 5, 12),
    )
    actions.add_line(
        plan,
        actor=ben,
        towards=outcome,
        what="Daily phonics group",
        kind="small_group",
        given_by=cast.elm.members["Tess"],
        group_size=3,
        per_week=5,
        minutes=20,
        days="12345",
        at="9:15",
        place="Library",
    )
    actions.say_who_does_what(
        plan,
        {
            "setting": "Mr Hall hears him read on Fridays.",
            "family": "Ten minutes with a book on most evenings.",
            "child": "I choose the book.",
        },
        actor=ben,
        seen={},
    )
    actions.add_adjustment(plan, "A seat near the board", "classroom", actor=ben)
    return plan


def _made() -> tuple[Cast, Plan]:
    cast = make_cast()
    with tenant_scope(cast.elm.organisation.pk):
        return cast, a_plan(cast)


def cast_with_a_plan() -> tuple[Cast, Plan]:
    """The cast, and the plan of `a_plan`: made once in a process and day, and put back as rows for each test."""
    return prepared("the cast with a plan", _made)


def _carry(previous, judged, decided, latest, *, actor, today):
    previous.compare_and_set({"ended_on": None}, stage="continued", ended_on=today)
    new = begin_cycle(previous.pupil, actor=actor, today=today)
    return actions.carry_forward(
        previous, new, judged=judged, decided=decided, latest=latest, today=today
    )


def carried_forward(plan, judged, decided, latest, *, actor, today) -> Plan:
    """The next cycle's draft, within a verb, without the review that the room of reviews would ask for."""
    VERBS.pop("test.carry", None)
    run = verb("test.carry", Action.WRITE_PLAN)(_carry)
    VERBS.pop("test.carry", None)
    return run(plan.cycle, judged, decided, latest, actor=actor, today=today)
