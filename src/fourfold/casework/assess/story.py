"""This room's lines of a child's story, with the voices of family and child, and what of both needs whom."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fourfold.casework.assess.models import Need, Observation, Strength
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import StoryEntry, Todo
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import contact_of, pupils_of
from fourfold.casework.voice.models import Ask, Contribution
from fourfold.casework.voice.queries import asked_and_waiting, sent_by, to_read, views_of
from fourfold.domain.access import Action
from fourfold.domain.cycle import Stage
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.access.restricted import open_to
from fourfold.foundation.due.models import DueRow

TEACHES = frozenset({Role.TEACHER, Role.KEYWORKER})


def _here() -> str:
    return setting_here().public_id


def story(pupil: Pupil, actor: Actor) -> Iterable[StoryEntry]:
    """Staff who see needs read the lines and the voices that were read; a family member, when they sent something."""
    if actor.is_family:
        yield from _own(pupil, actor)
    elif may(Action.SEE_NEEDS, actor, pupil):
        yield from _lines(pupil, actor)
        yield from _voices(pupil)


def _own(pupil: Pupil, actor: Actor) -> Iterable[StoryEntry]:
    for each in sent_by(actor, pupil):
        yield StoryEntry(
            on=each.received_on,
            row=each.public_id,
            room="voice",
            what=_("You wrote to us: received"),
        )


def _lines(pupil: Pupil, actor: Actor) -> Iterable[StoryEntry]:
    kinds = ((Strength, _("A strength")), (Need, _("A need")), (Observation, _("Seen")))
    for model, what in kinds:
        rows = open_to(model.objects.filter(pupil=pupil), actor).select_related("by")
        for row in rows.order_by("pk"):
            yield StoryEntry(
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


def _voices(pupil: Pupil) -> Iterable[StoryEntry]:
    asked = Ask.objects.filter(pupil=pupil).select_related("contact")
    for ask in asked.order_by("pk"):
        yield StoryEntry(
            on=ask.asked_on,
            row=ask.public_id,
            room="voice",
            what=_("Asked for views: %(person)s") % {"person": str(ask.contact or pupil)},
            order=4,
        )
    for each in views_of(pupil, since=date.min):
        yield StoryEntry(
            on=each.received_on,
            row=each.public_id,
            room="voice",
            what=_("In their own words: %(person)s") % {"person": str(each.contact or pupil)},
            words=said_in_words(each),
            language=each.language,
            by=str(each.contact or pupil),
            order=5,
        )


def todos(actor: Actor, today: date) -> Iterable[Todo]:
    """What to read first, whom to assess, and, for a family, what they were asked."""
    here = _here()
    if actor.is_family:
        yield from _asked(actor, here)
        return
    yield from _unread(actor, today, here)
    if actor.roles & (TEACHES | {Role.SENCO}):
        yield from _to_assess(actor, today, here)


def _asked(actor: Actor, here: str) -> Iterable[Todo]:
    contact = contact_of(actor)
    if contact is None:
        return
    seen: set[str] = set()
    for ask in asked_and_waiting(contact):
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
    waiting = list(to_read(actor))
    if not waiting:
        return
    days = dict(
        DueRow.objects.filter(rule="read_contribution", met_on__isnull=True).values_list(
            "subject", "due_on"
        )
    )
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
            rule="read_contribution",
        )


def _to_assess(actor: Actor, today: date, here: str) -> Iterable[Todo]:
    rows = Cycle.objects.filter(
        stage=str(Stage.ASSESS), ended_on__isnull=True, pupil__in=pupils_of(actor, today)
    ).select_related("pupil")
    for cycle in rows.order_by("begun_on", "pk"):
        yield Todo(
            what=_("Put the picture together: strengths, needs, views"),
            why=_("The Code of Practice asks for it before a plan: Code 6.45"),
            due_on=None,
            address=reverse("assess:picture", kwargs={"setting": here, "cycle": cycle.public_id}),
            button=_("Assess"),
            child=cycle.pupil.public_id,
            child_name=str(cycle.pupil),
        )
