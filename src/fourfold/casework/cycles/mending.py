"""Where what should still be there is put there: each room names the page on which one of its conditions is met."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from fourfold.casework.cycles.models import Cycle
from fourfold.domain.access import Action
from fourfold.domain.cycle import Condition
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here


@dataclass(frozen=True)
class StillOpen:
    """A condition that does not hold, as pages show it, and the page that mends it (empty where there is none)."""

    id: str
    sentence: str
    citation: str
    address: str


Which = Callable[[Cycle], str]


@dataclass(frozen=True)
class Page:
    """A page by its name: about which row it is (its name in the address, and how it is found of a cycle, empty for
    none), and what one must be allowed to be offered it."""

    name: str
    about: str
    which: Which
    action: Action


_pages: dict[str, Callable[[Cycle], Page]] = {}


def the_child(cycle: Cycle) -> str:
    """The public id of the child."""
    return cycle.pupil.public_id


def the_cycle(cycle: Cycle) -> str:
    """The public id of the cycle."""
    return cycle.public_id


def mends(conditions: Iterable[str], page: Callable[[Cycle], Page] | Page) -> None:
    """Let a page mend these conditions; how far the cycle has come may decide which page it is."""
    choose = page if callable(page) else lambda cycle: page
    for each in conditions:
        _pages[each] = choose


def _address(condition: str, cycle: Cycle, actor: Actor) -> str:
    if condition not in _pages:
        return ""
    page = _pages[condition](cycle)
    row = page.which(cycle)
    if not row or not may(page.action, actor, cycle.pupil):
        return ""
    return reverse(page.name, kwargs={"setting": setting_here().public_id, page.about: row})


def with_ways(
    conditions: Iterable[Condition], cycle: Cycle, actor: Actor, here: str = ""
) -> tuple[StillOpen, ...]:
    """What should still be there, each with the page that mends it for this actor; none for the page `here` itself."""
    found = []
    for each in conditions:
        address = _address(each.id, cycle, actor)
        shown = "" if address == here else address
        found.append(StillOpen(each.id, each.sentence, each.citation, shown))
    return tuple(found)
