"""Links that work once: sent as a token, kept as a hash of it, looked at without being used, used by a press."""

from datetime import timedelta
from typing import TypeVar

from fourfold.config import clock
from fourfold.foundation.access.models import Invitation, SignInLink, User
from fourfold.foundation.access.proofs import DAY, keyed, new_token

SIGN_IN_LIFE = timedelta(minutes=15)
INVITATION_LIFE = timedelta(days=7)
L = TypeVar("L", Invitation, SignInLink)


def _hash(token: str) -> str:
    return keyed("link", token)


def find(model: type[L], token: str) -> L | None:
    """The link with that token, whatever has become of it."""
    return model.objects.filter(token=_hash(token)).first()


def live(model: type[L], token: str) -> L | None:
    """The link with that token, if it was not used and is not too old. Looking at it does not use it."""
    found = find(model, token)
    good = found is not None and found.used_at is None and clock.now() <= found.until
    return found if good else None


def use(link: Invitation | SignInLink) -> bool:
    """Use the link up; False if it has been. Of two presses at once exactly one gets True."""
    rows = type(link)._default_manager.filter(pk=link.pk, used_at__isnull=True)
    return bool(rows.update(used_at=clock.now()))


def sign_in_link(key: str) -> str:
    """The token of a new sign-in link for the address with that keyed hash; the ones before it stop working."""
    now, token = clock.now(), new_token()
    SignInLink.objects.filter(key=key, used_at__isnull=True, until__gt=now).update(until=now)
    SignInLink.objects.filter(until__lt=now - DAY).delete()
    SignInLink(token=_hash(token), key=key, made_at=now, until=now + SIGN_IN_LIFE).save()
    return token


def invitation(user: User) -> str:
    """The token of a new invitation; the ones before it stop working."""
    now, token = clock.now(), new_token()
    Invitation.objects.filter(user=user, used_at__isnull=True).update(used_at=now)
    Invitation(token=_hash(token), user=user, made_at=now, until=now + INVITATION_LIFE).save()
    return token
