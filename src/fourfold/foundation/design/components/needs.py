"""What people live on: lines that need somebody, cards, dates with how far off they are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup

from fourfold.foundation.design import format as shown_as
from fourfold.foundation.design.components.markup import html, partial
from fourfold.foundation.design.components.signs import State
from fourfold.foundation.design.words import Words, shown


@dataclass(frozen=True)
class Need:
    """One line of “needs you”: how it stands and in which words, what it is, why, and what can be done from the line.

    `why` says when and by which rule (“the Code asks for this, 6.43”). `late` says how late it is where `word` says
    something else (“read first”). `actions` are links or buttons, ready made.
    """

    kind: State
    word: Words
    what: Words
    why: Words | None = None
    actions: Sequence[Markup] = ()
    late: Words | None = None


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


def date_beside(
    value: date | datetime, far: Words | None = None, today: date | None = None
) -> Markup:
    """“Tuesday 12 May” with how far off it is beside it (“in 24 school days”, which the caller works out)."""
    when = shown_as.as_date(value)
    beside = html(' <span class="ff-far">{}</span>', shown(far)) if far else ""
    return html(
        '<time datetime="{}">{}</time>{}', when.isoformat(), shown_as.day(when, today), beside
    )
