"""Three kinds of day, and the dates of the law that hang on them. Nothing here reads a clock.

School days need a setting's own terms (domain mistake 9: no three terms, no 38 weeks, no fixed
dates);
working days know the bank holidays of England; calendar days need neither (domain mistake 10).
Everywhere
"n days after" leaves out the day it starts from.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final

from fourfold.domain.bank_holidays import bank_holidays_of
from fourfold.domain.words import N_, Word

_DAY: Final = timedelta(days=1)
SHORTEST_TERM: Final = 9 * 7
_MONDAY_TO_FRIDAY: Final = frozenset(range(5))
_SATURDAY: Final = 5
_FRIDAY: Final = 4
_JUNE_30: Final = (6, 30)
COMPULSORY_SCHOOL_AGE_ENDS_AT: Final = 16
YOUNG_PERSON_UNTIL: Final = 25
QUALIFICATION_YEARS: Final = 3
_SENCO_RULE_BEGAN: Final = date(2009, 9, 1)
_MONTHS_OF_SERVICE_THAT_EXEMPT: Final = 12


class DayKind(Word):
    """In which kind of day a rule counts. `AS_SET` is a date that people set."""

    SCHOOL = "school", N_("school days")
    CALENDAR = "calendar", N_("days")
    WORKING = "working", N_("working days")
    AS_SET = "as_set", N_("the day set")


class CalendarTooShort(Exception):
    """The terms that a setting has entered do not reach the day asked for.

    `missing` is a day that no term and no known holiday covers.
    """

    def __init__(self, missing: date) -> None:
        self.missing = missing
        super().__init__(
            f"The term dates do not reach {missing.isoformat()}. Enter the terms around that day."
        )


@dataclass(frozen=True, slots=True)
class Term:
    """One stretch of school, first and last day included. A half-term holiday ends one and begins
    another,
    or is listed among the closures, as the setting likes."""

    name: str
    starts: date
    ends: date

    def __post_init__(self) -> None:
        if self.ends < self.starts:
            raise ValueError(f"The term {self.name!r} ends before it starts.")

    def __contains__(self, on: date) -> bool:
        return self.starts <= on <= self.ends


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The terms of one setting, the days on which it is closed inside them, and its week.

    Between two terms is holiday. Before the first term (or before `known_from`) and after the
    last nothing
    is known, and a count that gets there raises `CalendarTooShort` rather than guess.
    Raises `ValueError` when terms overlap or are out of order.
    """

    terms: tuple[Term, ...]
    closures: frozenset[date] = frozenset()
    week: frozenset[int] = field(default=_MONDAY_TO_FRIDAY)
    known_from: date | None = None
    open_days: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for earlier, later in pairwise(self.terms):
            if later.starts <= earlier.ends:
                raise ValueError(f"The terms {earlier.name!r} and {later.name!r} overlap.")
        # Every school day in order, once: counting is then two look-ups and not a walk over years.
        open_days = _open_days(self.terms, self.closures, self.week)
        object.__setattr__(self, "open_days", open_days)

    def expect_known(self, first: date, last: date) -> None:
        """Raise `CalendarTooShort` unless every day from `first` to `last` is known."""
        for day in (first, last):
            if not self.knows(day):
                raise CalendarTooShort(day)

    def knows(self, on: date) -> bool:
        """Whether the calendar can say of that day that it is, or is not, a school day."""
        if not self.terms:
            return False
        first = self.known_from or self.terms[0].starts
        return min(first, self.terms[0].starts) <= on <= self.terms[-1].ends

    def with_closures(self, days: frozenset[date]) -> SchoolCalendar:
        """The same calendar with more days closed (a pause of one child, say)."""
        return SchoolCalendar(self.terms, self.closures | days, self.week, self.known_from)


@lru_cache(256)
def _open_days(
    terms: tuple[Term, ...], closures: frozenset[date], week: frozenset[int]
) -> tuple[date, ...]:
    """The school days in order; worked out once for a calendar, which every page of a setting has."""
    return tuple(
        day
        for term in terms
        for day in days_from(term.starts, term.ends)
        if day.weekday() in week and day not in closures
    )


