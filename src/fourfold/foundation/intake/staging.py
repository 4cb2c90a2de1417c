"""From a file to lines with what each comes to: read, checked, matched. Writes nothing."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fourfold.foundation.intake.checks import EVERYWHERE
from fourfold.foundation.intake.columns import Column, NotUnderstood, guessed, missing, must_have
from fourfold.foundation.intake.lines import Batch, Line, Outcome, Weight
from fourfold.foundation.intake.reading import Sheet, decoded, sheet_of
from fourfold.foundation.intake.registry import Kind


@dataclass(frozen=True)
class Staged:
    """A file as it was understood."""

    encoding: str
    mapping: dict[str, str]
    unused: list[str]
    lines: list[Line]

    def counts(self) -> dict[str, int]:
        """How many lines came to what."""
        found = Counter(line.outcome for line in self.lines)
        return {str(outcome): found[outcome] for outcome in Outcome}


def _line(number: int, cells: list[str], headings: list[str], columns: dict[str, Column]) -> Line:
    raw: dict[str, str] = {}
    for heading, cell in zip(headings, cells, strict=False):
        if heading in columns:
            raw[columns[heading].code] = cell
    line = Line(number, raw)
    line.extra = [cell for cell in cells[len(headings) :] if cell]
    for column in columns.values():
        _understand(line, column)
    return line


def _understand(line: Line, column: Column) -> None:
    text = line.raw.get(column.code, "")
    if not text:
        if column.needed:
            line.left_out("nothing_there", _("%(what)s is empty.") % {"what": column.label})
        return
    if len(text) > column.longest:
        line.left_out(
            "too_long",
            _("What stands under %(what)s is longer than %(most)s characters.")
            % {"what": column.label, "most": column.longest},
        )
        return
    try:
        line.values[column.code] = column.parse(text)
    except NotUnderstood as reason:
        if column.needed or column.strict:
            line.left_out("not_understood", reason.sentence)
        else:
            line.say("not_understood", reason.sentence, Weight.REMARK)


def _lines(kind: Kind, sheet: Sheet, mapping: dict[str, str]) -> list[Line]:
    by_code = {column.code: column for column in kind.columns}
    columns = {heading: by_code[code] for code, heading in mapping.items()}
    return [_line(number, cells, sheet.headings, columns) for number, cells in sheet.lines]


def stage(
    kind: Kind, content: bytes, *, known: dict[str, str], today: date, guess: bool = True
) -> Staged:
    """Read, check and match a file; `known` is a mapping that was chosen before; without `guess` it is the whole of it.

    Where a guess does not find the columns that are needed, there are no lines yet: a person says which they are.
    Raises `Unreadable`.
    """
    text = decoded(content)
    sheet = sheet_of(text.words)
    mapping = guessed(kind.columns, sheet.headings, known) if guess else dict(known)
    unused = [h for h in sheet.headings if h and h not in mapping.values()]
    if guess and _can_be_chosen(kind, mapping, sheet):
        return Staged(text.encoding, mapping, unused, [])
    must_have(kind.columns, mapping, sheet)
    lines = _lines(kind, sheet, mapping)
    batch = Batch(lines)
    for line in lines:
        line.name = kind.name_of(line)
    for check in (*EVERYWHERE, *kind.checks):
        for line in lines:
            if not line.is_out:
                check.look(line, batch)
    kind.match([line for line in lines if not line.is_out], today)
    return Staged(text.encoding, mapping, unused, lines)


def _can_be_chosen(kind: Kind, mapping: dict[str, str], sheet: Sheet) -> bool:
    """Whether needed columns were not found among headings of which a person can say which they are."""
    needed = [column for column in kind.columns if column.needed]
    return bool(missing(kind.columns, mapping)) and len({*sheet.headings} - {""}) >= len(needed)
