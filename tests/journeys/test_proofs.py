"""Marks and pictures of journeys: each names a requirement that exists, each picture is made once and is there."""

from collections import Counter

from tests.journeys.proofs import TOUR, journeys, requirements

THIN = {"W5", "W7", "I1", "I5", "I6", "I7", "I10", "A1", "P1", "P2", "P3", "P4", "P5", "D1"}


def test_each_mark_names_a_requirement_that_exists() -> None:
    known = {each.number for each in requirements()}
    for journey in journeys():
        assert set(journey.requirements) <= known, journey.sentence


def test_the_thin_cycle_is_proved_requirement_by_requirement() -> None:
    proved = {number for journey in journeys() for number in journey.requirements}
    assert proved >= THIN | {"R1", "R3", "R4"}


def test_each_picture_has_one_maker_and_no_picture_is_without_one() -> None:
    names = Counter(name for journey in journeys() for name in journey.pictures)
    assert [name for name, times in names.items() if times > 1] == []
    assert {file.stem for file in TOUR.glob("*.png")} <= set(names)
