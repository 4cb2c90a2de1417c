"""Readers: the meeting that was agreed for a later day than the one on which the review was written down."""

from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.people.queries import way_to
from fourfold.casework.review.models import Invitation, Review
from fourfold.casework.review.queries import invitations_about
from fourfold.foundation.design.format import long_day


def is_ahead(review: Review, held_on: date) -> bool:
    """Whether somebody was asked to a meeting on a later day than `held_on`."""
    return review.meets_on is not None and review.meets_on > held_on and bool(asked_to_it(review))


def asked_to_it(review: Review) -> list[Invitation]:
    """By what each was asked to the meeting on the day that stands; of each the last."""
    found: dict[int | None, Invitation] = {}
    for each in invitations_about(review.cycle.pupil_id):
        if each.review_id == review.pk and each.meets_on == review.meets_on:
            found.setdefault(each.contact_id, each)
    return list(found.values())


def when_of(review: Review) -> str:
    """The day and the time of the meeting, in words; empty where none is set."""
    if review.meets_on is None:
        return ""
    at = review.meets_at.strftime(" %H:%M") if review.meets_at else ""
    return f"{long_day(review.meets_on)}{at}"


def meeting_ahead(review: Review | None, today: date) -> str:
    """The meeting that was agreed and lies ahead on a day, in words; empty where there is none."""
    return when_of(review) if review and is_ahead(review, today) else ""


def said_of(review: Review) -> str:
    """What is said once a review is written down: with whom staff tell themselves that the meeting is off."""
    said, pupil = _("The review is written down."), review.cycle.pupil
    if not review.off_because:
        return said
    left = [
        str(each.contact or pupil.given_name)
        for each in asked_to_it(review)
        if way_to(pupil, each.contact) is None
    ]
    if not left:
        return f"{said} {_('Everybody who was asked to the meeting is told that it is off.')}"
    words = _("The meeting is off. No message reaches %(names)s: tell them yourself.")
    return f"{said} {words % {'names': ', '.join(left)}}"
