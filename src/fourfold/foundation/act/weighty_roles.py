"""The roles that open most of what is known here: nobody takes them for themselves, and those who lead are told."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.access.models import Membership, RoleHeld
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.notify.outbox import queue
from fourfold.foundation.notify.registry import Kind, Rendered, register

WEIGHTY = frozenset(
    {Role.SENCO, Role.SENIOR_LEADER, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR},
)
TOLD = frozenset({Role.SENCO, Role.SENIOR_LEADER})


@dataclass(frozen=True)
class RolesChanged:
    """Who was given or lost which weighty roles, and by whom: public ids of memberships, roles with commas."""

    member: str
    by: str
    gained: str
    lost: str


def changes_own(member: Membership, actor: Actor) -> bool:
    """Whether the actor would change what they are here themselves, where others could do it for them.

    Where nobody else has ever held a weighty role, nobody could: who sets up a setting says what they are in it.
    """
    if actor.is_system or member.pk != actor.membership:
        return False
    held = RoleHeld.objects.filter(role__in=map(str, WEIGHTY)).exclude(membership=member)
    return held.exclude(membership__user__isnull=False, membership__user=member.user_id).exists()


def not_ones_own(member: Membership, actor: Actor, *, about: str | None = None) -> None:
    """Raise `Impossible` for who would change what they are here themselves."""
    if changes_own(member, actor):
        raise Impossible(not_your_own(), about=about)


def not_your_own() -> str:
    """Who can change what somebody is here, for that person."""
    return _(
        "You cannot change what you are here yourself. Ask the SENCO or another administrator to do it."
    )


def _held(on: date) -> dict[int, set[Role]]:
    rows = RoleHeld.objects.filter(live(on), live(on, "membership__"), role__in=map(str, WEIGHTY))
    held: dict[int, set[Role]] = defaultdict(set)
    for member, role in rows.values_list("membership_id", "role"):
        held[member].add(Role(role))
    return held


@contextmanager
def told_of_roles(actor: Actor, today: date, *, begins: date | None = None) -> Iterator[None]:
    """Within a verb: tell who was SENCO or senior leader before who gets or loses a weighty role by what is done.

    Looked at is the day after today, on which who leaves today is gone, or the day on which a role `begins`. What
    Fourfold does itself, such as setting up, tells nobody.
    """
    if actor.is_system:
        yield
        return
    on = max(today + timedelta(days=1), begins or today)
    before = _held(on)
    yield
    after = _held(on)
    changed = [one for one in before.keys() | after.keys() if before[one] != after[one]]
    if not changed:
        return
    told = {one for one, roles in before.items() if roles & TOLD}
    people = Membership.objects.in_bulk({*changed, *told})
    for one in sorted(changed):
        said = RolesChanged(
            member=people[one].public_id,
            by=actor.public_id,
            gained=",".join(sorted(after[one] - before[one])),
            lost=",".join(sorted(before[one] - after[one])),
        )
        for reader in sorted(told - {actor.membership}):
            queue("member.roles_changed", said, to=people[reader], channel="in_app")


def _called(public_id: str) -> str:
    member = Membership.objects.filter(public_id=public_id).first()
    return member.called if member else _("Somebody")


def _in_words(roles: str) -> str:
    return ", ".join(_(Role(role).label) for role in roles.split(","))


def roles_changed(said: RolesChanged, to: Membership) -> Rendered:
    """The words for the SENCO and senior leaders."""
    names = {"name": _called(said.member), "by": _called(said.by)}
    sentences = []
    if said.gained:
        sentences.append(
            _("%(name)s is from now on: %(roles)s. %(by)s has entered this.")
            % {**names, "roles": _in_words(said.gained)}
        )
    if said.lost:
        sentences.append(
            _("%(name)s is no longer: %(roles)s. %(by)s has entered this.")
            % {**names, "roles": _in_words(said.lost)}
        )
    sentences.append(_("If this is not as agreed, ask them, and have it put right under “Staff”."))
    return Rendered(_("What somebody is here has changed"), tuple(sentences))


register(
    Kind(
        "member.roles_changed",
        RolesChanged,
        roles_changed,
        RolesChanged("", "", str(Role.SENCO), ""),
    )
)
