"""The verbs of bringing a list in. The one that commits belongs to the room whose rows it makes."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.act.verbs import Impossible, verb
from fourfold.foundation.intake import journal
from fourfold.foundation.intake.kept import is_kept, leave_to_others
from fourfold.foundation.intake.lines import Candidate, Line, Outcome
from fourfold.foundation.intake.models import Intake, IntakeRow
from fourfold.foundation.intake.reading import Unreadable
from fourfold.foundation.intake.registry import Kind, kind_of
from fourfold.foundation.intake.staging import Staged, stage
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.writing import must_be_writing


def the_kind(intake: Intake) -> Kind:
    """The kind of an intake. Raises `Impossible` if no room offers it any more."""
    kind = kind_of(intake.kind)
    if kind is None:
        raise Impossible(_("This kind of list can no longer be brought in."))
    return kind


def _row(intake: Intake, line: Line) -> IntakeRow:
    also = [Candidate(one, "") for one in line.about]
    return IntakeRow(
        intake=intake,
        number=line.number,
        name=line.name[:300],
        raw=line.raw,
        came_to=str(line.outcome),
        reasons=[
            {"code": f.code, "sentence": f.sentence, "weight": str(f.weight)} for f in line.findings
        ],
        differences=[{"what": d.what, "old": d.old, "new": d.new} for d in line.differences],
        candidates=[{"id": c.id, "name": c.name} for c in (*line.candidates, *also)],
        target=line.target,
    )


def _known_mapping(kind: str) -> dict[str, str]:
    """The headings that were used when such a list last came in."""
    before = Intake.objects.filter(kind=kind, state="committed").order_by("-at").first()
    return dict(before.mapping) if before else {}


def _stage(
    kind: Kind, content: bytes, known: dict[str, str], today: date, *, guess: bool = False
) -> Staged:
    try:
        return stage(kind, content, known=known, today=today, guess=guess)
    except Unreadable as reason:
        raise Impossible(reason.sentence) from None


@verb("intake.read", Action.IMPORT_ROLL)
def bring_file(
    setting: Organisation,
    kind: str,
    file_name: str,
    content: bytes,
    *,
    actor: Actor,
    today: date,
    instead: Intake | None = None,
) -> Intake:
    """Keep a file and show what it comes to; nothing of it comes in yet. Raises `Impossible` with what is wrong.

    What waits as another kind of list, `instead` of which this one is begun, is left.
    """
    the = kind_of(kind)
    if the is None:
        raise Impossible(_("Choose what kind of list this is."))
    staged = _stage(the, content, _known_mapping(kind), today, guess=True)
    intake = Intake(
        kind=kind,
        state="read",
        file_name=file_name[:200],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        encoding=staged.encoding,
        mapping=staged.mapping,
        counts=staged.counts(),
        by_id=actor.membership or None,
        at=clock.now(),
        read_as_of=today,
    )
    intake.save()
    IntakeRow.objects.bulk_create([_row(intake, line) for line in staged.lines])
    if instead is not None and instead.kind != kind:
        with suppress(Stale):
            instead.compare_and_set({"state": "read"}, state="left")
    return intake


@verb("intake.look_again", Action.IMPORT_ROLL)
def look_again(
    intake: Intake, *, actor: Actor, today: date, mapping: dict[str, str] | None = None
) -> Intake:
    """Read the same file anew: with other headings chosen, or after things here have changed."""
    staged = _stage(the_kind(intake), bytes(intake.content), mapping or intake.mapping, today)
    try:
        intake.compare_and_set(
            {"state": "read"}, mapping=staged.mapping, counts=staged.counts(), read_as_of=today
        )
    except Stale:
        raise Impossible(_("This list is not waiting any more.")) from None
    for row in IntakeRow.objects.filter(intake=intake):
        row.note_write(must_be_writing(intake.tenant_id), "removed")
    IntakeRow.objects.filter(intake=intake).delete()
    IntakeRow.objects.bulk_create([_row(intake, line) for line in staged.lines])
    return intake


@verb("intake.leave", Action.IMPORT_ROLL)
def leave(intake: Intake, *, actor: Actor) -> None:
    """The file is not brought in. Raises `Stale` if it has been, or was left before."""
    intake.compare_and_set({"state": "read"}, state="left")


def take_up(intake: Intake, choices: Mapping[str, str], actor: Actor, today: date) -> list[Line]:
    """Within the committing verb: claim the intake, and its lines as they were shown, with what was chosen.

    Without those about somebody who is kept from `actor`: they are left out, for somebody else to bring in.

    Of two at once one gets it; the other one, and a second press, raises `Impossible`, and so does a list of which
    nothing is left. If the lines would come to something else now than was shown, raises `Stale`. Nothing is brought in
    then.
    """
    kind = the_kind(intake)
    try:
        intake.compare_and_set({"state": "read"}, state="committed", committed_at=clock.now())
    except Stale:
        raise Impossible(_("This list was brought in already, or is not to be.")) from None
    staged = _stage(kind, bytes(intake.content), intake.mapping, today)
    shown = {row.number: row for row in IntakeRow.objects.filter(intake=intake)}
    kept = kind.kept(actor, today) if kind.kept else ()
    theirs = {n: row for n, row in shown.items() if _may_come_in(row) and is_kept(row, kept)}
    for line in staged.lines:
        row = shown.get(line.number)
        if row is None or _says(_row(intake, line)) != _says(row):
            raise Stale("intake.Intake: something here has changed since the list was read.")
        line.choice = _chosen(kind, row, choices.get(row.public_id, ""))
        if line.choice and line.number not in theirs:
            row.choice = line.choice
            row.save()
    mine = [line for line in staged.lines if _comes_in(line) and line.number not in theirs]
    if theirs and not mine:
        raise Impossible(_("Somebody else here has to bring in this file."))
    if theirs:
        _leave_to_others(intake, theirs, shown)
    return mine


def _may_come_in(row: IntakeRow) -> bool:
    return row.came_to in {Outcome.NEW, Outcome.CHANGED, Outcome.ASK}


def _leave_to_others(
    intake: Intake, theirs: Mapping[int, IntakeRow], shown: Mapping[int, IntakeRow]
) -> None:
    for row in theirs.values():
        leave_to_others(row)
        row.save()
    intake.counts = dict(Counter(row.came_to for row in shown.values()))


def _says(row: IntakeRow) -> list[Any]:
    return [row.came_to, row.target, row.differences, row.candidates]


def _chosen(kind: Kind, row: IntakeRow, choice: str) -> str:
    if row.came_to != Outcome.ASK:
        return ""
    offered = {candidate["id"] for candidate in row.candidates if candidate["name"]}
    if kind.may_be_new and not row.target:
        offered.add("new")
    return choice if choice in offered else "leave"


def _comes_in(line: Line) -> bool:
    if line.outcome is Outcome.ASK:
        return line.choice != "leave"
    return line.outcome in {Outcome.NEW, Outcome.CHANGED}


def write_down(intake: Intake, made: journal.Journal) -> None:
    """Within the committing verb, at its end: keep what is needed to undo it."""
    intake.journal = made.entries(must_be_writing(intake.tenant_id))
    intake.save()


@verb("intake.undo", Action.IMPORT_ROLL)
def undo(intake: Intake, *, actor: Actor) -> None:
    """Everything is as it was before the list came in.

    Raises `Impossible`, saying about whom, if something was built on it since.
    """
    kind = the_kind(intake)
    if intake.state != "committed":
        raise Impossible(_("Only a list that was brought in can be undone."))
    found = journal.read(intake.journal)
    why_not = blocked(kind, found)
    if why_not:
        raise Impossible(why_not)
    try:
        intake.compare_and_set({"state": "committed"}, state="undone", undone_at=clock.now())
    except Stale:
        raise Impossible(_("This was undone already.")) from None
    back, removed = journal.take_back(found, must_be_writing(intake.tenant_id))
    for tell in kind.after_undo:
        tell(back, removed, clock.today())


def blocked(kind: Kind, found: journal.Undoing) -> str:
    """Why an intake cannot be undone, as a sentence; empty if it can."""
    if found.missing:
        return _("Some of what came with this list has been removed since, so it cannot be undone.")
    names = list(dict.fromkeys(kind.called(row) for row in journal.built_on(found)))
    if not names:
        return ""
    return _(
        "Something was written since about %(who)s, so this can no longer be undone as a whole."
    ) % {"who": ", ".join(names[:5]) + (" …" if len(names) > 5 else "")}


def is_demonstration() -> bool:
    """Whether this is a demonstration, into which no real list belongs."""
    return bool(settings.DEMO)
