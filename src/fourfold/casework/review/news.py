"""The invitation to a review, until whoever was asked has said whether they can come: a line on the family's home."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from fourfold.casework.cycles.story import Todo
from fourfold.casework.people.models import OwnAccount
from fourfold.casework.review.actions import note_opened
from fourfold.casework.review.models import CannotCome, Invitation, Review
from fourfold.casework.review.queries import invitations_about
from fourfold.domain.access import Action
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.notify.models import REACHED
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import Turns, rows


@rows
def invitations_to_answer(actor: Actor, today: date) -> QuerySet[Invitation]:
    """The last asking of this very person to each review that lies ahead, where it has reached them and they have not
    said whether they can come.
    """
    own = OwnAccount.objects.filter(membership_id=actor.membership).values("pupil")
    me = Q(contact__membership_id=actor.membership)
    me |= Q(contact__isnull=True, review__cycle__pupil__in=own)
    asked = Invitation.objects.annotate(who=Coalesce("contact_id", 0))
    same = {each: OuterRef(each) for each in ("review", "meets_on", "who")}
    refused = CannotCome.objects.filter(invitation=OuterRef("pk"), withdrawn_on__isnull=True)
    found = asked.filter(
        me,
        Q(message__isnull=True) | Q(message__state__in=REACHED),
        ~Exists(asked.filter(pk__gt=OuterRef("pk"), **same)),
        ~Exists(refused),
        comes_on__isnull=True,
        review__held_on__isnull=True,
        review__meets_on__gte=today,
        review__meets_on=F("meets_on"),
        review__cycle__ended_on__isnull=True,
    )
    found = found.select_related("review__cycle__pupil", "message")
    return found.order_by("meets_on", "pk")


def note_if_new(actor: Actor, review: Review) -> None:
    """Note that somebody of a family opens the page of a review to which a message asked them, the first time."""
    if not actor.is_family:
        return
    sent = (
        each.message
        for each in invitations_about(review.cycle.pupil_id)
        if each.review_id == review.pk
    )
    new = any(each and each.to_id == actor.membership and each.seen_at is None for each in sent)
    if new and may(Action.ASK_MEETING, actor, review):
        note_opened(review, actor=actor)


def asked_of_todos(actor: Actor, today: date) -> Turns:
    """What `todos` is read from."""
    if actor.is_family:
        yield [invitations_to_answer.of(actor, today)]


def todos(actor: Actor, today: date) -> Iterable[Todo]:
    """To a family: each review to which they were asked, until they have said whether they can come."""
    if not actor.is_family:
        return
    here = setting_here().public_id
    for asked in invitations_to_answer(actor, today):
        review, pupil = asked.review, asked.review.cycle.pupil
        if not may(Action.SEE_SHARED_PLAN, actor, review):
            continue
        is_new = asked.message is not None and asked.message.seen_at is None
        yield Todo(
            what=_("You are asked to the review")
            if is_new
            else _("Say whether you can come to the review"),
            why=_("It is new: see when and where we meet, and say if you can come.")
            if is_new
            else _("You can say later that it has changed."),
            due_on=review.meets_on,
            address=reverse("review:record", kwargs={"setting": here, "review": review.public_id}),
            button=_("See when and where"),
            child=pupil.public_id,
            child_name=str(pupil),
        )
