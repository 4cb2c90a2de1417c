"""Two contacts with one e-mail address: they may, and whoever writes it down is told so."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.casework.people.models import Contact
from fourfold.casework.people.relations import families_barred
from fourfold.foundation.access.actors import Actor

TWO_OF_ONE = gettext_lazy(
    "Two people with one e-mail address are asked at each sign-in who they are,"
    " and each needs a code of their own."
)


def will_share() -> str:
    """That an address comes to be shared, as lists and forms say it."""
    return _("Somebody else here has this e-mail address already: the two then share it.")


@dataclass(frozen=True)
class Holders:
    """The contacts with an address, by their database ids, and those of them whom its writer may be told of."""

    ids: frozenset[int]
    named: list[Contact]


def who_has(email: str, apart_from: int | None, actor: Actor, today: date) -> Holders:
    """Who has that address, but for one (a database id); nobody for an empty one.

    Who cares for a child whom an order keeps from `actor`, or did, is not named to them.
    """
    if not email:
        return Holders(frozenset(), [])
    found = Contact.objects.filter(email__iexact=email).exclude(pk=apart_from)
    here = list(found.order_by("family_name", "given_name", "pk"))
    kept = set(families_barred(actor, today).filter(contact__in=here)) if here else set()
    return Holders(frozenset(one.pk for one in here), [one for one in here if one.pk not in kept])
