"""By which address a family member signs in, and who is found by one. Kept as keyed hashes beside the settings.

The address itself lives with the contact, in a room above; that room calls `set_sign_in_address` whenever it changes,
and says through `may_sign_in_if` who must not come in at all.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fourfold.config import clock
from fourfold.foundation.access.actors import actor_of
from fourfold.foundation.access.models import FamilyAddress, Membership, Organisation
from fourfold.foundation.access.proofs import keyed
from fourfold.foundation.scope.tenancy import tenant_scope

Question = Callable[[Membership], bool]
_questions: list[Question] = []


def may_sign_in_if(question: Question) -> None:
    """Let a room say who may sign in: every question must answer True (asked in the setting's scope)."""
    _questions.append(question)


@dataclass(frozen=True)
class Holder:
    """One membership of a family member: where, which, and how they are called there."""

    setting: Organisation
    membership: str
    called: str
    name: str


@dataclass(frozen=True)
class Person:
    """The memberships that are one person's: same address, same name, at one setting or more."""

    holders: tuple[Holder, ...]

    @property
    def value(self) -> str:
        """How a form names the person."""
        return self.holders[0].membership

    @property
    def called(self) -> str:
        """The whole name."""
        return self.holders[0].called

    @property
    def memberships(self) -> list[str]:
        """Public ids of the memberships."""
        return [holder.membership for holder in self.holders]

    @property
    def session(self) -> dict[str, str]:
        """What the session of this person holds: memberships by setting."""
        return {holder.setting.public_id: holder.membership for holder in self.holders}


def key_of(address: str) -> str:
    """The keyed hash of an address, whatever its capitals."""
    return keyed("address", address.strip().casefold())


def set_sign_in_address(membership: Membership, address: str) -> None:
    """From now on the family member signs in with `address`; with an empty one, by codes only."""
    if not address.strip():
        FamilyAddress.objects.filter(membership=membership.public_id).delete()
        return
    FamilyAddress.objects.update_or_create(
        membership=membership.public_id,
        defaults={"key": key_of(address), "organisation_id": membership.tenant_id},
    )


def holder_of(setting: Organisation, membership: str) -> Holder | None:
    """The membership with that public id as one that may sign in today, or None."""
    with tenant_scope(setting.pk):
        row = Membership.objects.filter(public_id=membership, user__isnull=True).first()
        if row is None or not actor_of(row, clock.today()).is_family:
            return None
        if not all(question(row) for question in _questions):
            return None
        return Holder(setting, row.public_id, row.called, row.search_key)


def people_at(key: str) -> list[Person]:
    """Who signs in with the address that has this keyed hash, by name: each setting is asked in its own scope."""
    rows = FamilyAddress.objects.filter(key=key).select_related("organisation")
    found: dict[str, list[Holder]] = {}
    for row in rows.order_by("organisation__search_key", "pk"):
        holder = holder_of(row.organisation, row.membership)
        # Twice the same name at one setting is two people, so that neither gets the other's children.
        if holder is not None:
            together = found.setdefault(holder.name, [])
            if any(one.setting == holder.setting for one in together):
                together = found.setdefault(f"{holder.name} {holder.membership}", [])
            together.append(holder)
    return [Person(tuple(holders)) for _name, holders in sorted(found.items())]


def others_read(key: str, people: list[Person]) -> bool:
    """Whether somebody else has the address with this keyed hash too, and is not among `people`.

    Such as whom an order bars: they read what is sent there, so that a link alone does not show who presses it. Also
    who has the name of one of `people` at the same setting: two rows there are two people.
    """
    holders = [holder for person in people for holder in person.holders]
    known = {holder.membership for holder in holders}
    where = {(holder.setting.pk, holder.name) for holder in holders}
    names = {holder.name for holder in holders}
    for row in FamilyAddress.objects.filter(key=key).exclude(membership__in=known):
        with tenant_scope(row.organisation_id):
            called = Membership.objects.filter(public_id=row.membership).first()
        if called is None:
            continue
        if called.search_key not in names or (row.organisation_id, called.search_key) in where:
            return True
    return False


def names_to_choose(people: list[Person]) -> list[tuple[str, str]]:
    """(value, name) for people who share an address: the first name alone where that tells them apart."""
    firsts = [person.called.split()[0] for person in people]
    return [
        (person.value, first if firsts.count(first) == 1 else person.called)
        for person, first in zip(people, firsts, strict=True)
    ]
