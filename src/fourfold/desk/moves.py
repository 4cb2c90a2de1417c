"""What can be done next from a child's page: where the cycle stands decides, and what the actor may do."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.queries import cycles_of
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import inherited_spells
from fourfold.casework.people.relations import standing
from fourfold.casework.plan.models import Plan
from fourfold.casework.plan.queries import plan_of
from fourfold.casework.plan.rows import versions_given, versions_shared
from fourfold.casework.review.queries import reviews_of
from fourfold.domain.access import Action, Allowed, decide_any
from fourfold.domain.cycle import CLOSED_STAGES, Stage
from fourfold.domain.words import N_
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.scope.addresses import reverse

A = Action


@dataclass(frozen=True)
class Step:
    """A way on: its words, the page it leads to, which row that page is about, and what one must be allowed."""

    words: str
    page: str
    about: str
    action: Action


@dataclass(frozen=True)
class Button:
    """A way on, ready for the page; the first of a page is the strong one."""

    words: str
    address: str


CONCERN = Step(N_("Raise a concern about this child"), "identify:raise", "child", A.RAISE_CONCERN)
VIEWS = Step(N_("Ask for views"), "voice:ask", "child", A.ASK_VIEWS)
CHILDS_VIEW = Step(
    N_("Write down what the child says"), "voice:child_with_staff", "child", A.WRITE_DOWN_VIEWS
)
PICTURE = Step(
    N_("See the picture: strengths, needs, views"), "assess:picture", "cycle", A.SEE_NEEDS
)
LOOK_INTO = Step(N_("Look into it and decide"), "identify:cycle", "cycle", A.SEE_NEEDS)
PLAN = Step(N_("Open the plan"), "plan:plan", "plan", A.WRITE_PLAN)
BEGIN_PLAN = Step(N_("Begin the plan"), "plan:begin", "cycle", A.WRITE_PLAN)
START = Step(N_("Start the support"), "plan:start", "plan", A.SHARE_PLAN)
SHARE = Step(N_("Share the plan"), "plan:share", "plan", A.SHARE_PLAN)
GIVEN = Step(N_("What was planned and what was given"), "do:given", "child", A.SEE_SUPPORT)
PREPARE = Step(N_("Prepare the review"), "review:prepare", "cycle", A.ARRANGE_MEETING)
HOLD = Step(N_("Write down the review"), "review:hold", "cycle", A.HOLD_REVIEW)
REVIEWED = Step(N_("Open the review, and go on"), "review:hold", "cycle", A.HOLD_REVIEW)
EXIT = Step(N_("End SEN Support"), "review:exit", "cycle", A.END_CYCLE)
LEFT = Step(N_("Say that the child has left"), "onward:left", "child", A.SAY_LEFT)
CARRY_ON = Step(
    N_("Carry on the support that came with the child"),
    "identify:carry_on",
    "child",
    A.RECORD_DECISION,
)

_IDENTIFY = (LOOK_INTO, CONCERN)
BY_STAGE: dict[Stage, tuple[Step, ...]] = {
    Stage.CONCERN: _IDENTIFY,
    Stage.DISCUSSION: _IDENTIFY,
    Stage.DECIDED_NOT_NOW: _IDENTIFY,
    Stage.ASSESS: (PICTURE, VIEWS, CHILDS_VIEW, BEGIN_PLAN, CONCERN, EXIT),
    Stage.PLAN: (PLAN, SHARE, PICTURE, VIEWS, START, EXIT),
    Stage.SHARED: (START, PLAN, PREPARE, PICTURE, CONCERN, EXIT),
    Stage.DO: (GIVEN, PREPARE, HOLD, PLAN, PICTURE, CONCERN, EXIT),
    Stage.REVIEW: (HOLD, GIVEN, PREPARE, PLAN, PICTURE, EXIT),
    Stage.REVIEWED: (REVIEWED, GIVEN, PICTURE, EXIT),
}
FAMILY = (
    Step(N_("Say what you think, at any time"), "voice:give", "child", A.GIVE_VIEWS),
    Step(N_("See what was done"), "do:family", "child", A.SEE_STORY),
    Step(N_("Tell us a concern"), "identify:raise", "child", A.RAISE_CONCERN),
    Step(N_("Read what you told us"), "voice:sent", "child", A.SEE_STORY),
)


def _subjects(
    child: Pupil, cycle: Cycle | None, plan: Plan | None
) -> dict[str, Pupil | Cycle | Plan]:
    there: dict[str, Pupil | Cycle | Plan] = {"child": child}
    if cycle:
        there["cycle"] = cycle
    if plan:
        there["plan"] = plan
    return there


def _steps(child: Pupil, cycle: Cycle | None, actor: Actor) -> tuple[Step, ...]:
    if actor.is_family:
        return FAMILY
    if cycle is not None:
        return (*BY_STAGE.get(Stage(cycle.stage), (CONCERN,)), LEFT)
    left = () if child.left_on else (LEFT,)
    if any(spell.ends is None for spell in inherited_spells(child)):
        return (CARRY_ON, CONCERN, *left)
    return (CONCERN, *left)


def buttons(child: Pupil, cycle: Cycle | None, actor: Actor, setting: Organisation) -> list[Button]:
    """The ways on that `actor` has from a child's page, the likeliest first."""
    there = _subjects(child, cycle, plan_of(cycle) if cycle else None)
    found = []
    for step in _steps(child, cycle, actor):
        subject = there.get(step.about)
        if subject is None or not may(step.action, actor, child):
            continue
        ids = {"setting": setting.public_id, step.about: subject.public_id}
        found.append(Button(_(step.words), reverse(step.page, kwargs=ids)))
    return found


