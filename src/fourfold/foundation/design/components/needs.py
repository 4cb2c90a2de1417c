"""What people live on: lines that need somebody, cards, other people's words, dates with how far off they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from fourfold.foundation.design import format as shown_as
from fourfold.foundation.design.components.markup import attributes, html, partial
from fourfold.foundation.design.components.signs import State
from fourfold.foundation.design.words import Words, shown


@dataclass(frozen=True)
class Need:
    """One line of “needs you”: how it stands and in which words, what it is, why, and what can be done from the line.

    `why` says when and by which rule (“the Code asks for this, 6.43”). `actions` are links or buttons, ready made.
    """

    kind: State
    word: Words
    what: Words
    why: Words | None = None
    actions: Sequence[Markup] = ()


def needs_list(needs: Sequence[Need], *, empty: Words) -> Markup:
    """The lines that need somebody, in the order given; `empty` is the sentence for when there are none."""
    return partial("needs", needs=needs, empty=empty)


def card(
    title: Words,
    words: Words | None = None,
    *,
    level: int = 2,
    action: Markup | None = None,
    name: str | None = None,
    caller: Callable[[], str] | None = None,
) -> Markup:
    """A sheet on the page with a heading of `level`, an action at its head, and what it holds."""
    inside = Markup(caller()) if caller else shown(words or "")  # noqa: S704  (our own template)
    return partial(
        "card", title=title, inside=inside, level=level, action=action or Markup(""), name=name
    )


def empty(words: Words, action: Markup | None = None) -> Markup:
    """What will be here, and the first step towards it."""
    return html('<p class="ff-empty">{}{}</p>', shown(words), html(" {}", action) if action else "")


def said(text: str, language: str = "") -> Markup:
    """Words of a person, in a line: as written, never translated, with their language (empty where it is not known)."""
    return html(
        '<q class="said"{} translate="no" dir="auto">{}</q>',
        attributes(lang=language or None),
        text,
    )


def said_block(text: str, language: str = "", *, by: Words | None = None) -> Markup:
    """Words of a person as a paragraph of their own, line breaks kept; `by` says who and when."""
    source = html('<figcaption class="ff-said__by">{}</figcaption>', shown(by)) if by else ""
    return html(
        '<figure class="ff-said"><blockquote class="said"{} translate="no" dir="auto">{}</blockquote>'
        "{}</figure>",
        attributes(lang=language or None),
        text,
        source,
    )


def person(name: str) -> Markup:
    """A name of a person, a setting or a service: shown as it is, never translated."""
    return html('<bdi translate="no">{}</bdi>', name)


def date_beside(
    value: date | datetime, far: Words | None = None, today: date | None = None
) -> Markup:
    """“Tuesday 12 May” with how far off it is beside it (“in 24 school days”, which the caller works out)."""
    when = shown_as.as_date(value)
    beside = html(' <span class="ff-far">{}</span>', shown(far)) if far else ""
    return html(
        '<time datetime="{}">{}</time>{}', when.isoformat(), shown_as.day(when, today), beside
    )
