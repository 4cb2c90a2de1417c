"""Clients that have just signed in as a person of the cast, for tests of pages that are not about signing in."""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from fourfold.config import clock
from fourfold.foundation.access.entry import FAMILY_SESSION
from fourfold.foundation.access.models import User
from fourfold.foundation.access.session import BEGAN, PROVED, SEEN, THROUGH
from fourfold.foundation.access.sessions import SessionStore
from tests.cast import Place
from tests.page_client import PageClient


def as_person(place: Place, name: str, kind: type[PageClient] = PageClient) -> PageClient:
    """A client signed in as the member of staff or the family member of that first name at `place`.

    The session is written as signing in leaves it, at once: Django's own `force_login` writes it four times over.
    """
    client, session = kind(), SessionStore()
    member = place.members.get(name)
    if member is None:
        membership = place.contacts[name].membership
        session[FAMILY_SESSION] = {place.organisation.public_id: membership.public_id}
    else:
        user = User.objects.get(pk=member.user_id)
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = THROUGH
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        User.objects.filter(pk=user.pk).update(last_login=clock.now())
    session[BEGAN] = session[SEEN] = session[PROVED] = clock.now().isoformat()
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client
