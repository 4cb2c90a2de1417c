"""Who acts: a person in one setting, with the roles held there today, or the system itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import Q, QuerySet

from fourfold.domain.words import Role
from fourfold.foundation.access.models import Membership, RoleHeld
from fourfold.foundation.scope.together import ask_together, rows


@dataclass(frozen=True)
class Actor:
    """A person acting in one organisation, or the system (`membership` is then 0).

    `roles` are those held on the day of the request. `called` is how the person is named there.
    """

    tenant: int
    membership: int
    public_id: str
    called: str
    roles: frozenset[Role]

    @property
    def is_system(self) -> bool:
        """Whether this is Fourfold itself: the worker, an import confirmed earlier, the demonstration."""
        return self.membership == 0

    @property
    def is_family(self) -> bool:
        """Whether the person acts as a family member or as the young person."""
        return bool(self.roles & {Role.FAMILY, Role.YOUNG_PERSON})

    @property
    def is_young_person(self) -> bool:
        """Whether the person is the one whom it is all about: pages then say “you”."""
        return Role.YOUNG_PERSON in self.roles


class Dated(Protocol):
    """A row that holds from a day to a day."""

    valid_from: date
    valid_to: date | None


def live(on: date, prefix: str = "") -> Q:
    """The condition that a dated row holds on a day: from `valid_from` to `valid_to`, both included."""
    return Q(**{f"{prefix}valid_from__lte": on}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": on})
    )


def is_live(row: Dated, on: date) -> bool:
    """Whether a dated row that was read holds on a day: the same rule as `live`."""
    return row.valid_from <= on and (row.valid_to is None or row.valid_to >= on)


@rows
def members_of(user: int) -> QuerySet[Membership]:
    """What a user (database id) is and was here, the latest first."""
    return Membership.objects.filter(user_id=user).order_by("-valid_from", "-pk")


@rows
def roles_of(user: int, on: date) -> QuerySet[RoleHeld, tuple[int, str]]:
    """The roles that a user (database id) holds here on a day, each with the membership's database id."""
    held = RoleHeld.objects.filter(live(on), live(on, "membership__"), membership__user_id=user)
    return held.values_list("membership_id", "role")


def member_of_staff(user: int, on: date) -> Actor | None:
    """The actor that a user (database id) is here on a day, asked in one statement; None who never was a member."""
    ask_together([members_of.of(user), roles_of.of(user, on)])
    membership = next(iter(members_of(user)), None)
    if membership is None:
        return None
    held = (role for member, role in roles_of(user, on) if member == membership.pk)
    return _actor(membership, held)


def actor_of(membership: Membership, on: date) -> Actor:
    """The actor that `membership` is on a day; without a live membership or role the roles are empty."""
    held = RoleHeld.objects.filter(live(on), live(on, "membership__"), membership=membership)
    return _actor(membership, held.values_list("role", flat=True))


def _actor(membership: Membership, roles: Iterable[str]) -> Actor:
    return Actor(
        tenant=membership.tenant_id,
        membership=membership.pk,
        public_id=membership.public_id,
        called=membership.called,
        roles=frozenset(Role(role) for role in roles),
    )


def system_actor(tenant: int, what: str) -> Actor:
    """Fourfold itself, at work in an organisation; `what` says as what, such as ``worker``."""
    return Actor(
        tenant=tenant,
        membership=0,
        public_id=f"system:{what}",
        called="Fourfold",
        roles=frozenset(),
    )
