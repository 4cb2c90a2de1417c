"""Which column of ours stands under which heading of a file: guessed from names that schools' systems use."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fourfold.foundation.design.words import Words
from fourfold.foundation.intake.reading import Sheet, Unreadable
from fourfold.foundation.scope.names import search_key


class NotUnderstood(ValueError):
    """A cell's text does not say what its column asks for. The message is a sentence for the person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def as_text(text: str) -> str:
    """The text as it is."""
    return text


@dataclass(frozen=True)
class Column:
    """One thing a line may say.

    `aliases` are other headings for it. `parse` makes a value of a cell's text or raises `NotUnderstood`; the cell is
    then left out with the sentence, and the whole line too if `needed` or `strict`. A file must have a heading, and a
    line a value, for each column that is `needed`. `example` is what may stand there, for a file to look at.
    """

    code: str
    label: Words
    aliases: tuple[str, ...] = ()
    parse: Callable[[str], Any] = as_text
    needed: bool = False
    strict: bool = False
    longest: int = 200
    example: str = ""


def _plain(heading: str) -> str:
    return "".join(c for c in search_key(heading) if c.isalnum())


def guessed(
    columns: tuple[Column, ...], headings: list[str], known: dict[str, str]
) -> dict[str, str]:
    """{column code: heading}, from what was chosen `known` before, then from the columns' names and aliases.

    A heading is used once; of two columns that could stand under it the earlier in the list has it.
    """
    found: dict[str, str] = {}
    free = [heading for heading in dict.fromkeys(headings) if heading]
    for column in columns:
        heading = known.get(column.code, "")
        if heading in free:
            found[column.code] = heading
            free.remove(heading)
    for column in columns:
        if column.code in found:
            continue
        names = [_plain(name) for name in (column.code, str(column.label), *column.aliases)]
        match = next((h for name in names for h in free if _plain(h) == name), None)
        if match:
            found[column.code] = match
            free.remove(match)
    return found


def missing(columns: tuple[Column, ...], mapping: dict[str, str]) -> list[Column]:
    """The columns that are needed and are not there."""
    return [column for column in columns if column.needed and column.code not in mapping]


def must_have(columns: tuple[Column, ...], mapping: dict[str, str], sheet: Sheet) -> None:
    """Raises `Unreadable` with the names of the columns that are needed and are not there."""
    names = [str(column.label) for column in missing(columns, mapping)]
    if names:
        raise Unreadable(
            _("These columns are not in your file: %(missing)s. Its headings are: %(there)s.")
            % {"missing": ", ".join(names), "there": ", ".join(h for h in sheet.headings if h)}
        )
