"""The invitation to a review, until whoever was asked has opened it: a line on the home of the family."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from fourfold.casework.cycles.story import Todo
from fourfold.casework.review.actions import note_opened
from fourfold.casework.review.models import Invitation, Review
from fourfold.casework.review.queries import invitations_about
from fourfold.domain.access import Action
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.notify.models import REACHED
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import Turns, rows


@rows
def invitations_not_opened(actor: Actor, today: date) -> QuerySet[Invitation]:
    """By what this very person was asked to reviews that lie ahead, where a message reached them and is not opened."""
    found = Invitation.objects.filter(
        message__to_id=actor.membership,
        message__state__in=REACHED,
        message__seen_at__isnull=True,
        review__held_on__isnull=True,
        review__meets_on__gte=today,
        review__meets_on=F("meets_on"),
        review__cycle__ended_on__isnull=True,
    )
    return found.select_related("review__cycle__pupil").order_by("meets_on", "pk")


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
        yield [invitations_not_opened.of(actor, today)]


def todos(actor: Actor, today: date) -> Iterable[Todo]:
    """To a family: each review to which they were asked and of which they have not opened the page yet."""
    if not actor.is_family:
        return
    here, seen = setting_here().public_id, set()
    for asked in invitations_not_opened(actor, today):
        review, pupil = asked.review, asked.review.cycle.pupil
        if review.pk in seen or not may(Action.SEE_SHARED_PLAN, actor, review):
            continue
        seen.add(review.pk)
        yield Todo(
            what=_("You are asked to the review"),
            why=_("It is new: see when and where we meet, and say if you can come."),
            due_on=review.meets_on,
            address=reverse("review:record", kwargs={"setting": here, "review": review.public_id}),
            button=_("See when and where"),
            child=pupil.public_id,
            child_name=str(pupil),
        )
