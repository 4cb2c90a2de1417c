"""The verb by which a review that was written down is corrected: with a reason, and what it said before is kept."""

from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.cycles.actions import must_be_true
from fourfold.casework.do.counts import deliveries_of
from fourfold.casework.review.actions.giving import check_people, tell_of_correction
from fourfold.casework.review.actions.holding import Held, Voice
from fourfold.casework.review.models import (
    Correction,
    LineDecision,
    OutcomeJudgement,
    Review,
    TookPart,
)
from fourfold.casework.review.queries import under_review
from fourfold.casework.review.snapshot import snapshot_of
from fourfold.domain.access import Action
from fourfold.domain.cycle import Stage
from fourfold.domain.review import next_review
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.act.verbs import Impossible, verb


@verb("review.correct", Action.HOLD_REVIEW)
def correct_review(
    review: Review, held: Held, because: str, *, actor: Actor, today: date, seen: int
) -> Correction:
    """Correct what was written down of a review, with the reason; everybody who was given it is told.

    What it said before is kept with the correction. Words of the family are theirs, and stay. Once the next cycle has
    begun from it, what comes next stays as it was decided. Raises `Impossible` without a reason, before the review was
    held and for what the table would refuse; `Stale` if somebody else has corrected it since (`seen`: how often it had
    been).
    """
    if review.held_on is None:
        raise Impossible(_("This review has not been held yet."))
    if not because.strip():
        raise Impossible(_("Say why it is corrected."))
    ended_on = review.cycle.ended_on
    if ended_on and held.on > ended_on:
        raise Impossible(_("A review was not held after the cycle had ended."))
    check_people(review.cycle, [voice.contact for voice in held.people], today)
    correction = Correction(
        review=review,
        on=today,
        by_id=actor.membership or None,
        because=because,
        before=review.snapshot,
    )
    correction.save()
    review.compare_and_set({"corrected": seen}, corrected=seen + 1, **_said(review, held))
    _judge(review, held)
    _decide(review, held)
    for voice in held.people:
        _attend(review, voice)
    must_be_true(review.cycle, "hold_review", today=today)
    review.compare_and_set({"corrected": seen + 1}, snapshot=snapshot_of(review))
    tell_of_correction(review, actor, today)
    return correction


def _said(review: Review, held: Held) -> dict[str, object]:
    said: dict[str, object] = {"held_on": held.on, "led_by": held.led_by, "words": held.words}
    if review.cycle.stage == Stage.REVIEWED:
        said |= {
            "next_step": str(held.next_step or ""),
            "next_words": held.next_words,
            "next_review_on": next_review(held.next_step, held.next_review_on),
        }
    return said


def _judge(review: Review, held: Held) -> None:
    looked_at = under_review(review.cycle)
    outcomes = {row.public_id: row for row in looked_at.outcomes} if looked_at else {}
    there = {
        row.outcome.public_id: row
        for row in OutcomeJudgement.objects.filter(review=review).select_related("outcome")
    }
    if not held.judged.keys() <= outcomes.keys():
        raise Impossible(_("Something here belongs to another plan: load the page again."))
    for key, judged in held.judged.items():
        row = there.get(key) or OutcomeJudgement(review=review, outcome=outcomes[key])
        row.judgement, row.words = str(judged.judgement), judged.words
        row.number, row.now = judged.number, judged.now
        row.save()


def _decide(review: Review, held: Held) -> None:
    """Another decision on a line, or the first; how much was given until the review stays as it was counted then."""
    looked_at = under_review(review.cycle)
    lines = {row.public_id: row for row in looked_at.lines} if looked_at else {}
    there = {
        row.line.public_id: row
        for row in LineDecision.objects.filter(review=review).select_related("line")
    }
    if not held.decided.keys() <= lines.keys() | there.keys():
        raise Impossible(_("Something here belongs to another plan: load the page again."))
    given = deliveries_of(lines.values(), held.on)
    for key, (decision, words) in held.decided.items():
        row = there.get(key)
        if row is None:
            sums = given[lines[key].pk]
            row = LineDecision(review=review, line=lines[key])
            row.planned, row.delivered = sums.planned, sums.delivered
            row.more, row.missed = sums.more, sums.missed
        row.decision, row.words = str(decision), words
        row.save()


def _attend(review: Review, voice: Voice) -> None:
    row = TookPart.objects.filter(review=review, contact=voice.contact).first()
    if row is None:
        if voice.there is not None:
            TookPart(review=review, contact=voice.contact, there=voice.there).save()
    elif row.there != voice.there:
        row.compare_and_set({"there": row.there}, there=voice.there)
