"""What a step on asks about what is left undone, without a database."""

from fourfold.casework.cycles.forms import PassedForm

AREA, TRIED = "No area of need is named yet.", "Nothing was tried."


def asked(missing: list[str], **typed: str) -> str:
    form = PassedForm(typed or None)
    form.names_missing(missing)
    return str(form.fields["passed_because"].label) if form.fields else ""


def test_where_nothing_is_missing_nobody_is_asked_why_they_go_on():
    assert asked([]) == ""


def test_one_thing_that_is_missing_is_named_in_the_question_and_several_are_listed_by_the_page():
    assert asked([AREA]) == "No area of need is named yet. Why do you go on now?"
    assert asked([AREA, TRIED]) == "Something is still missing. Why do you go on now?"


def test_a_reason_that_was_typed_stays_though_nothing_is_missing_any_more():
    assert asked([], passed_because="He is new.") != ""
