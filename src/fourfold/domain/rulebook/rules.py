"""Rules with dates: what the law, the Code and local policy ask, from when, and what may be
changed.

A new Code, or the Individual Support Plans now proposed, is a new row with its own first day, and
an end to
the old row; no code changes. Sources: domain 3.6 and `design.md`, "Rules with dates".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fourfold.domain.clock import DayKind
from fourfold.domain.words import N_, Certainty, Force, Word


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it holds from `effective_from` to `effective_to` (None: until replaced).

    `default_days` counts in `day_kind`; None where the law or the plan gives the date itself.
    `default_count` is
    for rules that count (meetings in a year, terms between reviews). `may_change` says whether an
    authority or a
    setting may put its own number there; with `stricter_only` it may only ask for more: fewer
    days, more
    meetings. `late_in` is the kind of day in which lateness is counted and said. `may_set_aside` says whether a
    person may say, with a reason, why it is not done.
    """

    id: str
    catalogue: str
    force: Force
    title: str
    citation: str
    certainty: Certainty
    trigger: str
    day_kind: DayKind
    late_in: DayKind
    default_days: int | None = None
    default_count: int | None = None
    may_change: bool = False
    stricter_only: bool = False
    may_pause: bool = False
    may_set_aside: bool = True
    effective_from: date = date(2014, 9, 1)
    effective_to: date | None = None
    version: int = 1

    def holds_on(self, on: date) -> bool:
        """Whether this version of the rule is in force on that day."""
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)


class SetBy(Word):
    """Who made a local number. The setting's own counts before the authority's, if it asks for
    more."""

    AUTHORITY = "authority", N_("the local authority")
    SETTING = "setting", N_("this setting")


@dataclass(frozen=True, slots=True)
class LocalSetting:
    """An authority's or a setting's own number for a rule, from and to a day."""

    rule_id: str
    set_by: SetBy
    begins: date
    ends: date | None = None
    days: int | None = None
    count: int | None = None

    def holds_on(self, on: date) -> bool:
        """Whether it is in force on that day."""
        return self.begins <= on and (self.ends is None or on <= self.ends)


class NotAllowedHere(ValueError):
    """A local number that the rule does not allow; the text is the sentence to show."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Dated rules and the local numbers on top of them.

    Raises `ValueError` when two versions of one rule hold on the same day, and `NotAllowedHere`
    for a local
    number that its rule does not allow on its first day.
    """

    rules: tuple[Rule, ...]
    local: tuple[LocalSetting, ...] = ()

    def __post_init__(self) -> None:
        for index, one in enumerate(self.rules):
            for other in self.rules[index + 1 :]:
                if one.id == other.id and (
                    one.holds_on(other.effective_from) or other.holds_on(one.effective_from)
                ):
                    raise ValueError(f"Two versions of {one.id} hold at once.")
        for setting in self.local:
            refusal = self.why_not(setting)
            if refusal is not None:
                raise NotAllowedHere(refusal)

    def rule(self, rule_id: str, on: date) -> Rule:
        """The version of a rule in force on that day. Raises `KeyError` when there is none."""
        for rule in self.rules:
            if rule.id == rule_id and rule.holds_on(on):
                return rule
        raise KeyError(f"{rule_id} on {on.isoformat()}")

    def days(self, rule_id: str, on: date) -> int | None:
        """How many days the rule gives on that day, with the local number where there is one."""
        local = self._local(rule_id, on)
        if local is not None and local.days is not None:
            return local.days
        return self.rule(rule_id, on).default_days

    def count(self, rule_id: str, on: date) -> int | None:
        """How many times the rule asks for on that day, with the local number where there is
        one."""
        local = self._local(rule_id, on)
        if local is not None and local.count is not None:
            return local.count
        return self.rule(rule_id, on).default_count

    def why_not(self, setting: LocalSetting) -> str | None:
        """The sentence that says why a local number is not allowed, or None when it is."""
        try:
            rule = self.rule(setting.rule_id, setting.begins)
        except KeyError:
            return N_("There is no such rule on that day.")
        if not rule.may_change:
            return N_("This rule is the same everywhere: it cannot be changed here.")
        return _wrong_number(rule, setting)

    def _local(self, rule_id: str, on: date) -> LocalSetting | None:
        found = [each for each in self.local if each.rule_id == rule_id and each.holds_on(on)]
        own = [each for each in found if each.set_by is SetBy.SETTING]
        return max(own or found, key=lambda each: each.begins, default=None)


def _wrong_number(rule: Rule, setting: LocalSetting) -> str | None:
    pairs = ((setting.days, rule.default_days), (setting.count, rule.default_count))
    if all(number is None for number, _ in pairs):
        return N_("Give a number.")
    if any(number is not None and default is None for number, default in pairs):
        return N_("This rule has no such number.")
    if any(number is not None and number < 1 for number, _ in pairs):
        return N_("The number must be at least one.")
    days_laxer = setting.days is not None and setting.days > (rule.default_days or 0)
    count_laxer = setting.count is not None and setting.count < (rule.default_count or 0)
    if rule.stricter_only and (days_laxer or count_laxer):
        return N_("Here a setting may only ask for more than the rule, not for less.")
    return None
