"""Three terms in a year, whether a setting entered terms or their halves."""

from datetime import date

import pytest

from fourfold.domain.clock import SchoolCalendar, Term, whole_terms
from fourfold.domain.rulebook import (
    NATIONAL,
    OnSupport,
    Setting,
    default_review_date,
    due_review_termly,
)

AUTUMN_1 = Term("Autumn 1", date(2025, 9, 2), date(2025, 10, 24))
AUTUMN_2 = Term("Autumn 2", date(2025, 11, 3), date(2025, 12, 19))
SPRING_1 = Term("Spring 1", date(2026, 1, 5), date(2026, 2, 13))
SPRING_2 = Term("Spring 2", date(2026, 2, 23), date(2026, 3, 27))
SUMMER = Term("Summer", date(2026, 4, 13), date(2026, 7, 21))
NEXT = Term("Autumn 1", date(2026, 9, 2), date(2026, 10, 23))
CALENDAR = SchoolCalendar((AUTUMN_1, AUTUMN_2, SPRING_1, SPRING_2, SUMMER, NEXT))


def test_two_halves_are_a_term_and_a_whole_one_is_left_as_it_is() -> None:
    found = [(term.starts, term.ends) for term in whole_terms(CALENDAR)]
    assert found == [
        (AUTUMN_1.starts, AUTUMN_2.ends),
        (SPRING_1.starts, SPRING_2.ends),
        (SUMMER.starts, SUMMER.ends),
        (NEXT.starts, NEXT.ends),
    ]


def test_a_half_is_never_put_together_with_one_of_another_year() -> None:
    alone = SchoolCalendar(
        (SPRING_1, SPRING_2, Term("S", date(2026, 6, 1), date(2026, 7, 21)), NEXT)
    )
    assert [term.ends for term in whole_terms(alone)] == [
        SPRING_2.ends,
        date(2026, 7, 21),
        NEXT.ends,
    ]


def _setting(today: date) -> Setting:
    return Setting(today, CALENDAR, AUTUMN_1.starts, NATIONAL)


@pytest.mark.parametrize(
    ("plan_from", "review"),
    [
        (date(2026, 1, 26), date(2026, 3, 27)),  # sixty school days would be 27 April
        (date(2026, 2, 24), date(2026, 6, 2)),  # less than half of the term is left
        (date(2025, 9, 8), date(2025, 12, 8)),  # sixty school days lie within the term
        (date(2026, 8, 3), date(2026, 10, 23)),
    ],
)
def test_a_plan_is_to_be_reviewed_within_its_term(plan_from: date, review: date) -> None:
    assert default_review_date(plan_from, _setting(plan_from)) == review


def test_whoever_keeps_the_default_is_never_late_for_the_review_of_the_term() -> None:
    for plan_from in (date(2025, 9, 8), date(2025, 11, 3), date(2026, 1, 26), date(2026, 4, 20)):
        review = default_review_date(plan_from, _setting(plan_from))
        rows = due_review_termly(OnSupport("c", plan_from), [review], _setting(review))
        assert all(row.late_by == 0 for row in rows)
