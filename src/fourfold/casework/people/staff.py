"""Readers: who works here as what and with which groups, the SENCO's appointments, the kinds of setting over time."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from fourfold.casework.people.models import GroupStaff
from fourfold.domain.words import STAFF, Role, SettingKind
from fourfold.foundation.access.actors import live
from fourfold.foundation.access.models import (
    Affiliation,
    Membership,
    OrganisationKind,
    RoleHeld,
    SencoAppointment,
)
from fourfold.foundation.scope.together import only, rows

SHOWN = {str(role) for role in (*STAFF, Role.PROFESSIONAL, Role.AUTHORITY_OFFICER)}


@dataclass(frozen=True)
class Member:
    """One person with what they are here and the groups that they teach or support."""

    member: Membership
    roles: tuple[Role, ...]
    groups: tuple[str, ...]


def staff_here(on: date) -> list[Member]:
    """Staff and people from outside who are members on a day, by name. Three queries."""
    held: dict[int, list[Role]] = defaultdict(list)
    for pk, role in RoleHeld.objects.filter(live(on), role__in=SHOWN).values_list(
        "membership_id", "role"
    ):
        held[pk].append(Role(role))
    groups: dict[int, list[str]] = defaultdict(list)
    with_groups = GroupStaff.objects.filter(live(on), live(on, "group__"))
    for pk, name in with_groups.order_by("group__search_key").values_list(
        "membership_id", "group__name"
    ):
        groups[pk].append(name)
    members = Membership.objects.filter(live(on), pk__in=held).order_by("search_key", "pk")
    return [
        Member(one, tuple(sorted(held[one.pk])), tuple(dict.fromkeys(groups[one.pk])))
        for one in members.select_related("user")
    ]


def roles_here(on: date) -> QuerySet[RoleHeld]:
    """Every role that somebody holds on a day."""
    return RoleHeld.objects.filter(live(on))


def roles_of(member: Membership, on: date) -> list[Role]:
    """The roles that somebody holds on a day."""
    rows = RoleHeld.objects.filter(live(on), membership=member).values_list("role", flat=True)
    return [Role(role) for role in rows]


@only
def find_member(public_id: str) -> QuerySet[Membership]:
    """The member of staff, or from outside, with that public id in the tenant in scope; None for families."""
    found = Membership.objects.filter(public_id=public_id, user__isnull=False)
    return found.select_related("user")


@rows
def appointments() -> QuerySet[SencoAppointment]:
    """The SENCO's appointments, the latest first."""
    found = SencoAppointment.objects.select_related("membership")
    return found.order_by("-appointed_on", "-pk")


@only
def find_appointment(public_id: str) -> QuerySet[SencoAppointment]:
    """The appointment with that public id in the tenant in scope, or None."""
    found = SencoAppointment.objects.filter(public_id=public_id)
    return found.select_related("membership")


def authorities() -> list[Affiliation]:
    """To which local authorities this setting has belonged, the latest first."""
    found = Affiliation.objects.filter(kind=str(SettingKind.LOCAL_AUTHORITY))
    return list(found.select_related("above").order_by("-valid_from", "-pk"))


def kinds_here() -> list[OrganisationKind]:
    """What kinds of setting this has been, the latest first."""
    return list(OrganisationKind.objects.order_by("-valid_from"))
