"""From an intake to what its pages show: how many lines came to what, and each difference in words."""

import csv
import io
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from markupsafe import Markup

from fourfold.foundation.design import components as ui
from fourfold.foundation.design.components.signs import State
from fourfold.foundation.design.format import moment
from fourfold.foundation.design.words import Words
from fourfold.foundation.intake.columns import Column, guessed, missing
from fourfold.foundation.intake.kept import is_kept, leave_to_others
from fourfold.foundation.intake.lines import Outcome, Weight
from fourfold.foundation.intake.models import Intake, IntakeRow
from fourfold.foundation.intake.reading import Sheet
from fourfold.foundation.intake.registry import Kind, kind_of, kinds

AT_FIRST = 100
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
}
Cells = list[Words | ui.Cell]


@dataclass(frozen=True)
class Part:
    """One part of the preview: its lines, ready for a table, and how many more there are than are shown."""

    rows: list[Cells]
    more: int


@dataclass(frozen=True)
class Preview:
    """What a file comes to."""

    summary: list[ui.Row]
    new: Part
    changed: Part
    left_out: Part
    remarks: Part


def _part(rows: list[Cells], whole: bool) -> Part:
    shown = rows if whole else rows[:AT_FIRST]
    return Part(shown, len(rows) - len(shown))


def _why(row: IntakeRow) -> str:
    """What was found; of a line that is left out why it is, and not what would have come in of it."""
    out = str(Weight.LEFT_OUT) if row.came_to == Outcome.LEFT_OUT else ""
    found = [each for each in row.reasons if not out or each["weight"] == out]
    return " ".join(reason["sentence"] for reason in found or row.reasons)


def counted(counts: dict[str, int]) -> list[tuple[str, str]]:
    """The numbers in words, for a summary: (what, how many)."""
    words = {
        Outcome.SAME: _("No change"),
        Outcome.NEW: _("New"),
        Outcome.CHANGED: _("Changed"),
        Outcome.ASK: _("For you to decide"),
        Outcome.LEFT_OUT: _("Left out"),
    }
    return [
        (
            word,
            ngettext("%(num)s line", "%(num)s lines", counts.get(outcome, 0))
            % {"num": counts.get(outcome, 0)},
        )
        for outcome, word in words.items()
    ]


def without(rows: list[IntakeRow], kept: Container[str]) -> list[IntakeRow]:
    """The lines as they are shown to somebody from whom these are `kept`: of them only what the file itself says."""
    for row in rows:
        if is_kept(row, kept):
            leave_to_others(row)
    return rows


def preview(intake: Intake, rows: list[IntakeRow], *, whole: bool) -> Preview:
    """What a file comes to, with the first hundred lines of each part, or all of them."""

    def of(outcome: Outcome) -> list[IntakeRow]:
        return [row for row in rows if row.came_to == outcome]

    new: list[Cells] = [
        [ui.person(row.name), str(row.number), _facts(row)] for row in of(Outcome.NEW)
    ]
    kind = kind_of(intake.kind)
    adds = bool(kind and kind.adds_only)
    changed: list[Cells] = [
        [ui.person(row.name), _(each["what"]), *_was_and_becomes(each, adds=adds)]
        for row in of(Outcome.CHANGED)
        for each in row.differences
    ]
    left_out: list[Cells] = [
        [_("Line %(line)s") % {"line": row.number}, ui.person(row.name), _why(row)]
        for row in of(Outcome.LEFT_OUT)
    ]
    remarks: list[Cells] = [
        [_("Line %(line)s") % {"line": row.number}, ui.person(row.name), _why(row)]
        for row in rows
        if row.reasons and row.came_to in {Outcome.NEW, Outcome.CHANGED, Outcome.SAME}
    ]
    return Preview(
        summary=[
            ui.Row(what, number) for what, number in counted(Counter(row.came_to for row in rows))
        ],
        new=_part(new, whole),
        changed=_part(changed, whole),
        left_out=_part(left_out, whole),
        remarks=_part(remarks, whole),
    )


def _was_and_becomes(each: dict[str, str], *, adds: bool) -> Cells:
    """What a line changes from what to what; of a list that only adds, what it adds."""
    was = ui.written(each["old"]) if each["old"] else _("nothing yet")
    return [ui.written(each["new"])] if adds else [was, ui.written(each["new"])]


