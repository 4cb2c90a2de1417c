"""What this room offers the rooms below it: the doors to a line and a session, facts, what is due, the story."""

from datetime import date

from fourfold.casework.cycles.facts import Part, contribute
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import register_story, register_todo
from fourfold.casework.do.due import first_support
from fourfold.casework.do.models import Session
from fourfold.casework.do.queries import deliveries_of, find_session
from fourfold.casework.do.story import story, todos
from fourfold.casework.plan.models import SupportLine
from fourfold.casework.plan.wiring import to_line
from fourfold.domain.access import Standing
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import Door, register
from fourfold.foundation.due.registry import provide


def stands_to_session(actor: Actor, session: Session, role: Role) -> Standing:
    """As to its line."""
    return to_line(actor, session.line, role)


def facts(cycle: Cycle, today: date) -> Part:
    """How much of each line was planned and given so far."""
    lines = SupportLine.objects.filter(plan__cycle=cycle).select_related("plan__cycle")
    return Part(
        lines={
            each.line: {"sessions_planned": each.planned, "sessions_delivered": each.delivered}
            for each in deliveries_of(lines, today).values()
        },
    )


register(Door("session", Session, find_session, stands_to_session))
contribute("do", facts)
provide("first_support", first_support)
register_story("do", story)
register_todo("do", todos)
