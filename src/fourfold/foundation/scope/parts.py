"""A long list cut into parts of one size: the rows of one part, how many there are in all, and which part it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from fourfold.foundation.scope.together import Question


@dataclass(frozen=True)
class Cut:
    """The rows of part `page` of `pages`, and how many the list has in all."""

    rows: list[Any]
    total: int
    page: int
    pages: int


def cut(listed: Sequence[Any] | QuerySet[Any] | Question, page: int, per: int) -> Cut:
    """A part of a list: the first for a number below 1, the last for one that is too high.

    A list in the database is counted and cut there: in two queries, or in one for what a reader would be asked.
    """
    page = max(1, page)
    if isinstance(listed, Question):
        rows, total = listed.cut((page - 1) * per, per)
        if rows or page == 1:
            return Cut(rows, total, page, _pages(total, per))
        last = _pages(listed.cut(0, 1)[1], per)
        rows, total = listed.cut((last - 1) * per, per)
        return Cut(rows, total, last, last)
    total = listed.count() if isinstance(listed, QuerySet) else len(listed)
    page = min(page, _pages(total, per))
    return Cut(list(listed[(page - 1) * per : page * per]), total, page, _pages(total, per))


def _pages(total: int, per: int) -> int:
    return max(1, -(-total // per))
