"""Keyed hashes, random tokens and codes, and what has been spent: the small tools of every proof of identity."""

import hashlib
import hmac
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from fourfold.config import clock
from fourfold.foundation.access.models import Spent

# No vowels and no look-alikes: read out, written by hand, and never a word.
LETTERS = "bcdfghjkmnpqrstvwxz"
SIGNS = LETTERS + "23456789"
DAY = timedelta(days=1)


def keyed(purpose: str, text: str) -> str:
    """A hash of `text` that only this installation can make; the same text gives another one for another purpose."""
    words = f"{purpose}\x1f{text}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), words, hashlib.sha256).hexdigest()


def new_token() -> str:
    """A token of 256 bits for a link or a cookie."""
    return secrets.token_urlsafe(32)


def new_code(length: int, signs: str = SIGNS) -> str:
    """A code to be read from paper and typed."""
    return "".join(secrets.choice(signs) for _ in range(length))


def plain_code(typed: str) -> str:
    """A code as it was made, from how somebody typed it: capitals, spaces and dashes do not matter."""
    return "".join(c for c in typed.casefold() if c.isalnum())


def spend(what: str) -> bool:
    """Use up `what`; False if it has been used. Of two at once exactly one gets True."""
    now = clock.now()
    Spent.objects.filter(at__lt=now - DAY).delete()
    try:
        with transaction.atomic():
            Spent(key=keyed("spent", what), at=now).save()
    except IntegrityError:
        return False
    return True


def is_spent(what: str) -> bool:
    """Whether `what` was used up within the last day."""
    return Spent.objects.filter(key=keyed("spent", what)).exists()
