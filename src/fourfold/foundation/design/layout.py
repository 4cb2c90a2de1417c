"""What stands around every page. Upper rooms say it through `register_chrome`; this room never asks them.

A provider is a function from a request to a `Chrome`, or to None where it has nothing to say. The provider that was
registered last (the uppermost room) is asked first.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.foundation.design.words import Words

NAME = "Fourfold"


@dataclass(frozen=True)
class Entry:
    """One way onwards in the navigation. `count` is shown beside it where there is something to see."""

    label: Words
    address: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Language:
    """A language in which this page can be read: its code and its own name for itself."""

    code: str
    own_name: str


@dataclass(frozen=True)
class Worried:
    """Whom to call now if somebody may be hurt: a sentence and the people or lines, each (who, number)."""

    sentence: Words
    lines: tuple[tuple[Words, str], ...]


@dataclass(frozen=True)
class Chrome:
    """What stands around a page.

    `person` is the name of who is signed in (empty: nobody), `setting` the name of the setting, `sign_out` the
    address to which the sign-out button posts, `more` the rarer ways, folded up behind the `entries`, `search` the
    address of the search by name, `actions` the one or two things that can be begun from anywhere, `demonstration` the
    sentence under the header of a demonstration, `languages` what the reader can choose, `language_address` where the
    choice is sent, `worried` whom to call now, `foot` the links at the end of the page.
    """

    person: str = ""
    person_address: str = ""
    setting: str = ""
    home: str = "/"
    entries: tuple[Entry, ...] = ()
    more: tuple[Entry, ...] = ()
    actions: tuple[Entry, ...] = ()
    search: str = ""
    sign_out: str = ""
    demonstration: Words = ""
    languages: tuple[Language, ...] = ()
    language_address: str = ""
    worried: Worried | None = None
    foot: tuple[Entry, ...] = ()


@dataclass(frozen=True)
class Layout:
    """A `Chrome` with what this room adds: the language, its direction, and the notices left by the last step.

    `ways` are the pages that only a demonstration has.
    """

    chrome: Chrome
    language: str
    direction: str
    notices: tuple[tuple[str, bool], ...]
    path: str
    ways: tuple[Entry, ...] = ()


Provider = Callable[[HttpRequest], Chrome | None]
_providers: list[Provider] = []
_keepers: list[Callable[[HttpRequest], str]] = []
_ways: list[tuple[Words, str]] = []


def register_chrome(provider: Provider) -> Provider:
    """Let `provider` say what stands around pages; returns it, so that it can decorate. Call it from ``wiring.py``."""
    _providers.append(provider)
    return provider


def register_way_round(label: Words, name: str) -> None:
    """Offer a page that only a demonstration has, by the name of its address, on every page of one."""
    _ways.append((label, name))


def register_kept_for(keeper: Callable[[HttpRequest], str]) -> Callable[[HttpRequest], str]:
    """Let `keeper` give the signed value that each form carries, so that what was typed can be kept for its writer."""
    _keepers.append(keeper)
    return keeper


def kept_for(request: HttpRequest) -> str:
    """The signed value for forms of this request; empty where no keeper is registered."""
    return _keepers[-1](request) if _keepers else ""


def forget(provider: Provider) -> None:
    """Take a provider out again (tests)."""
    _providers.remove(provider)


def forget_keeper(keeper: Callable[[HttpRequest], str]) -> None:
    """Take a keeper out again (tests)."""
    _keepers.remove(keeper)


def chrome_for(request: HttpRequest) -> Chrome:
    """What the uppermost provider with something to say says; otherwise what a stranger sees."""
    for provider in reversed(_providers):
        chrome = provider(request)
        if chrome is not None:
            return chrome
    return Chrome()


def _demonstration(chrome: Chrome) -> Chrome:
    if chrome.demonstration or not getattr(settings, "DEMO", False):
        return chrome
    return replace(chrome, demonstration=_("Every person here is invented."))


def _ways_round(chrome: Chrome) -> tuple[Entry, ...]:
    if not chrome.demonstration:
        return ()
    return tuple(Entry(label, reverse(name)) for label, name in _ways)


def facts_for(request: HttpRequest | None, *, bare: bool = False) -> Layout:
    """What the layouts need. `bare` asks nobody and reads nothing stored: for error pages."""
    chrome = Chrome() if bare or request is None else _demonstration(chrome_for(request))
    notices: tuple[tuple[str, bool], ...] = ()
    if request is not None and not bare:
        notices = tuple(
            (
                m.message if isinstance(m.message, Markup) else str(m.message),
                m.level_tag == "success",
            )
            for m in get_messages(request)
        )
    return Layout(
        chrome=chrome,
        language=get_language() or settings.LANGUAGE_CODE,
        direction="rtl" if get_language_bidi() else "ltr",
        notices=notices,
        path=request.get_full_path() if request is not None else "/",
        ways=_ways_round(chrome),
    )
