"""This room's lines of a child's story, with the voices of family and child, and what of both needs whom."""

from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.assess.models import Line, Need, Observation, Strength
from fourfold.casework.assess.queries import lines_written, named_about
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import StoryEntry, Todo, Told, Unwritten, told_first
from fourfold.casework.people.models import Contact, Pupil
from fourfold.casework.people.queries import acts_as, own_account_of, pupils_of
from fourfold.casework.voice.models import Contribution
from fourfold.casework.voice.pages import chosen_rows, what_was_sent
from fourfold.casework.voice.queries import (
    READ_FIRST,
    asked_and_waiting,
    asks_made,
    asks_to,
    is_own,
    sent_named,
    sent_told,
    to_read,
    views_from,
    views_named,
    views_told,
)
from fourfold.domain.access import Action
from fourfold.domain.cycle import Stage
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.words import Words
from fourfold.foundation.due.queries import not_met
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import Question, Turns, rows

TEACHES = frozenset({Role.TEACHER, Role.KEYWORKER})
KINDS: tuple[type[Strength] | type[Need] | type[Observation], ...] = (Strength, Need, Observation)


def _here() -> str:
    return setting_here().public_id


def story(pupil: Pupil, actor: Actor, first: range) -> Told:
    """Staff who see needs read the lines and the voices that were read; a family member what they sent themselves."""
    if actor.is_family:
        yield from _own(pupil, actor, first, _here())
    elif may(Action.SEE_NEEDS, actor, pupil):
        yield from _lines(pupil, actor)
        yield from _voices(pupil, first)


def asked_of_story(pupil: Pupil, actor: Actor, first: range) -> Turns:
    """What `story` is read from: the lines and voices only for those who see needs."""
    if actor.is_family:
        yield [sent_told.of(actor, pupil, first)]
    elif may(Action.SEE_NEEDS, actor, pupil):
        lines = [lines_written.of(model, pupil, actor) for model in KINDS]
        voices = [views_told.of(pupil, first), asks_made.of(pupil)]
        yield [*lines, named_about.of(pupil.public_id), *voices]


def _own(pupil: Pupil, actor: Actor, first: range, here: str) -> Told:
    """What this person sent, in their own words; concerns and answers to a plan are told by their own rooms."""
    address = reverse("voice:sent", kwargs={"setting": here, "child": pupil.public_id})
    read, write = partial(_sent_named, actor, pupil), partial(_sent, actor, address)
    yield from told_first(sent_told(actor, pupil, first), read, write)


def _sent_named(actor: Actor, pupil: Pupil, ids: frozenset[int]) -> Question:
    return sent_named.of(ids, actor, pupil)


def _sent(actor: Actor, address: str, sent: Contribution) -> StoryEntry:
    own = is_own(sent, actor)
    words = _("%(what)s: read") if sent.read_on else _("%(what)s: not read yet")
    return StoryEntry(
        on=sent.received_on,
        row=sent.public_id,
        room="voice",
        what=ui.filled(words, what=what_was_sent(sent, actor)),
        words=said_in_words(sent) if own else "",
        language=sent.language if own else "",
        pointed_at=tuple(chosen_rows(sent)) if own else (),
        address=address,
        is_said=True,
    )


def _lines(pupil: Pupil, actor: Actor) -> Iterable[Unwritten]:
    words = (_("A strength"), _("A need"), _("Seen"))
    named = frozenset(named_about(pupil.public_id))
    for model, what in zip(KINDS, words, strict=True):
        for row in lines_written(model, pupil, actor):
            told = _only_named(what) if row.public_id in named else what
            yield Unwritten(row.on, partial(_line, row, told), order=5, row=row.public_id)


def _only_named(what: str) -> Markup:
    """That a line is for named people only stands beside it, so that nobody reads it aloud."""
    mark = ui.state("restricted", _("Seen only by the people named"))
    return Markup("{} {}").format(what, mark)


def _line(row: Line, what: Words) -> StoryEntry:
    return StoryEntry(
        on=row.on,
        row=row.public_id,
        room="assess",
        what=what,
        words=row.words,
        by=row.by.called if row.by else "",
        order=5,
    )


def said_in_words(each: Contribution) -> str:
    """All that was written in one contribution, line after line, as it was written."""
    return "\n".join(
        text for text in (each.words, each.going_well, each.hard, each.would_help) if text
    )


