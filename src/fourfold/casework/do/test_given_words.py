"""What was given, in words: true in every combination of planned, given and missed."""

from datetime import date

import pytest

from fourfold.casework.do.models import Session as Logged
from fourfold.casework.do.pages import card_of, given_words, piles, reasons_words
from fourfold.casework.do.queries import OnADay, Slot
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


def on_a_day(number, what, at="", group_size=1, session=None):
    line = OnADay(
        number, f"key{number}", "", what, 7, "Tess", group_size, 5, 20, "", at, "", number,
        f"Child{number}", "Novak",
    )  # fmt: skip
    return Slot(line, 1, session)


def test_cards_stand_by_the_time_of_day_and_those_of_which_all_is_said_come_last():
    said = Logged(delivered=True, because="")
    slots = [
        on_a_day(1, "Early, and said", "08:30", session=said),
        on_a_day(2, "Reading", "10:00"),
        on_a_day(3, "Phonics", "10:00"),
        on_a_day(4, "In a group", "09:00", 2, said),
        on_a_day(5, "In a  Group", "09:00", 2),
    ]
    found = piles(slots, 7)
    assert [(pile.key, pile.left) for pile in found] == [
        ("key4", 1),
        ("key3", 1),
        ("key2", 1),
        ("key1", 0),
    ]
    group = card_of(found[0])
    assert (group.about, group.what) == ("Child4 N., Child5 N.", "In a group")
    assert [child.name for child in group.open] == ["Child5 N."]
    assert "usually" not in group.detail
    assert "usually" in card_of(piles(slots, 8)[0]).detail
