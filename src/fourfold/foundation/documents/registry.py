"""The kinds of document: each a Typst template in its room's ``documents`` folder. Upper rooms add theirs at start."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fourfold.foundation.design.words import Words


@dataclass(frozen=True)
class Kind:
    """A kind of document: its code, what it is called, the template, and facts of an invented example.

    A room that knows the facts hands them over itself (`render`, `issue`): a lower room never asks an upper one.
    """

    code: str
    title: Words
    template: Path
    example: dict[str, Any]


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let a room add a kind of document. Raises `ValueError` for a code that is taken or a template that is missing."""
    if kind.code in _kinds:
        raise ValueError(f"There is a document named {kind.code} already.")
    if not kind.template.is_file():
        raise ValueError(f"The template of {kind.code} is not there.")
    _kinds[kind.code] = kind


def kinds() -> dict[str, Kind]:
    """All kinds by code."""
    return dict(_kinds)