def days_from(first: date, last: date) -> Iterator[date]:
    """Each day from `first` to `last`, both included; none when `last` is earlier."""
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def term_of(on: date, calendar: SchoolCalendar) -> Term | None:
    """The term that `on` falls in, or None in a holiday or outside what is known."""
    return next((term for term in calendar.terms if on in term), None)


def whole_terms(calendar: SchoolCalendar) -> tuple[Term, ...]:
    """The terms as the Code of Practice speaks of them (“at least once a term”, three in a year).

    Where a setting entered its half terms, two that follow each other in a year of school are one
    term: a half is what is shorter than nine weeks [derived: terms have eleven to sixteen]. A half
    that stands alone is a term until the other is entered.
    """
    found: list[Term] = []
    open_half: Term | None = None
    for term in calendar.terms:
        if (term.ends - term.starts).days >= SHORTEST_TERM:
            found.append(term)
            open_half = None
        elif open_half and academic_year(open_half.starts) == academic_year(term.starts):
            found[-1] = Term(f"{open_half.name} – {term.name}", open_half.starts, term.ends)
            open_half = None
        else:
            found.append(term)
            open_half = term
    return tuple(found)


def is_school_day(on: date, calendar: SchoolCalendar) -> bool:
    """Whether children are in on that day. Raises `CalendarTooShort` when the calendar cannot
    say."""
    calendar.expect_known(on, on)
    place = bisect_left(calendar.open_days, on)
    return place < len(calendar.open_days) and calendar.open_days[place] == on


def is_open(on: date, calendar: SchoolCalendar) -> bool:
    """Whether somebody can be asked to meet on that day: a school day. Where the calendar cannot say, Monday to
    Friday but for the bank holidays of England."""
    try:
        return is_school_day(on, calendar)
    except CalendarTooShort:
        return is_working_day(on)


def open_day_from(on: date, calendar: SchoolCalendar) -> date:
    """The first day from `on` on, itself included, on which the setting is open (`is_open`)."""
    day = on
    while not is_open(day, calendar):
        day += _DAY
    return day


def open_day_until(on: date, calendar: SchoolCalendar) -> date:
    """The last day until `on`, itself included, on which the setting was open (`is_open`)."""
    day = on
    while not is_open(day, calendar):
        day -= _DAY
    return day


def count_school_days(first: date, last: date, calendar: SchoolCalendar) -> int:
    """How many school days lie from `first` to `last`, both included; none when `last` is earlier.
    Raises `CalendarTooShort`."""
    if last < first:
        return 0
    calendar.expect_known(first, last)
    return bisect_right(calendar.open_days, last) - bisect_left(calendar.open_days, first)


def add_school_days(start: date, n: int, calendar: SchoolCalendar) -> date:
    """The n-th school day after `start`; with n = 0 the first school day on or after it.

    Raises `ValueError` for a negative n and `CalendarTooShort` when the terms do not reach.
    """
    if n < 0:
        raise ValueError("Count school days forward only.")
    first = start if n == 0 else start + _DAY
    calendar.expect_known(first, first)
    place = bisect_left(calendar.open_days, first) + max(n, 1) - 1
    if place >= len(calendar.open_days):
        raise CalendarTooShort(calendar.terms[-1].ends + _DAY)
    return calendar.open_days[place]


def school_days_between(start: date, end: date, calendar: SchoolCalendar) -> int:
    """How many school days lie after `start` and up to `end`; negative when `end` is earlier.

    `school_days_between(a, add_school_days(a, n)) == n`. Raises `CalendarTooShort`.
    """
    if end < start:
        return -school_days_between(end, start, calendar)
    return count_school_days(start + _DAY, end, calendar)


def is_working_day(on: date) -> bool:
    """Monday to Friday and not a bank holiday of England."""
    return on.weekday() < _SATURDAY and on not in bank_holidays_of(on.year)


