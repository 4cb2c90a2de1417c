"""The kinds of message: each one a frozen dataclass of ids and dates, with the words it is rendered to."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from fourfold.foundation.access.models import Membership


@dataclass(frozen=True)
class Rendered:
    """A message in words. The subject never names a child; `link` is the path of the page it is about."""

    subject: str
    paragraphs: tuple[str, ...]
    link: str = ""


@dataclass(frozen=True)
class Copy:
    """What goes into the envelope with a message on paper: the address of the reader's own copy, and words about it.

    `needed` says that it has to be printed too, `print_it` leads to it, `given` is pressed once both were given.
    """

    address: str
    needed: str
    print_it: str
    given: str


@dataclass(frozen=True)
class Kind:
    """A kind of message: its code, payload class, words, and an example for the preview page.

    `letter` gives the whole text for paper, where the words only lead to a page; it says more than the words do.
    `slip` gives the words for paper to somebody who has no way in, so that they lead to no page; `copy` what is to be
    printed with the message where it goes on paper.
    """

    code: str
    payload: type
    render: Callable[[Any, Membership], Rendered]
    example: Any
    letter: Callable[[Any], str] | None = None
    slip: Callable[[Any, Membership], Rendered] | None = None
    copy: Callable[[Any, Membership], Copy] | None = None


Asks = Callable[[Membership, str], str]
_asks: list[Asks] = []


def families_ask(words: Asks) -> Asks:
    """Let a room say whom a family that gets a message about a child (public id, or "") can ask, and how."""
    _asks.append(words)
    return words


def whom_to_ask(to: Membership, child: str) -> str:
    """Whom the reader of a message can ask, as a sentence; empty for staff, who know."""
    return "" if to.user_id or not _asks else _asks[-1](to, child)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let a room add a kind of message. Raises `ValueError` for a code that is taken."""
    if kind.code in _kinds:
        raise ValueError(f"There is a message named {kind.code} already.")
    _kinds[kind.code] = kind


def kinds() -> dict[str, Kind]:
    """All kinds by code."""
    return dict(_kinds)


def as_json(payload: Any) -> dict[str, Any]:
    """A payload as it is kept: dates as ISO text."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in asdict(payload).items()
    }


def rendered(
    code: str, payload: dict[str, Any], to: Membership, *, has_way_in: bool = True
) -> Rendered:
    """The words of a kept message for its reader, as the facts are now."""
    kind = _kinds[code]
    words = kind.render if has_way_in or kind.slip is None else kind.slip
    return words(kind.payload(**payload), to)


def copy_of(code: str, payload: dict[str, Any], to: Membership) -> Copy | None:
    """What is to be printed with a kept message that goes on paper; None where the message itself is all."""
    kind = _kinds[code]
    return kind.copy(kind.payload(**payload), to) if kind.copy else None


def letter_of(code: str, payload: dict[str, Any]) -> str:
    """The whole letter that a kept message leads to, for paper; empty where the message's own words are all."""
    kind = _kinds[code]
    return kind.letter(kind.payload(**payload)) if kind.letter else ""
