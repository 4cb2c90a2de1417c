"""The verbs by which a review is prepared and written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from django.utils.translation import gettext as _

from fourfold.casework.cycles.actions import make_move
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.do.counts import (
    deliveries_of,
)
from fourfold.casework.people.models import Contact
from fourfold.casework.people.queries import way_to
from fourfold.casework.plan.models import PlanVersion
from fourfold.casework.review.absences import absent_from
from fourfold.casework.review.actions.answering import answer_for
from fourfold.casework.review.actions.calling_off import tell_that_it_is_off
from fourfold.casework.review.actions.giving import check_people, give_everybody, setting_of
from fourfold.casework.review.called_off import is_ahead
from fourfold.casework.review.messages import ReviewInvited
from fourfold.casework.review.models import (
    Invitation,
    LineDecision,
    OutcomeJudgement,
    Review,
    TookPart,
)
from fourfold.casework.review.queries import (
    UnderReview,
    review_of,
    under_review,
)
from fourfold.casework.review.snapshot import snapshot_of
from fourfold.casework.voice.actions import Said, write_down_views
from fourfold.casework.voice.choices import REVIEW, Way
from fourfold.domain.access import Action
from fourfold.domain.review import next_review
from fourfold.domain.words import Judgement, NextStep
from fourfold.domain.words import LineDecision as Decided
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Membership
from fourfold.foundation.act.verbs import Impossible, Over, verb
from fourfold.foundation.notify.outbox import queue


@dataclass(frozen=True)
class Meeting:
    """When and where a review is to be."""

    on: date
    at: time | None = None
    place: str = ""


@dataclass(frozen=True)
class Judged:
    """What is said of one outcome, with where the child is `now`, in words or as a number."""

    judgement: Judgement
    words: str = ""
    number: Decimal | None = None
    now: str = ""


@dataclass(frozen=True)
class Voice:
    """One person of the family at a review: there or not (None: nobody said), and their words; without a contact the
    child."""

    contact: Contact | None
    there: bool | None
    said: str = ""


@dataclass(frozen=True)
class Held:
    """A review as it is written down: of that `version` of the plan, led by somebody.

    `judged` and `decided` are by public ids of outcomes and of lines; `done` is what was done for each who could not
    come, by the public id of the contact, or of the child.
    """

    on: date
    led_by: Membership | None
    version: PlanVersion | None
    judged: Mapping[str, Judged] = field(default_factory=dict)
    decided: Mapping[str, tuple[Decided, str]] = field(default_factory=dict)
    people: tuple[Voice, ...] = ()
    done: tuple[tuple[str, str], ...] = ()
    words: str = ""
    next_step: NextStep | None = None
    next_words: str = ""
    next_review_on: date | None = None
    give_now: bool = True
    passed_because: str = ""
    off_because: str = ""


@verb("review.prepare", Action.ARRANGE_MEETING)
def prepare_review(
    cycle: Cycle,
    meeting: Meeting,
    contacts: list[Contact],
    *,
    child: bool,
    actor: Actor,
    today: date,
    passed_because: str = "",
) -> Review:
    """Set the day of a review and ask carers, and the `child`, to it. Done again, it sets another day and asks again.

    Each asking stays on file. Raises `Impossible` for a day gone by, for somebody whom an order bars, and where there
    is nothing to review yet or the review was held.
    """
    if meeting.on < today:
        raise Impossible(_("The day of the review has to lie ahead."))
    check_people(cycle, contacts, today)
    review = review_of(cycle)
    if review and review.held_on:
        raise Impossible(_("This review has been held."))
    fresh = review is None
    review = review or Review(cycle=cycle)
    if fresh:
        review.prepared_on = today
        review.prepared_by_id = actor.membership or None
    review.meets_on, review.meets_at = meeting.on, meeting.at
    review.place = meeting.place[:120]
    review.save()
    for contact in [*contacts, *([None] if child else [])]:
        _invite(review, contact, meeting, actor, today)
    if fresh:
        make_move(cycle, "prepare_review", actor=actor, today=today, passed_because=passed_because)
    return review


def _invite(
    review: Review, contact: Contact | None, meeting: Meeting, actor: Actor, today: date
) -> None:
    way = way_to(review.cycle.pupil, contact)
    asked = Invitation(
        review=review,
        contact=contact,
        on=today,
        how=way.channel if way else "talk",
        meets_on=meeting.on,
        by_id=actor.membership or None,
    )
    if way:
        payload = ReviewInvited(
            setting=setting_of(review),
            review=review.public_id,
            meets_on=meeting.on.isoformat(),
            meets_at=meeting.at.strftime("%H:%M") if meeting.at else "",
        )
        asked.message = queue(
            "review.invited",
            payload,
            to=way.member,
            channel=way.channel,
            child=review.cycle.pupil.public_id,
            address=way.address,
        )
    asked.save()


@verb("review.hold", Action.HOLD_REVIEW)
def hold_review(cycle: Cycle, held: Held, *, actor: Actor, today: date) -> Review:
    """Write down a review: what was said, each outcome, each line, the next step; it names the version that it judged.

    What it agreed is given to the family and the staff at once, if so wished. Where a meeting was agreed for a later
    day, everybody who was asked to it is told that it is off. Raises `Impossible` when the table misses
    who, when or which version, for outcomes or lines of another plan; `Over` where it was written down already.
    """
    looked_at = under_review(cycle)
    if looked_at is None:
        raise Impossible(_("There is no plan to review yet."))
    check_people(cycle, [voice.contact for voice in held.people], today)
    review = review_of(cycle) or Review(cycle=cycle)
    if review.held_on:
        raise Over(_("This review has been written down already."))
    review.version = held.version
    review.held_on, review.led_by = held.on, held.led_by
    review.words, review.next_step = held.words, str(held.next_step or "")
    review.next_words = held.next_words
    if is_ahead(review, held.on):
        review.off_because = held.off_because
    review.next_review_on = next_review(held.next_step, held.next_review_on)
    review.save()
    _write_findings(review, held, looked_at, today)
    for voice in held.people:
        _write_voice(review, voice, actor, today)
    _answer_absences(review, dict(held.done), actor, today)
    if review.off_because:
        tell_that_it_is_off(review)
    if held.give_now:
        give_everybody(review, actor, today)
    make_move(cycle, "hold_review", actor=actor, today=today, passed_because=held.passed_because)
    review.compare_and_set({"snapshot": {}}, snapshot=snapshot_of(review))
    return review


def _answer_absences(review: Review, done: dict[str, str], actor: Actor, today: date) -> None:
    """What was done for those who had said that they cannot come answers them, in the words of whoever held it."""
    for said in absent_from(review) if done else []:
        who = said.invitation.contact or review.cycle.pupil
        if said.answered_on is None and done.get(who.public_id, "").strip():
            answer_for(said, done[who.public_id], actor, today)


def _write_findings(review: Review, held: Held, looked_at: UnderReview, today: date) -> None:
    outcomes = {row.public_id: row for row in looked_at.outcomes}
    lines = {row.public_id: row for row in looked_at.lines}
    if not (held.judged.keys() <= outcomes.keys() and held.decided.keys() <= lines.keys()):
        raise Impossible(_("Something here belongs to another plan: load the page again."))
    for key, judged in held.judged.items():
        OutcomeJudgement(
            review=review,
            outcome=outcomes[key],
            judgement=str(judged.judgement),
            words=judged.words,
            number=judged.number,
            now=judged.now,
        ).save()
    given = deliveries_of(looked_at.lines, today)
    for key, (decision, words) in held.decided.items():
        delivery = given[lines[key].pk]
        LineDecision(
            review=review,
            line=lines[key],
            decision=str(decision),
            words=words,
            planned=delivery.planned,
            more=delivery.more,
            missed=delivery.missed,
            delivered=delivery.delivered,
        ).save()


def _write_voice(review: Review, voice: Voice, actor: Actor, today: date) -> None:
    """Whether somebody was there, and what they said: received by `voice`, as all that families and children say.

    Of whom nothing is said nothing is kept.
    """
    if voice.there is None and not voice.said.strip():
        return
    received = None
    if voice.said.strip():
        theirs = Said(words=voice.said, way=str(Way.SPOKEN))
        pupil = review.cycle.pupil
        received = write_down_views(
            pupil, voice.contact, theirs, actor=actor, today=today, about=REVIEW
        )
    TookPart(review=review, contact=voice.contact, there=voice.there, contribution=received).save()
