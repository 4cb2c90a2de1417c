"""Bringing in a list of children: one verb, so that trail and due dates are in one go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from fourfold.casework.people.models import (
    GroupPupil,
    InheritedSpell,
    Pupil,
    RollNote,
    TeachingGroup,
)
from fourfold.casework.people.roll.changes import Change, change_for
from fourfold.casework.people.roll.here import Roll, class_key, roll
from fourfold.domain.access import Action
from fourfold.domain.cycle import SpellSource
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.act.verbs import verb
from fourfold.foundation.intake.actions import take_up, write_down
from fourfold.foundation.intake.journal import Journal
from fourfold.foundation.intake.lines import Line
from fourfold.foundation.intake.models import Intake


@dataclass
class _Rows:
    """The rows to be made at the end, so that a list of hundreds takes a few statements."""

    sits: list[GroupPupil] = field(default_factory=list)
    spells: list[InheritedSpell] = field(default_factory=list)
    notes: list[RollNote] = field(default_factory=list)


@verb("roll.children", Action.IMPORT_ROLL)
def commit_roll(
    intake: Intake, *, actor: Actor, today: date, choices: Mapping[str, str] | None = None
) -> Intake:
    """Bring in a list of children as it was shown.

    Raises `Impossible` if it was brought in or left already, or if all of it is for somebody else to bring in, `Stale`
    if it would come to something else now.
    """
    lines = take_up(intake, choices or {}, actor, today)
    journal, here = Journal(), roll(today)
    changes = _pupils(lines, here, today, journal)
    classes = _classes(changes, here, today)
    rows = _Rows()
    for pupil, change in changes:
        _join(pupil, change, classes, here, today, journal, rows)
        _code(pupil, change, today, journal, rows)
        rows.notes += [
            RollNote(pupil=pupil, what=what, text=text, code=code, noted_on=today)
            for what, text, code in change.notes
        ]
    GroupPupil.objects.bulk_create(rows.sits)
    InheritedSpell.objects.bulk_create(rows.spells)
    RollNote.objects.bulk_create(rows.notes)
    write_down(intake, journal)
    return intake


def _whom(line: Line, here: Roll) -> Pupil | None:
    return here.children.by_id.get(line.choice or line.target)


def _pupils(
    lines: list[Line], here: Roll, today: date, journal: Journal
) -> list[tuple[Pupil, Change]]:
    """The children with what changes, the new ones made and the others changed."""
    made: list[tuple[Pupil, Change]] = []
    changed: list[tuple[Pupil, Change]] = []
    for line in lines:
        pupil = _whom(line, here)
        change = change_for(pupil, line, here, today)
        if pupil is None:
            made.append((Pupil(**change.fields), change))
            continue
        if change.fields:
            journal.before_change(pupil)
            for name, value in change.fields.items():
                setattr(pupil, name, value)
            pupil.save()
        changed.append((pupil, change))
    Pupil.objects.bulk_create([pupil for pupil, _change in made])
    return made + changed


def _classes(
    changes: list[tuple[Pupil, Change]], here: Roll, today: date
) -> dict[str, TeachingGroup]:
    classes = dict(here.classes)
    for _pupil, change in changes:
        key = class_key(change.class_name)
        if key and key not in classes:
            classes[key] = TeachingGroup(name=change.class_name, kind="class", valid_from=today)
    TeachingGroup.objects.bulk_create([group for group in classes.values() if group.pk is None])
    return classes


def _end(row: GroupPupil, last_day: date, journal: Journal) -> None:
    journal.before_change(row)
    row.valid_to = last_day
    row.save()


def _join(
    pupil: Pupil,
    change: Change,
    classes: dict[str, TeachingGroup],
    here: Roll,
    today: date,
    journal: Journal,
    rows: _Rows,
) -> None:
    left = change.fields.get("left_on")
    if left is not None:
        for row in GroupPupil.objects.filter(live(today), pupil=pupil):
            _end(row, left, journal)
        return
    if not change.class_name:
        return
    sits = here.class_of.get(pupil.pk)
    if sits is not None:
        _end(sits, today - timedelta(days=1), journal)
    group = classes[class_key(change.class_name)]
    rows.sits.append(GroupPupil(group=group, pupil=pupil, valid_from=today))


def _code(pupil: Pupil, change: Change, today: date, journal: Journal, rows: _Rows) -> None:
    for spell, last_day in change.ends:
        journal.before_change(spell)
        spell.ends = last_day
        spell.save()
    if change.begins:
        code, since = change.begins
        rows.spells.append(
            InheritedSpell(
                pupil=pupil,
                code=str(code),
                begins=since,
                source=str(SpellSource.ROLL),
                came_on=today,
            )
        )
