"""The verbs of a review: prepare it and invite, write it down, give it to each, go on, end support."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

from django.utils.translation import gettext as _

from fourfold.casework.cycles.actions import begin_cycle, make_move
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.do.queries import deliveries_of
from fourfold.casework.people.models import Contact, InheritedSpell, OwnAccount
from fourfold.casework.plan.actions import carry_forward, freeze
from fourfold.casework.plan.models import Outcome, Plan
from fourfold.casework.review.messages import ReviewGiven, ReviewInvited, SupportEnded
from fourfold.casework.review.models import (
    Invitation,
    LineDecision,
    OutcomeJudgement,
    RecordGiven,
    Review,
    SupportEnd,
    TookPart,
)
from fourfold.casework.review.queries import (
    UnderReview,
    entitled_carers,
    review_of,
    staff_around,
    under_review,
)
from fourfold.casework.review.snapshot import snapshot_of
from fourfold.domain.access import Action
from fourfold.domain.words import Judgement, NextStep
from fourfold.domain.words import LineDecision as Decided
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Membership, Organisation
from fourfold.foundation.act.verbs import Impossible, verb
from fourfold.foundation.notify.outbox import queue


@dataclass(frozen=True)
class Meeting:
    """When and where a review is to be."""

    on: date
    at: time | None = None
    place: str = ""


@dataclass(frozen=True)
class Judged:
    """What is said of one outcome."""

    judgement: Judgement
    words: str = ""
    number: Decimal | None = None


@dataclass(frozen=True)
class Voice:
    """One person of the family at a review: there or not, what they said. Without a contact it is the child."""

    contact: Contact | None
    there: bool
    said: str = ""


@dataclass(frozen=True)
class Held:
    """A review as it is written down. `judged` and `decided` are by public ids of outcomes and of lines."""

    on: date
    led_by: Membership
    judged: Mapping[str, Judged] = field(default_factory=dict)
    decided: Mapping[str, tuple[Decided, str]] = field(default_factory=dict)
    people: tuple[Voice, ...] = ()
    words: str = ""
    next_step: NextStep | None = None
    next_words: str = ""
    next_review_on: date | None = None
    give_now: bool = True
    passed_because: str = ""


def _entitled(cycle: Cycle, today: date) -> dict[int, Contact]:
    cares = entitled_carers([cycle.pupil_id], today)[cycle.pupil_id]
    return {care.contact_id: care.contact for care in cares}


def _check_people(cycle: Cycle, contacts: Iterable[Contact | None], today: date) -> None:
    entitled = _entitled(cycle, today)
    if any(contact and contact.pk not in entitled for contact in contacts):
        raise Impossible(_("Choose only people who may be given what is agreed."))


def _setting_of(review: Review) -> str:
    return Organisation.objects.get(pk=review.tenant_id).public_id


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
    _check_people(cycle, contacts, today)
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
    channel = contact.channel if contact and contact.membership else "talk"
    Invitation(
        review=review,
        contact=contact,
        on=today,
        how=channel,
        meets_on=meeting.on,
        by_id=actor.membership or None,
    ).save()
    if contact and contact.membership:
        payload = ReviewInvited(
            setting=_setting_of(review),
            review=review.public_id,
            meets_on=meeting.on.isoformat(),
            meets_at=meeting.at.strftime("%H:%M") if meeting.at else "",
        )
        queue(
            "review.invited",
            payload,
            to=contact.membership,
            channel=contact.channel,
            child=review.cycle.pupil.public_id,
            address=contact.email,
        )


@verb("review.hold", Action.HOLD_REVIEW)
def hold_review(cycle: Cycle, held: Held, *, actor: Actor, today: date) -> Review:
    """Write down a review: what was said, each outcome, each line, the next step; it names the version that it judged.

    What it agreed is given to the family and the staff at once, if so wished. Raises `Impossible` for a day to come, a
    plan that is not there, outcomes or lines of another plan, and a review that was written down already.
    """
    looked_at = under_review(cycle)
    if looked_at is None:
        raise Impossible(_("There is no plan to review yet."))
    _check_people(cycle, [voice.contact for voice in held.people], today)
    review = review_of(cycle) or Review(cycle=cycle)
    if review.held_on:
        raise Impossible(_("This review has been written down already."))
    version = looked_at.version or freeze(looked_at.plan, today=today)
    review.version = version
    review.held_on, review.led_by = held.on, held.led_by
    review.words, review.next_step = held.words, str(held.next_step or "")
    review.next_words, review.next_review_on = held.next_words, held.next_review_on
    review.save()
    _write_findings(review, held, looked_at, today)
    review.compare_and_set({"snapshot": {}}, snapshot=snapshot_of(review))
    if held.give_now:
        _give_everybody(review, actor, today)
    make_move(cycle, "hold_review", actor=actor, today=today, passed_because=held.passed_because)
    return review


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
            delivered=delivery.delivered,
        ).save()
    for voice in held.people:
        TookPart(review=review, contact=voice.contact, there=voice.there, said=voice.said).save()


def _give_everybody(review: Review, actor: Actor, today: date) -> None:
    pupil = review.cycle.pupil_id
    contacts = [care.contact for care in entitled_carers([pupil], today)[pupil]]
    staff = staff_around([pupil], today).get(pupil, [])
    _give(review, contacts, child=True, staff=staff, how="message", actor=actor, today=today)


def _give(
    review: Review,
    contacts: Iterable[Contact],
    *,
    child: bool,
    staff: Iterable[Membership],
    how: str,
    actor: Actor,
    today: date,
) -> None:
    had = list(RecordGiven.objects.filter(review=review))
    to_contacts = {row.contact_id for row in had if row.contact_id}
    to_staff = {row.staff_id for row in had if row.staff_id}
    by = actor.membership or None
    for contact in contacts:
        if contact.pk not in to_contacts:
            way = how if contact.membership or how != "message" else "post"
            RecordGiven(review=review, contact=contact, on=today, how=way, by_id=by).save()
            if contact.membership and how == "message":
                _send(review, contact.membership, contact.channel, contact.email, "review.given")
    if child and not any(not row.contact_id and not row.staff_id for row in had):
        RecordGiven(review=review, on=today, how="talk", by_id=by).save()
        account = OwnAccount.objects.filter(pupil=review.cycle.pupil).first()
        if account:
            _send(review, account.membership, "in_app", "", "review.given")
    for member in staff:
        if member.pk not in to_staff:
            RecordGiven(review=review, staff=member, on=today, how="message", by_id=by).save()
            if member.pk != actor.membership:
                _send(review, member, "in_app", "", "review.given_staff")


def _send(review: Review, to: Membership, channel: str, address: str, kind: str) -> None:
    payload = ReviewGiven(setting=_setting_of(review), review=review.public_id)
    child = review.cycle.pupil.public_id
    queue(kind, payload, to=to, channel=channel, child=child, address=address)


@verb("review.give", Action.SHARE_PLAN)
def give_review(
    review: Review,
    contacts: list[Contact],
    *,
    child: bool,
    staff: bool,
    how: str,
    actor: Actor,
    today: date,
) -> None:
    """Give what a review agreed to those who have not got it: `how` is message, hand, post or talk (Code 6.71).

    Raises `Impossible` before the review was held and for somebody whom an order bars.
    """
    if review.held_on is None:
        raise Impossible(_("This review has not been held yet."))
    _check_people(review.cycle, contacts, today)
    around = staff_around([review.cycle.pupil_id], today) if staff else {}
    members = around.get(review.cycle.pupil_id, [])
    _give(review, contacts, child=child, staff=members, how=how, actor=actor, today=today)


@verb("cycle.continue", Action.HOLD_REVIEW)
def continue_cycle(review: Review, *, actor: Actor, today: date, passed_because: str = "") -> Cycle:
    """Close the cycle that was reviewed and begin the next one from what the review decided; nothing is typed again.

    Raises `Impossible` where the review did not decide that support goes on, or the cycle is closed.
    """
    before = review.cycle
    make_move(before, "continue_cycle", actor=actor, today=today, passed_because=passed_because)
    after = begin_cycle(before.pupil, actor=actor, today=today)
    if before.lead_id:
        after.lead_id = before.lead_id
        after.save()
    judged = OutcomeJudgement.objects.filter(review=review).select_related("outcome")
    decided = LineDecision.objects.filter(review=review).select_related("line")
    plan = carry_forward(
        before,
        after,
        judged={row.outcome.public_id: Judgement(row.judgement) for row in judged},
        decided={row.line.public_id: Decided(row.decision) for row in decided},
        latest={row.outcome.public_id: _measured(row) for row in judged if row.number is not None},
        today=today,
    )
    _carry_numbers(plan, {row.outcome.public_id: row.number for row in judged})
    if review.next_review_on and review.next_review_on >= today:
        plan.compare_and_set(
            {"revision": plan.revision},
            review_on=review.next_review_on,
            review_on_filled_in=False,
        )
    make_move(after, "begin_next_cycle", actor=actor, today=today)
    return after


def _measured(row: OutcomeJudgement) -> str:
    return (
        f"{row.number.normalize():f} {row.outcome.unit}".strip() if row.number is not None else ""
    )


def _carry_numbers(plan: Plan, numbers: Mapping[str, Decimal | None]) -> None:
    """What the review measured is the start value of the outcome that goes on, as a number too."""
    for outcome in Outcome.objects.filter(plan=plan):
        number = numbers.get(outcome.carried_from)
        if number is not None:
            outcome.compare_and_set({"revision": outcome.revision}, baseline_number=number)


@verb("support.exit", Action.END_CYCLE)
def exit_support(
    cycle: Cycle,
    reasons: str,
    watch_until: date | None,
    *,
    actor: Actor,
    today: date,
    passed_because: str = "",
) -> SupportEnd:
    """SEN Support ends, with reasons, and each carer is told in writing; support that came with a roll ends with it.

    Raises `Impossible` without reasons, and for a cycle in which there is no support.
    """
    end = SupportEnd(
        cycle=cycle,
        on=today,
        by_id=actor.membership or None,
        reasons=reasons,
        watch_until=watch_until,
    )
    end.save()
    _end_inherited(cycle, today)
    make_move(
        cycle,
        "exit_support",
        actor=actor,
        today=today,
        because=reasons,
        passed_because=passed_because,
    )
    _tell_of_end(end, today)
    return end


def _end_inherited(cycle: Cycle, today: date) -> None:
    """A decision here ends each K that came with the child; nothing a setting does ends an E (invariant 9)."""
    running = InheritedSpell.objects.filter(pupil=cycle.pupil, code="K", begins__lte=today).exclude(
        ends__lt=today
    )
    for spell in running:
        spell.compare_and_set({"ends": spell.ends}, ends=today)


def _tell_of_end(end: SupportEnd, today: date) -> None:
    setting = Organisation.objects.get(pk=end.tenant_id).public_id
    for contact in _entitled(end.cycle, today).values():
        if contact.membership:
            queue(
                "support.ended",
                SupportEnded(setting=setting, ended=end.public_id),
                to=contact.membership,
                channel=contact.channel,
                child=end.cycle.pupil.public_id,
                address=contact.email,
            )
