"""Long lists in parts: which rows a page shows, how many there are in all, and the ways to the others.

The number of a part is in the address, so that it works without a script, can be kept and can be sent.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.foundation.design.components.markup import html
from fourfold.foundation.design.components.moving import pagination
from fourfold.foundation.design.format import number
from fourfold.foundation.scope.parts import cut
from fourfold.foundation.scope.together import Question

T = TypeVar("T")
U = TypeVar("U")

PER_PAGE = 50
LONGEST = 9


@dataclass(frozen=True)
class Part(Generic[T]):
    """The rows of a list that a page shows: `before` stand before them, `total` are in the list.

    `page` of `pages` is shown; the number of another is put between `address` and `anchor`.
    """

    rows: list[T]
    total: int
    page: int
    pages: int
    before: int
    address: str
    anchor: str

    def holding(self, rows: list[U]) -> "Part[U]":
        """The same part with other rows: the same ones, made ready for a template."""
        return replace(self, rows=rows)  # type: ignore[arg-type,return-value]


def _asked(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST else 1


def part_of(
    request: HttpRequest,
    rows: Sequence[T] | QuerySet[Any] | Question,
    *,
    per: int = PER_PAGE,
    name: str = "page",
    anchor: str = "",
) -> Part[T]:
    """The part of `rows` that the address asks for by `name`; the first for nonsense, the last for too high a number.

    A list in the database is counted and cut there. Where there are several lists on a page each has its `name`, and
    its links lead back to the `anchor`, the id of what it stands in.
    """
    found = cut(rows, _asked(request, name), per)
    others = request.GET.copy()
    others.pop(name, None)
    kept = f"{others.urlencode()}&" if others else ""
    return Part(
        rows=found.rows,
        total=found.total,
        page=found.page,
        pages=found.pages,
        before=(found.page - 1) * per,
        address=f"?{kept}{name}=",
        anchor=f"#{anchor}" if anchor else "",
    )


def up_to(request: HttpRequest, *names: str, per: int = PER_PAGE) -> int:
    """How many rows of lists with these names have to be there to show the parts that the address asks for."""
    return per * max(1, *(_asked(request, name) for name in names))


def showing(part: Part[Any]) -> Markup:
    """“Showing 1 to 50 of 200”, above a list; nothing where all of it is there."""
    if part.pages < 2:
        return Markup("")
    words = _("Showing %(first)s to %(last)s of %(total)s") % {
        "first": number(part.before + 1),
        "last": number(part.before + len(part.rows)),
        "total": number(part.total),
    }
    return html('<p class="ff-showing">{}</p>', words)


def pages(part: Part[Any], *, of: str | None = None, newest: bool = False) -> Markup:
    """The ways to the other parts of a list, below it; nothing where all of it is there.

    `of` says of what, where a page has more than one list. `newest`: the list begins with the newest.
    """
    steps = (_("Show newer"), _("Show older")) if newest else None
    return pagination(part.page, part.pages, part.address, of=of, anchor=part.anchor, steps=steps)
