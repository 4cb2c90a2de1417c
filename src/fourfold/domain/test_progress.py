"""Progress with its error: never more certain than the measurement."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fourfold.domain.progress import Movement, Point, Progress, Suggestion, progress_of
from fourfold.domain.words import Judgement

START = date(2026, 1, 5)
values = st.integers(-100, 100).map(float)
errors = st.none() | st.integers(0, 20).map(float)


def at(day: int, value: float, error: float | None = None) -> Point:
    return Point(START + timedelta(days=day), value, error)


def progress(base: float, target: float, value: float, error: float | None = None) -> Progress:
    return progress_of(at(0, base, error), target, [at(30, value, error)])


@pytest.mark.parametrize(
    ("base", "target", "value", "suggestion", "share"),
    [
        (11, 3, 3, Suggestion.MET, 1.0),
        (11, 3, 2, Suggestion.MET, 1.125),
        (11, 3, 6, Suggestion.NOT_YET, 0.625),
        (0, 10, 8, Suggestion.NEARLY, 0.8),
        (0, 10, 7.9, Suggestion.NOT_YET, 0.79),
        (0, 10, -5, Suggestion.NOT_YET, -0.5),
        (4, 4, 4, Suggestion.MET, None),
        (4, 4, 3, Suggestion.NOT_YET, None),
    ],
)
def test_how_far_from_start_to_target(
    base: float, target: float, value: float, suggestion: Suggestion, share: float | None
) -> None:
    found = progress(base, target, value)
    assert found.suggestion is suggestion
    assert found.share == (None if share is None else pytest.approx(share))
    assert (found.low, found.high, found.with_error) == (None, None, False)


def test_to_keep_a_low_count_lower_is_better() -> None:
    kept = progress_of(at(0, 4), 4, [at(9, 3)], higher_is_better=False)
    assert kept.suggestion is Suggestion.MET


def test_within_the_error_of_the_target_it_is_too_close_to_say() -> None:
    assert progress(85, 95, 92, 3).suggestion is Suggestion.TOO_CLOSE
    assert progress(85, 95, 98, 3).suggestion is Suggestion.TOO_CLOSE
    assert progress(85, 95, 102, 3).suggestion is Suggestion.MET
    assert progress(85, 95, 86, 3).suggestion is Suggestion.NOT_YET
    assert Suggestion.TOO_CLOSE.as_judgement() is None
    assert Suggestion.NEARLY.as_judgement() is Judgement.NEARLY


def test_a_small_gain_on_a_test_is_not_called_progress() -> None:
    assert progress(85, 95, 90, 3).movement is Movement.NO_RELIABLE_CHANGE
    assert progress(85, 95, 94, 3).movement is Movement.TOWARDS
    assert progress(85, 95, 76, 3).movement is Movement.AWAY
    assert progress(11, 3, 6).movement is Movement.TOWARDS
    assert progress(11, 3, 11).movement is Movement.NO_RELIABLE_CHANGE


def test_nothing_measured_since_the_start_is_said_as_such() -> None:
    for points in ([], [at(0, 50)], [at(-3, 50)]):
        found = progress_of(at(0, 1), 10, points)
        assert found.suggestion is Suggestion.NOTHING_MEASURED
        assert found.latest is None


@given(values, values, values, errors)
def test_turned_upside_down_it_says_the_same(
    base: float, target: float, value: float, error: float | None
) -> None:
    assume(base != target)
    one, other = progress(base, target, value, error), progress(-base, -target, -value, error)
    assert (one.suggestion, one.movement, one.share) == (
        other.suggestion,
        other.movement,
        other.share,
    )


@given(values, values, values, st.integers(1, 20).map(float))
def test_a_clear_answer_stays_the_same_anywhere_within_the_error(
    base: float, target: float, value: float, error: float
) -> None:
    assume(base != target)
    found = progress(base, target, value, error)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= (found.share or 0.0) <= found.high
    reached = {
        progress(base, target, value + end).suggestion is Suggestion.MET
        for end in (-1.9599 * error, 1.9599 * error)
    }
    if found.suggestion is not Suggestion.TOO_CLOSE:
        assert reached == {found.suggestion is Suggestion.MET}


@given(st.lists(st.tuples(st.integers(1, 20), values), min_size=1), values, values)
def test_the_order_of_days_decides_and_not_the_order_of_the_list(
    listed: list[tuple[int, float]], base: float, target: float
) -> None:
    by_day = dict(listed)
    points = [at(day, value) for day, value in by_day.items()]
    latest = progress_of(at(0, base), target, points).latest
    assert latest == at(max(by_day), by_day[max(by_day)])


def test_an_error_below_nothing_is_nonsense() -> None:
    with pytest.raises(ValueError, match="negative"):
        Point(START, 1, -0.1)
