"""What is long is shown in parts: newest first, with how many there are, and every line is found on one of them."""

import re
from datetime import date

import pytest
import time_machine

from fourfold.casework.identify.actions import Seen, raise_concern
from fourfold.foundation.scope import kept
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import Cast, make_cast
from tests.prepared import prepared
from tests.signed_in import as_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 3)
HOW_MANY = 63


def _many_concerns() -> Cast:
    made = make_cast()
    with tenant_scope(made.elm.organisation.pk):
        for number in range(HOW_MANY):
            seen = Seen(f"Seen, number {number}.", family_spoken=True)
            ben = made.elm.actor("Ben", TODAY)
            raise_concern(made.elm.children["Ayaan"], seen, actor=ben, today=TODAY)
    return made


@pytest.fixture
def cast():
    with time_machine.travel("2026-02-03 09:00:00+00:00", tick=False):
        yield prepared("many concerns", _many_concerns)


def _open(cast: Cast, who: str, path: str) -> str:
    setting = cast.elm.organisation.public_id
    child = cast.elm.children["Ayaan"].public_id
    address = f"/at/{setting}/{path.format(child=child)}"
    return as_person(cast.elm, who).get(address).content.decode()


def _numbers(page: str) -> list[int]:
    return [int(found) for found in re.findall(r"Seen, number (\d+)\.", page)]


def test_a_childs_page_tells_the_latest_and_leads_to_the_whole_story(cast):
    shown = _open(cast, "Amina", "child/{child}/")
    assert len(_numbers(shown)) == 6
    assert f"The whole story: {HOW_MANY} lines" in shown
    first, second = (_open(cast, "Amina", f"child/{{child}}/story/?page={n}") for n in (1, 2))
    assert f"Showing 1 to 50 of {HOW_MANY}" in first
    assert "(page 2 of 2)" in second
    assert "Show older" in first
    assert "Show newer" in second
    # All of one day: what was written later stands above.
    assert _numbers(first) + _numbers(second) == list(reversed(range(HOW_MANY)))


def test_a_story_that_fits_has_no_page_of_its_own_to_lead_to(cast):
    shown = _open(cast, "Dev", "child/{child}/")
    assert _numbers(shown) == []
    assert "whole story" not in shown


def test_what_is_open_for_a_child_is_cut_on_its_page_and_whole_on_its_own(cast):
    shown = _open(cast, "Amina", "child/{child}/")
    assert shown.count('<li class="ff-need">') == 5
    assert "Everything that is open" in shown
    first, second = (_open(cast, "Amina", f"child/{{child}}/due/?page={n}") for n in (1, 2))
    of = first.count('<li class="ff-need">') + second.count('<li class="ff-need">')
    assert of >= HOW_MANY
    assert f"Showing 1 to 50 of {of}" in first


def test_a_home_shows_the_first_of_each_list_and_leads_to_all(cast):
    home = _open(cast, "Amina", "")
    assert home.count('<li class="ff-need">') <= 20
    total = re.search(r"See all (\d+)", home)
    assert total
    assert int(total[1]) >= HOW_MANY
    everything = _open(cast, "Amina", "needs/")
    assert f"Showing 1 to 50 of {total[1]}" in everything
    assert 'id="coming"' in everything


def test_however_far_down_somebody_asks_it_is_the_last_part_and_one_kept_sentence(cast):
    amina, needs = as_person(cast.elm, "Amina"), f"/at/{cast.elm.organisation.public_id}/needs/"
    kept.forget_sentences()
    count = []
    for far in (900, 901):
        pages = [amina.get(needs, {"coming": str(far)}).content.decode() for _ in range(2)]
        assert "Showing 51 to " in pages[1]
        count.append(len(kept._kept))
    assert count[0] == count[1]


def test_what_is_due_is_shown_in_parts_and_none_is_lost(cast):
    first, second = (_open(cast, "Amina", f"due/?page={n}") for n in (1, 2))
    lines = [page.count('<li class="ff-need">') for page in (first, second)]
    assert lines[0] == 50
    assert f"Showing 1 to 50 of {sum(lines)}" in first
