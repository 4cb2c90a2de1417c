"""Where what should still be there is put there: each room names the page on which one of its conditions is met."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.queries import informed_family
from fourfold.domain.access import Action
from fourfold.domain.cycle import Condition, CycleFacts
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.format import listed
from fourfold.foundation.design.words import Words


@dataclass(frozen=True)
class StillOpen:
    """A condition that does not hold, as pages show it, and the page that mends it (empty where there is none).

    The sentence is in the reader's language, and names of whom, or of what, it is missing.
    """

    id: str
    sentence: Words
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
_pages_of_one: dict[str, Callable[[Cycle, str], Page]] = {}
_named: list[Callable[[Cycle], dict[str, str]]] = []


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


def mends_one(conditions: Iterable[str], page: Callable[[Cycle, str], Page]) -> None:
    """Let a page mend these conditions of one outcome or line of support alone, by its public id."""
    for each in conditions:
        _pages_of_one[each] = page


def names(of_cycle: Callable[[Cycle], dict[str, str]]) -> None:
    """Let a room name, by public id, what its conditions may be missing of: outcomes, lines of support."""
    _named.append(of_cycle)


def _address(page: Page, cycle: Cycle, actor: Actor) -> str:
    row = page.which(cycle)
    if not row or not may(page.action, actor, cycle.pupil):
        return ""
    return reverse(page.name, kwargs={"setting": setting_here().public_id, page.about: row})


def _page_for(condition: str, cycle: Cycle, one: str) -> Page | None:
    if one and condition in _pages_of_one:
        return _pages_of_one[condition](cycle, one)
    return _pages[condition](cycle) if condition in _pages else None


class _Names:
    """Names by public id, as pages show them: the family first; what other rooms name is looked up when needed."""

    def __init__(self, cycle: Cycle, today: date) -> None:
        self.cycle = cycle
        family = informed_family(cycle.pupil, today)
        people = {care.contact.public_id: str(care.contact) for care in family}
        people[cycle.pupil.public_id] = cycle.pupil.given_name
        self.known: dict[str, Words] = {key: ui.person(name) for key, name in people.items()}
        self.asked = False

    def of(self, key: str) -> Words:
        """The name of one; empty where nobody knows it."""
        if key not in self.known and not self.asked:
            self.asked = True
            for room in _named:
                self.known |= {each: ui.said(words) for each, words in room(self.cycle).items()}
        return self.known.get(key, "")

    def sentence(self, condition: Condition, who: tuple[str, ...], facts: CycleFacts) -> Words:
        """What is missing, with the names of those of whom it is, and the parts; without any, in general."""
        called = [name for name in map(self.of, who) if name]
        if not called:
            return _(condition.sentence)
        parts = [_(each) for each in condition.parts(facts, who)]
        return ui.filled(_(condition.named), who=listed(called), what=listed(parts))


def with_ways(
    conditions: Iterable[Condition], cycle: Cycle, actor: Actor, facts: CycleFacts, here: str = ""
) -> tuple[StillOpen, ...]:
    """What should still be there by these `facts`, each with the page that mends it for this actor.

    Whoever may write the plan is told of whom, or of which outcome or line of support; of what has a page of its own
    there is a line for each. The words of a draft, and what each carer was told, are nobody else's: they read the
    general sentence. No way leads to the page `here` itself.
    """
    is_named = may(Action.WRITE_PLAN, actor, cycle.pupil)
    called, found = _Names(cycle, facts.today) if is_named else None, []
    for each in conditions:
        who = each.who(facts) if called and each.named else ()
        alone = bool(who) and each.id in _pages_of_one
        groups: list[tuple[str, ...]] = [(one,) for one in who] if alone else [who]
        for some in groups:
            page = _page_for(each.id, cycle, some[0] if alone else "")
            address = _address(page, cycle, actor) if page else ""
            shown = "" if address == here else address
            sentence = called.sentence(each, some, facts) if called else _(each.sentence)
            found.append(StillOpen(each.id, sentence, each.citation, shown))
    return tuple(found)