def _page_of_given(child: Pupil, actor: Actor) -> str:
    """The page on which this person reads a plan that they were given: all of it, or what helps."""
    roles = sorted(actor.roles)
    standings = (standing(actor, child, role, shared_with=True) for role in roles)
    whole = isinstance(decide_any(A.SEE_SHARED_PLAN, standings), Allowed)
    return "plan:shared" if whole else "plan:helps"


def given_plans(child: Pupil, actor: Actor, setting: Organisation) -> list[Button]:
    """The shared versions of the child's plans that were given to this very person, the newest first."""
    found, name = [], _page_of_given(child, actor)
    for version in versions_given(actor, child):
        words = _("The plan of cycle %(cycle)s, version %(number)s") % {
            "cycle": version.plan.cycle.number,
            "number": version.number,
        }
        ids = {"setting": setting.public_id, "version": version.public_id}
        found.append(Button(words, reverse(name, kwargs=ids)))
    return found


def plan_in_force(child: Pupil, actor: Actor, setting: Organisation) -> Button | None:
    """The newest shared version of the plan that goes on, for staff who read plans and were not given it themselves.

    None once SEN Support has ended; the plan of the cycle before is in force while the next is being written.
    """
    if actor.is_family or not (
        may(A.SEE_STORY, actor, child) and may(A.SEE_SHARED_PLAN, actor, child)
    ):
        return None
    shared = versions_shared(child)
    if not shared or shared[-1] in versions_given(actor, child):
        return None
    version, cycles = shared[-1], {each.pk: each for each in cycles_of(child)}
    number = cycles[version.plan.cycle_id].number
    since = [Stage(each.stage) for each in cycles.values() if each.number >= number]
    if any(stage in CLOSED_STAGES - {Stage.CONTINUED} for stage in since):
        return None
    ids = {"setting": setting.public_id, "version": version.public_id}
    words = _("The plan: cycle %(cycle)s, version %(number)s")
    numbers = {"cycle": number, "number": version.number}
    return Button(words % numbers, reverse("plan:shared", kwargs=ids))


def open_reviews(child: Pupil, actor: Actor, setting: Organisation) -> list[Button]:
    """The reviews of the child that this person may see, the newest first; for a family those asked to or given."""
    found = []
    for review in reviews_of(child):
        if not may(Action.SEE_SHARED_PLAN, actor, review):
            continue
        words = _("The review of cycle %(cycle)s, which is coming")
        if review.held_on:
            words = _("What the review of cycle %(cycle)s agreed")
        ids = {"setting": setting.public_id, "review": review.public_id}
        number = {"cycle": review.cycle.number}
        found.append(Button(words % number, reverse("review:record", kwargs=ids)))
    return found
