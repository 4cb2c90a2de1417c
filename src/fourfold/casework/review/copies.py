"""Whose copies of what a review agreed there are to print: one for each of the family, with their own words alone."""

from dataclasses import dataclass

from django.http import Http404

from fourfold.casework.people.models import Contact
from fourfold.casework.people.queries import contact_of
from fourfold.casework.review.models import Review
from fourfold.casework.review.queries import entitled_of
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest
from fourfold.foundation.scope.addresses import reverse


@dataclass(frozen=True)
class Reader:
    """For whom a copy is: a contact, or by their name alone the child; without a name nobody in particular."""

    contact: Contact | None
    name: str


def readers_of(review: Review) -> dict[str, Reader]:
    """Everybody of the family who may be given what a review agreed, by the public id of the contact or the child."""
    pupil = review.cycle.pupil
    carers = [care.contact for care in entitled_of(pupil, clock.today())]
    readers = {each.public_id: Reader(each, str(each)) for each in carers}
    return readers | {pupil.public_id: Reader(None, pupil.given_name)}


def copies_of(request: TenantRequest, review: Review) -> list[tuple[str, str]]:
    """The name and the address of each copy that the one who looks may print for somebody."""
    if not may(Action.SEE_NEEDS, request.actor, review):
        return []
    ids = {"setting": request.setting.public_id, "review": review.public_id}
    at = reverse("review:copy", kwargs=ids)
    return [(each.name, f"{at}?for={person}") for person, each in readers_of(review).items()]


def reader_asked_for(request: TenantRequest, review: Review) -> Reader:
    """Whose copy it is: a family member's own; of staff the one that they print for somebody.

    One for nobody in particular holds no carer's words: it may go to anybody. Raises `Http404` for somebody who may
    not be given it, and for a person's copy to who does not read what the family says.
    """
    if request.actor.is_family:
        contact = contact_of(request.actor)
        return Reader(contact, str(contact or review.cycle.pupil.given_name))
    person = request.GET.get("for", "")
    if not person:
        return Reader(None, "")
    found = readers_of(review).get(person)
    if found is None or not may(Action.SEE_NEEDS, request.actor, review):
        raise Http404
    return found
