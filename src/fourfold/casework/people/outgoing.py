"""What this room asks of every message about a child before it leaves, and again as it leaves: the disclosure gate."""

from fourfold.casework.people.models import Care, OwnAccount, Pupil
from fourfold.casework.people.relations import bars_of, is_family, orders_in_force
from fourfold.config import clock
from fourfold.domain.access import Bar
from fourfold.domain.words import N_, STAFF
from fourfold.foundation.access.actors import live
from fourfold.foundation.access.models import Grant, Membership, RoleHeld
from fourfold.foundation.notify.gate import Held
from fourfold.foundation.notify.models import Message

PROTECTED = N_("Where this child lives or goes to school is protected: a person lets this out.")
NOT_HERE = N_("This person does not belong to this setting any more.")
NOT_THEIRS = N_("This person has nothing to do with this child any more.")
BARRED = N_("A court order, or a decision for safety, keeps this from the person.")
CHILD_GONE = N_("This child is not here any more.")
SHARED = N_(
    "Somebody from whom an order keeps this child has the same e-mail address: give it in another way, or let it out."
)
_KEPT_FROM_LETTERS = {Bar.EVERYTHING, Bar.DOCUMENTS}


def reader_is_gone(message: Message) -> Held | None:
    """Stops what would go to somebody whose membership is over."""
    today = clock.today()
    there = Membership.objects.filter(live(today), pk=message.to_id).exists()
    return None if there else Held(NOT_HERE, stop=True)


def child_is_gone(message: Message) -> Held | None:
    """Stops what is about a child whose last day here is over."""
    gone = Pupil.objects.filter(public_id=message.child, left_on__lt=clock.today())
    return Held(CHILD_GONE, stop=True) if message.child and gone.exists() else None


def reader_is_kept_out(message: Message) -> Held | None:
    """Stops what would go to a carer who is barred by an order, is no parent, or whose care for the child is over.

    Education Act 1996, section 576, says who is to be told as a parent; an order of the court comes before it.
    """
    if not message.child or _is_staff(message) or _is_invited(message):
        return None
    today = clock.today()
    mine = Care.objects.filter(contact__membership_id=message.to_id)
    care = mine.filter(live(today), pupil__public_id=message.child).first()
    if care is not None and is_family(care):
        barred = bars_of(care, today) & _KEPT_FROM_LETTERS
        return Held(BARRED, stop=True) if barred else None
    own = OwnAccount.objects.filter(
        membership_id=message.to_id, pupil__public_id=message.child
    ).exists()
    return None if own else Held(NOT_THEIRS, stop=True)


def child_is_protected(message: Message) -> Held | None:
    """Holds what leaves the setting about a child whose whereabouts are protected, until a person releases it."""
    if message.channel == "in_app" and _is_staff(message):
        return None
    protected = Pupil.objects.filter(public_id=message.child, whereabouts_protected=True)
    return Held(PROTECTED, stop=False) if message.child and protected.exists() else None


def mailbox_is_read_by_who_is_barred(message: Message) -> Held | None:
    """Holds an e-mail about a child to an address that a contact has too from whom an order keeps the child.

    The order is about that contact alone; but who is not barred may share the mailbox with them, and a person decides.
    """
    if message.channel != "email" or not message.child or not message.address:
        return None
    orders = orders_in_force(clock.today()).filter(pupil__public_id=message.child)
    read = orders.filter(contact__email__iexact=message.address)
    others = read.exclude(contact__membership_id=message.to_id)
    return Held(SHARED, stop=False) if others.exists() else None


def _is_staff(message: Message) -> bool:
    held = RoleHeld.objects.filter(live(clock.today()), membership_id=message.to_id)
    return held.filter(role__in=[str(role) for role in STAFF]).exists()


def _is_invited(message: Message) -> bool:
    grants = Grant.objects.filter(live(clock.today()), child=message.child, ended_on__isnull=True)
    return grants.filter(membership_id=message.to_id).exists()


QUESTIONS = (
    reader_is_gone,
    child_is_gone,
    reader_is_kept_out,
    child_is_protected,
    mailbox_is_read_by_who_is_barred,
)
