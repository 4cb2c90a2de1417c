"""Somebody has guessed at a person's own code until no more is tried: the person and their setting are told of it."""

from collections.abc import Callable, Sequence

from fourfold.foundation.access import throttle
from fourfold.foundation.access.addresses import Holder
from fourfold.foundation.scope.tenancy import tenant_scope

Teller = Callable[[Holder], None]
_tellers: list[Teller] = []


def on_guesses(teller: Teller) -> Teller:
    """Let a room tell the contact and the setting of guesses at a code (called in the setting's scope)."""
    _tellers.append(teller)
    return teller


def tell_of_guesses(holders: Sequence[Holder]) -> None:
    """Tell of guesses at the code of a person, at each of their settings; once within a day."""
    for holder in holders:
        if throttle.is_first_of_the_day(f"guesses:{holder.membership}"):
            with tenant_scope(holder.setting.pk):
                for teller in _tellers:
                    teller(holder)
