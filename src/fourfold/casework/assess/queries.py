"""Readers of what is known of a child. Lines for named people only are left out before anything is counted."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from fourfold.casework.assess.models import Line, Need, Observation, Strength
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import Pupil
from fourfold.casework.voice.models import Ask, Contribution
from fourfold.casework.voice.queries import (
    asked_for_views,
    asks_of,
    newest_words,
    views_by_person,
    views_of,
)
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Restriction, RestrictionReader
from fourfold.foundation.access.restricted import open_to
from fourfold.foundation.scope.together import Question, ask_together, only, rows

L = TypeVar("L", bound=Line)


def _of_cycle(model: type[L], cycle: Cycle) -> QuerySet[L]:
    """The lines of one kind that belonged to the picture in a cycle: written by its end, not taken out before it.

    When that was is asked of the database, so that the sentence is one for all cycles (ADR 8).
    """
    this = Cycle.objects.filter(pk=cycle.pk)
    goes_on = Q(ended_on__isnull=True)
    written = Exists(this.filter(goes_on | Q(ended_on__gte=OuterRef("on"))))
    later = Exists(this.filter(~goes_on, begun_on__lt=OuterRef("taken_out_on")))
    there = Q(taken_out_on__isnull=True) | Q(later)
    found = model.objects.filter(there, written, pupil__in=this.values("pupil_id"))
    return found.select_related("by", "cycle", "pupil").order_by("pk")


@rows
def lines_seen(model: type[Line], cycle: Cycle, actor: Actor) -> QuerySet[Line]:
    """The lines of one kind in the picture of a cycle that an actor may see."""
    return open_to(_of_cycle(model, cycle), actor)


@rows
def strengths_in(cycle: Cycle) -> QuerySet[Strength]:
    """The strengths in the picture of a cycle."""
    return _of_cycle(Strength, cycle)


@rows
def lines_written(model: type[Line], pupil: Pupil, actor: Actor) -> QuerySet[Line]:
    """All lines of one kind about a child, taken out or not, that an actor may see, the oldest first."""
    found = open_to(model.objects.filter(pupil=pupil), actor)
    return found.select_related("by").order_by("pk")


@rows
def named_about(child: str) -> QuerySet[Restriction, str]:
    """The public ids of what is for named people only about a child (public id)."""
    return Restriction.objects.filter(child=child).values_list("target", flat=True)


@rows
def open_lines(model: type[Line], cycle: Cycle) -> QuerySet[Line]:
    """The lines that are restricted to nobody: what may be counted before everybody."""
    closed = Restriction.objects.filter(label=model._meta.label).values("target")
    return _of_cycle(model, cycle).exclude(public_id__in=closed)


@dataclass(frozen=True)
class Picture:
    """The picture of a child in a cycle as one actor may see it: the school's lines, and beside them each voice."""

    strengths: list[Strength]
    needs: list[Need]
    observations: list[Observation]
    views: list[Contribution]
    asks: list[Ask]
    restricted: frozenset[str]


def asked_of_picture(cycle: Cycle, actor: Actor, *, in_short: bool = False) -> list[Question]:
    """What `picture_of` is read from, to be asked with other things."""
    words = newest_words.of(cycle.pupil, cycle.begun_on, cycle.ended_on)
    return [
        lines_seen.of(Need, cycle, actor),
        lines_seen.of(Observation, cycle, actor),
        strengths_in.of(cycle),
        named_about.of(cycle.pupil.public_id),
        *([words] if in_short else asked_for_views(cycle.pupil)),
    ]


def picture_of(cycle: Cycle, actor: Actor, *, in_short: bool = False) -> Picture:
    """What is known of the child in `cycle`, as `actor` may see it; nothing of it is merged.

    `in_short` it holds of the views the newest with words, and nobody who was asked: for beside what is written.
    `restricted` holds the public ids of the lines that are for named people only, of those that this actor sees.
    """
    pupil, since, until = cycle.pupil, cycle.begun_on, cycle.ended_on
    ask_together(asked_of_picture(cycle, actor, in_short=in_short))
    needs = [each for each in lines_seen(Need, cycle, actor) if isinstance(each, Need)]
    seen = lines_seen(Observation, cycle, actor)
    observations = [each for each in seen if isinstance(each, Observation)]
    shown = {each.public_id for each in (*needs, *observations)}
    return Picture(
        strengths=strengths_in(cycle),
        needs=needs,
        observations=observations,
        views=newest_words(pupil, since, until)
        if in_short
        else views_of(pupil, since=since, until=until),
        asks=[] if in_short else asks_of(pupil, since=since, until=until),
        restricted=frozenset(shown.intersection(named_about(pupil.public_id))),
    )


def readers_of(line: Line) -> list[str]:
    """How the people are called for whom a restricted line is kept."""
    named = RestrictionReader.objects.filter(restriction__target=line.public_id)
    return list(named.values_list("membership__called", flat=True).order_by("membership__called"))


def voices(cycle: Cycle) -> dict[str, dict[str, date]]:
    """Who was asked for views in a cycle, and whose were read, by public id: for what the moves look at."""
    return views_by_person(cycle.pupil, since=cycle.begun_on, until=cycle.ended_on)


@only
def find_need(public_id: str) -> QuerySet[Need]:
    """The need with that public id in the tenant in scope."""
    return Need.objects.filter(public_id=public_id).select_related("pupil", "cycle")


@only
def find_strength(public_id: str) -> QuerySet[Strength]:
    """The strength with that public id in the tenant in scope."""
    return Strength.objects.filter(public_id=public_id).select_related("pupil", "cycle")


@only
def find_observation(public_id: str) -> QuerySet[Observation]:
    """The observation with that public id in the tenant in scope."""
    found = Observation.objects.filter(public_id=public_id)
    return found.select_related("pupil", "cycle")
