"""This room's lines of a child's story, and what of today's sessions and of first support needs whom."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fourfold.casework.cycles.story import StoryEntry, Todo
from fourfold.casework.do.left import asked_for_left, asked_for_logged, sessions_left
from fourfold.casework.do.queries import (
    asked_before_lines,
    first_sessions,
    starts_noted,
)
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import children_seen
from fourfold.casework.plan.in_force import lines_over_time, versions_over_time
from fourfold.casework.plan.models import Plan
from fourfold.casework.plan.rows import plans_about, versions_given
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.rulebook import NATIONAL
from fourfold.domain.words import GIVE_SUPPORT, Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.format import long_day
from fourfold.foundation.design.words import Words
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.queries import open_by
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import Question, Turns

GIVES = GIVE_SUPPORT
STARTS = frozenset({Role.SENCO, Role.TEACHER, Role.KEYWORKER, Role.SENIOR_LEADER})
AHEAD = timedelta(days=21)
FIRST = ("first_support",)


def _here() -> str:
    return setting_here().public_id


def asked_of_story(pupil: Pupil, actor: Actor, _first: range) -> Turns:
    """What `story` is read from."""
    if may(Action.SEE_STORY, actor, pupil):
        given = [versions_given.of(actor, pupil)] if actor.is_family else []
        begun = [plans_about.of(pupil.pk), starts_noted.of(pupil), first_sessions.of(pupil)]
        yield [*begun, *given]
        yield [versions_over_time.of(_begun(pupil))]


def _begun(pupil: Pupil) -> frozenset[int]:
    return frozenset(session.line.plan_id for session in first_sessions(pupil))


def _words_as_frozen(pupil: Pupil, actor: Actor) -> dict[str, str]:
    """What the lines of the plans of which a session was given are called in the newest version that names them.

    For a family in those that they were given: of a line that is in none of these they read no word here.
    """
    said = lines_over_time(versions_over_time(_begun(pupil)))
    given = {each.pk for each in versions_given(actor, pupil)} if actor.is_family else set()
    return {
        key: line["what"]
        for version, lines in said
        if version.pk in given or not actor.is_family
        for key, line in lines.items()
    }


def story(pupil: Pupil, actor: Actor, _first: range) -> Iterable[StoryEntry]:
    """The day on which the support of each cycle began, and its first session; to a family of plans they were given."""
    if not may(Action.SEE_STORY, actor, pupil):
        return
    plans = [each for each in reversed(plans_about(pupil.pk)) if each.started_on]
    if actor.is_family:
        given = {each.plan_id for each in versions_given(actor, pupil)}
        plans = [each for each in plans if each.pk in given]
    first = {session.line.plan_id: session for session in first_sessions(pupil)}
    noted = dict(starts_noted(pupil))
    words = _words_as_frozen(pupil, actor)
    for plan in plans:
        if plan.started_on:
            yield _start(plan, plan.started_on, noted.get(plan.cycle_id))
        if plan.pk in first:
            one = first[plan.pk]
            called = words.get(one.line.public_id, "")
            what: Words = _("The first session was given")
            if called:
                what = ui.filled(_("First session given: %(what)s"), what=ui.written(called))
            yield StoryEntry(
                on=one.on,
                row=one.public_id,
                room="do",
                what=what,
                by=one.by.called if one.by and not actor.is_family else "",
                order=6,
            )


def _start(plan: Plan, day: date, noted: date | None) -> StoryEntry:
    """That support started; while its day lies ahead, that it starts then, told on the day on which that was said."""
    ahead = day > clock.today()
    what = (
        _("The support of cycle %(number)s starts on %(day)s")
        % {"number": plan.cycle.number, "day": long_day(day)}
        if ahead
        else _("The support of cycle %(number)s started") % {"number": plan.cycle.number}
    )
    return StoryEntry(
        on=noted if ahead and noted else day,
        row=plan.public_id,
        act="plan.start",
        room="do",
        what=what,
        order=5,
    )


def asked_of_todos(actor: Actor, today: date) -> Turns:
    """What `todos` is read from."""
    asked: list[Question] = []
    if actor.roles & GIVES:
        asked += asked_before_lines(actor, today)
    if actor.roles & STARTS:
        asked.append(open_by.of(FIRST, today))
    yield asked
    more: list[Question] = []
    if actor.roles & GIVES:
        more += asked_for_left(actor, today)
    if actor.roles & STARTS:
        more.append(children_seen.of(actor, today, _wanted(today)))
    yield more
    if actor.roles & GIVES:
        yield asked_for_logged(actor, today)


def todos(actor: Actor, today: date) -> Iterable[Todo]:
    """Today’s sessions of which nothing is said yet, for who gives them; first support that is due."""
    if actor.roles & GIVES:
        yield from _sessions(actor, today)
    if actor.roles & STARTS:
        yield from _first_support(actor, today)


def _sessions(actor: Actor, today: date) -> Iterator[Todo]:
    left = sessions_left(actor, today)
    if left:
        yield Todo(
            what=ngettext("%(n)s session today", "%(n)s sessions today", left) % {"n": left},
            why=_("They are in plans that name you, or for a group that you support."),
            due_on=today,
            address=reverse("do:today", kwargs={"setting": _here()}),
            button=_("Open today’s list"),
        )


def _soon(today: date) -> list[DueRow]:
    return [
        row for row in open_by(FIRST, today) if row.due_on is None or row.due_on <= today + AHEAD
    ]


def _wanted(today: date) -> frozenset[str]:
    return frozenset(row.child for row in _soon(today))


def _first_support(actor: Actor, today: date) -> Iterator[Todo]:
    rows = _soon(today)
    if not rows:
        return
    children = {each.public_id: each for each in children_seen(actor, today, _wanted(today))}
    here, rule = _here(), NATIONAL.rule("first_support", today)
    for row in rows:
        child = children.get(row.child)
        if child is None:
            continue
        yield Todo(
            what=_("Give the first support"),
            why=ui.filled(
                _("%(force)s asks for it: %(citation)s"),
                force=_(rule.force.label).capitalize(),
                citation=ui.citation(rule.citation),
            ),
            due_on=row.due_on,
            address=reverse("desk:child", kwargs={"setting": here, "child": child.public_id}),
            button=_("See what is missing"),
            child=child.public_id,
            child_name=str(child),
            kind="late" if row.due_on and row.due_on < today else "due",
            rule="first_support",
        )
