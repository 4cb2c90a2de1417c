"""Where what is due is done: the page for each open duty, and its words, for whoever may do it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.identify.came import support_waits
from fourfold.casework.plan.models import Plan
from fourfold.casework.voice.readers import deciders_of, holders
from fourfold.domain.access import Action, Allowed, Standing, decide
from fourfold.domain.cycle import Stage
from fourfold.domain.words import N_, Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.words import Words
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.scope.together import Question, ask_together, rows

May = Callable[[Action], bool]


@dataclass(frozen=True)
class Doing:
    """The words of a link and where it leads."""

    words: str
    address: str


def whom_to_ask(children: Iterable[str], today: date) -> dict[str, Words]:
    """By child (public id) a sentence that names the SENCO to ask; none where an order keeps every SENCO away."""
    named = {each.pk for each in holders(Role.SENCO, today)}
    return {
        child: ui.filled(_("Ask %(name)s to do it."), name=ui.person(who.called))
        for child, who in deciders_of(children, today).items()
        if who.pk in named
    }


@dataclass(frozen=True)
class _Way:
    words: str
    page: str
    about: str
    action: Action


# What is due later than this is not done yet.
AHEAD = timedelta(days=21)
# Of these the duty itself names the row that the page is about.
BY_SUBJECT = {
    "tell_parents": _Way(N_("Tell them"), "identify:tell", "decision", Action.TELL_PARENTS),
    "answer_concern": _Way(N_("Answer it"), "identify:concern", "concern", Action.SEE_ANSWER),
    "read_contribution": _Way(
        N_("Read it"), "voice:read", "contribution", Action.READ_CONTRIBUTION
    ),
    "give_record": _Way(N_("Give it"), "review:give", "review", Action.SHARE_PLAN),
}
_BEGIN = _Way(N_("Write the plan first"), "plan:begin", "cycle", Action.WRITE_PLAN)
_WRITE = _Way(N_("Go on writing the plan"), "plan:plan", "plan", Action.WRITE_PLAN)
_START = _Way(N_("Say that it has begun"), "plan:start", "plan", Action.SHARE_PLAN)
_GIVEN = _Way(N_("See what was given"), "do:given", "child", Action.SEE_SUPPORT)
_PREPARE = _Way(N_("Arrange it"), "review:prepare", "cycle", Action.ARRANGE_MEETING)
_HOLD = _Way(N_("Write it down"), "review:hold", "cycle", Action.HOLD_REVIEW)
_CARRY_ON = _Way(N_("Carry on the support"), "identify:carry_on", "child", Action.RECORD_DECISION)


def _of_review(stage: Stage, *, late: bool) -> _Way | None:
    if stage is Stage.REVIEW or (late and stage in {Stage.SHARED, Stage.DO}):
        return _HOLD
    return {
        Stage.ASSESS: _BEGIN,
        Stage.PLAN: _WRITE,
        Stage.SHARED: _PREPARE,
        Stage.DO: _PREPARE,
        Stage.REVIEWED: _HOLD,
    }.get(stage)


def _of_meeting(stage: Stage, *, late: bool) -> _Way | None:
    return _of_review(stage, late=False)


def _of_first_support(stage: Stage, *, late: bool) -> _Way | None:
    return {
        Stage.ASSESS: _BEGIN,
        Stage.PLAN: _START,
        Stage.SHARED: _START,
        Stage.DO: _GIVEN,
        Stage.REVIEW: _GIVEN,
    }.get(stage)


BY_STAGE: dict[str, Callable[..., _Way | None]] = {
    "review_on_date": _of_review,
    "review_termly": _of_meeting,
    "three_meetings": _of_meeting,
    "first_support": _of_first_support,
}


@rows
def open_cycles_named(children: frozenset[str]) -> QuerySet[Cycle]:
    """The open cycles of these children (public ids)."""
    found = Cycle.objects.filter(pupil__public_id__in=children, ended_on__isnull=True)
    return found.select_related("pupil").order_by("pk")


@rows
def plans_named(children: frozenset[str]) -> QuerySet[Plan]:
    """The plans of the open cycles of these children (public ids)."""
    found = Plan.objects.filter(cycle__pupil__public_id__in=children, cycle__ended_on__isnull=True)
    return found.order_by("pk")


def _way(row: DueRow, cycle: Cycle | None, waiting: set[str], today: date) -> _Way | None:
    if row.rule in BY_STAGE and row.child in waiting:
        return _CARRY_ON
    if row.due_on is None or row.due_on > today + AHEAD:
        return None
    if row.rule in BY_SUBJECT:
        return BY_SUBJECT[row.rule]
    choose = BY_STAGE.get(row.rule)
    if cycle is None or choose is None:
        return None
    return choose(Stage(cycle.stage), late=row.due_on is not None and row.due_on < today)


def asked_for_doings(listed: list[DueRow], today: date) -> list[Question]:
    """What `doings` is read from."""
    children = frozenset(row.child for row in listed if row.child)
    cycles = [open_cycles_named.of(children), plans_named.of(children)]
    return [*cycles, support_waits.of(children, today)]


def whole_setting(actor: Actor, today: date) -> May:
    """What an actor may do about every child of the setting, by a role that covers them all."""

    def _may(action: Action) -> bool:
        standings = (Standing(role, today, True, True) for role in actor.roles)
        return any(isinstance(decide(action, each), Allowed) for each in standings)

    return _may


def doings(listed: list[DueRow], may_do: May, today: date) -> dict[str, Doing | Words]:
    """By the key of a duty that is late or soon due, where it is done, if an actor may do it; else whom to ask.

    Before all else support that came with a child is carried on. Three queries; one more where somebody is to be asked.
    """
    ask_together(asked_for_doings(listed, today))
    children = frozenset(row.child for row in listed if row.child)
    cycles = {each.pupil.public_id: each for each in open_cycles_named(children)}
    plans = {each.cycle_id: each for each in plans_named(children)}
    waiting = {each.public_id for each in support_waits(children, today)}
    here, found = setting_here().public_id, dict[str, Doing | Words]()
    others: list[DueRow] = []
    for row in listed:
        cycle = cycles.get(row.child)
        way = _way(row, cycle, waiting, today)
        if way is None:
            continue
        if not may_do(way.action):
            others.append(row)
            continue
        plan = plans.get(cycle.pk) if cycle else None
        ids = {
            "cycle": cycle.public_id if cycle else "",
            "plan": plan.public_id if plan else "",
            "child": row.child,
        }
        about = ids.get(way.about, row.subject)
        if about:
            address = reverse(way.page, kwargs={"setting": here, way.about: about})
            found[row.key] = Doing(_(way.words), address)
    asked = whom_to_ask({row.child for row in others if row.child}, today) if others else {}
    return found | {row.key: asked[row.child] for row in others if row.child in asked}
