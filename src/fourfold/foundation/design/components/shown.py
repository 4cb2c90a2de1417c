"""What a page tells: tags, lists of facts, tables, boxes, notices."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.foundation.design.components.macros import govuk
from fourfold.foundation.design.components.markup import html, partial
from fourfold.foundation.design.words import Words, content, shown

Caller = Callable[[], str]


def _inside(words: Words | None, caller: Caller | None) -> Words:
    """What was given as words, or what stands between ``{% call %}`` and ``{% endcall %}``."""
    if caller is not None:
        return Markup(caller())  # noqa: S704  (rendered by our own template)
    return words if words is not None else ""


def tag(words: Words) -> Markup:
    """A plain label. For how something stands use `state`, which has a shape too."""
    return govuk("tag", classes="ff-tag", **content(words))


@dataclass(frozen=True)
class Row:
    """One fact of a summary list: key, value and links (label, address); each link is said with the key after it."""

    key: Words
    value: Words
    actions: Sequence[tuple[Words, str]] = ()


def summary_list(rows: Sequence[Row], *, title: Words | None = None) -> Markup:
    """Facts as key and value. With a `title` it stands in a card of its own."""
    return govuk(
        "summary-list",
        card={"title": {**content(title), "headingLevel": 2}} if title else None,
        rows=[
            {
                "key": content(row.key),
                "value": content(row.value),
                "actions": {
                    "items": [
                        {
                            "href": address,
                            "visuallyHiddenText": shown(row.key),
                            **content(label),
                        }
                        for label, address in row.actions
                    ]
                }
                if row.actions
                else None,
            }
            for row in rows
        ],
    )


@dataclass(frozen=True)
class Cell:
    """One cell of a table: its words; `number` sets them to the end, `head` makes it the name of its row."""

    words: Words
    number: bool = False
    head: bool = False


def table(
    caption: Words,
    heads: Sequence[Words],
    rows: Sequence[Sequence[Words | Cell]],
    *,
    caption_hidden: bool = False,
    empty: Words | None = None,
) -> Markup:
    """A table. On a phone each row becomes a block in which every value has its heading beside it.

    The first cell of a row names it. `empty` is shown in place of the table where there are no rows.
    """
    if not rows and empty is not None:
        return html('<p class="ff-empty">{}</p>', shown(empty))
    lines = [
        [
            cell if isinstance(cell, Cell) else Cell(cell, head=position == 0)
            for position, cell in enumerate(row)
        ]
        for row in rows
    ]
    return partial(
        "table",
        caption=caption,
        caption_hidden=caption_hidden,
        heads=heads,
        lines=lines,
        numbers=[bool(lines) and lines[0][at].number for at in range(len(heads))],
    )


def details(
    summary: Words, words: Words | None = None, *, open_: bool = False, caller: Caller | None = None
) -> Markup:
    """Something that not everybody needs, opened by whoever does."""
    inside = content(_inside(words, caller))
    return govuk(
        "details",
        open=open_ or None,
        summaryHtml=content(summary).get("html"),
        summaryText=content(summary).get("text"),
        **inside,
    )


def inset(words: Words | None = None, *, caller: Caller | None = None) -> Markup:
    """Words that stand apart from what is around them."""
    return govuk("inset-text", **content(_inside(words, caller)))


def notification(
    words: Words | None = None,
    *,
    title: Words | None = None,
    good: bool = False,
    name: str = "notice",
    caller: Caller | None = None,
) -> Markup:
    """A notice at the head of the page; `good` for something that was done. `name` keeps its id unique."""
    heading = title or (_("Done") if good else _("Please read"))
    inside = _inside(words, caller)
    return govuk(
        "notification-banner",
        type="success" if good else None,
        titleId=f"{name}-title",
        titleHtml=content(heading).get("html"),
        titleText=content(heading).get("text"),
        **content(inside),
    )


def warning(words: Words) -> Markup:
    """One sentence that nobody should miss."""
    return govuk("warning-text", iconFallbackText=_("Warning"), **content(words))


def panel(title: Words, words: Words | None = None, *, caller: Caller | None = None) -> Markup:
    """The end of a task: what was done, large. Its title is the page's one main heading."""
    face = content(title)
    return govuk(
        "panel",
        titleHtml=face.get("html"),
        titleText=face.get("text"),
        **content(_inside(words, caller)),
    )


def phase(label: Words, words: Words) -> Markup:
    """The line under the header that says what kind of system this is (a demonstration)."""
    return govuk("phase-banner", tag={**content(label), "classes": "ff-tag"}, **content(words))


def error_summary(errors: Sequence[tuple[Words, str | None]]) -> Markup:
    """What has to be put right, each with the id of the field where it is done (None if it is about no field)."""
    return govuk(
        "error-summary",
        titleText=_("Please look at this again"),
        errorList=[
            {"href": f"#{target}" if target else None, **content(words)} for words, target in errors
        ],
    )
