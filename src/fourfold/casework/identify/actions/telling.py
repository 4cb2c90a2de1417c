"""The verb by which one person is told of a decision, with the very words."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fourfold.casework.identify.choices import ToldHow
from fourfold.casework.identify.letters import fingerprint, notice_text, whom_families_ask
from fourfold.casework.identify.messages import SupportStarts
from fourfold.casework.identify.models import Decision, Notice, NoticePutRight
from fourfold.casework.identify.queries import (
    is_owed_to_young_person,
    notices_of,
    owed_carers,
    told_on,
)
from fourfold.casework.people.models import Contact, OwnAccount
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Membership, Organisation
from fourfold.foundation.act.verbs import Impossible, verb
from fourfold.foundation.notify.models import ON_ITS_WAY
from fourfold.foundation.notify.outbox import queue


def letter_for(decision: Decision, contact: Contact | None, today: date, *, sender: Actor) -> str:
    """The words that this carer, or the young person (`contact` None), is given by `sender`."""
    setting = Organisation.objects.get(pk=decision.tenant_id)
    role = next((_(role.label) for role in Role if role in sender.roles), "")
    return notice_text(
        decision,
        setting,
        to=str(contact) if contact else decision.pupil.given_name,
        child=decision.pupil.given_name if contact else "",
        ask=whom_families_ask(setting.name, decision.pupil.public_id, today),
        sender=", ".join(part for part in (sender.called, role) if part),
    )


def _membership_of(decision: Decision, contact: Contact | None) -> tuple[Membership | None, str]:
    if contact:
        return contact.membership, contact.email
    own = OwnAccount.objects.filter(pupil=decision.pupil).select_related("membership").first()
    return (own.membership, "") if own else (None, "")


@verb("family.tell", Action.TELL_PARENTS)
def tell(
    decision: Decision,
    contact: Contact | None,
    how: str,
    on: date,
    *,
    actor: Actor,
    today: date,
    remark: str = "",
) -> Notice:
    """One carer, or the young person (`contact` None), is told; the words are kept as given (section 68; I10).

    Raises `Impossible` for who is not owed it, has been told, cannot be reached so, or for a day that is not gone by.
    """
    _may_be_told(decision, contact, how, on, actor=actor, today=today)
    text = letter_for(decision, contact, today, sender=actor)
    notice = Notice(
        pupil=decision.pupil,
        decision=decision,
        contact=contact,
        told_by_id=actor.membership,
        how=how,
        told_on=today if how == ToldHow.EMAIL else on,
        remark=remark[:300],
        text=text,
        text_hash=fingerprint(text),
    )
    if how == ToldHow.EMAIL:
        member, address = _membership_of(decision, contact)
        if member is None or not address:
            raise Impossible(
                _("There is no e-mail address for this person: tell them another way.")
            )
        notice.message = queue(
            "support_starts",
            SupportStarts(notice.public_id),
            to=member,
            channel="email",
            child=decision.pupil.public_id,
            address=address,
        )
    try:
        with transaction.atomic():
            notice.save()
    except IntegrityError:
        raise Impossible(_("This person has been told already.")) from None
    return notice


def _may_be_told(
    decision: Decision, contact: Contact | None, how: str, on: date, *, actor: Actor, today: date
) -> None:
    if not decision.is_support:
        raise Impossible(_("This decision starts no support."))
    owed = {care.contact_id for care in owed_carers(decision, today)}
    if contact is None and not is_owed_to_young_person(decision):
        raise Impossible(_("The parents are told first at this age."))
    if contact and contact.pk not in owed:
        raise Impossible(_("This person is not among those who are told."))
    for notice in notices_of([decision])[decision.pk]:
        if notice.contact_id != (contact.pk if contact else None):
            continue
        if told_on(notice):
            raise Impossible(_("This person has been told already."))
        # What is on its way does not keep anybody from speaking to the person: only from writing twice.
        if how == ToldHow.EMAIL and notice.message and notice.message.state in ON_ITS_WAY:
            raise Impossible(_("A message to this person is on its way already."))
    if how != ToldHow.EMAIL and not decision.on <= on <= today:
        raise Impossible(_("The day lies between the decision and today."))


@verb("family.put_right", Action.TELL_PARENTS)
def put_right(
    notice: Notice,
    how: str,
    on: date | None,
    because: str,
    *,
    actor: Actor,
    today: date,
    remark: str = "",
) -> NoticePutRight:
    """What was written down of telling somebody is put right, with the reason; what it said before is kept.

    Without a day they were not told after all, and are owed it again. Raises `Impossible` without a reason, for what a
    message brought, for a day before the decision or ahead, and where nothing would change; `Stale` for the second of
    two who do it at once.
    """
    if not because.strip():
        raise Impossible(_("Say why it is put right."))
    if notice.message or notice.told_on is None:
        raise Impossible(_("There is nothing here to put right."))
    if on is not None and not notice.decision.on <= on <= today:
        raise Impossible(_("The day lies between the decision and today."))
    before = {"how": notice.how, "told_on": notice.told_on, "remark": notice.remark}
    now = {"how": how if on else notice.how, "told_on": on, "remark": remark[:300]}
    if now == before:
        raise Impossible(_("It says so already."))
    kept = NoticePutRight(
        notice=notice, on=today, by_id=actor.membership or None, because=because, **before
    )
    kept.save()
    notice.compare_and_set(before, **now)
    return kept


@verb("family.opened_letter", Action.SEE_SHARED_PLAN)
def note_opened(notice: Notice, *, actor: Actor) -> None:
    """Note that the person to whom a letter was sent has opened it here, the first time they do."""
    message = notice.message
    if message and message.to_id == actor.membership and message.seen_at is None:
        message.compare_and_set({"seen_at": None}, seen_at=clock.now())
