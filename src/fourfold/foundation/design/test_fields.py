"""What each field gives, what it refuses, and that it keeps what was typed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from markupsafe import Markup

from fourfold.foundation.design.fields import (
    ChoiceField,
    DateField3,
    EmailField,
    FileField,
    Form,
    LongTextField,
    ManyField,
    NumberField,
    Option,
    PasswordField,
    SelectField,
    TextField,
    TickField,
)
from fourfold.foundation.design.fields.base import AskedField

AB = [Option("a", "A"), Option("b", "B")]


def form_with(field: AskedField, **sent: Any) -> Form:
    """A form with `field` as its one field “it”, sent with `sent`."""
    files = {k: v for k, v in sent.items() if isinstance(v, SimpleUploadedFile)}
    made = type("One", (Form,), {"it": field})
    return made({k.replace("__", "-"): v for k, v in sent.items()}, files)


def value_of(field: AskedField, **sent: Any) -> Any:
    form = form_with(field, **sent)
    assert form.is_valid(), form.error_lines
    return form.cleaned_data["it"]


def error_of(field: AskedField, **sent: Any) -> str:
    form = form_with(field, **sent)
    assert not form.is_valid()
    return form.error_lines[0][0]


@pytest.mark.parametrize(
    ("field", "sent", "gives"),
    [
        (TextField("T"), {"it": "  one \n two "}, "one two"),
        (LongTextField("T"), {"it": "one\r\n\r\n two  "}, "one\n\n two"),
        (EmailField("T"), {"it": " Ann@Example.ORG "}, "Ann@example.org"),
        (PasswordField("T"), {"it": " space "}, " space "),
        (NumberField("T"), {"it": "1,250"}, 1250),
        (NumberField("T", places=2), {"it": "0.5"}, Decimal("0.5")),
        (NumberField("T", required=False), {"it": ""}, None),
        (ChoiceField("T", AB), {"it": "b"}, "b"),
        (ChoiceField("T", AB, required=False), {}, ""),
        (SelectField("T", AB), {"it": "a"}, "a"),
        (ManyField("T", AB), {"it": ["b", "a"]}, ["a", "b"]),
        (ManyField("T", AB, required=False), {}, []),
        (TickField("T", question="Q"), {"it": "on"}, True),
        (TickField("T", question="Q", required=False), {}, False),
        (FileField("T", required=False), {}, None),
        (DateField3("T", required=False), {}, None),
    ],
)
def test_each_field_gives_a_typed_value(field: AskedField, sent: dict, gives: Any) -> None:
    assert value_of(field, **sent) == gives


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        (("1", "2", "2026"), date(2026, 2, 1)),
        (("01", "02", "2026"), date(2026, 2, 1)),
        (("1", "February", "2026"), date(2026, 2, 1)),
        (("1", "feb", "26"), date(2026, 2, 1)),
        (("1", "Jul.", "2026"), date(2026, 7, 1)),
        (("29", "2", "2024"), date(2024, 2, 29)),
        (("3", "4", "98"), date(1998, 4, 3)),
    ],
)
def test_a_date_is_understood_as_people_write_it(typed: tuple, means: date) -> None:
    day, month, year = typed
    assert value_of(DateField3("T"), it__day=day, it__month=month, it__year=year) == means


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("", "", ""), "Write a date for “T”."),
        (("1", "", ""), "The date still needs a month and a year."),
        (("", "2", "2026"), "The date still needs a day."),
        (("31", "2", "2026"), "There is no such day"),
        (("x", "2", "2026"), "Write the date in numbers"),
        (("1", "2", "202"), "Write the date in numbers"),
        (("1", "ju", "2026"), "Write the date in numbers"),
        (("1", "1", "2020"), "The date must be 1 January 2025 or later."),
        (("2", "1", "2026"), "The date must be 1 January 2026 or earlier."),
    ],
)
def test_a_date_that_cannot_be_is_refused_in_words(typed: tuple, says: str) -> None:
    field = DateField3("T", earliest=date(2025, 1, 1), latest=date(2026, 1, 1))
    day, month, year = typed
    assert error_of(field, it__day=day, it__month=month, it__year=year).startswith(says)


def test_a_date_keeps_what_was_typed_and_marks_the_wrong_part() -> None:
    form = form_with(DateField3("T"), it__day="5", it__month="", it__year="2026")
    assert not form.is_valid()
    shown = str(form["it"])
    assert 'value="5"' in shown
    assert 'value="2026"' in shown
    assert shown.count("govuk-input--error") == 1
    assert form.error_lines == [("The date still needs a month.", "id_it-day")]


@pytest.mark.parametrize(
    ("field", "sent", "says"),
    [
        (TextField("T"), {"it": "  "}, "“T” still needs an answer."),
        (TextField("T", missing="Say it."), {"it": ""}, "Say it."),
        (
            TextField("T", most=3),
            {"it": "four"},
            "This has room for 3 characters; you have used 4.",
        ),
        (TextField("T"), {"it": "a\x00b"}, "This holds a character"),
        (LongTextField("T", most=3), {"it": "four"}, "This has room for 3"),
        (EmailField("T"), {"it": "nobody"}, "Write an e-mail address"),
        (NumberField("T"), {"it": "many"}, "Write a number"),
        (NumberField("T"), {"it": "NaN"}, "Write a number"),
        (NumberField("T"), {"it": "1e400"}, "Write a number"),
        (NumberField("T"), {"it": "1.5"}, "Write a whole number"),
        (NumberField("T", places=1), {"it": "1.55"}, "Write at most 1 digits"),
        (NumberField("T", least=1), {"it": "0"}, "This must be 1 or more."),
        (NumberField("T", greatest=9), {"it": "10"}, "This must be 9 or less."),
        (ChoiceField("T", AB), {}, "Choose an answer to “T”."),
        (ChoiceField("T", AB), {"it": "c"}, "Choose one of the answers"),
        (SelectField("T", AB), {"it": ""}, "Choose an answer to “T”."),
        (SelectField("T", AB), {"it": "c"}, "Choose one of the answers"),
        (ManyField("T", AB), {}, "Choose at least one answer to “T”."),
        (ManyField("T", AB), {"it": ["a", "c"]}, "Choose one of the answers"),
        (TickField("T", question="Q"), {}, "Tick “T” before you go on."),
        (FileField("T"), {}, "Choose a file for “T”."),
        (FileField("T"), {"it": SimpleUploadedFile("a.csv", b"")}, "This file is empty."),
        (
            FileField("T", kinds=(".csv",)),
            {"it": SimpleUploadedFile("a.exe", b"x")},
            "This is another kind",
        ),
        (
            FileField("T", largest=1),
            {"it": SimpleUploadedFile("a.csv", b"xx")},
            "This file is larger",
        ),
    ],
)
def test_each_field_refuses_in_plain_words(field: AskedField, sent: dict, says: str) -> None:
    assert error_of(field, **sent).startswith(says)


def test_what_was_typed_comes_back_word_for_word_within_a_long_text() -> None:
    typed = "One\n  two </textarea> & “three”"
    form = form_with(LongTextField("T", most=3), it=typed)
    assert not form.is_valid()
    shown = str(form["it"])
    assert "One&#10;  two &lt;/textarea&gt; &amp; “three”" in shown


def test_a_question_is_wired_to_its_hint_and_its_error() -> None:
    shown = str(form_with(TextField("T", hint="H"), it="")["it"])
    assert 'aria-describedby="id_it-hint id_it-error"' in shown
    assert 'for="id_it"' in shown


def test_a_question_that_needs_no_answer_says_so() -> None:
    assert "T (if you wish)" in str(form_with(TextField("T", required=False), it="")["it"])
    named = TextField(Markup("What <b>%s</b> said") % "A<", required=False)
    assert "What <b>A&lt;</b> said (if you wish)" in str(form_with(named, it="")["it"])


def test_a_file_is_asked_for_again_when_something_else_was_wrong() -> None:
    made = type("Two", (Form,), {"paper": FileField("P"), "name": TextField("N")})
    request = RequestFactory().post("/x", {"paper": SimpleUploadedFile("a.csv", b"x"), "name": ""})
    form = made.bind(request)
    assert not form.is_valid()
    assert "Choose the file again." in str(form["paper"])
