"""Readers of what was added to answers that had gone out."""

from datetime import date

from django.db.models import QuerySet

from fourfold.casework.identify.models import AnswerAdded, Concern
from fourfold.casework.identify.queries import concerns_of
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.ranking import Place, newest
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.scope.together import rows


@rows
def added_about(pupil: int) -> QuerySet[AnswerAdded]:
    """What was added to the answers of concerns about a child (database id), the oldest first."""
    found = AnswerAdded.objects.filter(concern__pupil_id=pupil)
    return found.select_related("by").order_by("pk")


def added_to(concern: Concern) -> list[AnswerAdded]:
    """What was added to the answer of one concern, the oldest first."""
    return [each for each in added_about(concern.pupil_id) if each.concern_id == concern.pk]


@rows
def added_told(
    pupil: Pupil, actor: Actor, today: date, first: range
) -> QuerySet[AnswerAdded, Place]:
    """Where the newest of what was added to answers to the same concerns stands in the story."""
    return newest(_added(pupil, actor, today), "on", first)


def _added(pupil: Pupil, actor: Actor, today: date) -> QuerySet[AnswerAdded]:
    seen = concerns_of.asking(pupil, actor, today).order_by().values("pk")
    return AnswerAdded.objects.filter(concern__in=seen).select_related("by", "concern")


@rows
def added_named(
    ids: frozenset[int], pupil: Pupil, actor: Actor, today: date
) -> QuerySet[AnswerAdded]:
    """Those of the same additions with these database ids."""
    return _added(pupil, actor, today).filter(pk__in=ids).order_by("pk")