def _voices(pupil: Pupil, first: range) -> Told:
    for ask in sorted(asks_made(pupil), key=lambda each: each.pk):
        yield StoryEntry(
            on=ask.asked_on,
            row=ask.public_id,
            room="voice",
            what=_("Asked for views: %(person)s") % {"person": str(ask.contact or pupil)},
            order=4,
        )
    read, write = partial(_views_named, pupil), partial(_voice, pupil)
    yield from told_first(views_told(pupil, first), read, write, order=5)


def _views_named(pupil: Pupil, ids: frozenset[int]) -> Question:
    return views_named.of(ids, pupil)


def _voice(pupil: Pupil, said: Contribution) -> StoryEntry:
    whose = str(said.contact or pupil)
    return StoryEntry(
        on=said.received_on,
        row=said.public_id,
        room="voice",
        what=_("In their own words: %(person)s") % {"person": whose},
        words=said_in_words(said),
        language=said.language,
        pointed_at=tuple(chosen_rows(said)),
        by=whose,
        order=5,
        is_said=True,
    )


def asked_of_todos(actor: Actor, today: date) -> Turns:
    """What `todos` is read from."""
    if actor.is_family:
        yield [acts_as.of(actor), own_account_of.of(actor)]
        yield [each.of(whose) for whose in _asked_as(actor) for each in (asks_to, views_from)]
        return
    asked = [to_read.of(actor, today), not_met.of(READ_FIRST)]
    if actor.roles & (TEACHES | {Role.SENCO}):
        asked.append(in_assess.of(actor, today))
    yield asked


def todos(actor: Actor, today: date) -> Iterable[Todo]:
    """What to read first, whom to assess, and, for a family, what they were asked."""
    here = _here()
    if actor.is_family:
        yield from _asked(actor, here)
        return
    yield from _unread(actor, today, here)
    if actor.roles & (TEACHES | {Role.SENCO}):
        yield from _to_assess(actor, today, here)


def _asked_as(actor: Actor) -> list[Contact | Pupil]:
    """As whom a family member is asked: the contact who they are, or the young person themselves."""
    return [*acts_as(actor), *(each.pupil for each in own_account_of(actor))]


def _asked(actor: Actor, here: str) -> Iterable[Todo]:
    seen: set[str] = set()
    waiting = [ask for whose in _asked_as(actor) for ask in asked_and_waiting(whose)]
    for ask in waiting:
        if ask.pupil.public_id in seen or not may(Action.GIVE_VIEWS, actor, ask.pupil):
            continue
        seen.add(ask.pupil.public_id)
        yield Todo(
            what=_("Three questions, two minutes"),
            why=_("What you say goes into the plan."),
            due_on=ask.reply_by,
            address=reverse("voice:give", kwargs={"setting": here, "child": ask.pupil.public_id}),
            button=_("Start"),
            child=ask.pupil.public_id,
            child_name=str(ask.pupil),
        )


def _unread(actor: Actor, today: date, here: str) -> Iterable[Todo]:
    waiting = to_read(actor, today)
    if not waiting:
        return
    days = {row.subject: row.due_on for row in not_met(READ_FIRST)}
    for each in waiting:
        yield Todo(
            what=_("Read first what was sent"),
            why=_("It may be a disclosure: a named adult reads it by the next school day."),
            due_on=days.get(each.public_id),
            address=reverse("voice:read", kwargs={"setting": here, "contribution": each.public_id}),
            button=_("Read"),
            child=each.pupil.public_id,
            child_name=str(each.pupil),
            kind="read_first",
            rule=READ_FIRST,
        )


@rows
def in_assess(actor: Actor, today: date) -> QuerySet[Cycle]:
    """The cycles in which children whom an actor has to do with are assessed, the longest first."""
    found = Cycle.objects.filter(
        stage=str(Stage.ASSESS), ended_on__isnull=True, pupil__in=pupils_of(actor, today)
    )
    return found.select_related("pupil").order_by("begun_on", "pk")


def _to_assess(actor: Actor, today: date, here: str) -> Iterable[Todo]:
    for cycle in in_assess(actor, today):
        yield Todo(
            what=_("Put the picture together: strengths, needs, views"),
            why=_("The Code of Practice asks for it before a plan: Code 6.45"),
            due_on=None,
            address=reverse("assess:picture", kwargs={"setting": here, "cycle": cycle.public_id}),
            button=_("Assess"),
            child=cycle.pupil.public_id,
            child_name=str(cycle.pupil),
        )
