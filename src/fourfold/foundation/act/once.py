"""A form that is sent twice acts once: the second answer is that of the first."""

from collections.abc import Callable

from django.db import IntegrityError, transaction

from fourfold.foundation.act.models import Done


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
