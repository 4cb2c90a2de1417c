"""Verbs on organisations, members, roles, grants and restricted lines: the tables of `access`, below this room."""

from datetime import date, timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fourfold.domain.access import Action
from fourfold.domain.clock import senco_qualification_deadline
from fourfold.domain.words import ORGANISATIONS_WITHOUT_CHILDREN, OUTSIDE, Ground, Role, SettingKind
from fourfold.foundation.access import second_factor, session
from fourfold.foundation.access.actors import Actor, live, system_actor
from fourfold.foundation.access.models import (
    Affiliation,
    Grant,
    Membership,
    Organisation,
    OrganisationKind,
    Restriction,
    RestrictionReader,
    RoleHeld,
    Seat,
    SencoAppointment,
    User,
)
from fourfold.foundation.act.verbs import Impossible, verb
from fourfold.foundation.act.weighty_roles import not_ones_own, told_of_roles
from fourfold.foundation.design.format import long_day
from fourfold.foundation.scope.rows import TenantRow
from fourfold.foundation.scope.tenancy import tenant_scope

LONGEST = timedelta(days=366)
"""For how long somebody is let in at most; then the setting looks at it again (domain 2: time-limited)."""


class KeepsOut(Protocol):
    """Raises `Impossible` for a member who is not let in to a child; `another_person`: not who is of that name."""

    def __call__(
        self, child: TenantRow, member: Membership, on: date, *, another_person: bool
    ) -> None: ...


_keep_out: list[KeepsOut] = []


def keeps_out(question: KeepsOut) -> None:
    """Let a room above say who is let in to no child, or not to that one."""
    _keep_out.append(question)


def found_organisation(name: str, kind: SettingKind, *, first_day: date) -> Organisation:
    """A new organisation of a kind, with its first day on Fourfold. Only the system does this, at set-up."""
    with transaction.atomic():
        organisation = Organisation(name=name, first_day=first_day)
        organisation.save()
        with tenant_scope(organisation.pk):
            set_kind(organisation, kind, first_day, actor=system_actor(organisation.pk, "set-up"))
    return organisation


@verb("organisation.set_kind", Action.MANAGE_SETTING)
def set_kind(
    organisation: Organisation, kind: SettingKind, valid_from: date, *, actor: Actor
) -> OrganisationKind:
    """From a day on the organisation is of `kind`; the kind before ends the day before. Raises `Impossible`."""
    before = OrganisationKind.objects.order_by("-valid_from").first()
    if before and before.valid_from >= valid_from:
        raise Impossible(_("A change of kind begins after the one before it."))
    if before:
        before.valid_to = date.fromordinal(valid_from.toordinal() - 1)
        before.save()
    row = OrganisationKind(kind=str(kind), valid_from=valid_from)
    row.save()
    return row


@verb("organisation.affiliate", Action.MANAGE_SETTING)
def affiliate(
    organisation: Organisation,
    above: Organisation | None,
    kind: SettingKind,
    valid_from: date,
    *,
    actor: Actor,
    named: str = "",
    source: str = "",
    corrects: bool = False,
) -> Affiliation:
    """From a day on the organisation belongs to `above`, or to whom is `named`: a trust or an authority, its `kind`.

    The one of that kind before ends the day before. Said again of the same day it is put right; so is the last one,
    its day too, by what `corrects` it. Raises `Impossible` for an organisation of another kind, without a name, and for
    a day before the one before began.
    """
    if kind not in ORGANISATIONS_WITHOUT_CHILDREN:
        raise Impossible(_("A setting belongs to a trust or to a local authority."))
    if above is None and not named.strip():
        raise Impossible(_("Say the name."), about="name")
    said = {"above": above, "named": named.strip()[:200], "source": source.strip()[:300]}
    known = list(Affiliation.objects.filter(kind=str(kind)).order_by("-valid_from", "-pk")[:2])
    last = known[0] if known else None
    if last and above is None and last.above and last.called == said["named"]:
        said |= {"above": last.above, "named": last.named}
    put_right = last if last and (corrects or last.valid_from == valid_from) else None
    before = next(iter(known[1:] if put_right else known), None)
    if before and before.valid_from >= valid_from:
        raise Impossible(
            _("A change of authority begins after the one before it."), about="valid_from"
        )
    if before and (put_right or before.valid_to is None):
        before.compare_and_set({}, valid_to=valid_from - timedelta(days=1))
    if put_right:
        put_right.compare_and_set({}, valid_from=valid_from, **said)
        return put_right
    row = Affiliation(kind=str(kind), valid_from=valid_from, **said)
    row.save()
    return row


@verb("member.add", Action.MANAGE_PEOPLE)
def add_member(
    organisation: Organisation,
    called: str,
    roles: list[Role],
    *,
    actor: Actor,
    today: date,
    user: User | None = None,
) -> Membership:
    """A new member from today on, with `roles`; staff come with the `user` that signs in.

    Who was a member and left may come back: a membership of its own from today on, so that nothing of the time between
    is open to them, nor what they were named for before. Raises `Impossible` for somebody who is a member today.
    """
    not_over = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    before = Membership.objects.filter(not_over, user=user) if user else Membership.objects.none()
    if last := before.order_by("-pk").first():
        if last.valid_to:
            raise Impossible(
                _("This person is still a member until the end of %(day)s. Invite them after that.")
                % {"day": long_day(last.valid_to)}
            )
        raise Impossible(_("This person is a member already."))
    member = Membership(user=user, called=called[:120], valid_from=today)
    member.save()
    with told_of_roles(actor, today):
        for role in roles:
            RoleHeld(membership=member, role=str(role), valid_from=today).save()
    if user:
        Seat.objects.get_or_create(user=user, organisation=organisation)
    return member


