"""What was given, in words: true in every combination of planned, given and missed."""

from datetime import date

import pytest

from fourfold.casework.do.pages import given_words, reasons_words
from fourfold.domain.do import Session, delivery_so_far
from fourfold.domain.words import NotDelivered

DAY = date(2025, 11, 3)


@pytest.mark.parametrize(
    ("expected", "given", "missed", "words", "reasons"),
    [
        (0, 0, 0, "None was planned", ""),
        (0, 0, 1, "Not given", "Not given: 1 × absent."),
        (0, 1, 0, "Given once", ""),
        (0, 3, 1, "Given 3 times", "Not given: 1 × absent."),
        (10, 10, 0, "10 of 10 given", ""),
        (10, 10, 2, "10 of 10 given", "Missed on the day and given on another: 2 × absent."),
        (10, 9, 2, "9 of 10 given",
         "Missed on the day: 2 × absent. 1 of them was made up on another day."),
        (10, 8, 2, "8 of 10 given", "Not given: 2 × absent."),
        (10, 7, 2, "7 of 10 given",
         "Not given: 2 × absent. Of 1 session nobody has said anything."),
        (10, 12, 1, "12 given, 10 were planned",
         "Missed on the day and given on another: 1 × absent."),
    ],
)  # fmt: skip
def test_what_was_given_is_told_truly_in_every_combination(expected, given, missed, words, reasons):
    said = [Session("l", DAY, True)] * given + [
        Session("l", DAY, False, NotDelivered.ABSENT)
    ] * missed
    delivery = delivery_so_far("l", expected, said)
    assert given_words(delivery) == words
    assert reasons_words(delivery) == reasons
