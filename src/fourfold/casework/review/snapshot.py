"""What a review agreed, as everybody is shown it: frozen when it is written down, and never made anew."""

from datetime import date
from typing import Any

from fourfold.casework.do.counts import deliveries_of
from fourfold.casework.plan.content import frozen
from fourfold.casework.review.called_off import asked_to_it
from fourfold.casework.review.models import LineDecision, OutcomeJudgement, Review, TookPart
from fourfold.casework.review.queries import under_review

Content = dict[str, Any]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _outcomes(review: Review, plan: Content) -> list[Content]:
    judged = {
        row.outcome.public_id: row
        for row in OutcomeJudgement.objects.filter(review=review).select_related("outcome")
    }
    found = []
    for outcome in plan["outcomes"]:
        row = judged.get(outcome["key"])
        found.append(
            {
                "key": outcome["key"],
                "words": outcome["words"],
                "baseline": outcome["baseline"],
                "baseline_number": outcome["baseline_number"],
                "target": outcome["target"],
                "target_number": outcome["target_number"],
                "unit": outcome["unit"],
                "judgement": row.judgement if row else "",
                "said": row.words if row else "",
                "now": row.now if row else "",
                "number": f"{row.number.normalize():f}" if row and row.number is not None else "",
            }
        )
    return found


def _starts(review: Review) -> dict[str, date]:
    """By line (public id), its first day, where that was still to come when the review was held."""
    looked_at = under_review(review.cycle)
    if looked_at is None or review.held_on is None:
        return {}
    given = deliveries_of(looked_at.lines, review.held_on)
    days = {line.public_id: given[line.pk].starts for line in looked_at.lines}
    return {key: day for key, day in days.items() if day}


def _lines(review: Review, plan: Content) -> list[Content]:
    decided = {
        row.line.public_id: row
        for row in LineDecision.objects.filter(review=review).select_related("line")
    }
    found, starts = [], _starts(review)
    for line in plan["lines"]:
        row = decided.get(line["key"])
        found.append(
            {
                "key": line["key"],
                "what": line["what"],
                "decision": row.decision if row else "",
                "said": row.words if row else "",
                "planned": row.planned if row else 0,
                "delivered": row.delivered if row else 0,
                "more": row.more if row else 0,
                "missed": row.missed if row else 0,
                "starts_on": _iso(starts.get(line["key"])),
            }
        )
    return found


def snapshot_of(review: Review) -> Content:
    """All that a review says, as plain data: with the version it judged, whose name is no part of it.

    Of what the family and the child said it names the contributions: they are read first.
    """
    assert review.version is not None
    plan = frozen(review.version)
    people = (
        TookPart.objects.filter(review=review)
        .select_related("contact", "contribution")
        .order_by("pk")
    )
    to_it = {each.contact_id for each in asked_to_it(review)}
    return {
        "schema": 1,
        "version": review.version.number,
        "version_id": review.version.public_id,
        "held_on": _iso(review.held_on),
        "led_by": review.led_by.called if review.led_by else "",
        "words": review.words,
        "outcomes": _outcomes(review, plan),
        "lines": _lines(review, plan),
        "people": [
            {
                "contact": row.contact.public_id if row.contact else "",
                "name": str(row.contact) if row.contact else "",
                "there": row.there,
                "other_day": bool(review.off_because) and row.contact_id in to_it and not row.there,
                "said": row.contribution.public_id if row.contribution else "",
            }
            for row in people
        ],
        "next_step": review.next_step,
        "next_words": review.next_words,
        "next_review_on": _iso(review.next_review_on),
    }
