"""What a step on asks about what is left undone, without a database."""

import pytest
from django.utils.html import strip_tags
from markupsafe import Markup

from fourfold.casework.cycles.forms import PassedForm
from fourfold.casework.cycles.mending import StillOpen
from fourfold.foundation.design import components as ui

AREA, TRIED = "No area of need is named yet.", "Nothing was tried."


def asked(missing: list[str], *, may_stay: bool = False, **typed: str) -> str:
    form = PassedForm(typed or None)
    form.names_missing(missing, may_stay=may_stay)
    return str(form.fields["passed_because"].label) if form.fields else ""


def test_where_nothing_is_missing_nobody_is_asked_why_they_go_on():
    assert asked([]) == ""


def test_one_thing_that_is_missing_is_named_in_the_question_and_several_are_listed_by_the_page():
    assert asked([AREA]) == "No area of need is named yet. Why do you go on now?"
    assert asked([AREA, TRIED]) == "Something is still missing. Why do you go on now?"


def test_a_reason_that_was_typed_stays_though_nothing_is_missing_any_more():
    assert asked([], passed_because="He is new.") != ""


def test_where_the_answers_may_leave_something_open_it_is_asked_for_that_case():
    assert asked([], may_stay=True) == "If something stays open: why?"
    assert asked([AREA], may_stay=True) == "No area of need is named yet. Why do you go on now?"


@pytest.mark.parametrize("words", ["reads aloud", Markup("<q>reads <b>aloud</b></q>")])
def test_what_is_missing_of_somebodys_own_words_ends_with_a_stop_before_the_question(words):
    named = ui.filled("Without a date: %(who)s", who=words)
    assert strip_tags(asked([named])) == "Without a date: reads aloud. Why do you go on now?"
    assert "aloud! Why" in asked(["Reads aloud!"])


def test_what_a_form_may_leave_open_by_its_answers_is_asked_about_and_not_listed():
    lacks = (StillOpen("invited", "Somebody is not asked.", "", ""),)
    form = PassedForm()
    assert form.asks_why(lacks, answered=("invited",)) == ()
    assert "passed_because" in form.fields
    assert form.asks_why((), answered=("invited",)) == ()
    assert not form.fields
