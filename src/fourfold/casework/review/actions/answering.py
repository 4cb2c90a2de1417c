"""The verbs by which somebody who was asked to a review says that they cannot come and is answered, and by which a
child is looked at again after SEN Support ended."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from fourfold.casework.review.absences import absent_from, says_will_come
from fourfold.casework.review.models import (
    CannotCome,
    Invitation,
    LookedAgain,
    Review,
    SupportEnd,
)
from fourfold.casework.review.queries import asked_for_that_day, invitations_about, is_for
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


def _asked_in_turn(actor: Actor, review: Review) -> list[Invitation]:
    """Each time that this very person was asked for the day that stands, the last first.

    Of two answers at once the second waits here, and finds what the first has written.
    """
    asked = [each.pk for each in asked_for_that_day(actor, review)]
    list(Invitation.objects.select_for_update().filter(pk__in=asked).order_by("pk"))
    return asked_for_that_day(actor, review)


@verb("review.cannot_come", Action.ASK_MEETING)
def cannot_come(review: Review, suits: str, *, actor: Actor, today: date) -> CannotCome:
    """Say that one cannot come to a review on the day to which one was asked, and if wished what would suit.

    The words are received by `voice`, as all that families send. Raises `Impossible` for somebody who was not asked for
    that day, once the review was held, and where it was said already; what would suit can be added to it once.
    """
    all_asked = _asked_in_turn(actor, review)
    if not all_asked or review.held_on:
        raise Impossible(_("There is no meeting ahead to which you were asked."))
    asked = all_asked[0]
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
    for each in all_asked:
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
    asked = _asked_in_turn(actor, review)
    if not asked or review.held_on:
        raise Impossible(_("There is no meeting ahead to which you were asked."))
    if says_will_come(actor, review):
        raise Impossible(_("You have told us already. The school knows."))
    asked[0].compare_and_set({"comes_on": asked[0].comes_on}, comes_on=today)
    pupil = review.cycle.pupil_id
    absent = [each.pk for each in absent_from(review) if is_for(actor, each.invitation, pupil)]
    stands = CannotCome.objects.filter(
        Q(invitation__in=asked) | Q(pk__in=absent), withdrawn_on__isnull=True
    )
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