@verb("member.give_role", Action.MANAGE_PEOPLE)
def give_role(
    organisation: Organisation, member: Membership, role: Role, *, actor: Actor, today: date
) -> RoleHeld:
    """From today on the member holds one more role. Raises `Impossible` for who would give it to themselves."""
    not_ones_own(member, actor)
    row = RoleHeld(membership=member, role=str(role), valid_from=today)
    with told_of_roles(actor, today):
        row.save()
    return row


@verb("member.end", Action.MANAGE_PEOPLE)
def end_membership(
    organisation: Organisation,
    member: Membership,
    *,
    actor: Actor,
    today: date,
    now: bool = False,
) -> None:
    """After today the member can no longer come in; what they wrote stays. Raises `Stale` if somebody was quicker.

    With `now` yesterday was their last day, and wherever they are signed in they are signed out.
    """
    last = today - timedelta(days=1) if now else today
    with told_of_roles(actor, today):
        member.compare_and_set({"valid_to": None}, valid_to=last)
    if now and member.user is not None:
        session.end_all_of(user=member.user)


@verb("member.reset_factors", Action.MANAGE_PEOPLE)
def reset_factors(organisation: Organisation, member: Membership, *, actor: Actor) -> None:
    """A member of staff who has lost every second factor sets one up anew, and is signed out everywhere.

    Raises `Impossible` for somebody who does not sign in as staff.
    """
    if member.user is None:
        raise Impossible(_("This person does not sign in as staff."))
    second_factor.forget_all(member.user)
    session.end_all_of(user=member.user)


@verb("senco.appoint", Action.MANAGE_PEOPLE)
def appoint_senco(
    organisation: Organisation,
    member: Membership,
    appointed_on: date,
    *,
    actor: Actor,
    prior_service_months: int = 0,
    qualification: str = "",
    completed_on: date | None = None,
) -> SencoAppointment:
    """The member becomes SENCO; the deadline for the qualification follows (SEND Regulations 2014, reg 49).

    Raises `Impossible` for who would make themselves SENCO.
    """
    held = RoleHeld.objects.filter(live(appointed_on), membership=member, role=str(Role.SENCO))
    if not held.exists():
        not_ones_own(member, actor, about="member")
        with told_of_roles(actor, appointed_on, begins=appointed_on):
            RoleHeld(membership=member, role=str(Role.SENCO), valid_from=appointed_on).save()
    row = SencoAppointment(
        membership=member,
        appointed_on=appointed_on,
        prior_service_months=prior_service_months,
        qualification=qualification,
        completed_on=completed_on,
    )
    row.save()
    return row


def qualification_deadline(appointment: SencoAppointment) -> date | None:
    """The day by which the qualification is to be held, or None for who is exempt."""
    return senco_qualification_deadline(appointment.appointed_on, appointment.prior_service_months)


@verb("grant.give", Action.LET_SEE)
def grant_access(
    child: TenantRow,
    member: Membership,
    until: date,
    reason: str,
    *,
    actor: Actor,
    today: date,
    ground: Ground,
    begins: date | None = None,
    another_person: bool = False,
) -> Grant:
    """A member from outside may see one child from a day (today, if none is said) until a day, on a ground and for a
    reason (Code 6.47). Raises `Impossible` for days gone by, for more than a year (what the system brings in was agreed
    elsewhere), without ground or reason, for who works here or is let in already, and for whom `keeps_out` names.
    """
    begins = begins or today
    _is_grounded(reason, ground)
    if until < begins:
        raise Impossible(_("The last day comes before the first."), about="until")
    if begins < today:
        raise Impossible(_("The first day cannot be in the past."), about="begins")
    if until > today + LONGEST and not actor.is_system:
        raise Impossible(_("A year at most: then look at it again."), about="until")
    # Of two who press at once the second waits here, and finds what the first has written.
    member = Membership.objects.select_for_update().get(pk=member.pk)
    for question in _keep_out:
        question(child, member, today, another_person=another_person)
    roles = RoleHeld.objects.filter(live(today), membership=member, role__in=map(str, OUTSIDE))
    if not roles.exists():
        raise Impossible(_("Only somebody from outside is let in to one child."), about="who")
    before = Grant.objects.filter(membership=member, child=child.public_id, valid_to__gte=today)
    if before.filter(ended_on__isnull=True).exists():
        raise Impossible(_("They were let in already. End that first."), about="who")
    row = Grant(
        membership=member,
        child=child.public_id,
        ground=str(ground),
        reason=reason[:300],
        valid_from=begins,
        valid_to=until,
    )
    row.save()
    return row


def _is_grounded(reason: str, ground: str) -> None:
    if ground not in {str(each) for each in Ground}:
        raise Impossible(_("Choose on what ground."), about="ground")
    if not reason.strip():
        raise Impossible(_("Say who agreed and when, or which task it is."), about="reason")


@verb("grant.end", Action.LET_SEE)
def end_grant(grant: Grant, *, actor: Actor, today: date) -> None:
    """The invitation ends now. Raises `Stale` if it has ended, `Impossible` if its time is over."""
    if grant.ended_on is None and grant.valid_to < today:
        raise Impossible(_("Their time is over already."))
    grant.compare_and_set({"ended_on": None}, ended_on=today)


@verb("line.restrict", Action.WRITE_ASSESSMENT)
def restrict(row: TenantRow, readers: list[Membership], *, actor: Actor) -> Restriction:
    """From now on only `readers`, and whoever restricts it, may see `row`; to everybody else it does not exist."""
    restriction = Restriction(
        label=row._meta.label, target=row.public_id, child=row.child_public_id() or ""
    )
    restriction.save()
    for membership in {actor.membership, *(reader.pk for reader in readers)} - {0}:
        RestrictionReader(restriction=restriction, membership_id=membership).save()
    return restriction
