"""What this room tells the others: its doors, its part of a cycle's facts, what is due, its messages."""

from datetime import date
from typing import Any

from fourfold.casework.cycles.facts import Part, contribute
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import register_story, register_todo
from fourfold.casework.people.relations import standing
from fourfold.casework.plan.queries import reviews_come_from
from fourfold.casework.review import messages
from fourfold.casework.review.due import meetings_due, records_due, reviews_due
from fourfold.casework.review.models import (
    LineDecision,
    OutcomeJudgement,
    RecordGiven,
    Review,
    SupportEnd,
)
from fourfold.casework.review.queries import (
    entitled_carers,
    find_end,
    find_review,
    followed_cycle,
    held_on_days,
    review_of,
    was_given,
    was_invited,
)
from fourfold.casework.review.story import story, todos
from fourfold.domain.access import Standing
from fourfold.domain.cycle import Deed
from fourfold.domain.words import Judgement, NextStep, Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import Door, register
from fourfold.foundation.due.registry import provide
from fourfold.foundation.notify.models import Message

__all__ = ["messages"]


def to_review(actor: Actor, review: Review, role: Role) -> Standing:
    """As to the child; and this person was asked to it or given it, or not."""
    shared = was_given(actor, review) or was_invited(actor, review)
    return standing(actor, review.cycle.pupil, role, shared_with=shared)


def to_end(actor: Actor, end: SupportEnd, role: Role) -> Standing:
    """As to the child; and this person was told of the end, or not."""
    told = Message.objects.filter(
        kind="support.ended", to_id=actor.membership, payload__ended=end.public_id
    ).exists()
    return standing(actor, end.cycle.pupil, role, shared_with=told)


register(Door("review", Review, find_review, to_review))
register(Door("ended", SupportEnd, find_end, to_end))


def part_of_cycle(cycle: Cycle, today: date) -> Part:
    """What this room knows of a cycle: who was asked, what the review found and decided, to whom it went, the end."""
    facts: dict[str, Any] = _end_facts(cycle)
    before = followed_cycle(cycle)
    facts["follows_cycle"] = before.public_id if before else ""
    review = review_of(cycle)
    if review is None:
        return Part(facts=facts)
    people = _people(review, cycle.pupil.public_id)
    if review.held_on is None:
        return Part(facts=facts, people=people)
    led_by = review.led_by.public_id if review.led_by else ""
    deed = Deed(led_by, review.held_on, review.words)
    facts |= {
        "review": deed,
        "reviewed_version": _version_of(review),
        "next_step": NextStep(review.next_step) if review.next_step else None,
        "next_step_decided": deed if review.next_step else Deed(),
        "review_shared_on": _given_to_all(review, today),
    }
    judged = OutcomeJudgement.objects.filter(review=review).select_related("outcome")
    decided = LineDecision.objects.filter(review=review).select_related("line")
    return Part(
        facts=facts,
        people=people,
        outcomes={row.outcome.public_id: {"judgement": Judgement(row.judgement)} for row in judged},
        lines={row.line.public_id: {"decided": True} for row in decided},
    )


def _version_of(review: Review) -> int | None:
    """The number of the version that was judged; none of this plan's numbers for a version of another plan."""
    if review.version is None:
        return None
    return review.version.number if review.version.plan.cycle_id == review.cycle_id else 0


def _end_facts(cycle: Cycle) -> dict[str, Any]:
    end = SupportEnd.objects.filter(cycle=cycle).select_related("by").first()
    if end is None:
        return {}
    by = end.by.public_id if end.by else ""
    return {"exit": Deed(by, end.on, end.reasons), "watch_until": end.watch_until}


def _people(review: Review, child: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for asked in review.invitations.select_related("contact").order_by("-on", "-pk"):
        person = asked.contact.public_id if asked.contact else child
        found[person] = {"invited_on": asked.on}
    for row in review.people.select_related("contact"):
        person = row.contact.public_id if row.contact else child
        found.setdefault(person, {})["took_part"] = row.there or bool(row.said.strip())
    return found


def _given_to_all(review: Review, today: date) -> date | None:
    """The day on which the last of the carers who may have it got what the review agreed; None while one has not."""
    pupil = review.cycle.pupil_id
    owed = {care.contact_id for care in entitled_carers([pupil], today)[pupil]}
    days = dict(
        RecordGiven.objects.filter(review=review, contact_id__in=owed).values_list(
            "contact_id", "on"
        )
    )
    return max(days.values()) if owed and owed <= days.keys() else None


contribute("review", part_of_cycle)
reviews_come_from(held_on_days)
provide("give_record", records_due)
provide("review_termly", reviews_due)
provide("three_meetings", meetings_due)
register_story("review", story)
register_todo("review", todos)
