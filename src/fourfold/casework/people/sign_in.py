"""What signing in asks of this room, and the messages about it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from fourfold.casework.people.models import Care, OwnAccount
from fourfold.casework.people.relations import is_told
from fourfold.config import clock
from fourfold.foundation.access.actors import live
from fourfold.foundation.access.models import Membership
from fourfold.foundation.notify.registry import Kind, Rendered, register


def has_somebody_to_see(member: Membership) -> bool:
    """Whether the family member may sign in today: for their own account, or for a child of whom they are told."""
    if OwnAccount.objects.filter(membership=member).exists():
        return True
    today = clock.today()
    cares = Care.objects.filter(live(today), contact__membership=member)
    return any(is_told(care, today) for care in cares)


@dataclass(frozen=True)
class NewDevice:
    """A device not used before: whose, as the public id of a membership; empty in the message to that person."""

    member: str


@dataclass(frozen=True)
class Guessed:
    """Somebody guessed at a code: whose, as the public id of a membership; empty in the message to that person."""

    member: str


@dataclass(frozen=True)
class StartedAnew:
    """Signing in was started anew: whose, as the public id of a membership; empty in the message to that person."""

    member: str


@dataclass(frozen=True)
class AddressChanged:
    """Another address for signing in: whose, as the public id of a membership; empty in the message to that person."""

    member: str


def _called(public_id: str) -> str:
    member = Membership.objects.filter(public_id=public_id).first()
    return member.called if member else _("Somebody")


def new_device(said: NewDevice, to: Membership) -> Rendered:
    """The words for the person, or for the SENCO."""
    if not said.member:
        return Rendered(
            _("A new device was used to sign in"),
            (
                _("Somebody has just signed in to Fourfold as you, on a device not used before."),
                _("If it was you, all is well. If not, phone the setting."),
            ),
        )
    return Rendered(
        _("A family member signed in on a new device"),
        (
            _("%(name)s has signed in on a device not used before.")
            % {"name": _called(said.member)},
            _(
                "You need not do anything. If they say that it was not they, press “Start anew” by their name."
            ),
        ),
    )


def guessed(said: Guessed, to: Membership) -> Rendered:
    """The words for the person, or for the SENCO."""
    if not said.member:
        return Rendered(
            _("Somebody has tried codes for signing in as you"),
            (
                _(
                    "Somebody with a link to your e-mail address typed wrong codes five times. They did not come in."
                ),
                _("If it was you, ask for a new link. If not, phone the setting."),
            ),
        )
    return Rendered(
        _("Somebody has tried codes for a family member"),
        (
            _("Somebody typed five wrong codes for signing in as %(name)s. They did not come in.")
            % {"name": _called(said.member)},
            _(
                "Ask whether it was they. If not, others may read their e-mail: agree on another address with them."
            ),
        ),
    )


def started_anew(said: StartedAnew, to: Membership) -> Rendered:
    """The words for the person, or for the SENCO."""
    if not said.member:
        return Rendered(
            _("Your ways to sign in were started anew"),
            (
                _("Your codes for Fourfold do not work any more, and every device is signed out."),
                _(
                    "The setting gives you a new code. If you did not ask for this, phone the setting."
                ),
            ),
        )
    return Rendered(
        _("A family member signs in anew"),
        (
            _("The codes and devices of %(name)s do not work any more. A new code was made.")
            % {"name": _called(said.member)},
        ),
    )


def address_changed(said: AddressChanged, to: Membership) -> Rendered:
    """The words for the person, at the old address and the new one, or for the SENCO."""
    if not said.member:
        return Rendered(
            _("Your address for signing in was changed"),
            (
                _("The e-mail address by which you sign in to Fourfold has been changed."),
                _("If you did not ask for this, phone the setting."),
            ),
        )
    return Rendered(
        _("A family member has another e-mail address"),
        (_("%(name)s signs in with another address now.") % {"name": _called(said.member)},),
    )


def register_messages() -> None:
    """Offer the kinds of message about signing in."""
    register(Kind("contact.new_device", NewDevice, new_device, NewDevice("")))
    register(Kind("contact.guessed", Guessed, guessed, Guessed("")))
    register(Kind("contact.started_anew", StartedAnew, started_anew, StartedAnew("")))
    register(Kind("contact.address_changed", AddressChanged, address_changed, AddressChanged("")))
