"""What is due, and how late, from facts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.domain.clock import (
    AcademicYear,
    DayKind,
    SchoolCalendar,
    Term,
    add_school_days,
    count_school_days,
    school_days_between,
    term_of,
)
from fourfold.domain.rulebook import (
    NATIONAL,
    RULES,
    UNTOUCHED,
    Due,
    DueState,
    LocalSetting,
    OnSupport,
    Owed,
    Pause,
    Rulebook,
    SetBy,
    Setting,
    SoFar,
    Trigger,
    Waiver,
    after_days,
    default_review_date,
    due_answer_concern,
    due_copy_of_report,
    due_first_support,
    due_give_record,
    due_read_contribution,
    due_refresh_information_report,
    due_report_to_parents,
    due_review_on_date,
    due_review_termly,
    due_senco_qualification,
    due_tell_parents,
    due_three_meetings,
    meetings_expected,
)
from fourfold.domain.words import Force

AUTUMN = Term("Autumn", date(2025, 9, 3), date(2025, 12, 19))
SPRING = Term("Spring", date(2026, 1, 5), date(2026, 3, 27))
SUMMER = Term("Summer", date(2026, 4, 13), date(2026, 7, 21))
CALENDAR = SchoolCalendar((AUTUMN, SPRING, SUMMER))
YEAR = AcademicYear(date(2025, 9, 1), date(2026, 8, 31))
DAY = timedelta(days=1)
term_days = st.integers(0, (SUMMER.ends - AUTUMN.starts).days).map(
    lambda n: AUTUMN.starts + DAY * n
)


def on(today: date, *, first_day: date = date(2025, 9, 1), book: Rulebook = NATIONAL) -> Setting:
    return Setting(today, CALENDAR, first_day, book)


def test_families_are_told_within_five_school_days_each_on_their_own_row() -> None:
    owed = [Owed("mother", met_on=date(2026, 3, 4)), Owed("father")]
    mother, father = due_tell_parents("c", date(2026, 3, 2), owed, on(date(2026, 3, 11)))
    assert mother.adjusted_date == father.adjusted_date == date(2026, 3, 9)
    assert (mother.state, mother.late_by) == (DueState.MET, 0)
    assert (father.state, father.late_by, father.is_late) == (DueState.OPEN, 2, True)
    assert (father.rule_version, father.force) == (1, Force.STATUTE)
    assert father.trigger == Trigger(
        "It was decided that SEN Support starts", date(2026, 3, 2), "c", "father"
    )


def test_a_duty_that_was_met_late_says_by_how_much_for_ever() -> None:
    owed = [Owed("mother", met_on=date(2026, 3, 12))]
    for today in (date(2026, 3, 12), date(2026, 7, 1)):
        (due,) = due_tell_parents("c", date(2026, 3, 2), owed, on(today))
        assert (due.state, due.late_by, due.is_late) == (DueState.MET, 3, False)


def test_a_holiday_does_not_make_anybody_late() -> None:
    (due,) = due_tell_parents("c", date(2026, 3, 25), [Owed("m")], on(date(2026, 4, 14)))
    assert due.adjusted_date == date(2026, 4, 15)
    assert due.late_by == 0


@given(term_days, term_days, term_days, st.none() | term_days)
def test_nothing_that_fell_due_before_the_first_day_here_is_late(
    decided: date, today: date, first_day: date, met: date | None
) -> None:
    due = due_first_support("c", decided, on(today, first_day=first_day), SoFar(met))
    if due.adjusted_date is not None and due.adjusted_date < first_day:
        assert due.before_first_day
        assert (due.late_by, due.is_late) == (0, False)
        assert due.state is (DueState.MET if met else DueState.NOT_COUNTED)
    else:
        assert due.state is not DueState.NOT_COUNTED or due.adjusted_date is None


@given(term_days, term_days, st.none() | term_days)
def test_lateness_is_counted_in_the_rules_own_days_by_a_second_way(
    decided: date, today: date, met: date | None
) -> None:
    due = due_first_support("c", decided, on(today), SoFar(met))
    if due.adjusted_date is None:
        assert due.late_by is None
        return
    until, day, late = met or today, due.adjusted_date, 0
    while day < until:
        day += DAY
        late += day.weekday() < 5 and any(t.starts <= day <= t.ends for t in CALENDAR.terms)
    assert due.late_by == late


@given(term_days, term_days, st.integers(1, 40))
def test_waiting_never_moves_a_due_date(decided: date, today: date, later: int) -> None:
    """Invariant 5: a date follows from the facts, not from when it is asked."""
    one, other = (due_first_support("c", decided, on(day)) for day in (today, today + DAY * later))
    assert one.adjusted_date == other.adjusted_date
    assert (one.late_by or 0) <= (other.late_by if other.late_by is not None else 10**6)


def test_terms_that_do_not_reach_leave_the_duty_visible_and_undated() -> None:
    due = due_first_support("c", date(2026, 7, 10), on(date(2026, 7, 20)))
    assert (due.state, due.raw_date, due.late_by) == (DueState.UNDATED, None, None)
    assert "term dates do not reach" in due.exception
    met = due_first_support("c", date(2026, 7, 10), on(date(2026, 7, 20)), SoFar(date(2026, 7, 15)))
    assert met.state is DueState.MET


def test_lateness_past_the_last_term_is_unknown_and_still_late() -> None:
    (due,) = due_tell_parents("c", date(2026, 7, 1), [Owed("m")], on(date(2026, 10, 1)))
    assert (due.state, due.late_by, due.is_late) == (DueState.OPEN, None, True)


def test_a_review_set_for_a_closed_day_moves_on_and_says_so() -> None:
    due = due_review_on_date("p", date(2026, 1, 12), date(2026, 4, 4), on(date(2026, 2, 1)))
    assert (due.raw_date, due.adjusted_date) == (date(2026, 4, 4), date(2026, 4, 13))
    assert "not a school day" in due.exception


@given(term_days, st.none() | term_days, term_days)
def test_no_plan_in_force_is_ever_without_a_due_review(
    plan_from: date, review_on: date | None, today: date
) -> None:
    """Invariant 2: the date is to come, or it is late, or the terms must be entered; never
    nothing."""
    due = due_review_on_date("p", plan_from, review_on, on(today))
    if due.adjusted_date is None:
        assert due.state is DueState.UNDATED
    else:
        still_to_come = due.adjusted_date >= today
        assert (
            still_to_come or due.is_late or due.before_first_day or not is_school_time(due, today)
        )


def is_school_time(due: Due, today: date) -> bool:
    assert due.adjusted_date is not None
    return school_days_between(due.adjusted_date, today, CALENDAR) > 0


def test_a_plan_without_a_date_is_held_to_the_default() -> None:
    due = due_review_on_date("p", date(2026, 1, 12), None, on(date(2026, 2, 1)))
    assert due.adjusted_date == default_review_date(date(2026, 1, 12), on(date(2026, 2, 1)))
    assert due.adjusted_date < add_school_days(date(2026, 1, 12), 60, CALENDAR)


@pytest.mark.parametrize(
    ("plan_from", "by"),
    [
        # From the first half of a term: before that term is over.
        (date(2026, 1, 12), "the last school day of that term"),
        # From its second half: sixty school days on, which lie in the next.
        (date(2026, 3, 9), "sixty school days"),
    ],
)
def test_the_default_review_skips_no_term(plan_from: date, by: str) -> None:
    found = default_review_date(plan_from, on(plan_from))
    term = term_of(plan_from, CALENDAR)
    assert term
    if by == "sixty school days":
        assert found == add_school_days(plan_from, 60, CALENDAR)
    else:
        assert found in term
        assert add_school_days(found, 1, CALENDAR) > term.ends


@given(st.dates(date(2025, 9, 3), date(2026, 4, 30)))
def test_the_term_in_which_the_default_review_lies_is_the_first_that_counts(
    plan_from: date,
) -> None:
    found = default_review_date(plan_from, on(plan_from))
    for term in CALENDAR.terms:
        left = count_school_days(max(term.starts, plan_from), term.ends, CALENDAR)
        whole = count_school_days(term.starts, term.ends, CALENDAR)
        if plan_from <= term.ends < found:
            assert left < whole / 2


def test_a_lawful_reason_to_withhold_holds_until_the_day_to_look_again() -> None:
    waiver = Waiver("p1", date(2026, 3, 3), "Serious harm is likely.", date(2026, 4, 20))
    states = [
        due_copy_of_report("r", date(2026, 3, 2), [Owed("m", None, waiver)], on(day))[0]
        for day in (date(2026, 4, 17), date(2026, 4, 20))
    ]
    assert [due.state for due in states] == [DueState.WAIVED, DueState.OPEN]
    assert [due.is_late for due in states] == [False, True]


def test_a_pause_shows_while_it_lasts_and_then_moves_the_day_by_as_much() -> None:
    hospital = Pause(date(2026, 1, 12), None, "In hospital")
    due = due_first_support("c", date(2026, 1, 5), on(date(2026, 3, 20)), SoFar(pauses=(hospital,)))
    assert (due.state, due.late_by) == (DueState.PAUSED, 0)
    back = replace(hospital, ends=date(2026, 1, 23))
    due = due_first_support("c", date(2026, 1, 5), on(date(2026, 2, 13)), SoFar(pauses=(back,)))
    assert (due.raw_date, due.adjusted_date) == (date(2026, 2, 2), date(2026, 2, 16))
    assert due.exception == "It was paused, and moves by as many days."


def test_only_the_days_of_a_pause_after_the_start_count_and_those_of_two_count_once() -> None:
    pauses = (
        Pause(date(2025, 12, 8), date(2026, 1, 6), "Away"),
        Pause(date(2026, 1, 6), date(2026, 1, 8), "Ill"),
    )
    due = due_first_support("c", date(2026, 1, 5), on(date(2026, 1, 20)), SoFar(pauses=pauses))
    assert (due.raw_date, due.adjusted_date) == (date(2026, 2, 2), date(2026, 2, 6))


def test_the_law_is_not_paused() -> None:
    pause = Pause(date(2026, 1, 12), None, "In hospital")
    trigger = Trigger("decided", date(2026, 1, 5), "c", "m")
    due = after_days("tell_parents", trigger, on(date(2026, 3, 20)), SoFar(pauses=(pause,)))
    assert due.state is DueState.OPEN
    assert due.is_late


def test_a_local_number_of_days_moves_what_began_under_it() -> None:
    book = Rulebook(
        RULES, (LocalSetting("first_support", SetBy.SETTING, date(2026, 1, 1), days=10),)
    )
    before = due_first_support("c", date(2025, 12, 1), on(date(2026, 1, 5), book=book))
    after = due_first_support("c", date(2026, 1, 5), on(date(2026, 1, 5), book=book))
    assert before.adjusted_date == add_school_days(date(2025, 12, 1), 20, CALENDAR)
    assert after.adjusted_date == add_school_days(date(2026, 1, 5), 10, CALENDAR)


def test_a_concern_is_answered_in_five_school_days_and_words_are_read_by_the_next() -> None:
    friday = date(2026, 3, 6)
    assert due_answer_concern("x", friday, on(friday)).adjusted_date == date(2026, 3, 13)
    assert due_read_contribution("x", friday, on(friday)).adjusted_date == date(2026, 3, 9)


def test_the_record_of_a_meeting_goes_to_each_within_five_school_days() -> None:
    owed = [Owed("mother"), Owed("teacher", met_on=date(2026, 3, 4))]
    dues = due_give_record("m", date(2026, 3, 3), owed, on(date(2026, 3, 5)))
    assert [due.state for due in dues] == [DueState.OPEN, DueState.MET]
    assert {due.adjusted_date for due in dues} == {date(2026, 3, 10)}


def test_what_was_corrected_is_owed_anew_from_the_day_of_the_correction() -> None:
    corrected = date(2026, 3, 17)
    owed = [Owed("mother", anew_on=corrected), Owed("father")]
    anew, first = due_give_record("m", date(2026, 3, 3), owed, on(corrected))
    assert (anew.adjusted_date, anew.late_by) == (date(2026, 3, 24), 0)
    assert (first.adjusted_date, first.late_by) == (date(2026, 3, 10), 5)


def test_the_yearly_report_is_due_on_the_last_school_day_of_the_last_term() -> None:
    (due,) = due_report_to_parents("c", YEAR, [Owed("m")], on(date(2026, 3, 1)))
    assert due.adjusted_date == date(2026, 7, 21)
    closed = SchoolCalendar(CALENDAR.terms, frozenset({date(2026, 7, 20), date(2026, 7, 21)}))
    setting = replace(on(date(2026, 3, 1)), calendar=closed)
    (due,) = due_report_to_parents("c", YEAR, [Owed("m")], setting)
    assert due.adjusted_date == date(2026, 7, 17)


def test_the_senco_has_three_years_counted_in_plain_days() -> None:
    due = due_senco_qualification("s", date(2023, 2, 28), on(date(2026, 3, 10)))
    assert due is not None
    assert (due.adjusted_date, due.late_by, due.late_in) == (
        date(2026, 2, 28),
        10,
        DayKind.CALENDAR,
    )
    assert due.is_late
    done = due_senco_qualification(
        "s", date(2023, 2, 28), on(date(2026, 3, 10)), qualified_on=date(2026, 2, 1)
    )
    assert done is not None
    assert (done.state, done.late_by) == (DueState.MET, 0)
    assert due_senco_qualification("s", date(2005, 9, 1), on(date(2026, 3, 10))) is None


def test_the_information_report_is_refreshed_yearly_and_on_a_change() -> None:
    setting = on(date(2026, 3, 10))
    assert due_refresh_information_report(date(2025, 9, 10), setting).adjusted_date == date(
        2026, 9, 10
    )
    changed = due_refresh_information_report(
        date(2025, 9, 10), setting, changed_on=date(2026, 3, 1)
    )
    assert (changed.adjusted_date, changed.late_by) == (date(2026, 3, 1), 9)


def test_a_review_each_term_by_the_settings_own_terms() -> None:
    support = OnSupport("c", date(2025, 10, 1))
    dues = due_review_termly(support, [date(2025, 12, 1)], on(date(2026, 5, 1)))
    assert [(due.adjusted_date, due.state) for due in dues] == [
        (date(2025, 12, 19), DueState.MET),
        (date(2026, 3, 27), DueState.OPEN),
        (date(2026, 7, 21), DueState.OPEN),
    ]
    assert dues[1].is_late
    assert not dues[2].is_late


def test_a_review_held_in_the_holiday_is_late_for_the_term_before_and_not_early_for_the_next() -> (
    None
):
    support = OnSupport("c", date(2025, 9, 3))
    dues = due_review_termly(support, [date(2026, 4, 2), date(2026, 6, 1)], on(date(2026, 6, 30)))
    assert [(due.met_on, due.late_by) for due in dues[1:]] == [
        (date(2026, 4, 2), 0),
        (date(2026, 6, 1), 0),
    ]


def test_one_review_never_counts_for_two_terms() -> None:
    support = OnSupport("c", date(2025, 9, 3))
    dues = due_review_termly(support, [date(2026, 5, 5)], on(date(2026, 6, 30)))
    assert [due.met_on for due in dues] == [None, None, date(2026, 5, 5)]


def test_a_second_review_in_a_term_makes_up_for_the_one_before_late() -> None:
    support = OnSupport("c", date(2025, 9, 3))
    held = [date(2025, 12, 1), date(2026, 4, 15), date(2026, 7, 1)]
    dues = due_review_termly(support, held, on(date(2026, 7, 20)))
    assert [(due.met_on, due.late_by) for due in dues] == [
        (date(2025, 12, 1), 0),
        (date(2026, 7, 1), school_days_between(date(2026, 3, 27), date(2026, 7, 1), CALENDAR)),
        (date(2026, 4, 15), 0),
    ]


def test_a_term_without_a_review_stays_open_until_someone_says_why() -> None:
    support = OnSupport("c", date(2025, 9, 3))
    waiver = Waiver("p1", date(2026, 1, 10), "The family asked to wait.")
    dues = due_review_termly(support, [], on(date(2026, 2, 2)), {AUTUMN.starts: waiver})
    assert [due.state for due in dues] == [DueState.WAIVED, DueState.OPEN]


def test_a_child_who_begins_near_the_end_of_a_term_is_reviewed_from_the_next() -> None:
    support = OnSupport("c", date(2025, 12, 1))
    dues = due_review_termly(support, [], on(date(2026, 2, 1)))
    assert [due.adjusted_date for due in dues] == [date(2026, 3, 27)]


def test_a_setting_with_short_terms_may_review_every_second_one() -> None:
    book = Rulebook(
        RULES, (LocalSetting("review_termly", SetBy.AUTHORITY, date(2025, 1, 1), count=2),)
    )
    support = OnSupport("c", date(2025, 9, 3))
    dues = due_review_termly(support, [date(2025, 10, 1)], on(date(2026, 6, 1), book=book))
    assert [(due.adjusted_date, due.met_on) for due in dues] == [
        (date(2026, 3, 27), date(2025, 10, 1))
    ]


@given(term_days)
def test_meetings_are_asked_for_in_proportion_to_the_time_on_support(begins: date) -> None:
    expected = meetings_expected(OnSupport("c", begins), YEAR, on(begins))
    days = [n for t in CALENDAR.terms for n in range(t.starts.toordinal(), t.ends.toordinal() + 1)]
    left = sum(n >= begins.toordinal() for n in days)
    assert (expected - 1) * len(days) < 3 * left <= expected * len(days)


def test_three_meetings_in_a_whole_year_spread_over_it() -> None:
    support = OnSupport("c", date(2024, 1, 1))
    held = [date(2025, 11, 1), date(2026, 2, 2)]
    dues = due_three_meetings(support, held, on(date(2026, 5, 1)))
    assert [due.met_on for due in dues] == [*held, None]
    assert dues[-1].adjusted_date == date(2026, 7, 21)
    assert len({due.adjusted_date for due in dues}) == 3


def test_a_rule_that_gives_no_days_cannot_be_counted_in_days() -> None:
    with pytest.raises(ValueError, match="no number of days"):
        after_days(
            "three_meetings", Trigger("x", date(2026, 1, 5)), on(date(2026, 1, 5)), UNTOUCHED
        )
