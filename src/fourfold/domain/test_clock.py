"""Each date computed a second, slower or differently thought way."""

from __future__ import annotations

import calendar as month_calendar
import functools
from datetime import date, timedelta

import pytest
from dateutil.easter import easter
from hypothesis import assume, given
from hypothesis import strategies as st

from fourfold.domain import clock
from fourfold.domain.bank_holidays import bank_holidays_of, bank_holidays_within
from fourfold.domain.clock import CalendarTooShort, DayKind, Qualification, SchoolCalendar, Term
from fourfold.domain.rulebook import NATIONAL, Setting
from fourfold.domain.rulebook.due import add_days, days_between

DAY = timedelta(days=1)
any_day = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@st.composite
def calendars(draw: st.DrawFn) -> SchoolCalendar:
    day = draw(st.dates(date(2025, 1, 1), date(2027, 1, 1)))
    first, terms = day, []
    for number in range(draw(st.integers(1, 6))):
        day += DAY * draw(st.integers(1, 30))
        ends = day + DAY * draw(st.integers(0, 60))
        terms.append(Term(f"T{number}", day, ends))
        day = ends
    span = (day - first).days
    closures = draw(st.frozensets(st.integers(0, span).map(lambda n: first + DAY * n), max_size=20))
    week = draw(st.sampled_from([frozenset(range(5)), frozenset(range(6)), frozenset({0, 2})]))
    return SchoolCalendar(tuple(terms), closures, week)


def listed_school_days(of: SchoolCalendar) -> list[date]:
    """All school days as one list, term by term: the second way."""
    return [
        date.fromordinal(n)
        for term in of.terms
        for n in range(term.starts.toordinal(), term.ends.toordinal() + 1)
        if date.fromordinal(n).weekday() in of.week and date.fromordinal(n) not in of.closures
    ]


@given(calendars(), st.integers(0, 250), st.integers(0, 60))
def test_adding_school_days_is_walking_down_the_list_of_them(
    of: SchoolCalendar, offset: int, n: int
) -> None:
    start = of.terms[0].starts + DAY * offset
    assume(of.knows(start))
    later = [day for day in listed_school_days(of) if (day > start if n else day >= start)]
    if len(later) < max(n, 1):
        with pytest.raises(CalendarTooShort):
            clock.add_school_days(start, n, of)
    else:
        assert clock.add_school_days(start, n, of) == later[max(n, 1) - 1]


@given(calendars(), st.integers(0, 250), st.integers(0, 250))
def test_counting_school_days_between_two_days_is_counting_in_the_list(
    of: SchoolCalendar, one: int, other: int
) -> None:
    start, end = (of.terms[0].starts + DAY * n for n in (one, other))
    assume(of.knows(start) and of.knows(end))
    listed = listed_school_days(of)
    expected = sum(start < day <= end for day in listed) - sum(end < day <= start for day in listed)
    assert clock.school_days_between(start, end, of) == expected


@given(calendars(), any_day)
def test_a_calendar_never_guesses_outside_its_terms(of: SchoolCalendar, on: date) -> None:
    if on < of.terms[0].starts or on > of.terms[-1].ends:
        with pytest.raises(CalendarTooShort, match="Enter the terms"):
            clock.is_school_day(on, of)
    else:
        assert clock.is_school_day(on, of) == (on in listed_school_days(of))


def test_no_terms_at_all_is_said_and_not_walked_for_ever() -> None:
    with pytest.raises(CalendarTooShort):
        clock.add_school_days(date(2026, 1, 5), 5, SchoolCalendar(()))


def test_a_summer_before_the_first_term_can_be_known_as_holiday() -> None:
    terms = (Term("Autumn", date(2026, 9, 2), date(2026, 10, 23)),)
    with pytest.raises(CalendarTooShort):
        clock.add_school_days(date(2026, 8, 20), 5, SchoolCalendar(terms))
    known = SchoolCalendar(terms, known_from=date(2026, 7, 22))
    assert clock.add_school_days(date(2026, 8, 20), 5, known) == date(2026, 9, 8)


def test_terms_that_overlap_or_run_backwards_are_refused() -> None:
    one = Term("One", date(2026, 1, 5), date(2026, 2, 5))
    with pytest.raises(ValueError, match="overlap"):
        SchoolCalendar((one, Term("Two", date(2026, 2, 5), date(2026, 3, 5))))
    with pytest.raises(ValueError, match="before it starts"):
        Term("Back", date(2026, 2, 5), date(2026, 1, 5))


