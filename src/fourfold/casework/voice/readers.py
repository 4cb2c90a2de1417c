"""Who reads first what a child or a family sent (W9): the SENCO and the safeguarding lead, if no order keeps them away.

Where an order keeps every one of them from a child, a senior leader reads it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower

from fourfold.casework.people.models import Pupil
from fourfold.casework.people.relations import addresses_barred, orders_in_force
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import live
from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.together import Question, ask_together, rows

FIRST_READERS = frozenset({Role.SENCO, Role.SAFEGUARDING_LEAD})


@rows
def holders(role: Role, on: date) -> QuerySet[Membership]:
    """Who holds a role here on a day, by name, with the account."""
    return _holding({role}, on).select_related("user").order_by("search_key", "pk")


def _holding(roles: Iterable[Role], on: date) -> QuerySet[Membership]:
    named = [str(role) for role in roles]
    held = Membership.objects.filter(live(on), live(on, "roles__"), roles__role__in=named)
    return held.distinct() if len(named) > 1 else held


def without_reader(on: date) -> QuerySet[Pupil]:
    """The children from whom an order keeps every SENCO and every safeguarding lead of the setting on a day."""
    address = Lower("contact__email")
    barred = orders_in_force(on).exclude(contact__email="").alias(address=address)
    readers = _holding(FIRST_READERS, on)
    addresses = readers.values(mine=Lower("user__email"))
    of_reader = barred.filter(
        pupil=OuterRef(OuterRef("pk")), address=Lower(OuterRef("user__email"))
    )
    return Pupil.objects.filter(
        ~Exists(readers.exclude(Exists(of_reader))),
        pk__in=barred.filter(address__in=addresses).values("pupil"),
    )


@rows
def children_without_reader(on: date) -> QuerySet[Pupil, int]:
    """The same children by database id."""
    return without_reader(on).values_list("pk", flat=True)


# In this order: a senior leader only where every one of the others is kept from the child.
RANKS = (Role.SENCO, Role.SAFEGUARDING_LEAD, Role.SENIOR_LEADER)


def asked_for_readers(children: frozenset[str], on: date) -> list[Question]:
    """What `readers_of` is read from, to be asked with other things."""
    return [*(holders.of(role, on) for role in RANKS), addresses_barred.of(children, on)]


def readers_of(children: Iterable[str], on: date) -> dict[str, Membership]:
    """By child (public id) the named adult who reads first what is sent about them; nobody is left out."""
    return _first_free(children, on, (Role.SENCO, Role.SAFEGUARDING_LEAD))


def deciders_of(children: Iterable[str], on: date) -> dict[str, Membership]:
    """By child (public id) who answers a concern and is asked about support: the SENCO.

    Where an order keeps every SENCO from a child, it is a senior leader: a safeguarding lead does not decide.
    """
    return _first_free(children, on, (Role.SENCO,))


def _first_free(
    children: Iterable[str], on: date, roles: tuple[Role, ...]
) -> dict[str, Membership]:
    """Of those with these roles the first from whom no order keeps a child; else the first of the senior leaders."""
    wanted = frozenset(children)
    ask_together(asked_for_readers(wanted, on))
    kept: dict[str, set[str]] = defaultdict(set)
    for child, address in addresses_barred(wanted, on):
        kept[child].add(address)
    found: dict[str, Membership] = {}
    first, leaders = [each for role in roles for each in holders(role, on)], holders(RANKS[-1], on)
    for child in wanted:
        free = [each for each in first if _address(each) not in kept[child]]
        if first and not free:
            free = [each for each in leaders if _address(each) not in kept[child]]
        if free:
            found[child] = free[0]
    return found


def _address(member: Membership) -> str:
    return member.user.email.lower() if member.user else ""
