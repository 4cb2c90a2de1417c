"""Within the verb that writes a review down: everybody who was asked to a meeting ahead is told that it is off."""

from fourfold.casework.people.queries import way_to
from fourfold.casework.review.actions.giving import entitled, setting_of
from fourfold.casework.review.called_off import asked_to_it, when_of
from fourfold.casework.review.messages import ReviewOff
from fourfold.casework.review.models import Review
from fourfold.foundation.notify.outbox import queue


def tell_that_it_is_off(review: Review) -> None:
    """Send the reason to each who was asked to the meeting and may still be written to; the others staff tell."""
    pupil = review.cycle.pupil
    assert review.held_on is not None
    may = entitled(review.cycle, review.held_on)
    payload = ReviewOff(
        setting_of(review), pupil.public_id, when_of(review), because=review.off_because
    )
    for asked in asked_to_it(review):
        way = way_to(pupil, asked.contact)
        if way is None or (asked.contact and asked.contact_id not in may):
            continue
        queue(
            "review.off",
            payload,
            to=way.member,
            channel=way.channel,
            child=pupil.public_id,
            address=way.address,
        )
