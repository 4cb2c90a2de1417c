"""What this room offers the rooms below it: doors, facts of a cycle, duties, messages, its part of the story."""

from dataclasses import replace

from fourfold.casework.cycles.facts import contribute
from fourfold.casework.cycles.mending import Page, mends, the_cycle
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import register_first_todos, register_story, register_todo
from fourfold.casework.cycles.unheard import hidden_where
from fourfold.casework.identify import news
from fourfold.casework.identify.facts import (
    OF_CONCERNS,
    answers_due,
    asked_of_concerns,
    asked_of_cycle,
    concerns,
    contribution,
    not_withdrawn,
    notices_due,
    support_decided,
)
from fourfold.casework.identify.letters import whom_families_ask
from fourfold.casework.identify.messages import register_messages
from fourfold.casework.identify.models import Concern, Decision, Notice
from fourfold.casework.identify.queries import (
    find_concern,
    find_decision,
    find_notice,
    is_unheard_of,
    support_decision,
)
from fourfold.casework.identify.story import (
    asked_of_story,
    asked_of_todos,
    story,
    todos,
)
from fourfold.casework.people.relations import standing
from fourfold.config import clock
from fourfold.domain.access import Action, Standing
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import Door, register
from fourfold.foundation.access.models import Membership
from fourfold.foundation.due.registry import provide
from fourfold.foundation.notify.registry import families_ask


def stands_to_concern(actor: Actor, concern: Concern, role: Role) -> Standing:
    """As to its child, and whether one raised it; a family's words that nobody has read yet are there for few."""
    mine = concern.raised_by_id == actor.membership
    known = replace(standing(actor, concern.pupil, role), raised_it=mine)
    if concern.was_read or mine or role in {Role.SENCO, Role.SAFEGUARDING_LEAD}:
        return known
    return Standing(role, known.on)


def stands_to_decision(actor: Actor, decision: Decision, role: Role) -> Standing:
    """As to its child."""
    return standing(actor, decision.pupil, role)


def stands_to_notice(actor: Actor, notice: Notice, role: Role) -> Standing:
    """As to its child; in the family it is shared with the one person who was told, and with nobody else."""
    contact = notice.contact
    mine = contact.membership_id == actor.membership if contact else role is Role.YOUNG_PERSON
    # Who was not told after all has no letter.
    mine = mine and bool(notice.message or notice.told_on)
    return standing(actor, notice.pupil, role, shared_with=mine)


@families_ask
def _whom_to_ask(to: Membership, child: str) -> str:
    return whom_families_ask(to.tenant.name, child, clock.today())


def _whose_news(cycle: Cycle) -> str:
    decision = support_decision(cycle.pupil)
    return decision.public_id if decision else ""


register(Door("concern", Concern, find_concern, stands_to_concern))
register(Door("decision", Decision, find_decision, stands_to_decision))
register(Door("notice", Notice, find_notice, stands_to_notice))
hidden_where(is_unheard_of)
contribute("identify", contribution, asked_of_cycle)
contribute("identify.concerns", concerns, asked_of_concerns, OF_CONCERNS)
provide("answer_concern", answers_due, not_withdrawn)
provide("tell_parents", notices_due, support_decided)
register_messages()
register_story("identify", story, asked_of_story)
register_first_todos("identify", todos, asked_of_todos)
register_todo("identify.news", news.todos, news.asked_of_todos)
mends(
    ("raiser_answered", "note_given"),
    Page("identify:cycle", "cycle", the_cycle, Action.SEE_NEEDS),
)
mends(("teaching_first",), Page("identify:tried", "cycle", the_cycle, Action.RECORD_DISCUSSION))
mends(("discussed",), Page("identify:talk", "cycle", the_cycle, Action.RECORD_DISCUSSION))
mends(("look_again",), Page("identify:decide", "cycle", the_cycle, Action.RECORD_DECISION))
mends(("family_told",), Page("identify:tell", "decision", _whose_news, Action.TELL_PARENTS))
