"""How an actor is related to a child on a day: teaches, supports, is family, is the child, was granted, is barred."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

from fourfold.casework.people.models import (
    Care,
    Contact,
    GroupPupil,
    GroupStaff,
    OwnAccount,
    Pupil,
)
from fourfold.config import clock
from fourfold.domain.access import Bar, Standing
from fourfold.domain.clock import is_young_person
from fourfold.domain.parents import NATURAL_PARENT, is_parent
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.access.models import Grant, Membership
from fourfold.foundation.scope.remembered import remembered
from fourfold.foundation.scope.together import ask_together, rows

TEACHING = {"teaches", "keyworker"}


@dataclass(frozen=True)
class Related:
    """The relations that decide; each holds on the day asked for."""

    teaches: bool = False
    leads_group: bool = False
    family_of: bool = False
    parental_responsibility: bool = False
    is_self: bool = False
    granted_until: date | None = None
    barred_from: frozenset[Bar] = frozenset()
    child_is_young_person: bool = False


def barring(on: date) -> Q:
    """The condition that a row of `Care` bars its contact from everything on a day; the same rule as `bars_of`."""
    return Q(bars_all=True) & (Q(order_to__isnull=True) | Q(order_to__gte=on))


def bars_of(care: Care, on: date) -> frozenset[Bar]:
    """What an order keeps from this contact on a day."""
    over = care.order_to is not None and care.order_to < on
    return frozenset({Bar.EVERYTHING}) if care.bars_all and not over else frozenset()


def orders_in_force(on: date) -> QuerySet[Care]:
    """The rows of `Care` whose order keeps a child from the contact on a day, whether they care for the child or not.

    An order ends by its last day or is taken off, never because somebody cares for the child no more. Whoever does so
    again has a later row, with the order on it: what stands there counts.
    """
    later = Care.objects.filter(
        pupil=OuterRef("pupil"), contact=OuterRef("contact"), pk__gt=OuterRef("pk")
    )
    return Care.objects.filter(~Exists(later), barring(on))


def outside() -> Q:
    """The condition that a row of `Care` makes nobody a parent; the same rule as `is_family`."""
    natural = Q(relationship__iregex=NATURAL_PARENT)
    return Q(responsibility="no", lives_with=False) & ~natural


def is_family(care: Care) -> bool:
    """Whether what a contact is to a child makes them a parent: `domain.parents`."""
    return is_parent(care.relationship, care.responsibility, lives_with=care.lives_with)


def is_told(care: Care, on: date) -> bool:
    """Whether a contact is entitled to be told of the child: a parent, whom no order keeps from everything."""
    return is_family(care) and Bar.EVERYTHING not in bars_of(care, on)


@remembered
def related(actor: Actor, pupil: Pupil, on: date) -> Related:
    """How `actor` is related to `pupil` on a day."""
    return _family(actor, pupil, on) if actor.is_family else _staff(actor, pupil, on)


@rows
def _parts(actor: Actor, pupil: Pupil, on: date) -> QuerySet[GroupStaff, str]:
    groups = GroupPupil.objects.filter(live(on), pupil=pupil).values("group_id")
    staff = GroupStaff.objects.filter(live(on), membership_id=actor.membership, group_id__in=groups)
    return staff.values_list("part", flat=True)


@rows
def _own_accounts(actor: Actor, pupil: Pupil) -> QuerySet[OwnAccount]:
    return OwnAccount.objects.filter(membership_id=actor.membership, pupil=pupil)


@rows
def _cares(actor: Actor, pupil: Pupil, on: date) -> QuerySet[Care]:
    return Care.objects.filter(live(on), pupil=pupil, contact__membership_id=actor.membership)


def barred_children(actor: Actor, on: date) -> QuerySet[Care, int]:
    """The database ids of the children whom an order keeps from who works here, as the contact whom it names.

    A member of staff and a contact are the same person where they have the same e-mail address.
    """
    mine = Membership.objects.filter(pk=actor.membership).values(mine=Lower("user__email"))
    barred = orders_in_force(on).exclude(contact__email="")
    same = barred.alias(address=Lower("contact__email")).filter(address__in=mine)
    return same.values_list("pupil_id", flat=True)


kept_from = rows(barred_children)


def families_barred(actor: Actor, on: date) -> QuerySet[Care, int]:
    """The database ids of the contacts who care for one of these children, or did."""
    kept = Care.objects.filter(pupil__in=barred_children(actor, on))
    return kept.values_list("contact_id", flat=True)


@rows
def addresses_barred(children: frozenset[str], on: date) -> QuerySet[Care, tuple[str, str]]:
    """Each child (public ids) with each e-mail address, in lower case, at which an order keeps somebody from it."""
    barred = orders_in_force(on).filter(pupil__public_id__in=children).exclude(contact__email="")
    return barred.values_list("pupil__public_id", Lower("contact__email"))


def children_barred(actor: Actor, on: date) -> QuerySet[Pupil, str]:
    """The public ids of the same children, for rows that know a child by it."""
    return Pupil.objects.filter(pk__in=barred_children(actor, on)).values_list(
        "public_id", flat=True
    )


@remembered
def kept_from_family(actor: Actor, contact: Contact, on: date) -> bool:
    """Whether an order keeps a child for whom a contact cares, or cared, from who works here.

    As that contact, and by their way in, they would see the child.
    """
    if actor.is_family:
        return False
    return Care.objects.filter(contact=contact, pupil__in=barred_children(actor, on)).exists()


def _staff(actor: Actor, pupil: Pupil, on: date) -> Related:
    ask_together([_parts.of(actor, pupil, on), kept_from.of(actor, on)])
    parts = set(_parts(actor, pupil, on))
    granted = None
    if actor.roles & {Role.PROFESSIONAL, Role.AUTHORITY_OFFICER}:
        grants = Grant.objects.filter(
            live(on), membership_id=actor.membership, child=pupil.public_id, ended_on__isnull=True
        )
        granted = grants.order_by("-valid_to").values_list("valid_to", flat=True).first()
    return Related(
        teaches=bool(parts & TEACHING),
        leads_group="supports" in parts,
        granted_until=granted,
        barred_from=frozenset({Bar.EVERYTHING} if pupil.pk in kept_from(actor, on) else ()),
    )


def _family(actor: Actor, pupil: Pupil, on: date) -> Related:
    grown = pupil.birth_date is not None and is_young_person(pupil.birth_date, on)
    ask_together([_own_accounts.of(actor, pupil), _cares.of(actor, pupil, on)])
    if _own_accounts(actor, pupil):
        return Related(is_self=True, child_is_young_person=grown)
    care = next(iter(_cares(actor, pupil, on)), None)
    if care is None or not is_family(care):
        return Related()
    return Related(
        family_of=True,
        parental_responsibility=care.responsibility == "yes",
        barred_from=bars_of(care, on),
        child_is_young_person=grown,
    )


def standing(actor: Actor, pupil: Pupil, role: Role, *, shared_with: bool = False) -> Standing:
    """How `actor`, in one of their roles, stands to a child today.

    `shared_with` says whether the thing asked about (a plan, a review) was shared with this person; the rooms that
    own such things pass it on from their own doors.
    """
    on = clock.today()
    known = related(actor, pupil, on)
    return Standing(
        role=role,
        on=on,
        at_this_setting=actor.tenant == pupil.tenant_id,
        in_force=True,
        teaches=known.teaches,
        leads_group=known.leads_group,
        family_of=known.family_of and role is Role.FAMILY,
        parental_responsibility=known.parental_responsibility,
        is_self=known.is_self and role is Role.YOUNG_PERSON,
        shared_with=shared_with,
        granted_until=known.granted_until,
        child_is_young_person=known.child_is_young_person,
        barred_from=known.barred_from,
    )
