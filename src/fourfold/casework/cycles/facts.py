"""Everything that the table of moves looks at, gathered from the rooms that know it.

Each stage contributes the part that is its own; nothing here reads another room's tables.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import cares_of, informed_family
from fourfold.domain.cycle import CycleFacts, FamilyMember, LineFacts, OutcomeFacts
from fourfold.foundation.scope.remembered import remembered
from fourfold.foundation.scope.together import Turns, ask_in_turns


@dataclass
class Part:
    """What one room knows of a cycle: fields of `CycleFacts`, and fields of each `FamilyMember` by public id.

    A person is a contact's public id, or the child's own. Which outcomes and lines of support there are is a fact of
    the room that owns them (`facts["outcomes"]`, `facts["lines"]`); later rooms add, by public id, to the fields of
    `OutcomeFacts` and `LineFacts` in `outcomes` and `lines`.
    """

    facts: dict[str, Any] = field(default_factory=dict)
    people: dict[str, dict[str, Any]] = field(default_factory=dict)
    outcomes: dict[str, dict[str, Any]] = field(default_factory=dict)
    lines: dict[str, dict[str, Any]] = field(default_factory=dict)


Contributor = Callable[[Cycle, date], Part]
Asker = Callable[[Cycle, date], Turns]

Conditions = frozenset[str]


@dataclass(frozen=True)
class Contribution:
    """How a room contributes, what it asks the database for that, and which conditions look at it (none: any may)."""

    contributor: Contributor
    asks: Asker
    of: Conditions

    def counts_for(self, conditions: Conditions | None) -> bool:
        """Whether one of these conditions looks at it; None are all there are."""
        return conditions is None or not self.of or not self.of.isdisjoint(conditions)


_contributions: dict[str, Contribution] = {}


def contribute(
    name: str, contributor: Contributor, asks: Asker, of: Conditions = frozenset()
) -> None:
    """Let a room contribute what it knows of a cycle on a day, under a name of its own.

    `asks` is what it asks the database for that. What is many rows and only some conditions of the table of moves look
    at names those conditions in `of`: it is left unread where a page asks about others.
    """
    _contributions[name] = Contribution(contributor, asks, of)


def _counting(conditions: Conditions | None) -> list[Contribution]:
    return [each for each in _contributions.values() if each.counts_for(conditions)]


def asked_of_cycle(cycle: Cycle, today: date, conditions: Conditions | None = None) -> list[Turns]:
    """What all rooms ask to know a cycle on a day, and who its family is: for `ask_in_turns`."""
    return [
        *(each.asks(cycle, today) for each in _counting(conditions)),
        iter([[cares_of.of(cycle.pupil, today)]]),
    ]


def _family(
    pupil: Pupil, known: dict[str, dict[str, Any]], today: date
) -> tuple[FamilyMember, ...]:
    people = [care.contact.public_id for care in informed_family(pupil, today)]
    parents = [FamilyMember(person=each, **known.get(each, {})) for each in people]
    child = FamilyMember(person=pupil.public_id, is_child=True, **known.get(pupil.public_id, {}))
    return (*parents, child)


def _merge(into: dict[str, dict[str, Any]], more: dict[str, dict[str, Any]]) -> None:
    for key, known in more.items():
        into[key] |= known


F = TypeVar("F", OutcomeFacts, LineFacts)


def _with(known: F, more: dict[str, Any] | None) -> F:
    """What is known of an outcome or a line with what another room says of it; the same where none says anything."""
    return replace(known, **more) if more else known


@remembered
def facts_of(cycle: Cycle, today: date, conditions: Conditions | None = None) -> CycleFacts:
    """The facts of `cycle` as they stand on a day, from all rooms; at least those at which `conditions` look.

    Who asks about one move names its conditions (`conditions_of`); with none it has all facts.
    """
    ask_in_turns(asked_of_cycle(cycle, today, conditions))
    facts: dict[str, Any] = {}
    people: dict[str, dict[str, Any]] = defaultdict(dict)
    outcomes: dict[str, dict[str, Any]] = defaultdict(dict)
    lines: dict[str, dict[str, Any]] = defaultdict(dict)
    for each in _counting(conditions):
        part = each.contributor(cycle, today)
        facts |= part.facts
        _merge(people, part.people)
        _merge(outcomes, part.outcomes)
        _merge(lines, part.lines)
    facts["outcomes"] = tuple(
        _with(each, outcomes.get(each.outcome)) for each in facts.get("outcomes", ())
    )
    facts["lines"] = tuple(_with(each, lines.get(each.line)) for each in facts.get("lines", ()))
    return CycleFacts(today=today, family=_family(cycle.pupil, people, today), **facts)
