"""The verb by which each is given what a review agreed. It counts as given when it has reached them, not before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import Contact, OwnAccount
from fourfold.casework.people.queries import WayTo, way_to
from fourfold.casework.review.around import Around
from fourfold.casework.review.choices import GivenHow
from fourfold.casework.review.messages import ReviewGiven
from fourfold.casework.review.models import (
    RecordGiven,
    Review,
)
from fourfold.casework.review.queries import entitled_of
from fourfold.domain.access import Action
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Membership, Organisation
from fourfold.foundation.act.verbs import Impossible, verb
from fourfold.foundation.notify.models import Message
from fourfold.foundation.notify.outbox import queue


def entitled(cycle: Cycle, today: date) -> dict[int, Contact]:
    """The carers who may be given what a review of this cycle agrees, by database id."""
    return {care.contact_id: care.contact for care in entitled_of(cycle.pupil, today)}


def check_people(cycle: Cycle, contacts: Iterable[Contact | None], today: date) -> None:
    """Raises `Impossible` for somebody who may not be given it; None stands for the child."""
    may = entitled(cycle, today)
    if any(contact and contact.pk not in may for contact in contacts):
        raise Impossible(_("Choose only people who may be given what is agreed."))


def setting_of(review: Review) -> str:
    """The public id of the setting of a review."""
    return Organisation.objects.get(pk=review.tenant_id).public_id


@dataclass(frozen=True)
class Way:
    """How something goes to people: a word of `GivenHow`, and for what is no message the day on which they got it.

    `by` gives it, `wrote` led the review or wrote it down, as memberships.
    """

    how: str
    on: date
    by: int | None
    wrote: int | None

    @property
    def is_message(self) -> bool:
        """Whether a message brings it, so that it counts from when that has left."""
        return self.how == GivenHow.MESSAGE


def give_everybody(review: Review, actor: Actor, today: date) -> None:
    """Send it to the family, the child and the staff around them, within the verb that wrote it down.

    Who can be sent no message is left out: they are owed it until somebody has handed it over or talked it through.
    """
    pupil = review.cycle.pupil_id
    around = Around([pupil])
    contacts = [care.contact for care in around.carers(pupil, today)]
    me = actor.membership or None
    way = Way(str(GivenHow.MESSAGE), today, by=me, wrote=me)
    for contact in contacts:
        if contact.membership:
            _give_contact(review, contact, way)
    if OwnAccount.objects.filter(pupil=pupil).exists():
        _give_child(review, way)
    _give_staff(review, around.staff(pupil, today), way)


def _had(review: Review, way: Way, **whose: object) -> bool:
    """Whether this person has it, or a message to them is on its way: that keeps nobody from speaking to them."""
    rows = RecordGiven.objects.filter(review=review, **whose).select_related("message")
    return any(row.given_on or (way.is_message and row.is_on_its_way) for row in rows)


def _give_contact(review: Review, contact: Contact, way: Way) -> None:
    if _had(review, way, contact=contact):
        return
    row = RecordGiven(review=review, contact=contact, how=way.how, by_id=way.by)
    if way.is_message:
        if contact.membership is None:
            raise Impossible(_("One of them can be sent no message: choose another way."))
        row.message = _send(
            review, contact.membership, contact.channel, contact.email, "review.given"
        )
    else:
        row.on = way.on
    row.save()


def _give_child(review: Review, way: Way) -> None:
    if _had(review, way, contact=None, staff=None):
        return
    row = RecordGiven(review=review, how=way.how, by_id=way.by)
    if way.is_message:
        account = OwnAccount.objects.filter(pupil=review.cycle.pupil_id).first()
        if account is None:
            raise Impossible(_("The child can be sent no message: choose another way."))
        row.message = _send(review, account.membership, "in_app", "", "review.given")
    else:
        row.on = way.on
    row.save()


def _give_staff(review: Review, staff: Iterable[Membership], way: Way) -> None:
    """The staff have it on Fourfold or from a hand; who led it or wrote it down, and gives it, has it by that."""
    for member in staff:
        if _had(review, way, staff=member):
            continue
        row = RecordGiven(review=review, staff=member, how=way.how, by_id=way.by)
        if member.pk == way.by == way.wrote:
            row.how, row.on = str(GivenHow.WROTE), way.on
        elif way.is_message:
            row.message = _send(review, member, "in_app", "", "review.given_staff")
        else:
            row.on = way.on
        row.save()


def _send(review: Review, to: Membership, channel: str, address: str, kind: str) -> Message:
    payload = ReviewGiven(setting=setting_of(review), review=review.public_id)
    child = review.cycle.pupil.public_id
    return queue(kind, payload, to=to, channel=channel, child=child, address=address)


def tell_of_correction(review: Review, actor: Actor, today: date) -> None:
    """Tell once everybody who has what a review agreed, or to whom it is on its way, within the verb that corrected it.

    Who has it and can be sent no message is owed it anew from `today`; who never got it is owed it still.
    """
    rows = RecordGiven.objects.filter(review=review).exclude(staff_id=actor.membership)
    told: set[tuple[int | None, int | None]] = set()
    for row in rows.select_related("contact__membership", "staff", "message").order_by("pk"):
        if not (row.given_on or row.is_on_its_way):
            continue
        if row.staff:
            way: WayTo | None = WayTo(row.staff, "in_app", "")
        else:
            way = way_to(review.cycle.pupil, row.contact)
        if way is None:
            row.compare_and_set({"overtaken": False}, overtaken=True, overtaken_on=today)
        elif (row.contact_id, row.staff_id) not in told:
            told.add((row.contact_id, row.staff_id))
            _send(review, way.member, way.channel, way.address, "review.corrected")


@verb("review.give", Action.SHARE_PLAN)
def give_review(
    review: Review,
    contacts: list[Contact],
    *,
    child: bool,
    staff: bool,
    how: str,
    actor: Actor,
    today: date,
    on: date | None = None,
) -> None:
    """Give what a review agreed to those who have not got it: `how` is a word of `GivenHow` (Code 6.71).

    A message counts from when it has left; anything else from the day `on` which they got it, or today. Raises
    `Impossible` before the review was held, for somebody whom an order bars or who can be sent no message, and for a
    day before the review or to come.
    """
    if review.held_on is None:
        raise Impossible(_("This review has not been held yet."))
    check_people(review.cycle, contacts, today)
    given_on = today if how == GivenHow.MESSAGE else on or today
    way = Way(how, given_on, by=actor.membership or None, wrote=review.led_by_id)
    if not way.is_message and not review.held_on <= way.on <= today:
        raise Impossible(_("The day lies between the review and today."))
    for contact in contacts:
        _give_contact(review, contact, way)
    if child:
        _give_child(review, way)
    if staff:
        pupil = review.cycle.pupil_id
        _give_staff(review, Around([pupil]).staff(pupil, today), way)
