"""This room's line of a child's story, and which children have left while a cycle is still open."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import StoryEntry, Todo
from fourfold.casework.onward.models import Leaving
from fourfold.casework.people.models import Pupil
from fourfold.domain.access import Action
from fourfold.domain.words import EndReason, Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here


def story(pupil: Pupil, actor: Actor) -> Iterable[StoryEntry]:
    """That the child moved, left or died, for the staff who may read the story."""
    if actor.is_family or not may(Action.SEE_STORY, actor, pupil):
        return
    for leaving in Leaving.objects.filter(cycle__pupil=pupil).select_related("by"):
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
    gone = Cycle.objects.filter(ended_on__isnull=True, pupil__left_on__lt=today)
    for cycle in gone.select_related("pupil").order_by("pupil__left_on", "pk"):
        yield Todo(
            what=_("This child has left, and the cycle is still open"),
            why=_("Say why it ends, so that what was done here goes on elsewhere (Code 6.57)."),
            due_on=cycle.pupil.left_on,
            address=reverse("onward:left", kwargs={"setting": here, "cycle": cycle.public_id}),
            button=_("Say why"),
            child=cycle.pupil.public_id,
            child_name=str(cycle.pupil),
        )
