"""A form that is sent twice acts once: the second answer is that of the first."""

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from fourfold.config import clock
from fourfold.foundation.act.models import Done

# Within this time the same words by the same person at the same place are the same thing said.
SAID_AGAIN = timedelta(minutes=30)
_SAID = "said:"


def first_answer(token: str) -> str:
    """The address to which the first handling of the form with `token` led; empty if it was not handled."""
    first = Done.objects.filter(token=token).first() if token else None
    return first.address if first else ""


def act_once(token: str, do: Callable[[], str]) -> str:
    """Run `do`, which returns the address to go to next, once for a form's `token`; return that address.

    The token is claimed in the same transaction as what `do` writes: of two at once one waits for the other and
    then takes its answer. If `do` raises, nothing is kept and the form can be sent again. An empty token is a
    form that may be handled any number of times.
    """
    if not token:
        return do()
    first = Done.objects.filter(token=token).first()
    if first:
        return first.address
    try:
        with transaction.atomic():
            claim = Done.claim(token)
            address = do()
            claim.led_to(address)
            return address
    except IntegrityError:
        first = Done.objects.filter(token=token).first()
        if first is None:
            raise
        return first.address


def mark_of_words(*said: str) -> str:
    """The mark under which words are known again: of who says them, where, and what; nothing can be read out of it."""
    key = settings.SECRET_KEY.encode()
    text = "\0".join(" ".join(each.split()) for each in said)
    return _SAID + hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:48]


def say_once(mark: str, do: Callable[[], str]) -> tuple[str, datetime | None]:
    """Run `do` unless words with this `mark` were said within half an hour.

    Returns the address to which the first telling led, and when that was; or where this one leads, and None.
    """
    since = clock.now() - SAID_AGAIN
    Done.objects.filter(token=mark, at__lte=since).delete()
    first = Done.objects.filter(token=mark).first()
    if first is None:
        ran: list[str] = []

        def first_time() -> str:
            ran.append(do())
            return ran[0]

        address = act_once(mark, first_time)
        if ran:
            return address, None
        first = Done.objects.get(token=mark)
    return first.address, first.at


def may_be_said_again(address: str) -> None:
    """What stands at `address` was taken back: the same words are news from now on."""
    Done.objects.filter(token__startswith=_SAID, address=address).delete()
