"""What this room tells the others: its doors, its part of a cycle's facts, what is due, its messages."""

from datetime import date
from typing import Any

from fourfold.casework.cycles.facts import Part, contribute
from fourfold.casework.cycles.mending import Page, mends, the_child, the_cycle
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.queries import cycles_of
from fourfold.casework.cycles.story import register_first_todos, register_story, register_todo
from fourfold.casework.people.queries import asked_for_calendar, cares_of
from fourfold.casework.people.relations import standing
from fourfold.casework.people.rules import rules_here
from fourfold.casework.plan.queries import reviews_come_from
from fourfold.casework.review import messages, news
from fourfold.casework.review.absences import (
    absences_about,
    absent_from,
    days_offered,
    missing_about,
)
from fourfold.casework.review.due import (
    meetings_due,
    met_on,
    records_due,
    reviews_due,
    reviews_held,
    those,
)
from fourfold.casework.review.models import Review, SupportEnd
from fourfold.casework.review.queries import (
    asked_of_reviews,
    decided_in,
    ends_about,
    entitled_of,
    find_end,
    find_review,
    followed_cycle,
    given_about,
    held_on_days,
    invitations_about,
    judged_in,
    review_of,
    reviews_about,
    telling_of_ends,
    told_of_end,
    took_part_about,
    was_given,
    was_invited,
)
from fourfold.casework.review.story import asked_of_story, story
from fourfold.casework.review.telling import told_otherwise
from fourfold.casework.review.todos import asked_of_todos, todos
from fourfold.domain.access import Action, Standing
from fourfold.domain.cycle import Deed
from fourfold.domain.rulebook import end_of_its_term
from fourfold.domain.words import Judgement, NextStep, Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import Door, register
from fourfold.foundation.due.registry import provide
from fourfold.foundation.scope.together import Turns

__all__ = ["messages"]


def to_review(actor: Actor, review: Review, role: Role) -> Standing:
    """As to the child; and this person was given it, or not; to one that is to come, asked to it."""
    comes = review.held_on is None
    shared = was_given(actor, review) or (comes and was_invited(actor, review))
    return standing(actor, review.cycle.pupil, role, shared_with=shared)


def to_end(actor: Actor, end: SupportEnd, role: Role) -> Standing:
    """As to the child; and this person was told of the end, or not."""
    told = any(each.payload.get("ended") == end.public_id for each in told_of_end(actor))
    return standing(actor, end.cycle.pupil, role, shared_with=told)


register(Door("review", Review, find_review, to_review))
register(Door("ended", SupportEnd, find_end, to_end))


def asked_of_cycle(cycle: Cycle, today: date) -> Turns:
    """What `part_of_cycle` is read from."""
    pupil = cycle.pupil_id
    beside = [cycles_of.of(cycle.pupil), cares_of.of(cycle.pupil, today)]
    said = [each.of(pupil) for each in (took_part_about, absences_about, missing_about)]
    yield [*asked_of_reviews(pupil), ends_about.of(pupil), *said, *beside]
    review = review_of(cycle)
    found = [judged_in.of(review), decided_in.of(review)] if review and review.held_on else []
    told = [telling_of_ends.of(cycle.pupil.public_id), told_otherwise.of(pupil)]
    yield [*found, *told] if _end_of(cycle) else found


def part_of_cycle(cycle: Cycle, today: date) -> Part:
    """What this room knows of a cycle: who was asked, what the review found and decided, to whom it went, the end."""
    facts: dict[str, Any] = _end_facts(cycle, today)
    before = followed_cycle(cycle)
    facts["follows_cycle"] = before.public_id if before else ""
    review = review_of(cycle)
    if review is None:
        return Part(facts=facts)
    facts["meets_on"] = review.meets_on
    people = _people(review, cycle.pupil.public_id)
    if review.held_on is None:
        return Part(facts=facts, people=people)
    led_by = review.led_by.public_id if review.led_by else ""
    deed = Deed(led_by, review.held_on, review.words)
    facts |= {
        "review": deed,
        "reviewed_version": _version_of(review),
        "reviewed_version_on": review.version.frozen_on if review.version else None,
        "next_step": NextStep(review.next_step) if review.next_step else None,
        "next_step_decided": deed if review.next_step else Deed(),
        "review_shared_on": _given_to_all(review, today),
    }
    return Part(
        facts=facts,
        people=people,
        outcomes={
            outcome: {"judgement": Judgement(judgement)} for outcome, judgement in judged_in(review)
        },
        lines={line: {"decided": True} for line in decided_in(review)},
    )


def _version_of(review: Review) -> int | None:
    """The number of the version that was judged; none of this plan's numbers for a version of another plan."""
    if review.version is None:
        return None
    return review.version.number if review.version.plan.cycle_id == review.cycle_id else 0


def _end_of(cycle: Cycle) -> SupportEnd | None:
    ends = (each for each in ends_about(cycle.pupil_id) if each.cycle_id == cycle.pk)
    return next(ends, None)


