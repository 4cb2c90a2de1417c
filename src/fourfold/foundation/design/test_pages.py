"""The gallery, the error pages, and what stands around a page."""

from collections.abc import Iterator

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import RequestFactory, override_settings
from jinja2 import UndefinedError
from markupsafe import Markup

from fourfold.foundation.design import components as ui
from fourfold.foundation.design import errors, layout
from fourfold.foundation.design.layout import Chrome, Entry, Language, Worried
from fourfold.foundation.design.render import page
from tests.page_client import PageClient, hold_to_standard

web = RequestFactory()
FULL = Chrome(
    person="Ms Obi",
    person_address="/me/",
    setting="Elm Primary",
    entries=(Entry("Home", "/", current=True), Entry("Children", "/children/", count=1200)),
    actions=(Entry("Raise a concern", "/concern/"),),
    search="/search/",
    sign_out="/sign-out/",
    languages=(Language("en-gb", "English"), Language("tr", "Türkçe")),
    language_address="/language/",
    worried=Worried("Call one of these.", (("Childline", "0800 1111"),)),
    foot=(Entry("What happens with this", "/privacy/"),),
)


def asked(path: str = "/") -> HttpRequest:
    request = web.get(path)
    request._messages = CookieStorage(request)
    return request


@pytest.fixture
def around() -> Iterator[None]:
    """Every page stands within a full chrome."""

    def full(request: HttpRequest) -> Chrome:
        return FULL

    layout.register_chrome(full)
    yield
    layout.forget(full)


@override_settings(DEMO=True)
def test_the_gallery_shows_every_component_and_holds_to_the_standard(client: PageClient) -> None:
    answer = client.get("/gallery/")
    text = answer.content.decode()
    assert answer.status_code == 200
    parts = [name for name in ui.__all__ if name[0].islower()]
    shown_by = {
        "cycle_mark": "ff-mark__arc--now",
        "needs_list": "ff-needs__line--read-first",
        "progress": "ff-progress__done",
        "said": '<q class="said" lang="en" translate="no" dir="auto">',
        "table": "ff-table__key",
        "state": "ff-state--restricted",
    }
    assert set(shown_by) <= set(parts)
    for mark in shown_by.values():
        assert mark in text


@override_settings(DEMO=False, DEBUG=False)
def test_there_is_no_gallery_in_real_use(client: PageClient) -> None:
    assert client.get("/gallery/").status_code == 404
    assert client.get("/gallery/form/").status_code == 404


@override_settings(DEMO=True)
def test_a_refused_form_says_so_in_the_title_and_first_on_the_page(client: PageClient) -> None:
    answer = client.post("/gallery/form/", {"told": "no", "since-day": "31", "since-month": "2"})
    text = answer.content.decode()
    assert "<title>Error: Every kind of question - Fourfold</title>" in text
    assert text.index("govuk-error-summary") < text.index("<h1")
    assert '<a href="#id_why_not">Say why the family has not been told.</a>' in text
    assert 'value="31"' in text


@override_settings(DEMO=True)
def test_a_form_that_was_understood_has_no_error_title(client: PageClient) -> None:
    sent = {
        "name": "n",
        "noticed": "s",
        "told": "yes",
        "who": "words",
        "minutes": "20",
        "agreed": "on",
    }
    text = client.post("/gallery/form/", sent).content.decode()
    assert "<title>Every kind of question - Fourfold</title>" in text
    assert "All of it was understood." in text


@pytest.mark.parametrize("status", sorted(errors.TROUBLES))
def test_each_error_page_holds_to_the_standard_and_says_what_to_do(status: int) -> None:
    answer = errors.trouble(web.get("/at/elm/ayaan-khan/?name=Ayaan"), status)
    hold_to_standard(answer, str(status))
    assert answer.status_code == status
    text = answer.content.decode()
    assert text.count("govuk-body-l") >= 1
    assert "yaan" not in text


def test_an_error_page_asks_no_other_room() -> None:
    def broken(request: HttpRequest) -> Chrome:
        raise RuntimeError("the room above is what went wrong")

    layout.register_chrome(broken)
    try:
        assert errors.went_wrong(web.get("/")).status_code == 500
        with pytest.raises(RuntimeError):
            page(asked(), "errors/trouble.html", title="T", sentences=())
    finally:
        layout.forget(broken)


@pytest.mark.usefixtures("around")
def test_what_stands_around_a_page_comes_from_the_room_that_registered_last() -> None:
    answer = page(asked("/x/"), "layouts/base.html", title="A page")
    hold_to_standard(answer, "chrome")
    text = answer.content.decode()
    for part in ("Ms Obi", "Elm Primary", "1,200", "0800 1111", "Raise a concern", "Sign out"):
        assert part in text
    assert 'href="tel:08001111"' in text


@pytest.mark.usefixtures("around")
def test_a_plain_page_offers_languages_and_whom_to_call_and_no_navigation() -> None:
    answer = page(asked("/x/"), "layouts/plain.html", title="A page")
    hold_to_standard(answer, "plain")
    text = answer.content.decode()
    assert ">Türkçe</button>" in text
    assert "0800 1111" in text
    assert "Raise a concern" not in text


def test_a_provider_with_nothing_to_say_leaves_it_to_the_one_below() -> None:
    def silent(request: HttpRequest) -> None:
        return None

    def below(request: HttpRequest) -> Chrome:
        return Chrome(setting="From below")

    layout.register_chrome(below)
    layout.register_chrome(silent)
    try:
        assert layout.chrome_for(web.get("/")).setting == "From below"
    finally:
        layout.forget(silent)
        layout.forget(below)


def test_of_two_providers_that_speak_the_uppermost_is_heard() -> None:
    def below(request: HttpRequest) -> Chrome:
        return Chrome(setting="From below")

    def above(request: HttpRequest) -> Chrome:
        return Chrome(setting="From above")

    layout.register_chrome(below)
    layout.register_chrome(above)
    try:
        assert layout.chrome_for(web.get("/")).setting == "From above"
    finally:
        layout.forget(above)
        layout.forget(below)


def test_a_name_in_a_title_is_escaped_and_its_tags_stay_out_of_the_browsers_title() -> None:
    title = Markup("%(name)s’s plan") % {"name": ui.person("Ay<an")}
    text = page(asked(), "errors/trouble.html", title=title, sentences=()).content.decode()
    assert "<title>Ay&lt;an’s plan - Fourfold</title>" in text
    assert '<bdi translate="no">Ay&lt;an</bdi>’s plan</h1>' in text


def test_a_variable_that_nobody_handed_over_is_an_error_and_no_empty_space() -> None:
    with pytest.raises(UndefinedError, match="sentences"):
        page(asked(), "errors/trouble.html", title="T")


def test_a_notice_left_by_the_last_step_stands_at_the_head_of_the_next_page() -> None:
    request = asked()
    request._messages.add(25, "Saved for Ayaan’s <plan>")
    text = page(request, "errors/trouble.html", title="T", sentences=()).content.decode()
    assert "govuk-notification-banner--success" in text
    assert "Saved for Ayaan’s &lt;plan&gt;" in text
