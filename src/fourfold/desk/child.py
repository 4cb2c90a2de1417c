"""A child's page: who it is, who is there for them, where the cycle stands, what comes next and what is open."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.cycles.facts import asked_of_cycle, facts_of
from fourfold.casework.cycles.mending import StillOpen, with_ways
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.queries import asked_for_code, code_of, cycles_of, open_cycle
from fourfold.casework.cycles.story import asked_of_story
from fourfold.casework.do.counts import (
    as_it_was,
    asked_for_deliveries,
    deliveries_of,
    sessions_at,
)
from fourfold.casework.do.pages import GivenLine, given_line
from fourfold.casework.identify.queries import concerns_in, is_unheard_of, to_be_known
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import asked_for_calendar, classes_of, staff_of
from fourfold.casework.plan.content import frozen
from fourfold.casework.plan.in_force import beside_drafts, in_force, version_beside
from fourfold.casework.plan.queries import is_open_to_writing, plan_of
from fourfold.casework.plan.rows import (
    adjustments_of,
    all_lines,
    lines_at,
    lines_counted,
    plans_about,
    versions_given,
    versions_of,
)
from fourfold.casework.review.queries import asked_of_reviews
from fourfold.casework.voice.models import Contribution
from fourfold.casework.voice.queries import last_own_words
from fourfold.casework.voice.readers import holders
from fourfold.desk.duties import FIRST_DUTIES, asked_for_lines, duties_about
from fourfold.domain.access import Action
from fourfold.domain.cycle import Stage, check, conditions_of
from fourfold.domain.plan import GIVEN_BY_SHARING
from fourfold.domain.review import ANSWERED_BY_REVIEW
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.design.components import person
from fourfold.foundation.design.components.signs import Stage as Mark
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.scope.together import Turns, ask_in_turns, side_by_side

MARKS: dict[Stage, Mark] = {
    Stage.ASSESS: "assess",
    Stage.PLAN: "plan",
    Stage.SHARED: "plan",
    Stage.DO: "do",
    Stage.REVIEW: "review",
    Stage.REVIEWED: "review",
}


# What usually comes next from a stage: its expectations are those that the page names as still missing.
LIKELY: dict[Stage, str] = {
    Stage.CONCERN: "look_into_it",
    Stage.DISCUSSION: "decide_support",
    Stage.ASSESS: "write_plan",
    Stage.PLAN: "share_plan",
    Stage.SHARED: "start_support",
    Stage.DO: "prepare_review",
    Stage.REVIEW: "hold_review",
    Stage.REVIEWED: "continue_cycle",
}


# So many lines of what is done stand on the page, and the newest so many of the story.
FIRST_LINES, LATEST = 6, range(6)
# In these stages the plan is being written for the first time.
OF_DRAFTS = (Stage.ASSESS, Stage.PLAN)
# What the next step itself brings is not said to be missing before it.
BROUGHT_BY = {"share_plan": GIVEN_BY_SHARING, "hold_review": ANSWERED_BY_REVIEW}


@dataclass(frozen=True)
class Stands:
    """Where the child's cycle stands: its number and stage in words, the arc of the mark, and what is missing."""

    words: str
    mark: Mark | None
    missing: tuple[StillOpen, ...]


def _sees_stage(pupil: Pupil, actor: Actor) -> bool:
    """Whether where SEN Support stands is this person's to see: staff who see needs, or a summary."""
    sees = may(Action.SEE_NEEDS, actor, pupil) or may(Action.SEE_SUMMARY, actor, pupil)
    return sees and not actor.is_family


def known_cycle(pupil: Pupil, actor: Actor) -> Cycle | None:
    """The open cycle, if this person may know that it has begun."""
    cycle = open_cycle(pupil)
    return cycle if cycle and (actor.is_family or not is_unheard_of(cycle, actor)) else None


def stands(pupil: Pupil, actor: Actor, today: date) -> Stands | None:
    """Where the open cycle stands, and for those who see needs what the likeliest next move would miss.

    None where no cycle is open, and for whoever sees nothing of SEN Support.
    """
    cycle = known_cycle(pupil, actor)
    if cycle is None or not _sees_stage(pupil, actor):
        return None
    stage = Stage(cycle.stage)
    likely = LIKELY.get(stage, "")
    missing: tuple[StillOpen, ...] = ()
    if likely and may(Action.SEE_NEEDS, actor, pupil):
        facts = facts_of(cycle, today, conditions_of(likely))
        brought = BROUGHT_BY.get(likely, ())
        open_ = [each for each in check(likely, stage, facts).open if each.id not in brought]
        missing = with_ways(to_be_known(open_, cycle, actor), cycle, actor, facts)
    return Stands(
        words=_("Cycle %(number)s: %(stage)s") % {"number": cycle.number, "stage": _(stage.label)},
        mark=MARKS.get(stage),
        missing=missing,
    )


@dataclass(frozen=True)
class Head:
    """The first lines of a child's page: ten seconds for a supply teacher."""

    name: str
    year: str
    classes: list[Markup]
    teachers: list[Markup]
    sencos: list[Markup]
    code: str
    code_words: str


def head(pupil: Pupil, today: date) -> Head:
    """Who the child is and who is there for them."""
    code = code_of(pupil, today)
    return Head(
        name=str(pupil),
        year=pupil.year_group,
        classes=[person(str(group)) for group in classes_of(pupil, today)],
        teachers=[person(member.called) for member in staff_of(pupil, today)],
        sencos=[person(member.called) for member in holders(Role.SENCO, today)],
        code=code.value,
        code_words=_(code.label),
    )


