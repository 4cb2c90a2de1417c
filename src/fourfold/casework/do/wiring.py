"""What this room offers the rooms below it: the doors to a line and a session, facts, what is due, the story."""

from datetime import date

from fourfold.casework.cycles.facts import Part, contribute
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import register_story, register_todo
from fourfold.casework.do import givers
from fourfold.casework.do.counts import (
    asked_for_deliveries,
    deliveries_of,
)
from fourfold.casework.do.due import days_given, decided_and_ended, first_support
from fourfold.casework.do.models import Session
from fourfold.casework.do.queries import (
    find_session,
)
from fourfold.casework.do.story import asked_of_story, asked_of_todos, story, todos
from fourfold.casework.people.queries import asked_for_calendar
from fourfold.casework.plan.queries import plan_of
from fourfold.casework.plan.rows import all_lines, plans_about
from fourfold.casework.plan.wiring import to_line
from fourfold.domain.access import Standing
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import Door, register
from fourfold.foundation.due.registry import provide
from fourfold.foundation.scope.together import Turns

__all__ = ["givers"]


def stands_to_session(actor: Actor, session: Session, role: Role) -> Standing:
    """As to its line."""
    return to_line(actor, session.line, role)


def asked_of_cycle(cycle: Cycle, today: date) -> Turns:
    """What `facts` is read from."""
    yield [plans_about.of(cycle.pupil_id), *asked_for_calendar()]
    plan = plan_of(cycle)
    if plan:
        yield [all_lines.of(plan), *asked_for_deliveries([plan.pk], today)]


def facts(cycle: Cycle, today: date) -> Part:
    """How much of each line was planned and given so far."""
    plan = plan_of(cycle)
    lines = all_lines(plan) if plan else []
    return Part(
        lines={
            each.line: {"sessions_planned": each.planned, "sessions_delivered": each.delivered}
            for each in deliveries_of(lines, today).values()
        },
    )


register(Door("session", Session, find_session, stands_to_session))
contribute("do", facts, asked_of_cycle, frozenset({"delivered_enough"}))
provide("first_support", first_support, decided_and_ended, days_given)
register_story("do", story, asked_of_story)
register_todo("do", todos, asked_of_todos)