def _facts(row: IntakeRow) -> Words:
    """What a new line brings, beside the name that stands before it."""
    names = {row.raw.get("given_name"), row.raw.get("family_name")}
    return Markup(" · ").join(
        ui.filled("%(what)s: %(new)s", what=_(each["what"]), new=ui.written(each["new"]))
        for each in row.differences
        if each["new"] not in names
    )


def columns_shown(
    columns: tuple[Column, ...], intake: Intake, rows: list[IntakeRow]
) -> list[Cells]:
    """Which heading was taken for which column, with the first three things that stand there."""
    shown: list[Cells] = []
    for column in columns:
        heading = intake.mapping.get(column.code)
        if heading:
            there = [row.raw[column.code] for row in rows if row.raw.get(column.code)][:3]
            shown.append(
                [
                    column.label,
                    ui.written(heading),
                    ui.written(", ".join(there)) if there else _("nothing"),
                ]
            )
    return shown


def unused(intake: Intake, sheet: Sheet) -> list[str]:
    """The headings of the file that were taken for no column."""
    return [h for h in sheet.headings if h and h not in intake.mapping.values()]


def untold(kind: Kind, intake: Intake, sheet: Sheet) -> list[Words]:
    """What the list is mostly brought in for and no known column tells, while some of the file’s are not used."""
    if not unused(intake, sheet):
        return []
    return [each.without for each in kind.tells if not intake.mapping.keys() & set(each.codes)]


def likelier(kind: Kind, sheet: Sheet) -> Kind | None:
    """Of what other kind a file looks to be by its headings: one that reads all that this kind does of it, and more.

    None where it is whole as this kind and tells something for which such a list is brought in.
    """
    headings = [heading for heading in sheet.headings if heading]
    mine = guessed(kind.columns, headings, {})
    told = any(mine.keys() & set(each.codes) for each in kind.tells)
    if told and not missing(kind.columns, mine):
        return None
    best, read = None, set(mine.values())
    for other in kinds():
        theirs = guessed(other.columns, headings, {})
        if not missing(other.columns, theirs) and read < set(theirs.values()):
            best, read = other, set(theirs.values())
    return best


def set_aside(intake: Intake) -> str:
    """That a list which waited is left, as the page of the one begun instead says it."""
    kind = kind_of(intake.kind)
    words = _("The list that waited as “%(kind)s” does not wait any more: it is not brought in.")
    return words % {"kind": kind.title if kind else intake.kind}


def headings_known(columns: list[Column]) -> list[ui.Row]:
    """For each column, a few of the headings under which it is found."""
    return [
        ui.Row(column.label, ui.written(", ".join([str(column.label), *column.aliases[:4]])))
        for column in columns
    ]


def example_of(kind: Kind) -> str:
    """The text of a small file: the columns that have an example, and that example below them."""
    shown = [column for column in kind.columns if column.example]
    file = io.StringIO()
    lines = csv.writer(file)
    lines.writerow([str(column.label) for column in shown])
    lines.writerow([column.example for column in shown])
    return file.getvalue()


STATES: dict[str, tuple[State, Words]] = {
    "read": ("due", gettext_lazy("waiting for you")),
    "committed": ("done", gettext_lazy("brought in")),
    "undone": ("plain", gettext_lazy("undone")),
    "left": ("plain", gettext_lazy("not brought in")),
}


def lately_shown(intakes: list[Intake], address: dict[str, str]) -> list[Cells]:
    """What was brought in lately, each with a link; `address` by public id.

    Files of one name in one minute are numbered, so that no two links have the same words.
    """
    shown: list[Cells] = []
    times: Counter[tuple[str, str]] = Counter()
    for intake in intakes:
        kind = kind_of(intake.kind)
        sign, words = STATES[intake.state]
        when = moment(intake.at)
        times[intake.file_name, when] += 1
        nth = times[intake.file_name, when]
        about = when if nth == 1 else _("%(when)s, number %(nth)s") % {"when": when, "nth": nth}
        shown.append(
            [
                ui.link(ui.written(intake.file_name), address[intake.public_id], about=about),
                kind.title if kind else intake.kind,
                when,
                ui.person(intake.by.called if intake.by else "Fourfold"),
                ui.state(sign, words),
            ]
        )
    return shown
