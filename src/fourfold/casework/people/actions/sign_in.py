"""The verbs on how a family signs in: a code on paper, a new device that is told of, another address."""

from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.people.models import Contact, OwnAccount
from fourfold.casework.people.orders import come_upon, known_as, who_is
from fourfold.casework.people.sign_in import AddressChanged, Guessed, NewDevice, StartedAnew
from fourfold.domain.access import Action
from fourfold.domain.words import Role
from fourfold.foundation.access import codes, devices, session
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.access.addresses import set_sign_in_address
from fourfold.foundation.access.models import Membership, RoleHeld
from fourfold.foundation.act.verbs import Impossible, NotAllowed, verb
from fourfold.foundation.notify.outbox import queue


@verb("contact.sign_in_code", Action.MANAGE_PEOPLE)
def make_sign_in_code(contact: Contact, *, actor: Actor) -> str:
    """A code on paper for a family member, shown once; the one before stops working. Raises `Impossible`."""
    if contact.membership is None:
        raise Impossible(_("This person has no way to sign in here yet."))
    return codes.make_sign_in_code(contact.membership)


@verb("child.sign_in_code", Action.MANAGE_PEOPLE)
def make_own_sign_in_code(account: OwnAccount, *, actor: Actor) -> str:
    """A code on paper for a young person with an account of their own, shown once."""
    return codes.make_sign_in_code(account.membership)


def _start_anew(member: Membership, address: str, today: date) -> str:
    devices.forget(member.public_id)
    session.end_all_of(member=member.public_id)
    if address:
        queue("contact.started_anew", StartedAnew(""), to=member, channel="email", address=address)
    for senco in _sencos(today):
        queue("contact.started_anew", StartedAnew(member.public_id), to=senco, channel="in_app")
    return codes.start_anew(member)


@verb("contact.start_anew", Action.MANAGE_PEOPLE)
def start_anew(contact: Contact, *, actor: Actor, today: date) -> str:
    """No code and no device of a family member opens anything any more, and they are signed out; a new code, once.

    They are told, by e-mail if they have one, and each SENCO. Raises `Impossible` for who has no way to sign in.
    """
    if contact.membership is None:
        raise Impossible(_("This person has no way to sign in here yet."))
    return _start_anew(contact.membership, contact.email, today)


@verb("child.start_anew", Action.MANAGE_PEOPLE)
def start_own_account_anew(account: OwnAccount, *, actor: Actor, today: date) -> str:
    """The same for a young person with an account of their own, who is given the code by hand."""
    return _start_anew(account.membership, "", today)


def _sencos(on: date) -> list[Membership]:
    held = RoleHeld.objects.filter(live(on), live(on, "membership__"), role=str(Role.SENCO))
    return [row.membership for row in held.select_related("membership")]


@verb("contact.new_device", None)
def tell_of_new_device(member: Membership, *, actor: Actor, today: date) -> None:
    """Tell a family member, by e-mail if they have one, and each SENCO, that a new device was used.

    Only the system does this, when somebody has signed in.
    """
    contact = Contact.objects.filter(membership=member).first()
    if contact is not None and contact.email:
        queue(
            "contact.new_device", NewDevice(""), to=member, channel="email", address=contact.email
        )
    for senco in _sencos(today):
        queue("contact.new_device", NewDevice(member.public_id), to=senco, channel="in_app")


@verb("contact.guessed", None)
def tell_of_guesses(member: Membership, *, actor: Actor, today: date) -> None:
    """Tell a family member, by e-mail if they have one, and each SENCO, that codes were tried for signing in as them.

    Only the system does this, when no more is tried.
    """
    contact = Contact.objects.filter(membership=member).first()
    if contact is not None and contact.email:
        queue("contact.guessed", Guessed(""), to=member, channel="email", address=contact.email)
    for senco in _sencos(today):
        queue("contact.guessed", Guessed(member.public_id), to=senco, channel="in_app")


def follow_address(member: Membership, before: str, address: str, today: date) -> None:
    """From now on `member` signs in with `address`; it, the one `before` and each SENCO are told. Within a verb."""
    set_sign_in_address(member, address)
    for told in dict.fromkeys(one for one in (before, address) if one):
        queue(
            "contact.address_changed", AddressChanged(""), to=member, channel="email", address=told
        )
    for senco in _sencos(today):
        who = member.public_id
        queue("contact.address_changed", AddressChanged(who), to=senco, channel="in_app")


@verb("contact.change_own_address", None)
def change_own_address(
    contact: Contact, address: str, *, seen: str, actor: Actor, today: date
) -> None:
    """A family member changes their own address, after they were asked again who they are. Raises `Stale`.

    Only the person themselves does this; anybody else raises `NotAllowed`. An address that makes them like somebody
    from whom an order keeps a child raises `Impossible`, without a word of the order: the setting asks, and writes it.
    """
    if contact.membership_id != actor.membership:
        raise NotAllowed(_("Only the person themselves can change this here."), hidden=True)
    said = known_as(str(contact), address, contact.phone)
    if come_upon(contact, said, who_is(contact), today):
        raise Impossible(_("This cannot be changed here. Ask the setting to do it."), about="email")
    contact.compare_and_set({"email": seen}, email=address)
    assert contact.membership is not None
    follow_address(contact.membership, seen, address, today)
