"""Which concerns wait for an answer, as a home says it: those that are late, the first of the others, and how many."""

from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from fourfold.casework.identify.models import Concern
from fourfold.casework.identify.queries import concerns_waiting
from fourfold.casework.people.ranking import in_all, whole_name
from fourfold.casework.voice.models import RELEASED
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.scope.together import rows


def _days_of_answers() -> Subquery:
    """By when a concern is to be answered."""
    mine = DueRow.objects.filter(
        rule="answer_concern", met_on__isnull=True, subject=OuterRef("public_id")
    )
    return Subquery(mine.order_by("-pk").values("due_on")[:1])


def _to_answer(actor: Actor, today: date) -> QuerySet:
    """Those of the concerns that wait which were read, each by `day`, and by the `name` of the child."""
    found = concerns_waiting.asking(actor, today)
    found = found.filter(Q(contribution__isnull=True) | Q(contribution__state=RELEASED))
    return found.annotate(day=_days_of_answers(), name=whole_name("pupil__"))


_ANSWERS = ("public_id", "day", "pupil__public_id", "name")


@rows
def answers_late(actor: Actor, today: date) -> QuerySet[Concern, tuple[Any, ...]]:
    """The concerns that `actor`, a SENCO, should have answered by now, the oldest first: as `_ANSWERS`."""
    late = _to_answer(actor, today).filter(day__lt=today)
    return late.order_by("raised_on", "pk").values_list(*_ANSWERS)


@rows
def answers_coming(actor: Actor, today: date, first: range) -> QuerySet[Concern, tuple[Any, ...]]:
    """The first of the others that `actor` can answer, by day and name: as `_ANSWERS`."""
    found = _to_answer(actor, today).filter(Q(day__gte=today) | Q(day__isnull=True))
    ranked = found.order_by(F("day").asc(nulls_last=True), "name", "raised_on", "pk")
    return ranked.values_list(*_ANSWERS)[: first.stop]


@rows
def answers_in_all(actor: Actor, today: date) -> QuerySet[Concern, int]:
    """How many concerns `actor` can answer, late or not: one number, or nothing for none."""
    found = _to_answer(actor, today).order_by()
    return found.values_list(in_all(), flat=True)[:1]
