"""Readers: who said that they cannot come to a review, for how many days each was asked, and who has had no answer."""

from collections import defaultdict
from datetime import date
from typing import TypeVar

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from fourfold.casework.people.models import OwnAccount
from fourfold.casework.review.models import CannotCome, Invitation, Review, TookPart
from fourfold.casework.review.queries import invitations_about, is_for
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.notify.models import REACHED
from fourfold.foundation.scope.rows import TenantRow
from fourfold.foundation.scope.together import rows

Row = TypeVar("Row", bound=TenantRow)


@rows
def absences_about(pupil: int) -> QuerySet[CannotCome]:
    """Each time that somebody said that they cannot come to a review of a child (database id), in order."""
    return CannotCome.objects.filter(review__cycle__pupil_id=pupil).order_by("pk")


@rows
def missing_about(pupil: int) -> QuerySet[CannotCome]:
    """Of the reviews of a child (database id) the last that each said who cannot come, answered or not, in order."""
    found = _missing().filter(review__cycle__pupil_id=pupil)
    return found.select_related("invitation__contact", "contribution", "answered_by")


_CHILD = "review__cycle__pupil"
_NAMES = ("public_id", "tenant", "given_name", "family_name")
# Of who has had no answer, and of the rows above, what tells of whom, of which review and for which day.
_OF_UNANSWERED = (
    *("public_id", "tenant", "review", "invitation", "invitation__tenant", "invitation__contact"),
    *(f"review__{name}" for name in ("public_id", "tenant", "held_on", "meets_on", "cycle")),
    *("review__cycle__tenant", _CHILD),
    *(f"{path}__{name}" for path in (_CHILD, "invitation__contact") for name in _NAMES),
)


@rows
def unanswered() -> QuerySet[CannotCome]:
    """Who cannot come to a review, or could not when it was held, and has had no answer: all of them here."""
    return _unanswered().only(*_OF_UNANSWERED)


@rows
def unanswered_of(actor: Actor) -> QuerySet[CannotCome]:
    """The reviews that were held although this very person had said that they cannot come, and had no answer."""
    own = OwnAccount.objects.filter(membership_id=actor.membership).values("pupil")
    me = Q(invitation__contact__membership_id=actor.membership)
    me |= Q(invitation__contact__isnull=True, review__cycle__pupil__in=own)
    return _unanswered().filter(me, review__held_on__isnull=False)


def _unanswered() -> QuerySet[CannotCome]:
    """Those who are missing, while it can still be answered."""
    found = _missing().filter(
        Q(review__held_on__isnull=False) | Q(review__cycle__ended_on__isnull=True),
        review__cycle__pupil__left_on__isnull=True,
        answered_on__isnull=True,
    )
    return found.select_related("review__cycle__pupil", "invitation__contact")


def _missing() -> QuerySet[CannotCome]:
    """The last that each of them said; not of whoever was asked for another day since, was there all the same,
    or said that they can come after all.

    It stands until another day than the one that they refused has reached them, and again if it is that day after all.
    A day to which they said that they will come has reached them, whatever became of the message.
    """
    theirs = {"review": OuterRef("review"), "who": OuterRef("who")}
    again = _of_whom(Invitation, "contact_id").filter(
        ~Q(meets_on=OuterRef("invitation__meets_on")),
        Q(message__isnull=True) | Q(message__state__in=REACHED) | Q(comes_on__isnull=False),
        pk__gt=OuterRef("invitation"),
        **theirs,
    )
    later = _of_whom(CannotCome, "invitation__contact_id").filter(pk__gt=OuterRef("pk"), **theirs)
    there = _of_whom(TookPart, "contact_id").filter(there=True, **theirs)
    found = _of_whom(CannotCome, "invitation__contact_id").filter(
        Q(review__meets_on=F("invitation__meets_on")) | ~Exists(again),
        ~Exists(later),
        ~Exists(there),
        withdrawn_on__isnull=True,
    )
    return found.order_by("pk")


def _of_whom(rows_of: type[Row], contact: str) -> QuerySet[Row]:
    """All of them, each with `who` it is about; the child, who is no contact, as well."""
    return rows_of.objects.annotate(who=Coalesce(contact, 0))


def absent_from(review: Review) -> list[CannotCome]:
    """The last that each of a family said who cannot come to a review, or was not there, answered or not."""
    found = missing_about(review.cycle.pupil_id)
    return [each for each in found if each.review_id == review.pk]


def has_declined(actor: Actor, review: Review) -> bool:
    """Whether this very person said that they cannot come on the day that stands."""
    pupil = review.cycle.pupil_id
    return any(
        each.invitation.meets_on == review.meets_on and is_for(actor, each.invitation, pupil)
        for each in absent_from(review)
    )


def will_come(review: Review) -> list[Invitation]:
    """The last asking of each of a family for the day that stands, where they have said that they will come.

    Not of whoever cannot come. Another hour of the same day is another asking: what was said before is not of it.
    """
    last: dict[int | None, Invitation] = {}
    for each in invitations_about(review.cycle.pupil_id):
        if each.review_id == review.pk and each.meets_on == review.meets_on:
            last.setdefault(each.contact_id, each)
    absent = {each.invitation.contact_id for each in absent_from(review)}
    return [each for each in last.values() if each.comes_on and each.contact_id not in absent]


def says_will_come(actor: Actor, review: Review) -> date | None:
    """When this very person said that they will come on the day that stands; None: they have not."""
    pupil = review.cycle.pupil_id
    mine = (each.comes_on for each in will_come(review) if is_for(actor, each, pupil))
    return next(mine, None)


def days_offered(review: Review) -> dict[int | None, int]:
    """By contact (database id; None: the child), for how many days each was asked to a review.

    A day counts where the asking has reached them; what they have answered has.
    """
    pupil = review.cycle.pupil_id
    answered = {each.invitation_id for each in absences_about(pupil)}
    days: dict[int | None, set[date]] = defaultdict(set)
    for asked in invitations_about(pupil):
        reached = asked.asked_on or asked.comes_on or asked.pk in answered
        if asked.review_id == review.pk and reached:
            days[asked.contact_id].add(asked.meets_on)
    return {person: len(offered) for person, offered in days.items()}
