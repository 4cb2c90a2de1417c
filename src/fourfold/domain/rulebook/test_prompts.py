"""Escalation is said aloud, with its source, and never closes a way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.domain.rulebook import (
    CONSIDER_SPECIALIST,
    INVOLVE_SPECIALIST,
    OFFER_NEEDS_ASSESSMENT,
    SAY_WHAT_WAS_DELIVERED,
    ProgressSeen,
    ReviewSeen,
    delivered_enough,
    prompts,
    rule_a,
    rule_b,
)

LESS = ReviewSeen(ProgressSeen.LESS_THAN_EXPECTED, 10, 10)
NONE = ReviewSeen(ProgressSeen.LITTLE_OR_NONE, 10, 10)
FINE = ReviewSeen(ProgressSeen.AS_EXPECTED, 10, 10)
UNCLEAR = ReviewSeen(ProgressSeen.UNCLEAR, 10, 10)


def test_rule_a_grows_stronger_with_less_progress() -> None:
    assert rule_a([]) is None
    assert rule_a([NONE, FINE]) is None
    assert rule_a([FINE, LESS]) is CONSIDER_SPECIALIST
    assert rule_a([FINE, NONE]) is INVOLVE_SPECIALIST
    assert rule_a([ReviewSeen(ProgressSeen.AS_EXPECTED, far_below_age=True)]) is INVOLVE_SPECIALIST


def test_support_that_did_not_happen_is_not_called_a_failure() -> None:
    missed = ReviewSeen(ProgressSeen.LITTLE_OR_NONE, 10, 7)
    assert rule_a([missed]) is None
    assert prompts([missed]) == (SAY_WHAT_WAS_DELIVERED,)


@pytest.mark.parametrize(
    ("reviews", "offered"),
    [
        ([LESS], False),
        ([LESS, NONE], True),
        ([LESS, LESS, FINE], False),
        ([LESS, UNCLEAR], False),
        ([LESS, ReviewSeen(ProgressSeen.LESS_THAN_EXPECTED, termly=False)], False),
        ([LESS, ReviewSeen(ProgressSeen.AS_EXPECTED, termly=False), LESS], True),
    ],
)
def test_rule_b_needs_two_termly_reviews_in_a_row(reviews: list[ReviewSeen], offered: bool) -> None:
    assert rule_b(reviews) is (OFFER_NEEDS_ASSESSMENT if offered else None)


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_guard_stands_at_exactly_eighty_in_a_hundred(planned: int, delivered: int) -> None:
    assert delivered_enough(planned, delivered) == (planned == 0 or delivered / planned >= 0.8)


def test_fewer_than_no_sessions_is_nonsense() -> None:
    with pytest.raises(ValueError, match="fewer than none"):
        delivered_enough(-1, 0)
