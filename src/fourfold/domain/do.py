"""Small rules of the stage "do": how many sessions to expect, planned against delivered, and why
not (D2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from fourfold.domain.clock import SchoolCalendar, days_from, is_school_day
from fourfold.domain.rulebook.prompts import delivered_enough
from fourfold.domain.words import NotDelivered


@dataclass(frozen=True, slots=True)
class Session:
    """One planned session that has passed: delivered, or not and why. Neither: nobody has said
    yet."""

    line: str
    on: date
    delivered: bool = False
    because: NotDelivered | None = None

    def __post_init__(self) -> None:
        if self.delivered and self.because is not None:
            raise ValueError("A session that happened has no reason why not.")


@dataclass(frozen=True, slots=True)
class Delivery:
    """Planned against delivered for one line. `unsaid` is how many sessions nobody has said
    anything about, `more` how many of `planned` were given beyond what was to be. `starts` is the
    first day on which it is to be given, where nothing was to be before it comes. `goes_on`: it was
    carried on from the cycle before, and this one is not over."""

    line: str
    planned: int
    delivered: int
    unsaid: int
    reasons: tuple[tuple[NotDelivered, int], ...]
    more: int = 0
    starts: date | None = None
    goes_on: bool = False

    @property
    def only_goes_on(self) -> bool:
        """It goes on as it was in the cycle before, and in this one nothing was to be or said yet."""
        return self.goes_on and not (self.planned or self.missed or self.starts)

    @property
    def was_to_be(self) -> int:
        """How many sessions were to be so far, by the plan alone."""
        return self.planned - self.more

    @property
    def missed(self) -> int:
        """How many times it was said that a session was not given on its day."""
        return sum(count for _, count in self.reasons)

    @property
    def made_up(self) -> int:
        """How many of those that were missed were given on another day in their place: none where
        no number was to be."""
        if not self.was_to_be:
            return 0
        return max(0, min(self.missed, self.delivered + self.missed - self.planned))

    @property
    def share(self) -> Fraction | None:
        """Delivered of planned; None when nothing was planned."""
        return Fraction(self.delivered, self.planned) if self.planned else None

    @property
    def enough(self) -> bool:
        """At least 80 in 100 (domain 3.3)."""
        return delivered_enough(self.planned, self.delivered)


def first_given(
    given: Iterable[tuple[date, int]], began_in: int, over: tuple[int, date] | None = None
) -> date | None:
    """The first day on which support was given that was decided in the cycle `began_in`; None where none was.

    `given` are days in order, each with the number of its cycle; `over` is in which cycle and on which day that support
    ended. A day before that of the decision counts: help may begin before that is written down.
    """
    for on, cycle in given:
        ended = over is not None and (cycle > over[0] or on > over[1])
        if cycle >= began_in and not ended:
            return on
    return None


def times_a_week(per_week: int, days: int) -> int:
    """How often a week a line of support is given that says `per_week` times and names so many days: once on each of
    them, where it says no number."""
    return per_week or days


def times_each_day(per_week: int, weekdays: frozenset[int]) -> dict[int, int]:
    """How often a line is given on each day of the week that it names (0 is Monday), the earlier days first where it
    is more often on some.

    Empty where it names none, or more than there are times: it is then on some of them.
    """
    times = times_a_week(per_week, len(weekdays))
    if not weekdays or times < len(weekdays):
        return {}
    each, more = divmod(times, len(weekdays))
    return {day: each + (place < more) for place, day in enumerate(sorted(weekdays))}


def expected_sessions(
    start: date,
    end: date,
    per_week: int,
    calendar: SchoolCalendar,
    weekdays: frozenset[int] | None = None,
    said: tuple[date, ...] = (),
) -> int:
    """How many sessions to expect from `start` to `end`, both included; `said` are the days of the sessions of which
    something was said, those outside that span too.

    With `weekdays` (0 is Monday): each such school day is one, or more where `per_week` is more than
    their number; a day of which something was said was planned. Without: a full
    week gives `per_week`, a week cut short by term, closure or the ends of the span its share, or
    what was said of in it if that is more, up to the number for the week. The sum is rounded
    down, so that what was planned is never overstated. Raises `ValueError` for nonsense and
    `CalendarTooShort`.
    """
    if per_week < 0:
        raise ValueError("Sessions cannot be fewer than none.")
    if weekdays is not None and len(weekdays) > per_week:
        raise ValueError("Name no more days of the week than there are sessions in it.")
    days = [day for day in days_from(start, end) if is_school_day(day, calendar)]
    if weekdays is not None:
        each = times_each_day(per_week, weekdays)
        known = frozenset(days)
        outside = Counter(day for day in said if day not in known)
        part = (min(n, each.get(day.weekday(), 0)) for day, n in outside.items())
        return sum(each.get(day.weekday(), 0) for day in days) + sum(part)
    open_in, said_in = Counter(map(_monday, days)), Counter(map(_monday, said))
    weeks = (
        max(
            Fraction(per_week * open_in[week], len(calendar.week)),
            Fraction(min(per_week, said_in[week])),
        )
        for week in open_in.keys() | said_in.keys()
    )
    return int(sum(weeks, Fraction()))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def deliveries(sessions: Iterable[Session]) -> tuple[Delivery, ...]:
    """Planned against delivered of each line, in the order in which lines first appear."""
    by_line: dict[str, list[Session]] = {}
    for session in sessions:
        by_line.setdefault(session.line, []).append(session)
    return tuple(_delivery(line, listed) for line, listed in by_line.items())


def _delivery(line: str, sessions: list[Session]) -> Delivery:
    counted = Counter(each.because for each in sessions if each.because is not None)
    return Delivery(
        line=line,
        planned=len(sessions),
        delivered=sum(each.delivered for each in sessions),
        unsaid=sum(not each.delivered and each.because is None for each in sessions),
        reasons=tuple((reason, counted[reason]) for reason in NotDelivered if counted[reason]),
    )


def delivery_so_far(line: str, expected: int, logged: Iterable[Session]) -> Delivery:
    """Planned against delivered of one line, where `expected` sessions were to be so far and
    `logged` is what was said.

    A session that was missed and made up on another day counts as given, so what was planned is what
    was expected, or more where more was given. Reasons count each miss, made up or not. Raises
    `ValueError` for a negative number.
    """
    if expected < 0:
        raise ValueError("Sessions cannot be fewer than none.")
    said = list(logged)
    delivered = sum(each.delivered for each in said)
    counted = Counter(each.because for each in said if each.because is not None)
    planned = max(expected, delivered)
    return Delivery(
        line=line,
        planned=planned,
        delivered=delivered,
        unsaid=max(0, planned - delivered - counted.total()),
        reasons=tuple((reason, counted[reason]) for reason in NotDelivered if counted[reason]),
        more=planned - expected,
    )
