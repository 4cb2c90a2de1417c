"""Where upper rooms say what is due: each rule has one provider, which answers from facts alone."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from fourfold.domain.rulebook import Due
from fourfold.foundation.scope.together import Question, Rows


@dataclass(frozen=True)
class Duty:
    """One duty as its provider found it: the computed `due`, what kind of row it is about, and whose it is.

    The subject's and the owed person's public ids stand in ``due.trigger``. `child` is a public id, or empty for a
    duty of the setting; `owner` the public id of the membership who is to do it, or empty.
    """

    due: Due
    subject_label: str
    child: str = ""
    owner: str = ""

    @property
    def key(self) -> str:
        """What makes this duty one and the same when it is worked out again."""
        trigger = self.due.trigger
        return f"{self.due.rule_id}:{trigger.subject}:{trigger.owed_to}:{trigger.on}"


@dataclass(frozen=True)
class Asked:
    """For whom duties are wanted: the public ids of `children`, and the setting as a whole if so."""

    children: frozenset[str]
    whole_setting: bool
    today: date


Provider = Callable[[Asked], Iterable[Duty]]
First = Rows[[frozenset[str]], Any]
"""A reader that a provider asks in any case, about the children asked for (public ids)."""

_providers: dict[str, Provider] = {}
_first: dict[str, tuple[First, ...]] = {}
_here: list[Rows[[], Any]] = []
_children: list[Callable[[], Iterable[str]]] = []


def provide(rule: str, provider: Provider, *first: First) -> None:
    """Let `provider` answer for a rule of the rulebook; what it asks `first` is asked with what the others do.

    Raises `ValueError` if the rule has a provider already.
    """
    if _providers.get(rule, provider) is not provider:
        raise ValueError(f"The rule {rule} has a provider already.")
    _providers[rule] = provider
    _first[rule] = first


def ask_of_setting(*readers: Rows[[], Any]) -> None:
    """Let what most providers ask of the setting be asked with the rest."""
    _here.extend(reader for reader in readers if reader not in _here)


def asked_first(children: frozenset[str]) -> list[Question]:
    """What is asked in any case about these children (public ids) and of the setting, to be asked together."""
    about = [reader.of(children) for rule in _providers for reader in _first.get(rule, ())]
    return [*about, *(reader.of() for reader in _here)]


def providers() -> dict[str, Provider]:
    """The providers by rule."""
    return dict(_providers)


def children_come_from(everyone: Callable[[], Iterable[str]]) -> None:
    """Let `everyone` answer, for the tenant in scope, with the public ids of all children."""
    _children.append(everyone)


def all_children() -> frozenset[str]:
    """The public ids of all children of the tenant in scope."""
    return frozenset(child for everyone in _children for child in everyone())