def add_working_days(start: date, n: int) -> date:
    """The n-th working day after `start`; with n = 0 the first on or after it. `ValueError` if n
    < 0."""
    if n < 0:
        raise ValueError("Count working days forward only.")
    day = start if n == 0 else start + _DAY
    left = max(n, 1)
    while True:
        left -= is_working_day(day)
        if left == 0:
            return day
        day += _DAY


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start` and up to `end`; negative when `end` is earlier."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(day) for day in days_from(start + _DAY, end))


def add_calendar_days(start: date, n: int) -> date:
    """The day n days after `start`."""
    return start + timedelta(days=n)


def add_years(start: date, years: int) -> date:
    """The same day of the month `years` later; 29 February becomes 28 February where there is none.

    The corresponding-date rule: where the month has no such day, its last day counts [from
    memory: verify].
    """
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return start.replace(year=start.year + years, day=28)


def last_friday_in_june(year: int) -> date:
    """The school leaving date of that year."""
    last = date(year, *_JUNE_30)
    return last - timedelta(days=(last.weekday() - _FRIDAY) % 7)


@dataclass(frozen=True, slots=True, order=True)
class AcademicYear:
    """A year of school, first and last day included."""

    starts: date
    ends: date

    def __contains__(self, on: date) -> bool:
        return self.starts <= on <= self.ends

    @property
    def name(self) -> str:
        """Such as 2026/27."""
        return f"{self.starts.year}/{self.ends.year % 100:02d}"


def academic_year(on: date, begins: tuple[int, int] = (9, 1)) -> AcademicYear:
    """The year of school that `on` falls in. It begins on 1 September unless a setting says
    otherwise."""
    month, day = begins
    year = on.year if (on.month, on.day) >= begins else on.year - 1
    return AcademicYear(date(year, month, day), date(year + 1, month, day) - _DAY)


def end_of_compulsory_school_age(birth_date: date) -> date:
    """The last day of compulsory school age: the last Friday in June of the school year (1
    September to
    31 August) in which the 16th birthday falls. Never the birthday itself (domain mistake 5)
    [source: LEXIS-YP]."""
    sixteen = add_years(birth_date, COMPULSORY_SCHOOL_AGE_ENDS_AT)
    return last_friday_in_june(academic_year(sixteen).ends.year)


def is_young_person(birth_date: date, on: date) -> bool:
    """Over compulsory school age and under 25 (section 83). Compulsory age lasts to the end of
    its last day,
    so the first day as a young person is the next one."""
    return end_of_compulsory_school_age(birth_date) < on < add_years(birth_date, YOUNG_PERSON_UNTIL)


def senco_qualification_deadline(appointed: date, prior_service_months: int = 0) -> date | None:
    """By when a SENCO must hold the qualification: the third anniversary of taking up the role.

    None for those who are exempt: appointed before 1 September 2009, or with twelve months or
    more as a SENCO
    before. Regulation 49 [source: L-REG49; TCPD-NPQ]. A start on 29 February gives 28 February.
    """
    if appointed < _SENCO_RULE_BEGAN or prior_service_months >= _MONTHS_OF_SERVICE_THAT_EXEMPT:
        return None
    return add_years(appointed, QUALIFICATION_YEARS)


class Qualification(Word):
    """The two awards that the regulations name."""

    NATIONAL_AWARD = "national_award", N_("National Award for SEN Co-ordination")
    NPQ_FOR_SENCOS = "npq_for_sencos", N_("National professional qualification for SENCOs")


def qualification_counts(kind: Qualification, begun_on: date, finished_on: date) -> bool:
    """Whether an award satisfies regulation 49 as amended by SI 2024/535: the old National Award
    only when
    begun before 1 September 2024 and finished before 1 September 2027 [source: L-SI535]."""
    if finished_on < begun_on:
        return False
    if kind is Qualification.NPQ_FOR_SENCOS:
        return True
    return begun_on < date(2024, 9, 1) and finished_on < date(2027, 9, 1)
