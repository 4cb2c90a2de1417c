"""Who may be the one whom an order names."""

from __future__ import annotations

import pytest

from fourfold.domain.orders import By, known_by, ways_alike

DEV = known_by("dev khan", "dev@family.example", "01632 960123")


@pytest.mark.parametrize(
    ("name", "email", "phone", "by"),
    [
        ("dev khan", "", "", {By.NAME}),
        ("dev khan", "other@family.example", "01632 960999", {By.NAME}),
        ("deven kahn", " DEV@Family.example ", "", {By.EMAIL}),
        ("derya khan", "dev@family.example", "01632 960123", {By.EMAIL, By.PHONE}),
        ("deven kahn", "", "+44 1632 960123", {By.PHONE}),
        ("deven kahn", "", "0044 (0)1632-960-123", {By.PHONE}),
        ("deven kahn", "", "01632 960999 / 01632960123 (evenings)", {By.PHONE}),
        ("deven kahn", "", "1632 960123", {By.PHONE}),
        ("deven kahn", "", "960123", set()),
        ("deven kahn", "dev2@family.example", "01632 960124", set()),
        ("", "", "", set()),
    ],
)
def test_a_name_or_an_address_or_a_number_is_enough(
    name: str, email: str, phone: str, by: set[By]
) -> None:
    assert ways_alike(DEV, known_by(name, email, phone)) == by


@pytest.mark.parametrize("name", ["dr dev khan", "mr. dev khan", "prof dr dev khan"])
def test_a_title_is_no_part_of_a_name(name: str) -> None:
    assert ways_alike(DEV, known_by(name, "", "")) == {By.NAME}
    assert not ways_alike(known_by("ms", "", ""), known_by("dr", "", ""))


def test_what_neither_row_says_makes_nobody_alike() -> None:
    unknown = known_by("", "", "ask the office")
    assert not ways_alike(unknown, unknown)
