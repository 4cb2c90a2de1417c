"""What is due, computed from facts: one `Due` for each duty towards each person. Nothing is
counted down.

A `Due` is a pure function of its facts, so the nightly run can build every one again without
reading the old ones.
Nothing that fell due before a setting's first day here counts as late (`design.md`, "Clocks").
When the term dates
do not reach, the date is left open and says so: the duty stays visible, undated, rather than
vanish or be guessed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from fourfold.domain.clock import (
    CalendarTooShort,
    DayKind,
    SchoolCalendar,
    add_calendar_days,
    add_school_days,
    add_working_days,
    days_from,
    school_days_between,
    working_days_between,
)
from fourfold.domain.rulebook.rules import Rule, Rulebook
from fourfold.domain.words import N_, Force, Word

NEXT_SCHOOL_DAY = N_("The day is not a school day: it moves to the next one.")
MOVED_BY_PAUSE = N_("It was paused, and moves by as many days.")
TERMS_DO_NOT_REACH = N_("The term dates do not reach this far: enter them to see the day.")


class DueState(Word):
    """How a duty stands."""

    OPEN = "open", N_("Open")
    MET = "met", N_("Done")
    NOT_COUNTED = "not_counted", N_("From before the first day here")
    WAIVED = "waived", N_("Not done, with a reason")
    PAUSED = "paused", N_("Paused")
    UNDATED = "undated", N_("Waiting for term dates")


@dataclass(frozen=True, slots=True)
class Trigger:
    """What started the clock, when, and for whom it is owed (opaque ids, empty where it is one
    for all)."""

    what: str
    on: date
    subject: str = ""
    owed_to: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which a duty does not run, with its reason; `ends` None: still paused."""

    begins: date
    ends: date | None
    because: str

    def covers(self, on: date) -> bool:
        """Whether the duty is paused on that day."""
        return self.begins <= on and (self.ends is None or on <= self.ends)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A named person says, with a reason, why it is not done (a lawful reason to withhold, say),
    and when to
    look again; from that day on the duty is open once more."""

    by: str
    on: date
    because: str
    look_again_on: date | None = None

    def holds_on(self, on: date) -> bool:
        """Whether it still stands."""
        return self.on <= on and (self.look_again_on is None or on < self.look_again_on)


@dataclass(frozen=True, slots=True)
class Setting:
    """What every duty of one setting shares: its calendar, its first day here, its rules, and the
    day it is."""

    today: date
    calendar: SchoolCalendar
    first_day: date
    rulebook: Rulebook


@dataclass(frozen=True, slots=True)
class Due:
    """One duty: which rule and version, what started it, when it falls due, and how it stands.

    `late_by` counts in `late_in` days: up to `met_on`, or up to today while open; 0 when not
    late, None when the
    terms do not reach. `raw_date` is what the rule gives, `adjusted_date` what holds after
    `exception`.
    """

    rule_id: str
    rule_version: int
    force: Force
    trigger: Trigger
    calendar_kind: DayKind
    late_in: DayKind
    raw_date: date | None
    exception: str
    adjusted_date: date | None
    met_on: date | None
    state: DueState
    late_by: int | None
    before_first_day: bool

    @property
    def is_late(self) -> bool:
        """Late and still open."""
        return self.state is DueState.OPEN and self.late_by != 0 and not self.before_first_day


@dataclass(frozen=True, slots=True)
class SoFar:
    """What happened to a duty since its trigger."""

    met_on: date | None = None
    waiver: Waiver | None = None
    pauses: tuple[Pause, ...] = ()


UNTOUCHED = SoFar()


def add_days(start: date, n: int, kind: DayKind, setting: Setting) -> date:
    """The n-th day of that kind after `start`. Raises `CalendarTooShort` for school days out of
    reach."""
    if kind is DayKind.WORKING:
        return add_working_days(start, n)
    if kind is DayKind.CALENDAR:
        return add_calendar_days(start, n)
    return add_school_days(start, n, setting.calendar)


def days_between(start: date, end: date, kind: DayKind, setting: Setting) -> int:
    """How many days of that kind lie after `start` and up to `end`. Raises `CalendarTooShort`."""
    if kind is DayKind.WORKING:
        return working_days_between(start, end)
    if kind is DayKind.CALENDAR:
        return (end - start).days
    return school_days_between(start, end, setting.calendar)


def after_days(rule_id: str, trigger: Trigger, setting: Setting, so_far: SoFar = UNTOUCHED) -> Due:
    """A duty that falls due so many days after its trigger, by the rule in force on the trigger's
    day."""
    rule = setting.rulebook.rule(rule_id, trigger.on)
    days = setting.rulebook.days(rule_id, trigger.on)
    if days is None:
        raise ValueError(f"The rule {rule_id} gives no number of days.")
    return _due(
        rule, trigger, setting, so_far, lambda: add_days(trigger.on, days, rule.day_kind, setting)
    )


def on_date(
    rule_id: str, trigger: Trigger, set_for: date, setting: Setting, so_far: SoFar = UNTOUCHED
) -> Due:
    """A duty that falls due on a date that was set, or that the law gives outright."""
    rule = setting.rulebook.rule(rule_id, trigger.on)
    return _due(rule, trigger, setting, so_far, lambda: set_for)


def _due(
    rule: Rule,
    trigger: Trigger,
    setting: Setting,
    so_far: SoFar,
    raw: Callable[[], date],
) -> Due:
    blank = Due(
        rule_id=rule.id,
        rule_version=rule.version,
        force=rule.force,
        trigger=trigger,
        calendar_kind=rule.day_kind,
        late_in=rule.late_in,
        raw_date=None,
        exception=TERMS_DO_NOT_REACH,
        adjusted_date=None,
        met_on=so_far.met_on,
        state=DueState.UNDATED,
        late_by=None,
        before_first_day=trigger.on < setting.first_day,
    )
    pauses = so_far.pauses if rule.may_pause else ()
    try:
        raw_date = raw()
    except CalendarTooShort:
        return replace(blank, state=_state(blank, setting, so_far, pauses))
    try:
        adjusted, exception = _adjusted(rule, trigger, raw_date, pauses, setting)
    except CalendarTooShort:
        adjusted, exception = raw_date, TERMS_DO_NOT_REACH
    dated = replace(
        blank,
        raw_date=raw_date,
        adjusted_date=adjusted,
        exception=exception,
        state=DueState.OPEN,
        before_first_day=adjusted < setting.first_day,
    )
    state = _state(dated, setting, so_far, pauses)
    return replace(dated, state=state, late_by=_late_by(dated, state, setting))


def _adjusted(
    rule: Rule, trigger: Trigger, raw: date, pauses: tuple[Pause, ...], setting: Setting
) -> tuple[date, str]:
    """The date that holds: moved on by the paused days, and to a school day where a meeting is
    due."""
    adjusted, exception = raw, ""
    paused = _paused_days(trigger.on, raw, pauses, rule.late_in, setting)
    if paused:
        adjusted, exception = add_days(raw, paused, rule.late_in, setting), MOVED_BY_PAUSE
    if rule.late_in is DayKind.SCHOOL:
        next_open = add_school_days(adjusted, 0, setting.calendar)
        if next_open != adjusted:
            adjusted, exception = next_open, exception or NEXT_SCHOOL_DAY
    return adjusted, exception


def _paused_days(
    start: date, end: date, pauses: tuple[Pause, ...], kind: DayKind, setting: Setting
) -> int:
    """How many days of that kind the closed pauses took out of the run from `start` to `end`.

    Days that two pauses share count once. A pause still open moves nothing yet: the duty is shown
    as paused.
    """
    days = {
        day
        for pause in pauses
        if pause.ends is not None and pause.begins <= end
        for day in days_from(max(pause.begins, start), pause.ends)
    }
    return sum(days_between(add_calendar_days(day, -1), day, kind, setting) for day in days)


def _state(due: Due, setting: Setting, so_far: SoFar, pauses: tuple[Pause, ...]) -> DueState:
    if so_far.met_on is not None:
        return DueState.MET
    if so_far.waiver is not None and so_far.waiver.holds_on(setting.today):
        return DueState.WAIVED
    if due.before_first_day:
        return DueState.NOT_COUNTED
    if any(pause.covers(setting.today) for pause in pauses):
        return DueState.PAUSED
    return due.state


def _late_by(due: Due, state: DueState, setting: Setting) -> int | None:
    if due.adjusted_date is None:
        return None
    if due.before_first_day or state in {DueState.WAIVED, DueState.PAUSED}:
        return 0
    until = due.met_on or setting.today
    if until <= due.adjusted_date:
        return 0
    try:
        return days_between(due.adjusted_date, until, due.late_in, setting)
    except CalendarTooShort:
        return None
