"""The pseudo-language: our own words, accented and longer, so that a word nobody made translatable stands out.

`accented` is the translation, `write_catalogue` makes a language of it, `untranslated` finds on a page what is still in
plain letters. Other people's words and names (``translate="no"``, class ``said``) are left out.
"""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.utils.translation import to_locale

from fourfold.foundation.design.standard import own_words, parsed

CODE = "xx-pseudo"
_LETTERS = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÀßÇÐÈƑĜĤÌĴĶĹṀŃÒÞǪŔŠŤÙṼŴẊÝŽáƀćđéƒĝĥíĵķĺṁńóþǫŕšťúṽŵẋýž",
)
# What a message fills in later, or marks up: it has to come through as it is.
_KEPT = re.compile(r"(%\([a-z_]+\)[sd]|%[sd%]|\{[a-z_]*\}|<[^>]+>|&[a-z#0-9]+;)")
_PLAIN = re.compile(r"[A-Za-z]+")


def accented(text: str) -> str:
    """`text` in the pseudo-language: each letter changed, a third longer, what is filled in later kept."""
    parts = _KEPT.split(text)
    changed = "".join(
        part if place % 2 else part.translate(_LETTERS) for place, part in enumerate(parts)
    )
    longer = "·" * (len(text) // 3)
    return f"{changed} {longer}" if longer else changed


def write_catalogue(template: Catalog, folder: Path) -> None:
    """Make the pseudo-language under `folder` (for ``LOCALE_PATHS``) from the extracted messages."""
    made = Catalog(locale="en", domain="django", charset="utf-8")
    for message in template:
        if not message.id:
            continue
        if isinstance(message.id, tuple | list):
            made.add(
                message.id, tuple(accented(one) for one in message.id), context=message.context
            )
        else:
            made.add(message.id, accented(message.id), context=message.context)
    place = folder / to_locale(CODE) / "LC_MESSAGES"
    place.mkdir(parents=True, exist_ok=True)
    with (place / "django.mo").open("wb") as file:
        write_mo(file, made)


def untranslated(text: str) -> list[str]:
    """The words on the page `text` that are ours and still in plain letters, each with what stands around it."""
    page = parsed(text)
    found = []
    for element, words in own_words(page):
        # The title begins with the main heading (the page standard sees to it) and may hold a name.
        if element.tag == "title" or page.hidden(element):
            continue
        if _PLAIN.search(words):
            found.append(f"<{element.tag}>: {' '.join(words.split())[:80]}")
    return found
