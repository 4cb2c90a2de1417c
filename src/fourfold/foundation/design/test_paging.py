"""A long list is shown in parts, whatever stands in the address, and says how long it is."""

import pytest
from django.test import RequestFactory

from fourfold.foundation.design import components as ui

web = RequestFactory()
ROWS = list(range(1, 201))


@pytest.mark.parametrize(
    ("address", "first", "last", "page"),
    [
        ("/", 1, 50, 1),
        ("/?page=2", 51, 100, 2),
        ("/?page=4", 151, 200, 4),
        ("/?page=5", 151, 200, 4),
        ("/?page=0", 1, 50, 1),
        ("/?page=-1", 1, 50, 1),
        ("/?page=two", 1, 50, 1),
        ("/?page=%C2%B2", 1, 50, 1),
        ("/?page=" + "9" * 5000, 1, 50, 1),
        ("/?other=3", 1, 50, 1),
    ],
)
def test_an_address_names_a_part_and_nonsense_is_the_first(address, first, last, page):
    part = ui.part_of(web.get(address), ROWS)
    assert (part.rows[0], part.rows[-1], part.page) == (first, last, page)
    assert ui.showing(part) == f'<p class="ff-showing">Showing {first} to {last} of 200</p>'


def test_a_list_that_fits_says_nothing_and_an_empty_one_neither():
    for rows in (ROWS[:50], []):
        part = ui.part_of(web.get("/?page=3"), rows)
        assert part.rows == rows
        assert ui.showing(part) == ui.pages(part) == ""


def test_the_ways_to_other_parts_keep_what_else_the_address_says():
    part = ui.part_of(web.get("/?seen=3&day=2026-01-12"), ROWS, name="seen", anchor="seen")
    shown = ui.pages(part, of="what was seen", newest=True)
    assert 'href="?day=2026-01-12&amp;seen=4#seen"' in shown
    assert 'Show older<span class="govuk-visually-hidden"> what was seen</span>' in shown
    assert 'aria-label="Page 4 of what was seen"' in shown


def test_what_an_address_says_is_never_markup():
    part = ui.part_of(web.get("/", {"x": '"><script>'}), ROWS)
    assert "<script" not in ui.pages(part)
