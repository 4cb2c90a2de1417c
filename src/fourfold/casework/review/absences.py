"""Readers: who said that they cannot come to a review, for how many days each was asked, and who has had no answer."""

from collections import defaultdict
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from fourfold.casework.people.models import OwnAccount
from fourfold.casework.review.models import CannotCome, Invitation, Review, TookPart
from fourfold.casework.review.queries import invitations_about
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.scope.together import rows


@rows
def absences_about(pupil: int) -> QuerySet[CannotCome]:
    """Who said that they cannot come to a review of a child (database id), with what was done since, in order."""
    found = CannotCome.objects.filter(review__cycle__pupil_id=pupil)
    return found.select_related("invitation__contact", "contribution", "answered_by").order_by("pk")


@rows
def unanswered() -> QuerySet[CannotCome]:
    """Who cannot come to a review, or could not when it was held, and has had no answer: all of them here."""
    return _unanswered()


@rows
def unanswered_of(actor: Actor) -> QuerySet[CannotCome]:
    """The reviews that were held although this very person had said that they cannot come, and had no answer."""
    own = OwnAccount.objects.filter(membership_id=actor.membership).values("pupil")
    me = Q(invitation__contact__membership_id=actor.membership)
    me |= Q(invitation__contact__isnull=True, review__cycle__pupil__in=own)
    return _unanswered().filter(me, review__held_on__isnull=False)


def _unanswered() -> QuerySet[CannotCome]:
    """Whoever was asked again since, or was there all the same, is not among them."""
    again = Invitation.objects.annotate(who=Coalesce("contact_id", 0)).filter(
        review=OuterRef("review"), who=OuterRef("who"), pk__gt=OuterRef("invitation")
    )
    there = TookPart.objects.annotate(who=Coalesce("contact_id", 0)).filter(
        review=OuterRef("review"), who=OuterRef("who"), there=True
    )
    found = CannotCome.objects.annotate(who=Coalesce("invitation__contact_id", 0)).filter(
        ~Exists(again),
        ~Exists(there),
        Q(review__held_on__isnull=False) | Q(review__cycle__ended_on__isnull=True),
        review__meets_on=F("invitation__meets_on"),
        review__cycle__pupil__left_on__isnull=True,
        answered_on__isnull=True,
    )
    return found.select_related("review__cycle__pupil", "invitation__contact").order_by("pk")


def absent_from(review: Review) -> list[CannotCome]:
    """Who said that they cannot come on the day that stands, answered or not; whoever was asked again is not there."""
    pupil = review.cycle.pupil_id
    last: dict[int | None, int] = {}
    for asked in reversed(invitations_about(pupil)):
        if asked.review_id == review.pk and asked.meets_on == review.meets_on:
            last[asked.contact_id] = asked.pk
    standing = frozenset(last.values())
    return [each for each in absences_about(pupil) if each.invitation_id in standing]


def days_offered(review: Review) -> dict[int | None, int]:
    """By contact (database id; None: the child), for how many days each was asked to a review."""
    days: dict[int | None, set[date]] = defaultdict(set)
    for asked in invitations_about(review.cycle.pupil_id):
        if asked.review_id == review.pk:
            days[asked.contact_id].add(asked.meets_on)
    return {person: len(offered) for person, offered in days.items()}
