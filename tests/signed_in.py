"""Clients that have just signed in as a person of the cast, for tests of pages that are not about signing in."""

from fourfold.config import clock
from fourfold.foundation.access.entry import FAMILY_SESSION
from fourfold.foundation.access.models import User
from fourfold.foundation.access.session import BEGAN, PROVED, SEEN, THROUGH
from tests.cast import Place
from tests.page_client import PageClient


def as_person(place: Place, name: str, kind: type[PageClient] = PageClient) -> PageClient:
    """A client signed in as the member of staff or the family member of that first name at `place`."""
    client = kind()
    member = place.members.get(name)
    if member is not None:
        client.force_login(User.objects.get(pk=member.user_id), backend=THROUGH)
    session = client.session
    if member is None:
        membership = place.contacts[name].membership
        session[FAMILY_SESSION] = {place.organisation.public_id: membership.public_id}
    session[BEGAN] = session[SEEN] = session[PROVED] = clock.now().isoformat()
    session.save()
    return client