@dataclass(frozen=True)
class Support:
    """What is done for the child now: the first lines with what was given of them, how many there are in all, and
    what is done differently in class.
    """

    lines: list[GivenLine]
    total: int
    differently: list[str]


def support(
    pupil: Pupil, cycle: Cycle | None, actor: Actor, today: date, first: int
) -> Support | None:
    """The `first` lines of what is done for the child, for staff who may see it; None where no plan is in force.

    A draft is not what is done: of a plan that is being written it is what was frozen last, or was carried forward.
    """
    plan = plan_of(cycle) if cycle else None
    if plan is None or actor.is_family or not may(Action.SEE_SUPPORT, actor, pupil):
        return None
    sessions = None
    if is_open_to_writing(plan):
        versions = beside_drafts(pupil.pk)
        version = version_beside(plan, versions)
        if version is None:
            return None
        running = in_force(all_lines(plan), versions)
        if not running and version.plan_id != plan.pk:
            return None
        shown, total = running[:first], len(running)
        differently = [each["words"] for each in frozen(version)["adjustments"]]
    else:
        shown, total = lines_at(plan, range(first)), sum(lines_counted(plan))
        sessions = sessions_at.of(plan, range(first), today)
        differently = [each.words for each in adjustments_of(plan)]
    given = deliveries_of(shown, today, sessions=sessions)
    was = as_it_was(shown, given, today)
    lines = [given_line(line, given[line.pk], was.get(line.carried_from)) for line in shown]
    return Support(lines, total, differently)


def own_words(pupil: Pupil, actor: Actor, today: date) -> Contribution | None:
    """What the child said last, read by a named adult, for staff who see needs."""
    if actor.is_family or not may(Action.SEE_NEEDS, actor, pupil):
        return None
    return next(iter(last_own_words(pupil, _year_before(today))), None)


def _year_before(today: date) -> date:
    return today - timedelta(days=366)


def open_duties(pupil: Pupil, actor: Actor, today: date) -> list[DueRow]:
    """The first of what is open for the child and one more if there is, for those who may see what is due."""
    if not may(Action.SEE_DUE, actor, pupil):
        return []
    return duties_about(pupil.public_id, actor, today)


def _asked_of_plan(pupil: Pupil, actor: Actor, today: date) -> Turns:
    """Where the child stands, and what is done: for staff who may see that."""
    yield [cycles_of.of(pupil), plans_about.of(pupil.pk)]
    cycle = open_cycle(pupil)
    plan = plan_of(cycle) if cycle else None
    if plan and not actor.is_family and may(Action.SEE_SUPPORT, actor, pupil):
        beside = [versions_of.of(plan), beside_drafts.of(pupil.pk)]
        shown = range(FIRST_LINES)
        lines = [lines_at.of(plan, shown), lines_counted.of(plan)]
        given = asked_for_deliveries([plan.pk], today, sessions_at.of(plan, shown, today))
        # Of a plan that is being written what is done stands in a version; of which, all its lines are asked.
        if plan.cycle.stage in OF_DRAFTS:
            lines, given = [all_lines.of(plan)], asked_for_deliveries([plan.pk], today)
        yield [*lines, adjustments_of.of(plan), *beside, *given]


def _asked_of_head(pupil: Pupil, actor: Actor, today: date) -> Turns:
    """Who the child is, who is there for them, and what this person was given."""
    people = [holders.of(each, today) for each in (Role.SENCO, Role.SAFEGUARDING_LEAD)]
    head = [classes_of.of(pupil, today), staff_of.of(pupil, today), *asked_for_code(pupil)]
    yield [*people, *head, *asked_of_reviews(pupil.pk), versions_given.of(actor, pupil)]


def _asked_of_duties(pupil: Pupil, actor: Actor, today: date) -> Turns:
    """What is open for the child, for those who may see what is due, and what the child said."""
    asked = (
        [duties_about.of(pupil.public_id, actor, today)]
        if may(Action.SEE_DUE, actor, pupil)
        else []
    )
    if not actor.is_family and may(Action.SEE_NEEDS, actor, pupil):
        asked.append(last_own_words.of(pupil, _year_before(today)))
    yield [*asked, *asked_for_calendar()]
    if may(Action.SEE_DUE, actor, pupil):
        first = duties_about(pupil.public_id, actor, today)[:FIRST_DUTIES]
        yield asked_for_lines(first, today)


def ask(pupil: Pupil, actor: Actor, today: date) -> None:
    """Ask all that the page of a child shows to this person, in as many statements as one answer leads to the next."""
    asked = [
        each(pupil, actor, today) for each in (_asked_of_head, _asked_of_plan, _asked_of_duties)
    ]
    if may(Action.SEE_STORY, actor, pupil):
        asked += asked_of_story(pupil, actor, LATEST)
    if not actor.is_family:
        asked.append(_asked_of_cycle(pupil, actor, today))
    ask_in_turns(asked)


def _asked_of_cycle(pupil: Pupil, actor: Actor, today: date) -> Turns:
    """What the moves look at, as all rooms know it; for who does not see that, whether they may know of the cycle."""
    yield [cycles_of.of(pupil)]
    cycle = open_cycle(pupil)
    if cycle is None:
        return
    stage = Stage(cycle.stage)
    if stage in LIKELY and may(Action.SEE_NEEDS, actor, pupil):
        yield from side_by_side(asked_of_cycle(cycle, today, conditions_of(LIKELY[stage])))
    elif stage is Stage.CONCERN:
        yield [concerns_in.of(cycle)]
