"""Components escape what they are given, and say what only a screen reader hears."""

from collections.abc import Callable

import pytest
from django.test import RequestFactory
from markupsafe import Markup

from fourfold.foundation.design import components as ui
from fourfold.foundation.design.components.asked import Question

BAD = '<script>"x"</script>'
ASKED = Question("n", "i", BAD, hint=BAD, error=BAD)
web = RequestFactory()


@pytest.mark.parametrize(
    "made",
    [
        lambda: ui.button(BAD, about=BAD, name=BAD, value=BAD),
        lambda: ui.link_button(BAD, BAD, about=BAD),
        lambda: ui.link(BAD, BAD, about=BAD),
        lambda: ui.post_button(web.get("/"), BAD, BAD, fields={BAD: BAD}),
        lambda: ui.back_link(BAD, BAD),
        lambda: ui.breadcrumbs([(BAD, BAD)], BAD),
        lambda: ui.pagination(1, 3, BAD),
        lambda: ui.task_list([ui.Step(BAD, BAD, BAD, BAD)]),
        lambda: ui.tag(BAD),
        lambda: ui.state("late", BAD),
        lambda: ui.cycle_mark("do", BAD),
        lambda: ui.progress(1, 2, BAD),
        lambda: ui.summary_list([ui.Row(BAD, BAD, ((BAD, BAD),))], title=BAD),
        lambda: ui.table(BAD, [BAD], [[BAD]]),
        lambda: ui.table(BAD, [BAD], [], empty=BAD),
        lambda: ui.details(BAD, BAD),
        lambda: ui.inset(BAD),
        lambda: ui.notification(BAD, title=BAD),
        lambda: ui.warning(BAD),
        lambda: ui.panel(BAD, BAD),
        lambda: ui.phase(BAD, BAD),
        lambda: ui.error_summary([(BAD, "i"), (BAD, None)]),
        lambda: ui.card(BAD, BAD),
        lambda: ui.empty(BAD),
        lambda: ui.needs_list([ui.Need("due", BAD, BAD, BAD)], empty=BAD),
        lambda: ui.needs_list([], empty=BAD),
        lambda: ui.said(BAD, BAD),
        lambda: ui.said_block(BAD, BAD, by=BAD),
        lambda: ui.person(BAD),
        lambda: ui.text_input(ASKED, BAD, prefix=BAD, suffix=BAD),
        lambda: ui.text_area(ASKED, BAD),
        lambda: ui.select(ASKED, [ui.Option(BAD, BAD)], BAD),
        lambda: ui.radios(ASKED, [ui.Option(BAD, BAD, BAD)], BAD),
        lambda: ui.checkboxes(ASKED, [ui.Option(BAD, BAD, BAD)], [BAD]),
        lambda: ui.date_input(ASKED, BAD, BAD, BAD),
        lambda: ui.file_upload(ASKED),
        lambda: ui.fieldset(BAD, ui.person(BAD)),
    ],
)
def test_each_component_escapes_whatever_it_is_given(made: Callable[[], Markup]) -> None:
    shown = made()
    assert isinstance(shown, Markup)
    assert "<script" not in shown
    assert "None" not in shown


def test_a_link_says_whom_it_is_about_without_showing_it() -> None:
    assert ui.link("Remind", "/r", about="Leo P.") == (
        '<a class="govuk-link" href="/r">Remind<span class="govuk-visually-hidden"> Leo P.</span></a>'
    )


def test_the_mark_draws_the_arc_of_its_stage_bold_and_no_other() -> None:
    assert ui.cycle_mark("review", "Review").count("ff-mark__arc--now") == 1
    assert ui.cycle_mark(None, "Not in a cycle").count("ff-mark__arc--now") == 0
    assert ui.cycle_mark("do", "Do") != ui.cycle_mark("plan", "Do")


def test_each_state_has_a_shape_of_its_own() -> None:
    kinds = ("read_first", "late", "due", "waiting", "done", "restricted", "plain")
    shapes = {
        ui.state(kind, "x").split("<svg")[1].split(">", 1)[1].split("</svg>")[0] for kind in kinds
    }
    assert len(shapes) == len(kinds)


@pytest.mark.parametrize(
    ("done", "of", "share"), [(31, 38, 82), (0, 0, 0), (5, 4, 100), (-1, 4, 0)]
)
def test_progress_fills_the_ring_by_its_share(done: int, of: int, share: int) -> None:
    assert f'stroke-dasharray="{share} 100"' in ui.progress(done, of, "words")


def test_a_list_of_one_page_has_no_pages_and_a_long_one_leaves_some_out() -> None:
    assert ui.pagination(1, 1, "?page=") == ""
    shown = ui.pagination(5, 20, "?page=")
    assert shown.count("pagination__item--ellipsis") == 2
    assert 'aria-current="page"' in shown


def test_a_small_form_with_one_button_carries_its_token() -> None:
    shown = ui.post_button(web.get("/"), "Remind", "/r", fields={"who": "x"})
    assert 'name="csrfmiddlewaretoken"' in shown
    assert 'name="who" value="x"' in shown