@given(st.dates(date(2000, 1, 1), date(2058, 12, 31)), st.integers(0, 80))
def test_working_days_are_found_by_walking_too(start: date, n: int) -> None:
    found = clock.add_working_days(start, n)
    walked = [start + DAY * k for k in range(0 if n == 0 else 1, 400)]
    weekdays = [d for d in walked if d.strftime("%a") not in {"Sat", "Sun"}]
    working = [d for d in weekdays if d not in by_hand(d.year)]
    assert found == working[max(n, 1) - 1]
    if n:
        assert clock.working_days_between(start, found) == n
        assert clock.working_days_between(found, start) == -n


def test_what_is_due_in_working_days_is_not_due_on_a_bank_holiday() -> None:
    thursday, after_easter = date(2026, 4, 2), date(2026, 4, 7)
    setting = Setting(thursday, SchoolCalendar(()), thursday, NATIONAL)
    assert add_days(thursday, 1, DayKind.WORKING, setting) == after_easter
    assert days_between(thursday, after_easter, DayKind.WORKING, setting) == 1


def test_days_are_never_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forward"):
        clock.add_school_days(date(2026, 1, 5), -1, SchoolCalendar(()))
    with pytest.raises(ValueError, match="forward"):
        clock.add_working_days(date(2026, 1, 5), -1)


@given(any_day, st.integers(-500, 500))
def test_calendar_days_are_plain_days(start: date, n: int) -> None:
    assert clock.add_calendar_days(start, n).toordinal() == start.toordinal() + n


@given(st.integers(1990, 2099))
def test_the_last_friday_in_june_as_a_wall_calendar_shows_it(year: int) -> None:
    weeks = month_calendar.Calendar().monthdatescalendar(year, 6)
    assert clock.last_friday_in_june(year) == [w[4] for w in weeks if w[4].month == 6][-1]


def test_the_last_fridays_in_june_that_the_reference_names() -> None:
    assert clock.last_friday_in_june(2026) == date(2026, 6, 26)
    assert clock.last_friday_in_june(2027) == date(2027, 6, 25)


@given(any_day)
def test_compulsory_school_age_ends_in_the_school_year_of_the_sixteenth_birthday(
    born: date,
) -> None:
    """A second way: children born from September to August are one year group; it leaves in the
    June of the
    year in which its youngest turns 16."""
    leaves_in = born.year + 17 if born.month >= 9 else born.year + 16
    assert clock.end_of_compulsory_school_age(born) == clock.last_friday_in_june(leaves_in)


@pytest.mark.parametrize(
    ("born", "last_day"),
    [
        (date(2010, 8, 31), date(2026, 6, 26)),
        (date(2010, 9, 1), date(2027, 6, 25)),
        (date(2008, 2, 29), date(2024, 6, 28)),
        (date(2010, 6, 26), date(2026, 6, 26)),
        (date(2010, 7, 20), date(2026, 6, 26)),
    ],
)
def test_the_last_day_of_compulsory_school_age(born: date, last_day: date) -> None:
    assert clock.end_of_compulsory_school_age(born) == last_day
    assert not clock.is_young_person(born, last_day)
    assert clock.is_young_person(born, last_day + DAY)


@given(any_day, any_day)
def test_a_young_person_is_over_school_age_and_under_twenty_five(born: date, on: date) -> None:
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    expected = on > clock.end_of_compulsory_school_age(born) and age < 25
    if (born.month, born.day) != (2, 29):
        assert clock.is_young_person(born, on) == expected


@given(any_day, st.sampled_from([(9, 1), (8, 1), (1, 1)]))
def test_every_day_is_in_exactly_one_school_year(on: date, begins: tuple[int, int]) -> None:
    year = clock.academic_year(on, begins)
    assert on in year
    assert (year.starts.month, year.starts.day) == begins
    assert clock.academic_year(year.ends + DAY, begins).starts == year.ends + DAY
    assert (year.starts - DAY) not in year


def test_the_name_of_a_school_year() -> None:
    assert clock.academic_year(date(2026, 11, 22)).name == "2026/27"
    assert clock.academic_year(date(2099, 9, 1)).name == "2099/00"


@given(any_day)
def test_the_senco_has_three_years_to_the_day(appointed: date) -> None:
    deadline = clock.senco_qualification_deadline(appointed)
    if appointed < date(2009, 9, 1):
        assert deadline is None
        return
    month_length = month_calendar.monthrange(appointed.year + 3, appointed.month)[1]
    expected = date(appointed.year + 3, appointed.month, min(appointed.day, month_length))
    assert deadline == expected


