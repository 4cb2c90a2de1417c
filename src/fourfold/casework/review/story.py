"""This room's lines of a child's story (R1)."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import StoryEntry
from fourfold.casework.people.models import Pupil
from fourfold.casework.review.choices import ToldHow
from fourfold.casework.review.models import LookedAgain, Review
from fourfold.casework.review.queries import (
    asked_of_reviews,
    ends_about,
    reviews_of,
    told_of_end,
)
from fourfold.casework.review.telling import told_otherwise
from fourfold.domain.access import Action
from fourfold.domain.words import NextStep
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import Question, Turns, rows


def _here() -> str:
    return setting_here().public_id


def story(pupil: Pupil, actor: Actor, _first: range) -> Iterable[StoryEntry]:
    """The reviews of one child that this actor may read, the cycles that went on, and the end of support."""
    if not may(Action.SEE_STORY, actor, pupil):
        return
    here = _here()
    for review in reviews_of(pupil):
        if review.held_on and may(Action.SEE_SHARED_PLAN, actor, review):
            yield _held(review, here)
    if not actor.is_family:
        yield from _cycles(pupil)
        yield from _looked_again(pupil)
        yield from _told_of_end(pupil)
    for end in ends_about(pupil.pk):
        if may(Action.SEE_SHARED_PLAN, actor, end):
            ids = {"setting": here, "ended": end.public_id}
            yield StoryEntry(
                on=end.on,
                row=end.public_id,
                room="review",
                what=_("SEN Support ended"),
                words=end.reasons,
                by=end.by.called if end.by else "",
                address=reverse("review:ended", kwargs=ids),
                order=9,
            )


def _held(review: Review, here: str) -> StoryEntry:
    step = _(NextStep(review.next_step).label) if review.next_step else _("not decided yet")
    return StoryEntry(
        on=review.held_on or date.min,
        row=review.public_id,
        act="review.hold",
        room="review",
        what=_("Review of cycle %(cycle)s. What comes next: %(step)s")
        % {"cycle": review.cycle.number, "step": step},
        words=review.next_words,
        by=review.led_by.called if review.led_by else "",
        address=reverse("review:record", kwargs={"setting": here, "review": review.public_id}),
        order=7,
    )


@rows
def cycles_begun(pupil: Pupil) -> QuerySet[Cycle]:
    """The cycles of a child that began from a review."""
    return Cycle.objects.filter(pupil=pupil, moves__move="begin_next_cycle").order_by("pk")


def asked_of_story(pupil: Pupil, actor: Actor, _first: range) -> Turns:
    """What `story` is read from."""
    if not may(Action.SEE_STORY, actor, pupil):
        return
    begun: list[Question] = []
    if not actor.is_family:
        begun = [cycles_begun.of(pupil), looked_again_at.of(pupil), told_otherwise.of(pupil.pk)]
    yield [*asked_of_reviews(pupil.pk), ends_about.of(pupil.pk), *begun]
    if ends_about(pupil.pk):
        yield [told_of_end.of(actor)]


@rows
def looked_again_at(pupil: Pupil) -> QuerySet[LookedAgain]:
    """When a child was looked at again after SEN Support had ended."""
    found = LookedAgain.objects.filter(end__cycle__pupil=pupil).select_related("by")
    return found.order_by("pk")


def _looked_again(pupil: Pupil) -> Iterator[StoryEntry]:
    for looked in looked_again_at(pupil):
        yield StoryEntry(
            on=looked.on,
            row=looked.public_id,
            room="review",
            what=_("Looked again after SEN Support had ended"),
            words=looked.words,
            by=looked.by.called if looked.by else "",
            order=9,
        )


def _told_of_end(pupil: Pupil) -> Iterator[StoryEntry]:
    for told in told_otherwise(pupil.pk):
        person, how = str(told.contact or pupil), _(ToldHow(told.how).label)
        yield StoryEntry(
            on=told.on,
            row=told.public_id,
            room="review",
            what=_("Told that SEN Support has ended: %(person)s (%(how)s)")
            % {"person": person, "how": how},
            by=told.by.called if told.by else "",
            order=9,
        )


def _cycles(pupil: Pupil) -> Iterator[StoryEntry]:
    for cycle in cycles_begun(pupil):
        yield StoryEntry(
            on=cycle.begun_on,
            row=cycle.public_id,
            room="review",
            what=_("Cycle %(number)s began from the review") % {"number": cycle.number},
            order=8,
        )
