"""The stage itself: each journey has its own copy of the cast, and its judges can fail."""

import pytest

from fourfold.foundation.access.models import Organisation
from tests.journeys.stage import NARROW, Stage, axe, fits

GOOD = "<html lang=en><title>A</title><main><h1>A</h1>%s</main></html>"
OVER = "<p style='height: 90px; background: #999'></p>"
BEHIND = "<p style='position: absolute; z-index: -1; inset: 0; background: #999'></p>"


@pytest.mark.on_postgres
@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_journey_finds_the_cast_as_it_was_made(stage: Stage, turn: str) -> None:
    names = Organisation.objects.order_by("name").values_list("name", flat=True)
    assert list(names) == ["Elm Primary", "Oak Primary", "Westmere Council"]
    assert stage.cast.elm.organisation.pk == Organisation.objects.get(name="Elm Primary").pk
    Organisation(name="Ash Primary", first_day="2026-09-01").save()


def test_what_is_not_accessible_fails(stage: Stage) -> None:
    page = stage.person()
    page.set_content(GOOD % "<p>Fine</p>")
    axe(page)
    page.set_content(GOOD % "<img src='data:,'>")
    with pytest.raises(AssertionError, match="alternative text"):
        axe(page)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p style='color: #666'>Words", "<div style='background: #aaa'><p style='color: #666'>Words"),
        ("<p style='color: #888; font-size: 2em'>Words", "<p style='color: #888'>Words"),
        ("<p style='color: #666'>Words", "<p style='color: #666; opacity: 0.7'>Words"),
        ("<button style='color: #999' disabled>Words</button>", "<button style='color: #999'>Words</button>"),
        ("<p style='color: #666'>Words", OVER + "<p style='color: #666; margin-top: -90px'>Words"),
        ("<p style='color: #666'>Words", BEHIND + "<p style='color: #666'>Words"),
        ("<p style='color: #bbb'>W", "<p style='color: #bbb'>Words"),
        ("<select aria-label=A><option>Words", "<select aria-label=A style='color: #aaa'><option>Words"),
    ],
)  # fmt: skip
def test_words_that_do_not_stand_out_are_found_each_time(
    stage: Stage, before: str, after: str
) -> None:
    page = stage.person()
    page.set_content(GOOD % before)
    axe(page)
    for _ in range(2):
        page.set_content(GOOD % after)
        with pytest.raises(AssertionError, match="contrast"):
            axe(page)


def test_two_links_with_the_same_words_to_different_places_fail(stage: Stage) -> None:
    page = stage.person()
    page.set_content(GOOD % "<p><a href='/a'>Open</a> <a href='/a'>Open</a></p>")
    axe(page)
    page.set_content(GOOD % "<p><a href='/a'>Open</a> <a href='/b'>Open</a></p>")
    with pytest.raises(AssertionError, match="same words"):
        axe(page)


def test_a_page_wider_than_its_window_fails(stage: Stage) -> None:
    page = stage.person(width=NARROW)
    page.set_content(GOOD % "<div style='width: 400px'>wide</div>")
    with pytest.raises(AssertionError, match="wider than its window"):
        fits(page)


def test_a_script_that_fails_fails_the_journey(stage: Stage) -> None:
    page = stage.person()
    page.set_content(GOOD % "<script>nothing.at.all()</script>")
    assert "nothing is not defined" in stage.wrong.pop()
    assert not stage.wrong
