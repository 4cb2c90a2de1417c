"""Who may be the one whom an order names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.domain.orders import By, known_by, numbers_in, ways_alike

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


HOME, WORK = "1632960123", "7700900123"


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("01632 960123 and 07700 900123", {HOME, WORK}),
        ("01632 960123 & 07700 900123", {HOME, WORK}),
        ("01632 960123 | 07700 900123", {HOME, WORK}),
        ("01632 960123 (home) 07700 900123 (work)", {HOME, WORK}),
        ("(home) 01632 960123 (work) +44 7700 900123", {HOME, WORK}),
        ("01632 960123 07700 900123", {HOME, WORK}),
        ("0163296012307700900123", {HOME, WORK}),
        ("01632 960123 / 07700-900-123", {HOME, WORK}),
        ("01632 960123 ext 4", {HOME}),
        ("01632 960123 x4", {HOME}),
        ("01632 960123 #4", {HOME}),
        ("01632 960123, extension 412", {HOME}),
        ("tel +44 1632 960123", {HOME}),
        ("(+44) 1632 960123", {HOME}),
        ("+44 (0)1632 960123", {HOME}),
        ("0044 1632 960123", {HOME}),
        ("44 1632 960123", {HOME}),
        ("(01632) 960123", {HOME}),
        ("01632.960.123", {HOME}),
        ("\u202d+44 1632\u00a0960123\u202c", {HOME}),
        ("+44 7700 900123 0044 1632 960123", {HOME, WORK}),
        ("Mum: 07700 900123 after 4", {WORK}),
        ("07700 900123 9 to 5", {WORK}),
        ("960123", set()),
        ("ask the office", set()),
    ],
)
def test_a_number_is_found_however_it_is_written(written: str, numbers: set[str]) -> None:
    assert numbers <= numbers_in(written)
    assert bool(numbers_in(written)) == bool(numbers)


def _spaced(digits: str) -> st.SearchStrategy[str]:
    """A number with a space, a point or a dash after any of its digits, or from abroad."""
    abroad = st.sampled_from(["0", "+44 ", "+44(0)", "0044 ", "(+44) "])
    gaps = st.lists(st.sampled_from(["", "", "", " ", "-", "."]), min_size=10, max_size=10)
    joined = gaps.map(lambda found: "".join(map(str.__add__, digits, found)))
    return st.tuples(abroad, joined).map("".join)


@given(
    _spaced(HOME),
    st.text(alphabet=st.characters(exclude_categories=["Nd"]), max_size=12),
    _spaced(WORK),
)
def test_whatever_stands_between_two_numbers_both_are_found(
    first: str, between: str, second: str
) -> None:
    assert {HOME, WORK} <= numbers_in(first + between + second)


def test_what_neither_row_says_makes_nobody_alike() -> None:
    unknown = known_by("", "", "ask the office")
    assert not ways_alike(unknown, unknown)
