"""The kinds of list that can be brought in. Upper rooms register them from their wiring; this room knows none."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fourfold.foundation.access.actors import Actor
from fourfold.foundation.design.words import Words
from fourfold.foundation.intake.columns import Column
from fourfold.foundation.intake.journal import Back
from fourfold.foundation.intake.lines import Check, Line
from fourfold.foundation.scope.rows import TenantRow

AfterUndo = Callable[[list[Back], list[TenantRow], date], None]


@dataclass(frozen=True)
class Tells:
    """What only some columns tell, by their codes, and the sentence for a file that has none of them."""

    codes: tuple[str, ...]
    without: Words


@dataclass(frozen=True)
class Kind:
    """A kind of list: its columns, its checks, how lines are matched with what is here, and the verb that brings it in.

    `match` gives each line that is not left out its outcome, target and differences. `commit` is a verb:
    ``commit(intake, actor=…, today=…, choices={row public id: choice})``. `name_of` names a line for a person.
    `tells` are things that a list is mostly brought in for: a file without their columns is said to be so.
    `called` names a row for a sentence about it. `may_be_new` says whether a line that a person is asked about may be
    about somebody who is not here yet. `after_undo` is handed, within the undoing verb, the
    rows that are as before again and those that are gone, and the day, to put right what a lower room was told of them.
    `adds_only` is for a list that changes nothing that is here: what it adds, what stays and what ends, in a sentence.
    `kept` gives the public ids of who is kept from who reads: of a line that is about them or
    tells of them nothing is shown or brought in.
    `asks_again` is for a list that gives people roles: who brings it in is asked again who they are.
    """

    code: str
    title: Words
    explains: Words
    columns: tuple[Column, ...]
    checks: tuple[Check, ...]
    match: Callable[[Sequence[Line], date], None]
    commit: Callable[..., Any]
    name_of: Callable[[Line], str]
    called: Callable[[TenantRow], str] = str
    may_be_new: bool = True
    tells: tuple[Tells, ...] = ()
    after_undo: tuple[AfterUndo, ...] = field(default=())
    asks_again: bool = False
    kept: Callable[[Actor, date], Container[str]] | None = None
    adds_only: Words = ""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let a room offer a kind of list. Raises `ValueError` for a second one of that code."""
    if kind.code in _kinds:
        raise ValueError(f"There is a kind {kind.code} already.")
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind | None:
    """The kind with that code, or None."""
    return _kinds.get(code)


def kinds() -> list[Kind]:
    """All kinds, in the order in which they were registered."""
    return list(_kinds.values())