def _end_facts(cycle: Cycle, today: date) -> dict[str, Any]:
    end = _end_of(cycle)
    if end is None:
        return {}
    by = end.by.public_id if end.by else ""
    return {
        "exit": Deed(by, end.on, end.reasons),
        "watch_until": end.watch_until,
        **_telling(end, today),
    }


def _telling(end: SupportEnd, today: date) -> dict[str, Any]:
    """Whether each of the carers is written to or was told of the end, and the day on which the last of them knew."""
    pupil = end.cycle.pupil
    owed = [care.contact for care in entitled_of(pupil, today)]
    written = [
        each
        for each in telling_of_ends(pupil.public_id)
        if each.payload.get("ended") == end.public_id
    ]
    on_its_way = {each.to_id for each in written}
    by_message = {each.to_id: each.reached_on for each in reversed(written) if each.reached_on}
    told = {each.contact_id: each.on for each in told_otherwise(pupil.pk) if each.end_id == end.pk}
    days = [told.get(each.pk) or by_message.get(each.membership_id or 0) for each in owed]
    return {
        "end_is_being_told": bool(owed)
        and all(each.pk in told or each.membership_id in on_its_way for each in owed),
        "end_told_on": max(day for day in days if day) if owed and all(days) else None,
    }


def _people(review: Review, child: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    pupil = review.cycle.pupil_id
    for asked in invitations_about(pupil):
        if asked.review_id != review.pk or asked.meets_on != review.meets_on:
            continue
        person = asked.contact.public_id if asked.contact else child
        # The last asking is the first here: an earlier one for the same day counts, where it reached them.
        days = [found.get(person, {}).get("invited_on"), asked.asked_on]
        found[person] = {"invited_on": min((day for day in days if day), default=None)}
    offered = days_offered(review)
    for said in absent_from(review):
        contact = said.invitation.contact
        known = found.setdefault(contact.public_id if contact else child, {})
        known |= {"cannot_come": True, "days_offered": offered[said.invitation.contact_id]}
    for row in took_part_about(pupil):
        if row.review_id != review.pk:
            continue
        person = row.contact.public_id if row.contact else child
        found.setdefault(person, {})["took_part"] = (
            bool(row.there) or row.contribution_id is not None
        )
    return found


def _given_to_all(review: Review, today: date) -> date | None:
    """The day on which the last of the carers who may have it got what the review agreed; None while one has not."""
    pupil = review.cycle.pupil
    owed = {care.contact_id for care in entitled_of(pupil, today)}
    days = {
        each.contact_id: each.given_on
        for each in given_about(pupil.pk)
        if each.review_id == review.pk and each.contact_id in owed and each.given_on
    }
    return max(days.values()) if owed and owed <= days.keys() else None


# Of the next review the calendar is read as well, which only this condition looks at.
OF_THE_NEXT = frozenset({"next_review_termly"})


def asked_of_next_day(cycle: Cycle, today: date) -> Turns:
    """What `next_day_of_cycle` is read from."""
    yield [reviews_about.of(cycle.pupil_id), *asked_for_calendar()]


def next_day_of_cycle(cycle: Cycle, today: date) -> Part:
    """On which day the review says that the next one is, and by when a review each term asks for it."""
    review = review_of(cycle)
    known: dict[str, Any] = {"next_review_on": None, "next_review_by": None}
    if review and review.held_on and review.next_review_on:
        due_by = end_of_its_term(review.held_on, rules_here(today))
        known = {"next_review_on": review.next_review_on, "next_review_by": due_by}
    return Part(facts=known)


contribute("review", part_of_cycle, asked_of_cycle)
contribute("review.next", next_day_of_cycle, asked_of_next_day, OF_THE_NEXT)
reviews_come_from(held_on_days)
provide("give_record", records_due, reviews_held)
provide("review_termly", reviews_due, those)
provide("three_meetings", meetings_due, met_on)
register_story("review", story, asked_of_story)
register_first_todos("review", todos, asked_of_todos)
register_todo("review.news", news.todos, news.asked_of_todos)


def _the_review(cycle: Cycle) -> str:
    review = review_of(cycle)
    return review.public_id if review else ""


def _written_down(cycle: Cycle) -> Page:
    """Where a review is written down; once it was, where it is corrected."""
    review = review_of(cycle)
    if review and review.held_on:
        return Page("review:correct", "review", _the_review, Action.HOLD_REVIEW)
    return Page("review:hold", "cycle", the_cycle, Action.HOLD_REVIEW)


mends(
    ("invited", "invited_before", "invited_in_time", "offered_again"),
    Page("review:prepare", "cycle", the_cycle, Action.ARRANGE_MEETING),
)
mends(
    (
        "family_in_review",
        "child_in_review",
        "outcomes_judged",
        "lines_decided",
        "next_step",
        "next_review_termly",
        "at_a_review",
    ),
    _written_down,
)
mends(("delivered_enough",), Page("do:given", "child", the_child, Action.SEE_SUPPORT))
mends(("review_given",), Page("review:give", "review", _the_review, Action.SHARE_PLAN))
