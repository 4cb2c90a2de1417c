"""The verbs by which somebody who was asked to a review says that they cannot come and is answered, and by which a
child is looked at again after SEN Support ended."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fourfold.casework.review.models import CannotCome, LookedAgain, Review, SupportEnd
from fourfold.casework.review.queries import asked_for_that_day, asked_to, invitations_about
from fourfold.casework.voice.actions import Said, give_views
from fourfold.casework.voice.choices import REVIEW
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.act.verbs import Impossible, verb


@verb("review.opened_invitation", Action.ASK_MEETING)
def note_opened(review: Review, *, actor: Actor) -> None:
    """Note that the person who acts has opened the page of a review to which a message asked them."""
    for asked in invitations_about(review.cycle.pupil_id):
        message = asked.message if asked.review_id == review.pk else None
        if message and message.to_id == actor.membership and message.seen_at is None:
            message.compare_and_set({"seen_at": None}, seen_at=clock.now())


@verb("review.cannot_come", Action.ASK_MEETING)
def cannot_come(review: Review, suits: str, *, actor: Actor, today: date) -> CannotCome:
    """Say that one cannot come to a review on the day to which one was asked, and if wished what would suit.

    The words are received by `voice`, as all that families send. Raises `Impossible` for somebody who was not asked for
    that day, once the review was held, and where it was said already; what would suit can be added to it once.
    """
    asked = asked_to(actor, review)
    if asked is None or review.held_on:
        raise Impossible(_("There is no meeting ahead to which you were asked."))
    stands = CannotCome.objects.filter(invitation=asked, withdrawn_on__isnull=True)
    before = stands.filter(review=review).first()
    if before and (before.contribution_id or not suits.strip()):
        raise Impossible(_("You have told us already. The school knows."))
    received = None
    if suits.strip():
        pupil = review.cycle.pupil
        received = give_views(pupil, Said(words=suits), actor=actor, today=today, about=REVIEW)
    if before and received:
        before.compare_and_set({"contribution_id": None}, contribution_id=received.pk)
        return before
    for each in asked_for_that_day(actor, review):
        if each.comes_on:
            each.compare_and_set({"comes_on": each.comes_on}, comes_on=None)
    said = CannotCome(review=review, invitation=asked, on=today, contribution=received)
    try:
        with transaction.atomic():
            said.save()
    except IntegrityError:
        raise Impossible(_("You have told us already. The school knows.")) from None
    return said


@verb("review.will_come", Action.ASK_MEETING)
def will_come(review: Review, *, actor: Actor, today: date) -> None:
    """Say that one will come to a review on the day to which one was asked; that one cannot is taken back.

    Raises `Impossible` for somebody who was not asked for that day, once the review was held, and where it was said.
    """
    asked = asked_for_that_day(actor, review)
    if not asked or review.held_on:
        raise Impossible(_("There is no meeting ahead to which you were asked."))
    if any(each.comes_on for each in asked):
        raise Impossible(_("You have told us already. The school knows."))
    asked[0].compare_and_set({"comes_on": None}, comes_on=today)
    stands = CannotCome.objects.filter(invitation__in=asked, withdrawn_on__isnull=True)
    for said in stands:
        said.compare_and_set({"withdrawn_on": None}, withdrawn_on=today)


@verb("review.answer_absence", Action.ARRANGE_MEETING)
def answer_absence(
    review: Review, absences: list[CannotCome], words: str, *, actor: Actor, today: date
) -> None:
    """Write down what was done for those who could not come to a review: that they were spoken to, and how.

    Raises `Impossible` without words, or for an absence from another review; `Stale` where it was answered already.
    """
    if not words.strip():
        raise Impossible(_("Say what was done, in a few words."))
    for said in absences:
        if said.review_id != review.pk:
            raise Impossible(_("Choose somebody who could not come to this review."))
        answer_for(said, words, actor, today)


def answer_for(said: CannotCome, words: str, actor: Actor, today: date) -> None:
    """Within a verb: say what was done for somebody who could not come. Raises `Stale` where it was said already."""
    said.compare_and_set(
        {"answered_on": None}, answered_on=today, answered_by_id=actor.membership, answer=words
    )


@verb("support.look_again", Action.END_CYCLE)
def look_again(end: SupportEnd, words: str, *, actor: Actor, today: date) -> LookedAgain:
    """Write down what was seen when a child was looked at again after SEN Support ended (Code 6.20).

    Raises `Impossible` without words, and where it was written down already.
    """
    if not words.strip():
        raise Impossible(_("Say what you saw, in a few words."))
    looked = LookedAgain(end=end, on=today, by_id=actor.membership or None, words=words)
    try:
        with transaction.atomic():
            looked.save()
    except IntegrityError:
        raise Impossible(_("This was written down already.")) from None
    return looked
