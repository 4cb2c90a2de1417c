"""How a review stands that was written down: by the names of its form, and as it is shown to whoever comes second."""

from typing import Any

from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Move
from fourfold.casework.review import forms
from fourfold.casework.review.models import LineDecision, OutcomeJudgement, Review, TookPart
from fourfold.foundation.act.handling import StandsNow
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.format import long_day
from fourfold.foundation.design.words import Words
from fourfold.foundation.scope.addresses import reverse


def stands_in(review: Review) -> dict[str, Any]:
    """What a review says now, by the names of the form."""
    found: dict[str, Any] = {
        "on": review.held_on,
        "led_by": review.led_by.public_id if review.led_by else "",
        "words": review.words,
        "next_step": review.next_step,
        "next_words": review.next_words,
        "next_review_on": review.next_review_on,
    }
    for row in OutcomeJudgement.objects.filter(review=review).select_related("outcome"):
        key = row.outcome.public_id
        found |= {f"judged-{key}": row.judgement, f"words-{key}": row.words}
        found |= {f"number-{key}": row.number, f"now-{key}": row.now}
    for line in LineDecision.objects.filter(review=review).select_related("line"):
        key = line.line.public_id
        found |= {f"decided-{key}": line.decision, f"why-{key}": line.words}
    answers = {there: answer for answer, there in forms.THERE.items()}
    for person in TookPart.objects.filter(review=review).select_related("contact"):
        key = person.contact.public_id if person.contact else forms.CHILD
        if person.there is not None:
            found[f"there-{key}"] = answers[person.there]
    return found


def held_now(review: Review, form: forms.HoldForm, setting: str) -> StandsNow:
    """What stands where a review was written down before this `form` of it came: by whom, what it says, what to do."""
    ids = {"setting": setting, "review": review.public_id}
    about: dict[str, Words] = {}
    for outcome in form.outcomes:
        keys = ("judged", "number", "now", "words")
        about |= {f"{key}-{outcome.public_id}": ui.written(outcome.words) for key in keys}
    for line in form.lines:
        about |= {f"{key}-{line.public_id}": ui.written(line.what) for key in ("decided", "why")}
    return StandsNow(
        "",
        stands_in(review),
        _by_whom(review),
        (_("Correct the review"), reverse("review:correct", kwargs=ids)),
        about,
    )


def _by_whom(review: Review) -> Words:
    made = Move.objects.filter(cycle=review.cycle, move="hold_review").select_related("by__user")
    last = made.order_by("-pk").first()
    words = _(
        "The review of %(held)s was written down by %(name)s on %(day)s. That is what stands."
    )
    return ui.filled(
        words,
        held=long_day(review.held_on or review.cycle.begun_on),
        name=ui.person(last.by.called) if last and last.by else _("the system"),
        day=long_day(last.on) if last else "",
    )
