"""What takes a person somewhere: links, buttons, where they are, pages of a list, tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.foundation.design.components.macros import govuk
from fourfold.foundation.design.components.markup import attributes, hidden, html, partial
from fourfold.foundation.design.words import Words, content, shown

Weight = Literal["primary", "quiet", "warning", "start"]
_CLASS = {
    "primary": "",
    "quiet": "govuk-button--secondary",
    "warning": "govuk-button--warning",
    "start": "",
}


def _face(label: Words, about: Words | None) -> dict[str, str]:
    return content(html("{}{}", shown(label), hidden(about)) if about else label)


def button(
    label: Words,
    *,
    weight: Weight = "primary",
    name: str | None = None,
    value: str | None = None,
    about: Words | None = None,
) -> Markup:
    """A button that sends its form, once however often it is pressed. `about` is said but not shown (“for Leo P.”)."""
    return govuk(
        "button",
        classes=_CLASS[weight],
        name=name,
        value=value,
        preventDoubleClick=True,
        isStartButton=weight == "start",
        **_face(label, about),
    )


def link_button(
    label: Words, address: str, *, weight: Weight = "primary", about: Words | None = None
) -> Markup:
    """A link that looks like a button, for the one next thing that begins on another page."""
    # A link is a link: the macro would call it role="button", which promises that Space works.
    quiet = _CLASS[weight]
    css = " ".join(part for part in ("govuk-button", "ff-link-button", quiet) if part)
    return html('<a href="{}" class="{}">{}{}</a>', address, css, shown(label), hidden(about))


def post_button(
    request: HttpRequest,
    label: Words,
    address: str,
    *,
    weight: Weight = "quiet",
    about: Words | None = None,
    fields: dict[str, str] | None = None,
) -> Markup:
    """A whole small form with one button, for something that is done at once (remind, tick off, sign out)."""
    return partial(
        "post_button",
        token=get_token(request),
        address=address,
        fields=fields or {},
        button=button(label, weight=weight, about=about),
    )


def link(
    label: Words,
    address: str,
    *,
    about: Words | None = None,
    css: str = "",
    current: bool = False,
    language: str | None = None,
) -> Markup:
    """A link. `about` is said after the label and not shown, so that no two links share the same words."""
    return html(
        '<a class="{}" href="{}"{}>{}{}</a>',
        f"govuk-link {css}".strip(),
        address,
        attributes(aria_current="page" if current else None, lang=language, hreflang=language),
        shown(label),
        hidden(about),
    )


def back_link(address: str, label: Words | None = None) -> Markup:
    """“Back”, at the head of a page."""
    return html(
        '<nav class="ff-back" aria-label="{}">{}</nav>',
        _("One step back"),
        govuk("back-link", href=address, **content(label or _("Back"))),
    )


def breadcrumbs(steps: Sequence[tuple[Words, str]], here: Words | None = None) -> Markup:
    """Where this page stands: (words, address) from the top down, then `here` without a link."""
    items = [{"href": address, **content(words)} for words, address in steps]
    if here:
        items.append(content(here))
    return govuk("breadcrumbs", items=items, labelText=_("Where you are"))


def _step(label: str, address: str, of: str | None) -> dict[str, object]:
    return {"href": address, **_face(label, of)}


def pagination(
    page: int,
    pages: int,
    address: str,
    *,
    of: str | None = None,
    anchor: str = "",
    steps: tuple[str, str] | None = None,
) -> Markup:
    """Pages of a long list; the number is put between `address` (``?page=``) and `anchor`. Nothing for one page.

    `of` says of which list, where a page has several; `steps` are other words for “previous” and “next”.
    """
    if pages < 2:
        return Markup("")
    near = sorted({1, pages, *range(max(1, page - 1), min(pages, page + 1) + 1)})
    items: list[dict[str, object]] = []
    for before, at in zip([0, *near], near, strict=False):
        if at - before > 1:
            items.append({"ellipsis": True})
        words = {"number": at, "list": of}
        items.append(
            {
                "number": str(at),
                "href": f"{address}{at}{anchor}",
                "current": at == page,
                "visuallyHiddenText": _("Page %(number)s of %(list)s") % words
                if of
                else _("Page %(number)s") % words,
            }
        )
    back, on = steps or (_("Previous page"), _("Next page"))
    return govuk(
        "pagination",
        landmarkLabel=_("Pages of %(list)s") % {"list": of} if of else _("Pages of this list"),
        items=items,
        previous=_step(back, f"{address}{page - 1}{anchor}", of) if page > 1 else None,
        next=_step(on, f"{address}{page + 1}{anchor}", of) if page < pages else None,
    )


@dataclass(frozen=True)
class Step:
    """One line of a task list: what, where, how it stands (words, or a `state` chip), and a hint."""

    what: Words
    how_it_stands: Words
    address: str | None = None
    hint: Words | None = None


def task_list(steps: Sequence[Step], *, prefix: str = "tasks") -> Markup:
    """Things to do in an order that the person may choose. `prefix` makes the ids unique on the page."""
    return govuk(
        "task-list",
        idPrefix=prefix,
        items=[
            {
                "title": content(step.what),
                "href": step.address,
                "hint": content(step.hint) if step.hint else None,
                "status": content(step.how_it_stands),
            }
            for step in steps
        ],
    )
