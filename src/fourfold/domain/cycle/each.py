"""What holds of each of some people, outcomes or lines of support: whether it does, and of which it does not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from fourfold.domain.cycle.facts import CycleFacts, FamilyMember, LineFacts, OutcomeFacts

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Each(Generic[T]):
    """Of the rows that `of` finds each passes `good`: whether that holds, and which do not (`key`).

    `some`: an empty list never passes.
    """

    of: Callable[[CycleFacts], tuple[T, ...]]
    key: Callable[[T], str]
    good: Callable[[T, CycleFacts], bool]
    some: bool = False

    def __call__(self, facts: CycleFacts) -> bool:
        rows = self.of(facts)
        return (bool(rows) or not self.some) and not self.who(facts)

    def who(self, facts: CycleFacts) -> tuple[str, ...]:
        """Those that do not pass, by their ids."""
        return tuple(self.key(each) for each in self.of(facts) if not self.good(each, facts))


def every(
    of: Callable[[CycleFacts], tuple[FamilyMember, ...]],
    good: Callable[[FamilyMember, CycleFacts], bool],
) -> Each[FamilyMember]:
    """Each of them passes, or there is a lawful reason recorded for not sending."""
    return Each(of, lambda p: p.person, lambda p, f: good(p, f) or bool(p.withheld_because), True)


def outcomes(good: Callable[[OutcomeFacts], bool], *, some: bool = False) -> Each[OutcomeFacts]:
    """Each outcome of the plan passes; with `some` there is one."""
    return Each(lambda f: f.outcomes, lambda o: o.outcome, lambda o, _f: good(o), some)


def lines(good: Callable[[LineFacts], bool]) -> Each[LineFacts]:
    """Each line of support passes."""
    return Each(lambda f: f.lines, lambda line: line.line, lambda line, _f: good(line))


def parents(facts: CycleFacts) -> tuple[FamilyMember, ...]:
    """The parents and carers."""
    return facts.parents


def family(facts: CycleFacts) -> tuple[FamilyMember, ...]:
    """The parents and carers, and the child."""
    return facts.family
