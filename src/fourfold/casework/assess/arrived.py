"""Views that have arrived and wait to be read, beside what is missing of a picture: for who reads first (W9)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.cycles.mending import StillOpen, with_ways
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.voice.queries import person_id, views_to_read
from fourfold.domain.cycle import Condition, CycleFacts
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.format import listed
from fourfold.foundation.scope.addresses import reverse

# What is missing until views were read: whoever sent theirs has done their part.
HEARD = frozenset({"child_heard", "parents_heard"})
_Ways = dict[str, tuple[str, str]]


def ways_to_read(cycle: Cycle, actor: Actor, today: date) -> _Ways:
    """Whose views about the child wait for this actor to read: by public id the name, and where the first is read."""
    found: _Ways = {}
    for sent in views_to_read(actor, cycle.pupil, today):
        ids = {"setting": setting_here().public_id, "contribution": sent.public_id}
        name = str(sent.contact or cycle.pupil)
        found.setdefault(person_id(sent), (name, reverse("voice:read", kwargs=ids)))
    return found


def _only_of(condition: Condition, people: tuple[str, ...]) -> Condition:
    return replace(condition, who=lambda _facts: people)


def missing(
    conditions: Iterable[Condition], cycle: Cycle, actor: Actor, facts: CycleFacts, ways: _Ways
) -> tuple[StillOpen, ...]:
    """What should still be there, each with its way; of whom views wait to be read it says that, with the way there."""
    found: list[StillOpen] = []
    for each in conditions:
        people = (cycle.pupil.public_id,) if each.id == "child_heard" else each.who(facts)
        came = [one for one in people if one in ways] if each.id in HEARD else []
        if came:
            names = listed([ui.person(ways[one][0]) for one in came])
            words = ui.filled(_("Arrived, and to be read first: %(who)s."), who=names)
            found.append(StillOpen(each.id, words, each.citation, ways[came[0]][1]))
        others = tuple(one for one in people if one not in ways)
        if not came:
            found += with_ways([each], cycle, actor, facts)
        elif others:
            found += with_ways([_only_of(each, others)], cycle, actor, facts)
    return tuple(found)
