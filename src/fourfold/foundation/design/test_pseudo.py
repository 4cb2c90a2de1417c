"""The pseudo-language finds what was never made translatable."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from fourfold.config.urls import urlpatterns as everything
from fourfold.foundation.design.pseudo import accented, untranslated
from fourfold.foundation.design.render import page
from tests.page_client import PageClient
from tests.pseudo import PseudoClient, Untranslated


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("%(name)s’s plan", "%(name)s"),
        ("Use %s or 5%%", "%s"),
        ("Answer “{question}”", "{question}"),
        ("<b>Now</b> &nbsp;", "<b>"),
    ],
)
def test_what_a_message_fills_in_later_comes_through(text: str, kept: str) -> None:
    assert kept in accented(text)


def test_every_letter_is_changed_and_the_text_is_longer() -> None:
    text = "Sphinx of black quartz, judge my vow. SPHINX OF BLACK QUARTZ, JUDGE MY VOW."
    changed = accented(text)
    assert not [letter for letter in changed if letter.isascii() and letter.isalpha()]
    assert len(changed) > len(text) * 1.3


@pytest.mark.parametrize(
    ("there", "found"),
    [
        ("<p>Plain</p>", True),
        ("<p>Þĺáíń <b>plain</b></p>", True),
        ("<p>Þĺáíń <b>Þ</b> plain</p>", True),
        ('<input aria-label="Plain">', True),
        ('<img src="x" alt="Plain">', True),
        ("<select><option>Plain</option></select>", True),
        ('<select><option translate="no">Ayaan</option></select>', False),
        ('<p translate="no">Ayaan</p>', False),
        ('<p>“<span class="said" lang="tr">Severim</span>”</p>', False),
        ("<textarea>typed</textarea>", False),
        ('<span aria-hidden="true">Plain</span>', False),
    ],
)
def test_plain_letters_of_ours_are_found_and_other_peoples_words_left(
    there: str, found: bool
) -> None:
    text = f'<!DOCTYPE html><html lang="x"><head><title>T</title></head><body>{there}</body></html>'
    assert bool(untranslated(text)) is found


@override_settings(DEMO=True)
def test_the_gallery_is_translatable_in_both_directions(pseudo_client: PseudoClient) -> None:
    answer = pseudo_client.get("/gallery/")
    assert 'lang="xx-pseudo"' in answer.content.decode()
    pseudo_client.post(
        "/gallery/form/", {"since-day": "31", "told": "no", "minutes": "x", "mail": "x"}
    )
    pseudo_client.get("/gallery/around/")
    pseudo_client.get("/nowhere/")


@override_settings(DEMO=True)
def test_right_to_left_turns_the_whole_page(pseudo_client: PseudoClient, request) -> None:
    text = pseudo_client.get("/gallery/form/").content.decode()
    expected = "rtl" if "right to left" in request.node.name else "ltr"
    assert f'dir="{expected}"' in text


def bare(request: HttpRequest) -> HttpResponse:
    return page(request, "errors/trouble.html", title="Þ", sentences=("Nobody marked this",))


urlpatterns = [path("bare/", bare), *everything]


@override_settings(ROOT_URLCONF=__name__)
def test_a_sentence_that_nobody_marked_fails(pseudo_client: PseudoClient) -> None:
    with pytest.raises(Untranslated, match="Nobody marked this"):
        pseudo_client.get("/bare/")


@override_settings(DEMO=True)
def test_without_the_pseudo_language_pages_are_in_english(client: PageClient) -> None:
    assert 'lang="en-gb"' in client.get("/gallery/").content.decode()
