"""Forms: questions that depend on an answer, hidden values, and what has to be put right."""

from typing import ClassVar

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from fourfold.foundation.design import layout
from fourfold.foundation.design.fields import (
    ChoiceField,
    DateField3,
    Form,
    Group,
    ManyField,
    Option,
    TextField,
    When,
)

YES_NO = [Option("yes", "Yes"), Option("no", "No")]


class _Web(RequestFactory):
    """Requests of a browser in which nobody has signed in."""

    def request(self, **environ):
        request = super().request(**environ)
        request.user, request.session = AnonymousUser(), {}
        return request


web = _Web()


class Told(Form):
    told = ChoiceField("Told?", YES_NO)
    why = TextField("Why not?", missing="Say why.")
    on = DateField3("When?", required=False)
    ways = ManyField(
        "Ways?", [Option("letter", "Letter"), Option("other", "Other")], required=False
    )
    other = TextField("Which?", missing="Say which.")
    conditional: ClassVar = (
        When("told", ("no",), ("why",)),
        When("told", ("yes",), ("on",)),
        When("ways", ("other",), ("other",)),
    )


def sent(**values: object) -> Told:
    return Told.bind(web.post("/told/", values))


def test_a_further_question_needs_an_answer_only_when_it_is_asked() -> None:
    assert sent(told="yes").is_valid()
    form = sent(told="no")
    assert not form.is_valid()
    assert form.error_lines == [("Say why.", "id_why")]


def test_an_answer_to_a_question_no_longer_asked_is_wiped() -> None:
    form = sent(told="yes", why="typed before", ways=["letter"], other="x")
    assert form.is_valid()
    assert form.cleaned_data["why"] == ""
    assert form.cleaned_data["other"] == ""


def test_a_wrong_answer_to_a_question_no_longer_asked_is_no_error() -> None:
    form = sent(told="no", why="because", **{"on-day": "99", "on-month": "2", "on-year": "2026"})
    assert form.is_valid(), form.error_lines
    assert form.cleaned_data["on"] is None


def test_a_tick_among_many_asks_too() -> None:
    form = sent(told="yes", ways=["letter", "other"])
    assert not form.is_valid()
    assert form.error_lines == [("Say which.", "id_other")]


def test_a_further_question_stands_within_the_answer_that_asks_it() -> None:
    text = Told.bind(web.get("/told/")).render()
    assert text.count('name="why"') == 1
    assert text.index('id="conditional-id_told-2"') < text.index('name="why"')


def test_when_a_form_has_groups_each_question_stands_once_under_its_heading() -> None:
    class Grouped(Told):
        groups = (Group("About the talk", ("told", "ways")),)

    text = Grouped.bind(web.get("/told/")).render()
    assert "About the talk" in text
    for name in ("told", "ways", "why", "other"):
        assert f'name="{name}"' in text
    assert text.count('name="why"') == 1


def test_each_form_shown_has_a_token_of_its_own_which_comes_back_with_it() -> None:
    first, second = Told.bind(web.get("/")), Told.bind(web.get("/"))
    assert first.once != second.once
    assert f'name="once" value="{first.once}"' in first.render()
    assert sent(once=first.once).once == first.once


def test_the_version_that_the_writer_saw_travels_with_the_form() -> None:
    fresh = Told.bind(web.get("/"), seen="v3")
    assert 'name="seen" value="v3"' in fresh.render()
    back = Told.bind(web.post("/", {"seen": "v3"}), seen="v4")
    assert back.seen == "v3"
    back.show_now("v4")
    assert 'name="seen" value="v4"' in back.render()


def test_a_field_cannot_take_the_name_of_a_hidden_value() -> None:
    with pytest.raises(TypeError, match="seen"):
        type("Taken", (Form,), {"seen": TextField("S")})


def test_the_signed_value_comes_from_whoever_registered_to_keep_it() -> None:
    request = web.get("/")
    keeper = layout.register_kept_for(lambda request: "signed")
    try:
        assert 'name="kept_for" value="signed"' in Told.bind(request).render()
    finally:
        layout.forget_keeper(keeper)


def test_a_form_that_came_back_refused_says_so_for_every_question_in_order() -> None:
    class Two(Form):
        first = TextField("First?")
        second = TextField("Second?")

    form = Two.bind(web.post("/", {}))
    form.add_error(None, "Something about both.")
    assert form.error_lines == [
        ("“First?” still needs an answer.", "id_first"),
        ("“Second?” still needs an answer.", "id_second"),
        ("Something about both.", None),
    ]


def test_what_somebody_typed_is_escaped_wherever_it_is_shown_again() -> None:
    form = sent(told="no", why='"><script>x</script>')
    assert "<script>x" not in form.render()
