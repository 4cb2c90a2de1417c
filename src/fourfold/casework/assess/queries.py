"""Readers of what is known of a child. Lines for named people only are left out before anything is counted."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from fourfold.casework.assess.models import Line, Need, Observation, Strength
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.voice.models import Ask, Contribution
from fourfold.casework.voice.queries import asks_of, views_by_person, views_of
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Restriction, RestrictionReader
from fourfold.foundation.access.restricted import open_to

L = TypeVar("L", bound=Line)


def lines_of(model: type[L], cycle: Cycle) -> QuerySet[L]:
    """The lines of one kind that belonged to the picture in a cycle: written by its end, not taken out before it."""
    there = Q(taken_out_on__isnull=True) | Q(taken_out_on__gt=cycle.begun_on)
    if cycle.ended_on is None:
        there = Q(taken_out_on__isnull=True)
    rows = model.objects.filter(there, pupil_id=cycle.pupil_id)
    if cycle.ended_on:
        rows = rows.filter(on__lte=cycle.ended_on)
    return rows.select_related("by", "cycle", "pupil").order_by("pk")


def open_lines(model: type[L], cycle: Cycle) -> QuerySet[L]:
    """The lines that are restricted to nobody: what may be counted before everybody."""
    closed = Restriction.objects.filter(label=model._meta.label).values("target")
    return lines_of(model, cycle).exclude(public_id__in=closed)


@dataclass(frozen=True)
class Picture:
    """The picture of a child in a cycle as one actor may see it: the school's lines, and beside them each voice."""

    strengths: list[Strength]
    needs: list[Need]
    observations: list[Observation]
    views: list[Contribution]
    asks: list[Ask]
    restricted: frozenset[str]


def picture_of(cycle: Cycle, actor: Actor) -> Picture:
    """What is known of the child in `cycle`, as `actor` may see it; nothing of it is merged.

    `restricted` holds the public ids of the lines that are for named people only, of those that this actor sees.
    """
    pupil, since, until = cycle.pupil, cycle.begun_on, cycle.ended_on
    needs = list(open_to(lines_of(Need, cycle), actor))
    observations = list(open_to(lines_of(Observation, cycle), actor))
    shown = [each.public_id for each in (*needs, *observations)]
    named = Restriction.objects.filter(target__in=shown).values_list("target", flat=True)
    return Picture(
        strengths=list(lines_of(Strength, cycle)),
        needs=needs,
        observations=observations,
        views=list(views_of(pupil, since=since, until=until)),
        asks=list(asks_of(pupil, since=since, until=until)),
        restricted=frozenset(named),
    )


def readers_of(line: Line) -> list[str]:
    """How the people are called for whom a restricted line is kept."""
    rows = RestrictionReader.objects.filter(restriction__target=line.public_id)
    return list(rows.values_list("membership__called", flat=True).order_by("membership__called"))


def voices(cycle: Cycle) -> dict[str, dict[str, date]]:
    """Who was asked for views in a cycle, and whose were read, by public id: for what the moves look at."""
    return views_by_person(cycle.pupil, since=cycle.begun_on, until=cycle.ended_on)


def find_need(public_id: str) -> Need | None:
    """The need with that public id in the tenant in scope."""
    return Need.objects.filter(public_id=public_id).select_related("pupil", "cycle").first()


def find_strength(public_id: str) -> Strength | None:
    """The strength with that public id in the tenant in scope."""
    return Strength.objects.filter(public_id=public_id).select_related("pupil", "cycle").first()


def find_observation(public_id: str) -> Observation | None:
    """The observation with that public id in the tenant in scope."""
    found = Observation.objects.filter(public_id=public_id)
    return found.select_related("pupil", "cycle").first()