def test_a_senco_who_began_on_a_leap_day_has_until_the_end_of_february() -> None:
    assert clock.senco_qualification_deadline(date(2024, 2, 29)) == date(2027, 2, 28)


def test_a_senco_with_a_year_of_service_before_is_exempt() -> None:
    assert clock.senco_qualification_deadline(date(2026, 9, 1), 12) is None
    assert clock.senco_qualification_deadline(date(2026, 9, 1), 11) == date(2029, 9, 1)


@pytest.mark.parametrize(
    ("kind", "begun", "finished", "counts"),
    [
        (Qualification.NATIONAL_AWARD, date(2024, 8, 31), date(2027, 8, 31), True),
        (Qualification.NATIONAL_AWARD, date(2024, 9, 1), date(2026, 7, 1), False),
        (Qualification.NATIONAL_AWARD, date(2024, 8, 31), date(2027, 9, 1), False),
        (Qualification.NPQ_FOR_SENCOS, date(2024, 9, 1), date(2028, 1, 1), True),
        (Qualification.NPQ_FOR_SENCOS, date(2025, 9, 1), date(2025, 1, 1), False),
    ],
)
def test_which_award_counts(kind: Qualification, begun: date, finished: date, counts: bool) -> None:
    assert clock.qualification_counts(kind, begun, finished) is counts


@given(calendars(), st.integers(0, 250))
def test_a_day_is_in_at_most_one_term(of: SchoolCalendar, offset: int) -> None:
    on = of.terms[0].starts + DAY * offset
    inside = [term for term in of.terms if term.starts <= on <= term.ends]
    assert clock.term_of(on, of) == (inside[0] if inside else None)


# Days by proclamation, and those of May and spring that were moved: year, day in, day out.
PROCLAIMED = [
    (2002, (6, 3), None), (2002, (6, 4), (5, 27)), (2011, (4, 29), None), (2012, (6, 5), None),
    (2012, (6, 4), (5, 28)), (2020, (5, 8), (5, 4)), (2022, (6, 3), None), (2022, (6, 2), (5, 30)),
    (2022, (9, 19), None), (2023, (5, 8), None),
]  # fmt: skip


@functools.cache
def by_hand(year: int) -> set[date]:
    """The bank holidays of England on weekdays, reckoned a second way: by Easter, by counted Mondays, by moves."""
    sunday = easter(year)
    mondays = {
        month: [d for d in (date(year, month, n) for n in range(1, 32)) if d.weekday() == 0]
        for month in (5, 8)
    }
    found = {sunday - 2 * DAY, sunday + DAY, mondays[5][0], mondays[5][-1], mondays[8][-1]}
    for month, first, length in ((1, 1, 1), (12, 25, 2)):
        wanted = [date(year, month, first) + DAY * n for n in range(length)]
        in_place = {day for day in wanted if day.weekday() < 5}
        day = max(wanted)
        while len(in_place) < length:
            day += DAY
            in_place |= {day} if day.weekday() < 5 else set()
        found |= in_place
    for when, put_in, put_out in PROCLAIMED:
        if when == year:
            found.add(date(year, *put_in))
            found -= {date(year, *put_out)} if put_out else set()
    return found


@pytest.mark.parametrize("year", range(2000, 2061))
def test_the_bank_holidays_of_england_reckoned_a_second_way(year: int) -> None:
    assert {day for day in bank_holidays_of(year) if day.weekday() < 5} == by_hand(year)


def test_a_bank_holiday_is_within_a_term_unless_the_term_begins_or_ends_on_it() -> None:
    easter_monday, early_may = date(2027, 3, 29), date(2027, 5, 3)
    assert bank_holidays_within([(date(2027, 4, 12), date(2027, 5, 28))]) == {early_may}
    assert bank_holidays_within([(easter_monday, early_may)]) == frozenset()


@given(calendars(), any_day)
def test_a_day_to_meet_is_a_school_day_or_where_nothing_is_known_no_bank_holiday(
    of: SchoolCalendar, on: date
) -> None:
    assert clock.open_day_until(clock.open_day_from(on, of), of) == clock.open_day_from(on, of)
    found = clock.open_day_from(on, of)
    assert found >= on
    between = [on + DAY * n for n in range((found - on).days)]
    for day in (*between, found):
        listed = day in listed_school_days(of)
        free = day.isoweekday() > 5 or day in by_hand(day.year)
        assert (day == found) == (listed if of.knows(day) else not free)
