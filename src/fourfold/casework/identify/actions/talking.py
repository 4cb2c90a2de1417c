"""The verbs on what comes before a decision: what was tried in class, and the early talk."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from fourfold.casework.cycles.actions import make_move
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.identify.models import Discussion, NoteGiven, TeachingTried
from fourfold.casework.identify.queries import note_readers
from fourfold.casework.people.models import Contact
from fourfold.domain.access import Action
from fourfold.domain.cycle import Stage
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.act.verbs import Impossible, verb

EARLY = {str(Stage.CONCERN), str(Stage.DECIDED_NOT_NOW)}


def write_tried(
    cycle: Cycle, what: list[str], words: str, how_it_went: str, *, actor: Actor, today: date
) -> TeachingTried:
    """Write down what was tried in class. An inner function, within a verb."""
    row = TeachingTried(
        pupil=cycle.pupil,
        cycle=cycle,
        what=what,
        words=words,
        how_it_went=how_it_went,
        by_id=actor.membership or None,
        on=today,
    )
    row.save()
    return row


@verb("teaching.tried", Action.RECORD_DISCUSSION)
def note_tried(
    cycle: Cycle, what: list[str], words: str, how_it_went: str, *, actor: Actor, today: date
) -> TeachingTried:
    """What was tried in class, and how it went. Raises `Impossible` when nothing is said."""
    if not what and not words:
        raise Impossible(_("Choose or write what was tried."))
    return write_tried(cycle, what, words, how_it_went, actor=actor, today=today)


@verb("talk.hold", Action.RECORD_DISCUSSION)
def record_talk(
    cycle: Cycle,
    held_on: date,
    who: str,
    note: str,
    *,
    given_to: Iterable[Contact | None] = (),
    actor: Actor,
    today: date,
) -> Discussion:
    """The early talk with the family and the child, with its short note (Code 6.39), `given_to` these today.

    None is the young person. Raises `Impossible` for a day to come, and for who may not be told.
    """
    if held_on > today:
        raise Impossible(_("Write down a talk once it has been held: today or earlier."))
    talk = Discussion(
        pupil=cycle.pupil,
        cycle=cycle,
        held_on=held_on,
        who=who[:300],
        note=note,
        by_id=actor.membership or None,
    )
    talk.save()
    for contact in given_to:
        _give(talk, contact, actor=actor, today=today)
    if cycle.stage in EARLY:
        make_move(cycle, "look_into_it", actor=actor, today=today)
    return talk


def _give(talk: Discussion, contact: Contact | None, *, actor: Actor, today: date) -> None:
    if contact not in note_readers(talk.pupil, today).values():
        raise Impossible(_("This person cannot be given the note."))
    if NoteGiven.objects.filter(talk=talk, contact=contact).exists():
        return
    by = actor.membership or None
    NoteGiven(pupil=talk.pupil, talk=talk, contact=contact, on=today, by_id=by).save()
    if talk.note_given_on is None:
        talk.compare_and_set({"note_given_on": None}, note_given_on=today)


@verb("talk.give_note", Action.RECORD_DISCUSSION)
def give_note(
    cycle: Cycle,
    talk: Discussion,
    given_to: Iterable[Contact | None],
    *,
    actor: Actor,
    today: date,
) -> None:
    """These carers, or (None) the young person, have been given the note of the talk; who had it keeps their day.

    Raises `Impossible` for who may not be told.
    """
    for contact in given_to:
        _give(talk, contact, actor=actor, today=today)
