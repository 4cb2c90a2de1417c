"""Many questions to the database in one statement (ADR 8): what a page knows of a child takes one journey, not sixty.

A reader that answers with rows is declared with `rows`: a function from its arguments to a queryset. Called, it answers
with a list, asked once in a request. `reader.of(...)` is the question itself, not asked yet, and `ask_together` asks
several at once: each queryset keeps its own conditions, the scope of the tenant and what is for named people only
included, and is one arm of a UNION ALL. `ask_in_turns` lets several rooms ask at once, each in turns that depend on the
answers of the turn before.

Outside a request, and while a verb is at work, nothing is asked ahead and nothing remembered: each reader asks itself,
by the sentence that is kept.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar

from django.db.models import Count, QuerySet, Window

from fourfold.foundation.scope.arms import answers_of
from fourfold.foundation.scope.kept import arm_for
from fourfold.foundation.scope.made import CannotJoin
from fourfold.foundation.scope.remembered import is_remembered, is_remembering, remember, remembered

P = ParamSpec("P")
M = TypeVar("M")


@dataclass(frozen=True)
class Question:
    """A reader and what it is asked about; not asked yet."""

    reader: "Rows[Any, Any]"
    args: tuple[Any, ...]

    def answer(self) -> list[Any]:
        """The rows, in order; asked once in a request."""
        return self.reader(*self.args)

    def cut(self, first: int, most: int) -> tuple[list[Any], int]:
        """So many of the rows from a place on (0 is the first), and how many there are in all, in one statement."""
        return self.reader.part(range(first, first + most), *self.args)


class Rows(Generic[P, M]):
    """A reader that answers with rows; made by `rows`."""

    def __init__(self, asking: Callable[P, "QuerySet[Any, M]"]) -> None:
        """`asking` is the function from the arguments to the queryset."""
        functools.update_wrapper(self, asking)
        self.asking = asking
        self._answer: Callable[..., list[M]] = remembered(self.anew)

    def anew(self, *args: Any) -> list[M]:
        """What the reader answers now, asked by itself."""
        return _asked((self.asking, args))[0]

    def part(self, places: range, *args: Any) -> tuple[list[M], int]:
        """The rows at these places, and how many there are in all, in one statement."""
        found, counted = _asked((self.in_part, (places, *args)), (self.how_many, args))
        return found, counted[0] if counted else 0

    def in_part(self, places: range, *args: Any) -> "QuerySet[Any, M]":
        """The question for the rows at these places."""
        asking: Callable[..., QuerySet[Any, M]] = self.asking
        return asking(*args)[places.start : places.stop]

    def how_many(self, *args: Any) -> QuerySet:
        """The question how many rows there are: one number, or nothing for none."""
        asking: Callable[..., QuerySet[Any, M]] = self.asking
        return asking(*args).order_by().values_list(Window(Count("*")), flat=True)[:1]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> list[M]:
        """The rows, in order; asked once in a request. The list is shared: nobody changes it."""
        return self._answer(*args, **kwargs)

    def of(self, *args: P.args, **kwargs: P.kwargs) -> Question:
        """The question, to be asked together with others."""
        if kwargs:
            raise TypeError("A question that is asked with others has positional arguments only.")
        return Question(self, args)

    def is_known(self, args: tuple[Any, ...]) -> bool:
        """Whether this was asked already in this request."""
        return is_remembered(self._answer, *args)

    def know(self, answer: list[M], *args: object) -> None:
        """Remember the answer to these arguments."""
        remember(self._answer, answer, *args)


def _asked(*questions: tuple[Callable[..., QuerySet], tuple[Any, ...]]) -> list[list[Any]]:
    """What the database answers now to each question, in one statement: with more than an arm can have, Django asks."""
    try:
        return answers_of([arm_for(ask, args) for ask, args in questions])
    except CannotJoin:
        pass
    return [list(ask(*args)) for ask, args in questions]


def rows(asking: Callable[P, "QuerySet[Any, M]"]) -> Rows[P, M]:
    """Declare a reader that answers with rows, by a function with positional arguments that returns a queryset."""
    return Rows(asking)


def only(asking: Callable[P, "QuerySet[Any, M]"]) -> Callable[P, M | None]:
    """Declare a reader of the one row that a public id names: asked anew each time, by the sentence that is kept."""
    reader = Rows(asking)

    @functools.wraps(asking)
    def first(*args: P.args, **kwargs: P.kwargs) -> M | None:
        """The row, or None."""
        return next(iter(reader.anew(*args, **kwargs)), None)

    return first


def ask_together(questions: Iterable[Question]) -> None:
    """Ask in one statement what of this was not asked before in this request; the readers then have it."""
    if not is_remembering():
        return
    wanted = [each for each in dict.fromkeys(questions) if not each.reader.is_known(each.args)]
    arms = [arm_for(each.reader.asking, each.args) for each in wanted]
    for question, answer in zip(wanted, answers_of(arms), strict=True):
        question.reader.know(answer, *question.args)


Turns = Iterator[Sequence[Question]]
"""What a room asks: a generator that yields questions, and finds them answered by the readers when it goes on."""


def side_by_side(rooms: Iterable[Turns]) -> Turns:
    """The turns of several rooms as those of one."""
    going = list(rooms)
    while going:
        turns = [(room, next(room, None)) for room in going]
        going = [room for room, questions in turns if questions is not None]
        asked = [question for _room, questions in turns for question in questions or ()]
        if going:
            yield asked


def ask_in_turns(rooms: Iterable[Turns]) -> None:
    """Ask what several rooms want to know, one statement for each turn of all of them."""
    if not is_remembering():
        return
    for questions in side_by_side(rooms):
        ask_together(questions)
