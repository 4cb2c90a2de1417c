"""The verbs on the SENCO's qualification and on what staff are here."""

from datetime import date

from django.db import IntegrityError, transaction

from fourfold.casework.people.models import WhomToAsk
from fourfold.domain.access import Action
from fourfold.domain.words import Role
from fourfold.foundation.access import mails
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.access.links import invitation
from fourfold.foundation.access.models import (
    Membership,
    Organisation,
    RoleHeld,
    SencoAppointment,
    User,
)
from fourfold.foundation.act.organisations import add_member
from fourfold.foundation.act.verbs import verb
from fourfold.foundation.act.weighty_roles import not_ones_own, told_of_roles
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.rows import Stale


@verb("senco.qualified", Action.MANAGE_PEOPLE)
def note_qualification(
    appointment: SencoAppointment, *, actor: Actor, qualification: str, completed_on: date
) -> SencoAppointment:
    """The SENCO holds the qualification since a day (SEND Regulations 2014, regulation 49)."""
    appointment.qualification = qualification[:40]
    appointment.completed_on = completed_on
    appointment.save()
    return appointment


@verb("setting.whom_to_ask", Action.MANAGE_SETTING)
def say_whom_to_ask(
    setting: Organisation, *, actor: Actor, seen: dict[str, str], senco_reached: str, advice: str
) -> WhomToAsk:
    """What plans tell families from now on: how they reach the SENCO, and where advice is that is not the setting's.

    If it still is as it was `seen`; {} where nobody had said it. Raises `Stale`.
    """
    said = {"senco_reached": senco_reached, "advice": advice}
    if seen:
        row = WhomToAsk.objects.get()
        row.compare_and_set({**seen}, **said)
        return row
    row = WhomToAsk(**said)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Stale("Somebody else said it first.", WhomToAsk.objects.get()) from None
    return row


@verb("member.invite", Action.MANAGE_PEOPLE)
def add_staff(
    setting: Organisation, called: str, email: str, roles: list[Role], *, actor: Actor, today: date
) -> Membership:
    """A member of staff who signs in with an e-mail address. Raises `Impossible` if they are here already.

    They are told by e-mail: by an invitation, or, where they sign in elsewhere already, that they are here now too.
    """
    user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email)
    member = add_member(setting, called, roles, actor=actor, today=today, user=user)
    if user.has_usable_password():
        transaction.on_commit(lambda: mails.added(user.email, setting.name))
    else:
        link = reverse("access:invited", kwargs={"token": invitation(user)})
        transaction.on_commit(lambda: mails.invited(user.email, link))
    return member


@verb("member.set_roles", Action.MANAGE_PEOPLE)
def set_roles(member: Membership, roles: list[Role], *, actor: Actor, today: date) -> None:
    """From today on the member holds just these roles; those that end keep their dates.

    Raises `Impossible` for who would change their own, where somebody else could.
    """
    not_ones_own(member, actor)
    wanted = {str(role) for role in roles}
    held = list(RoleHeld.objects.filter(live(today), membership=member))
    with told_of_roles(actor, today):
        for row in held:
            if row.role not in wanted:
                row.valid_to = date.fromordinal(today.toordinal() - 1)
                row.save()
        for role in sorted(wanted - {row.role for row in held}):
            RoleHeld(membership=member, role=role, valid_from=today).save()
