"""The small rules of each stage."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.domain import assess, do, identify, plan, review
from fourfold.domain.clock import SchoolCalendar, Term
from fourfold.domain.cycle import MOVES
from fourfold.domain.rulebook import SAY_WHAT_WAS_DELIVERED, ProgressSeen, ReviewSeen
from fourfold.domain.words import Judgement, LineDecision, NextStep, NotDelivered

TERM = Term("Spring", date(2026, 1, 5), date(2026, 3, 27))
HALF_TERM = frozenset(date(2026, 2, 16) + timedelta(days=n) for n in range(5))
CALENDAR = SchoolCalendar((TERM,), HALF_TERM)
OUTCOME = plan.OutcomeContent("o1", "will read", "errors", "11", "3", date(2026, 3, 27))
LINE = plan.LineContent("l1", "phonics", frozenset({"o1"}), "ta", 5, 20, 3)
PLAN = plan.PlanContent(
    (OUTCOME, replace(OUTCOME, key="o2")),
    (LINE, replace(LINE, key="l2", outcomes=frozenset({"o2"}))),
    ("seat near the board",),
    (("family", "reads at home"),),
    date(2026, 3, 20),
)


def test_what_is_looked_at_first_is_what_is_not_known_yet() -> None:
    at = [look.at for look in identify.look_at_first(identify.Known())]
    assert at == [identify.LookAt.TEACHING, identify.LookAt.HEARING_AND_SIGHT]
    known = identify.Known(True, True, True, True, True, True, teaching_tried=True)
    found = {look.at for look in identify.look_at_first(known)}
    assert found == set(identify.LookAt) - set(at)
    assert all(look.citation for look in identify.look_at_first(known))


def test_a_watched_child_is_looked_at_again_in_thirty_school_days() -> None:
    assert identify.default_look_again(date(2026, 1, 5), CALENDAR) == date(2026, 2, 23)


def test_professionals_are_a_source_only_where_some_are_involved() -> None:
    everything_else = [s for s in assess.Source if s is not assess.Source.PROFESSIONALS]
    assert assess.sources_missing(everything_else, professionals_involved=False) == ()
    assert assess.sources_missing(everything_else, professionals_involved=True) == (
        assess.Source.PROFESSIONALS,
    )


def test_who_has_not_answered_longest_waiting_first() -> None:
    day = date(2026, 3, 2)
    asked = [
        assess.Asked("new", day + timedelta(days=2), reply_by=day + timedelta(days=9)),
        assess.Asked("old", day, reply_by=day + timedelta(days=3)),
        assess.Asked("answered", day, answered_on=day),
        assess.Asked("declined", day, declined_on=day),
    ]
    assert [each.person for each in assess.not_answered(asked)] == ["old", "new"]
    late = assess.overdue_answers(asked, day + timedelta(days=4))
    assert [each.person for each in late] == ["old"]
    assert assess.overdue_answers(asked, day + timedelta(days=3)) == ()


def test_an_outcome_says_what_it_still_lacks() -> None:
    assert plan.missing_of(OUTCOME) == ()
    assert plan.missing_of(plan.OutcomeContent("o")) == tuple(plan.OutcomePart)
    assert plan.missing_of(replace(OUTCOME, measure=" ", by=None)) == (
        plan.OutcomePart.MEASURE,
        plan.OutcomePart.BY,
    )


@pytest.mark.parametrize(
    ("words", "wrong"),
    [("9:15", ""), ("after lunch", ""), ("23.59 or 0:00", ""), ("25:99", "25:99"),
     ("from 9:15 to 9:60", "9:60"), ("24.00", "24.00"), ("class 12, room 1.5", "")],
)  # fmt: skip
def test_a_time_of_day_is_one_that_there_is(words: str, wrong: str) -> None:
    assert plan.no_time_of_day(words) == wrong


def test_the_next_draft_needs_nothing_typed_again() -> None:
    judged = {"o1": Judgement.NOT_YET, "o2": Judgement.MET}
    decided = {"l1": LineDecision.CHANGE, "l2": LineDecision.STOP}
    draft = plan.carry_forward(PLAN, judged, decided, {"o1": "6"})
    assert draft.outcomes == (replace(OUTCOME, baseline="6", by=None, cycles_old=1),)
    assert draft.lines == (replace(LINE, cycles_old=1, to_change=True),)
    assert draft.adjustments == PLAN.adjustments
    assert draft.responsibilities == PLAN.responsibilities
    assert draft.review_on is None


def test_a_date_that_lies_ahead_goes_on_with_its_outcome_and_one_that_is_over_does_not() -> None:
    for on, by in ((date(2026, 3, 26), OUTCOME.by), (date(2026, 3, 27), None)):
        draft = plan.carry_forward(PLAN, {}, {}, on=on)
        assert {outcome.by for outcome in draft.outcomes} == {by}


def test_a_met_outcome_stays_while_support_for_it_was_kept_on_purpose() -> None:
    judged = {"o1": Judgement.MET, "o2": Judgement.MET}
    draft = plan.carry_forward(PLAN, judged, {"l1": LineDecision.KEEP})
    assert [outcome.key for outcome in draft.outcomes] == ["o1"]
    assert [line.outcomes for line in draft.lines] == [frozenset({"o1"}), frozenset()]


@given(
    st.dictionaries(st.sampled_from(["o1", "o2"]), st.sampled_from(Judgement)),
    st.dictionaries(st.sampled_from(["l1", "l2"]), st.sampled_from(LineDecision)),
)
def test_nothing_is_lost_between_cycles_but_what_was_met_or_stopped(
    judged: dict[str, Judgement], decided: dict[str, LineDecision]
) -> None:
    draft = plan.carry_forward(PLAN, judged, decided)
    lines = {line.key for line in draft.lines}
    outcomes = {outcome.key for outcome in draft.outcomes}
    assert lines == {k for k in ("l1", "l2") if decided.get(k) is not LineDecision.STOP}
    assert {k for k in ("o1", "o2") if judged.get(k) is not Judgement.MET} <= outcomes
    assert all(line.outcomes <= outcomes for line in draft.lines)
    assert all(each.cycles_old == 1 for each in (*draft.outcomes, *draft.lines))


@given(
    st.dates(TERM.starts, TERM.ends),
    st.dates(TERM.starts, TERM.ends),
    st.frozensets(st.integers(0, 4)),
)
def test_sessions_to_expect_counted_a_second_way(
    start: date, end: date, weekdays: frozenset[int]
) -> None:
    days = [date.fromordinal(n) for n in range(start.toordinal(), end.toordinal() + 1)]
    open_days = [d for d in days if d.isoweekday() <= 5 and d not in HALF_TERM]
    on_days = do.expected_sessions(start, end, len(weekdays), CALENDAR, weekdays)
    assert on_days == len([d for d in open_days if d.isoweekday() - 1 in weekdays])
    spread = do.expected_sessions(start, end, len(weekdays), CALENDAR)
    assert spread <= len(weekdays) * len(open_days) / 5 < spread + 1


def test_a_week_of_five_sessions_is_every_school_day() -> None:
    assert do.expected_sessions(TERM.starts, TERM.ends, 5, CALENDAR) == 55
    with pytest.raises(ValueError, match="fewer than none"):
        do.expected_sessions(TERM.starts, TERM.ends, -1, CALENDAR)
    with pytest.raises(ValueError, match="no more days"):
        do.expected_sessions(TERM.starts, TERM.ends, 1, CALENDAR, frozenset({1, 2}))


@given(st.integers(0, 12), st.frozensets(st.integers(0, 4)))
def test_what_is_given_on_the_days_of_a_week_adds_up_to_how_often_a_week(
    per_week: int, weekdays: frozenset[int]
) -> None:
    """The second way: deal the times of a week out, one to each day in turn."""
    each = do.times_each_day(per_week, weekdays)
    if per_week and per_week < len(weekdays):
        assert each == {}
        return
    dealt = dict.fromkeys(sorted(weekdays), 0)
    for nth in range(per_week or len(weekdays)):
        if dealt:
            dealt[sorted(weekdays)[nth % len(weekdays)]] += 1
    assert each == dealt
    times = do.times_a_week(per_week, len(weekdays))
    week = do.expected_sessions(date(2026, 1, 5), date(2026, 1, 9), times, CALENDAR, weekdays)
    assert week == (times if weekdays else 0)


def test_of_two_on_one_day_the_one_of_which_something_was_said_was_planned() -> None:
    monday, said = date(2026, 1, 5), (date(2026, 1, 5),)
    before = date(2026, 1, 4)
    assert do.expected_sessions(monday, before, 2, CALENDAR, frozenset({0}), said) == 1
    assert do.expected_sessions(monday, monday, 2, CALENDAR, frozenset({0}), said) == 2


def test_in_a_week_of_six_days_a_full_week_still_gives_its_sessions() -> None:
    six = SchoolCalendar((TERM,), week=frozenset(range(6)))
    assert do.expected_sessions(date(2026, 1, 5), date(2026, 1, 11), 5, six) == 5


@pytest.mark.parametrize("weekdays", [None, frozenset({3, 4})])
def test_a_day_of_which_something_was_said_was_planned_whenever_it_is_counted(
    weekdays: frozenset[int] | None,
) -> None:
    """Support that began on a Friday, of which Thursday was said too: two were planned, on that day and a week on."""
    thursday, friday = date(2026, 1, 8), date(2026, 1, 9)
    for end in (date(2026, 1, 8), friday, date(2026, 1, 11)):
        said = (thursday, friday)
        assert do.expected_sessions(friday, end, 2, CALENDAR, weekdays, said) == 2
    later = do.expected_sessions(
        friday, date(2026, 1, 18), 2, CALENDAR, weekdays, (thursday, friday)
    )
    assert later == 4


def test_what_is_made_up_in_a_whole_week_adds_nothing_to_what_was_planned() -> None:
    monday = date(2026, 1, 5)
    said = tuple(monday + timedelta(days=nth) for nth in range(4))
    assert do.expected_sessions(monday, date(2026, 1, 11), 3, CALENDAR, None, said) == 3
    assert do.expected_sessions(monday, date(2026, 1, 6), 3, CALENDAR, None, said) == 3


def test_planned_against_delivered_with_the_reasons() -> None:
    day = date(2026, 1, 5)
    sessions = [do.Session("l1", day, delivered=True)] * 7 + [
        do.Session("l1", day, because=NotDelivered.COVER),
        do.Session("l1", day, because=NotDelivered.ABSENT),
        do.Session("l1", day),
        do.Session("l2", day, delivered=True),
    ]
    first, second = do.deliveries(sessions)
    assert (first.planned, first.delivered, first.unsaid) == (10, 7, 1)
    assert first.reasons == ((NotDelivered.ABSENT, 1), (NotDelivered.COVER, 1))
    assert (first.share, first.enough) == (Fraction(7, 10), False)
    assert second.enough
    assert do.Delivery("l3", 0, 0, 0, ()).share is None
    with pytest.raises(ValueError, match="no reason why not"):
        do.Session("l1", day, delivered=True, because=NotDelivered.TRIP)


def test_the_first_support_counts_by_its_cycle_also_on_a_day_before_the_decision() -> None:
    one, two, three = (date(2026, 1, day) for day in (9, 12, 20))
    assert do.first_given([(one, 1), (two, 1)], began_in=1) == one
    assert do.first_given([(one, 1), (two, 2)], began_in=2) == two
    assert do.first_given([(three, 2)], 1, over=(1, two)) is None
    assert do.first_given([(three, 1)], 1, over=(1, two)) is None
    assert do.first_given([(three, 2)], 1, over=(2, three)) == three


def test_every_next_step_leads_to_a_move_out_of_a_held_review() -> None:
    moves = {move.id: move for move in MOVES}
    for step in NextStep:
        assert "reviewed" in moves[review.closing_move(step)].frm
    assert review.closing_move(NextStep.ASK_NEEDS_ASSESSMENT) == "continue_cycle"


@pytest.mark.parametrize(
    ("judged", "decided", "step"),
    [
        ([], {}, None),
        ([Judgement.MET], {"l": LineDecision.STOP}, NextStep.EXIT),
        ([Judgement.MET], {"l": LineDecision.KEEP}, NextStep.STEP_DOWN),
        ([Judgement.MET, Judgement.NOT_YET], {"l": LineDecision.CHANGE}, NextStep.CHANGE),
        ([Judgement.NEARLY], {"l": LineDecision.KEEP}, NextStep.CONTINUE),
    ],
)
def test_the_step_that_is_filled_in_follows_from_the_answers(
    judged: list[Judgement], decided: dict[str, LineDecision], step: NextStep | None
) -> None:
    assert review.suggested_next_step(judged, decided) is step


def test_the_review_hears_first_what_did_not_happen() -> None:
    seen = ReviewSeen(ProgressSeen.UNCLEAR, 10, 7)
    assert review.said_at_review([seen]) == (SAY_WHAT_WAS_DELIVERED,)
