"""Readers: who is told that SEN Support ended, whom no message reached, and who was told in another way."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import Care, Contact, OwnAccount, Pupil
from fourfold.casework.people.relations import barred_children, children_barred, is_told
from fourfold.casework.review.models import EndTold, SupportEnd
from fourfold.casework.review.queries import entitled_of
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.together import rows

ENDED = "support.ended"


@rows
def told_otherwise(pupil: int) -> QuerySet[EndTold]:
    """Who was told in another way than by a message that a child’s (database id) support ended, in order."""
    found = EndTold.objects.filter(end__cycle__pupil_id=pupil)
    return found.select_related("contact", "by").order_by("pk")


@rows
def ends_not_told(actor: Actor, today: date) -> QuerySet[Message]:
    """The messages by which somebody was to be told of the end of support and that could not be sent, in order.

    Not of whom somebody has told in another way since.
    """
    own = OwnAccount.objects.filter(membership=OuterRef(OuterRef("to")))
    told = EndTold.objects.filter(
        Q(contact__membership=OuterRef("to")) | (Q(contact__isnull=True) & Exists(own)),
        end__public_id=OuterRef("ended"),
    )
    found = Message.objects.filter(kind=ENDED, state="failed").select_related("to")
    found = found.exclude(child__in=children_barred(actor, today))
    return found.annotate(ended=KT("payload__ended")).filter(~Exists(told)).order_by("pk")


@rows
def carers_without_a_way(actor: Actor, today: date) -> QuerySet[Care]:
    """Who cared for a child when SEN Support ended, and does, and was sent no message of it nor told in another way.

    Until something new is begun for the child, or the child has left. `ended` is the end’s public id.
    """
    cycle = "pupil__cycles"
    begun_since = Cycle.objects.filter(pupil=OuterRef("pupil"), number__gt=OuterRef("number"))
    sent = Message.objects.filter(
        kind=ENDED, child=OuterRef("pupil__public_id"), to=OuterRef("contact__membership")
    )
    told = EndTold.objects.filter(end=OuterRef("end"), contact=OuterRef("contact"))
    # Few children have an end: the database looks at who cares for them alone.
    ended = SupportEnd.objects.values("cycle__pupil")
    found = Care.objects.filter(live(today), pupil__left_on__isnull=True, pupil__in=ended)
    found = found.exclude(pupil__in=barred_children(actor, today))
    # One join for all of them: what is asked below is asked of one end of one child.
    found = found.alias(
        end=F(f"{cycle}__support_end"),
        ended_on=F(f"{cycle}__support_end__on"),
        number=F(f"{cycle}__number"),
    ).annotate(ended=F(f"{cycle}__support_end__public_id"))
    found = found.filter(~Exists(begun_since), ~Exists(sent), ~Exists(told))
    found = found.filter(ended_on__gte=F("valid_from"))
    return found.select_related("pupil", "contact").order_by("pk")


def not_told(actor: Actor, today: date) -> list[Care]:
    """Those of them who are entitled to be told: parents, whom no order keeps from everything."""
    return [care for care in carers_without_a_way(actor, today) if is_told(care, today)]


@dataclass(frozen=True)
class ToTell:
    """One person who has not been told that SEN Support ended: the key by which a form names them, and their name.

    `contact` is None for the young person, `message` the last one that was to tell them, if there was one.
    """

    key: str
    name: str
    contact: Contact | None
    message: Message | None


def to_tell(end: SupportEnd, today: date) -> list[ToTell]:
    """Each who is owed the news of an end and whom it has not reached; a young person too who was written to."""
    pupil = end.cycle.pupil
    sent = Message.objects.filter(kind=ENDED, child=pupil.public_id).order_by("pk")
    last = {each.to_id: each for each in sent if each.payload.get("ended") == end.public_id}
    told = {each.contact_id for each in told_otherwise(pupil.pk) if each.end_id == end.pk}
    return [
        ToTell(
            contact.public_id if contact else pupil.public_id,
            str(contact or pupil),
            contact,
            message,
        )
        for contact, member in _owed(pupil, set(last), today)
        for message in [last.get(member)]
        if (contact.pk if contact else None) not in told and not (message and message.reached_on)
    ]


def _owed(
    pupil: Pupil, written_to: set[int], today: date
) -> Iterator[tuple[Contact | None, int | None]]:
    for care in entitled_of(pupil, today):
        yield care.contact, care.contact.membership_id
    own = OwnAccount.objects.filter(pupil=pupil, membership__in=written_to).first()
    if own:
        yield None, own.membership_id
