"""The pupil-level code N, K or E: a projection of the record, never a field that someone sets.

Sources: domain 3.1 (last paragraph), 3.7 invariants 1, 9, 11 and 14; `design.md`, "State": K and
E that come
with a roll are inherited spells, dated and with their source, and the derived code starts from
them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from fourfold.domain.words import N_, SenCode, Word


class SpellSource(Word):
    """Where a spell that did not begin here comes from. A screen is not among them, on purpose."""

    ROLL = "roll", N_("the roll that was brought in")
    TRANSFER_FILE = "transfer_file", N_("the file from the setting before")
    PREVIOUS_SETTING = "previous_setting", N_("word from the setting before")


@dataclass(frozen=True, slots=True)
class InheritedSpell:
    """K or E as it came with a child: from and to which day, who says so, and on which day it came.

    `came_on` None: it is not known; then it is taken as here from its first day on. Raises
    `ValueError` for N (nothing to inherit) or an end before the beginning.
    """

    code: SenCode
    begins: date
    ends: date | None
    source: SpellSource
    came_on: date | None = None

    def __post_init__(self) -> None:
        if self.code is SenCode.N:
            raise ValueError("Only K and E can be inherited.")
        if self.ends is not None and self.ends < self.begins:
            raise ValueError("A spell cannot end before it begins.")

    def covers(self, on: date) -> bool:
        """Whether the spell holds on that day; its last day is included."""
        return self.begins <= on and (self.ends is None or on <= self.ends)

    def asks_from(self, first_day: date) -> date:
        """From which day on the spell asks something of a setting whose first day that is.

        Nothing that fell due before it came counts as late here (`design.md`, "Clocks"): whoever
        had the child then owed it.
        """
        return max(self.begins, self.came_on or self.begins, first_day)


@dataclass(frozen=True, slots=True)
class OwnSpell:
    """SEN Support that this setting decided on: from the decision to the day it ended (excluded).

    Raises `ValueError` without a decider or reasons: invariant 1.
    """

    decided_on: date
    decided_by: str
    reasons: str
    ended_on: date | None = None

    def __post_init__(self) -> None:
        if not self.decided_by.strip() or not self.reasons.strip():
            raise ValueError("SEN Support needs a decision with who and why.")
        if self.ended_on is not None and self.ended_on < self.decided_on:
            raise ValueError("SEN Support cannot end before it was decided.")

    def covers(self, on: date) -> bool:
        """Whether the child is on SEN Support by this decision on that day."""
        return self.decided_on <= on and (self.ended_on is None or on < self.ended_on)


@dataclass(frozen=True, slots=True)
class AuthorityPlan:
    """An education, health and care plan: issued, and perhaps ceased, by the authority alone.

    Raises `ValueError` without the authority's name: invariant 9.
    """

    issued_on: date
    authority: str
    ceased_on: date | None = None

    def __post_init__(self) -> None:
        if not self.authority.strip():
            raise ValueError("A plan is issued by an authority: say which.")
        if self.ceased_on is not None and self.ceased_on < self.issued_on:
            raise ValueError("A plan cannot cease before it was issued.")

    def covers(self, on: date) -> bool:
        """Whether the plan is in force on that day."""
        return self.issued_on <= on and (self.ceased_on is None or on < self.ceased_on)


@dataclass(frozen=True, slots=True)
class PupilHistory:
    """All that the code depends on."""

    inherited: tuple[InheritedSpell, ...] = ()
    own: tuple[OwnSpell, ...] = ()
    plans: tuple[AuthorityPlan, ...] = ()


def projected_code(history: PupilHistory, on: date) -> SenCode:
    """The code of a pupil on that day.

    E while an authority's plan, or an inherited E, holds; else K while a decision of ours or an
    inherited
    K holds; else N. An exit decided here ends an inherited K by giving that spell its last day;
    nothing that a
    setting does ends an E.
    """
    if any(plan.covers(on) for plan in history.plans):
        return SenCode.E
    inherited = {spell.code for spell in history.inherited if spell.covers(on)}
    if SenCode.E in inherited:
        return SenCode.E
    if SenCode.K in inherited or any(spell.covers(on) for spell in history.own):
        return SenCode.K
    return SenCode.N


def end_inherited_support(history: PupilHistory, last_day: date) -> PupilHistory:
    """The history after an exit decided here: each inherited K that still ran ends on `last_day`.
    An
    inherited E is left as it is, because only the authority ends one (invariant 9)."""
    ended = tuple(
        replace(spell, ends=last_day)
        if spell.code is SenCode.K and spell.covers(last_day)
        else spell
        for spell in history.inherited
    )
    return PupilHistory(ended, history.own, history.plans)
