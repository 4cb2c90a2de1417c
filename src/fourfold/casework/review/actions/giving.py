"""The verb by which each is given what a review agreed."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import Contact, OwnAccount
from fourfold.casework.review.messages import ReviewGiven
from fourfold.casework.review.models import (
    RecordGiven,
    Review,
)
from fourfold.casework.review.queries import (
    entitled_carers,
    staff_around,
)
from fourfold.domain.access import Action
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Membership, Organisation
from fourfold.foundation.act.verbs import Impossible, verb
from fourfold.foundation.notify.outbox import queue


def entitled(cycle: Cycle, today: date) -> dict[int, Contact]:
    """The carers who may be given what a review of this cycle agrees, by database id."""
    cares = entitled_carers([cycle.pupil_id], today)[cycle.pupil_id]
    return {care.contact_id: care.contact for care in cares}


def check_people(cycle: Cycle, contacts: Iterable[Contact | None], today: date) -> None:
    """Raises `Impossible` for somebody who may not be given it; None stands for the child."""
    may = entitled(cycle, today)
    if any(contact and contact.pk not in may for contact in contacts):
        raise Impossible(_("Choose only people who may be given what is agreed."))


def setting_of(review: Review) -> str:
    """The public id of the setting of a review."""
    return Organisation.objects.get(pk=review.tenant_id).public_id


def give_everybody(review: Review, actor: Actor, today: date) -> None:
    """Give it to the family, the child and the staff around them, within the verb that wrote it down."""
    pupil = review.cycle.pupil_id
    contacts = [care.contact for care in entitled_carers([pupil], today)[pupil]]
    staff = staff_around([pupil], today).get(pupil, [])
    _give(review, contacts, child=True, staff=staff, how="message", actor=actor, today=today)


def _give(
    review: Review,
    contacts: Iterable[Contact],
    *,
    child: bool,
    staff: Iterable[Membership],
    how: str,
    actor: Actor,
    today: date,
) -> None:
    had = list(RecordGiven.objects.filter(review=review))
    to_contacts = {row.contact_id for row in had if row.contact_id}
    to_staff = {row.staff_id for row in had if row.staff_id}
    by = actor.membership or None
    for contact in contacts:
        if contact.pk not in to_contacts:
            way = how if contact.membership or how != "message" else "post"
            RecordGiven(review=review, contact=contact, on=today, how=way, by_id=by).save()
            if contact.membership and how == "message":
                _send(review, contact.membership, contact.channel, contact.email, "review.given")
    if child and not any(not row.contact_id and not row.staff_id for row in had):
        RecordGiven(review=review, on=today, how="talk", by_id=by).save()
        account = OwnAccount.objects.filter(pupil=review.cycle.pupil).first()
        if account:
            _send(review, account.membership, "in_app", "", "review.given")
    for member in staff:
        if member.pk not in to_staff:
            RecordGiven(review=review, staff=member, on=today, how="message", by_id=by).save()
            if member.pk != actor.membership:
                _send(review, member, "in_app", "", "review.given_staff")


def _send(review: Review, to: Membership, channel: str, address: str, kind: str) -> None:
    payload = ReviewGiven(setting=setting_of(review), review=review.public_id)
    child = review.cycle.pupil.public_id
    queue(kind, payload, to=to, channel=channel, child=child, address=address)


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
) -> None:
    """Give what a review agreed to those who have not got it: `how` is message, hand, post or talk (Code 6.71).

    Raises `Impossible` before the review was held and for somebody whom an order bars.
    """
    if review.held_on is None:
        raise Impossible(_("This review has not been held yet."))
    check_people(review.cycle, contacts, today)
    around = staff_around([review.cycle.pupil_id], today) if staff else {}
    members = around.get(review.cycle.pupil_id, [])
    _give(review, contacts, child=child, staff=members, how=how, actor=actor, today=today)
