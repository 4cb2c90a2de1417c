"""This room's line of a child's story, and which children have left while a cycle is still open."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import StoryEntry, Todo
from fourfold.casework.onward.models import Leaving
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.relations import barred_children
from fourfold.domain.access import Action
from fourfold.domain.words import EndReason, Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import Turns, rows


@rows
def leavings_of(pupil: Pupil) -> QuerySet[Leaving]:
    """Why a child was no longer here, each time, with a cycle that was open or without."""
    mine = Q(pupil=pupil) | Q(cycle__in=Cycle.objects.filter(pupil=pupil))
    return Leaving.objects.filter(mine).select_related("by").order_by("pk")


@rows
def left_open(actor: Actor, today: date) -> QuerySet[Cycle]:
    """The cycles that are open although the child has left, the longest first."""
    gone = Cycle.objects.filter(ended_on__isnull=True, pupil__left_on__lt=today)
    gone = gone.exclude(pupil__in=barred_children(actor, today))
    return gone.select_related("pupil").order_by("pupil__left_on", "pk")


def asked_of_story(pupil: Pupil, actor: Actor, _first: range) -> Turns:
    """What `story` is read from."""
    if not actor.is_family and may(Action.SEE_STORY, actor, pupil):
        yield [leavings_of.of(pupil)]


def asked_of_todos(actor: Actor, today: date) -> Turns:
    """What `todos` is read from."""
    if Role.SENCO in actor.roles:
        yield [left_open.of(actor, today)]


def story(pupil: Pupil, actor: Actor, _first: range) -> Iterable[StoryEntry]:
    """That the child moved, left or died, for the staff who may read the story."""
    if actor.is_family or not may(Action.SEE_STORY, actor, pupil):
        return
    for leaving in leavings_of(pupil):
        yield StoryEntry(
            on=leaving.on,
            room="onward",
            what=_(EndReason(leaving.reason).label),
            words=leaving.words,
            by=leaving.by.called if leaving.by else "",
            order=9,
        )


def todos(actor: Actor, today: date) -> Iterable[Todo]:
    """Each child whose last day is over and whose cycle is still open: for the SENCO, so that nothing lapses."""
    if Role.SENCO not in actor.roles:
        return
    here = setting_here().public_id
    for cycle in left_open(actor, today):
        yield Todo(
            what=_("This child has left, and the cycle is still open"),
            why=_("Say why it ends, so that what was done here goes on elsewhere (Code 6.57)."),
            due_on=cycle.pupil.left_on,
            address=reverse(
                "onward:left", kwargs={"setting": here, "child": cycle.pupil.public_id}
            ),
            button=_("Say why"),
            child=cycle.pupil.public_id,
            child_name=str(cycle.pupil),
        )
