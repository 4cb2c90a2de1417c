"""Whose support came with them and waits to be carried on: what is due of such a child can be done from there alone."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import InheritedSpell, Pupil
from fourfold.casework.people.queries import on_roll
from fourfold.casework.people.ranking import in_all, whole_name
from fourfold.casework.people.relations import barred_children
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.due.queries import open_rows
from fourfold.foundation.scope.together import rows

# What SEN Support asks for while nothing is begun.
_ASKS = ("review_termly", "three_meetings")
_CAME = ("public_id", "day", "name", "in_all")


def _running(today: date) -> QuerySet[InheritedSpell]:
    # On the day on which it ends nothing of it is carried on any more.
    holds = Q(ends__isnull=True) | Q(ends__gt=today)
    return InheritedSpell.objects.filter(holds, begins__lte=today)


def _waits(today: date) -> QuerySet[Pupil]:
    """The children on the roll with support that came with them, still holds, and that no cycle carries on."""
    under_way = Cycle.objects.filter(pupil=OuterRef("pk"), ended_on__isnull=True)
    spells = _running(today).filter(pupil=OuterRef("pk"))
    return on_roll(today).filter(Exists(spells), ~Exists(under_way))


@rows
def support_waits(children: frozenset[str], today: date) -> QuerySet[Pupil]:
    """Those of these children (public ids) whose support came with them and waits to be carried on."""
    return _waits(today).filter(public_id__in=children).order_by("pk")


def _asked_for(actor: Actor, today: date) -> QuerySet:
    """The children of whom something is due that wait so, each by its first `day`, and by `name`."""
    due = open_rows(today).filter(rule__in=_ASKS, child=OuterRef("public_id"))
    found = _waits(today).filter(Exists(due)).exclude(pk__in=barred_children(actor, today))
    first = due.order_by(F("due_on").asc(nulls_last=True)).values("due_on")[:1]
    return found.annotate(day=Subquery(first), name=whole_name())


def _first(found: QuerySet, first: range) -> QuerySet[Pupil, tuple[Any, ...]]:
    ranked = found.annotate(in_all=in_all()).order_by(F("day").asc(nulls_last=True), "name", "pk")
    return ranked.values_list(*_CAME)[: first.stop]


@rows
def carried_late(actor: Actor, today: date, first: range) -> QuerySet[Pupil, tuple[Any, ...]]:
    """The first of those of whom something is late, by day and name: as `_CAME`."""
    return _first(_asked_for(actor, today).filter(day__lt=today), first)


@rows
def carried_soon(actor: Actor, today: date, first: range) -> QuerySet[Pupil, tuple[Any, ...]]:
    """The first of the others, by day and name: as `_CAME`."""
    later = Q(day__gte=today) | Q(day__isnull=True)
    return _first(_asked_for(actor, today).filter(later), first)
