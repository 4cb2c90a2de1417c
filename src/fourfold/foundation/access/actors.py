"""Who acts: a person in one setting, with the roles held there today, or the system itself."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from fourfold.domain.words import Role
from fourfold.foundation.access.models import Membership, RoleHeld


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


def live(on: date, prefix: str = "") -> Q:
    """The condition that a dated row holds on a day: from `valid_from` to `valid_to`, both included."""
    return Q(**{f"{prefix}valid_from__lte": on}) & (
        Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": on})
    )


def actor_of(membership: Membership, on: date) -> Actor:
    """The actor that `membership` is on a day; without a live membership or role the roles are empty."""
    held = RoleHeld.objects.filter(live(on), live(on, "membership__"), membership=membership)
    return Actor(
        tenant=membership.tenant_id,
        membership=membership.pk,
        public_id=membership.public_id,
        called=membership.called,
        roles=frozenset(Role(role) for role in held.values_list("role", flat=True)),
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
