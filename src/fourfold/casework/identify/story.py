"""This room's lines of a child's story, and what of it needs whom."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from fourfold.casework.cycles.story import (
    EVERYTHING,
    StoryEntry,
    Todo,
    Told,
    Untold,
    told_first,
    untold,
)
from fourfold.casework.identify.added import added_named, added_told
from fourfold.casework.identify.answers import answers_coming, answers_in_all, answers_late
from fourfold.casework.identify.came import carried_late, carried_soon
from fourfold.casework.identify.letters import area_words
from fourfold.casework.identify.models import AnswerAdded, Concern, Decision, NoteGiven, Notice
from fourfold.casework.identify.queries import (
    SEES_ALL,
    TEACHES,
    answers_told,
    asked_of,
    concerns_named,
    concerns_told,
    decisions_about,
    notes_given,
    notices_about,
    talks_about,
    to_look_at_again,
    told_on,
    tried_with,
)
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import children_seen, contacts_named
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.rulebook import NATIONAL
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.components.signs import State
from fourfold.foundation.design.words import Words
from fourfold.foundation.due.queries import open_by
from fourfold.foundation.scope.addresses import addresses_of, reverse
from fourfold.foundation.scope.together import Question, Rows, Turns

TELL = ("tell_parents",)


def asked_of_story(pupil: Pupil, actor: Actor, first: range) -> Turns:
    """What `story` is read from: what the school wrote down only for those who may read it."""
    told = (concerns_told, answers_told, added_told)
    places = [each.of(pupil, actor, clock.today(), first) for each in told]
    asked = [*places, notices_about.of(pupil.pk)]
    if not actor.is_family and may(Action.SEE_STORY, actor, pupil):
        asked += asked_of(pupil.pk)
    elif actor.is_family:
        asked.append(notes_given.of(pupil.pk))
    yield asked


def _here() -> str:
    return setting_here().public_id


def story(pupil: Pupil, actor: Actor, first: range) -> Told:
    """What this actor may read of concerns, talks, decisions and notices about one child."""
    here = _here()
    yield from _concerns(pupil, actor, first, here)
    if not actor.is_family and may(Action.SEE_STORY, actor, pupil):
        yield from _of_school(pupil)
    elif actor.is_family:
        yield from _talks_had(pupil, actor)
    yield from _notices(pupil, actor, here)


def _concerns(pupil: Pupil, actor: Actor, first: range, here: str) -> Told:
    today = clock.today()
    read = partial(_concerns_named, pupil, actor, today)
    raised, answered = partial(_raised, actor, here), partial(_answered, here)
    yield from told_first(concerns_told(pupil, actor, today, first), read, raised)
    answers = answers_told(pupil, actor, today, first)
    yield from told_first(answers, read, answered, order=1, act="concern.answer")
    more, further = added_told(pupil, actor, today, first), partial(_added, here)
    yield from told_first(more, partial(_added_named, pupil, actor, today), further, order=2)


def _concerns_named(pupil: Pupil, actor: Actor, today: date, ids: frozenset[int]) -> Question:
    return concerns_named.of(ids, pupil, actor, today)


def _added_named(pupil: Pupil, actor: Actor, today: date, ids: frozenset[int]) -> Question:
    return added_named.of(ids, pupil, actor, today)


def _concern_address(here: str, concern: Concern) -> str:
    return reverse("identify:concern", kwargs={"setting": here, "concern": concern.public_id})


def _raised(actor: Actor, here: str, concern: Concern) -> StoryEntry:
    mine = concern.raised_by_id == actor.membership
    shown = concern.was_read or mine
    return StoryEntry(
        on=concern.raised_on,
        row=concern.public_id,
        room="identify",
        what=_("You told us a concern") if mine and actor.is_family else _("A concern was raised"),
        words=concern.words if shown else "",
        language=concern.language if shown else "",
        by="" if mine and actor.is_family else concern.raised_by.called,
        address=_concern_address(here, concern),
        is_said=concern.contribution is not None,
    )


def _answered(here: str, concern: Concern) -> StoryEntry:
    assert concern.answered_by
    assert concern.answered_on
    return StoryEntry(
        on=concern.answered_on,
        row=concern.public_id,
        act="concern.answer",
        room="identify",
        what=_("The concern was answered"),
        words=concern.answer,
        by=concern.answered_by.called,
        address=_concern_address(here, concern),
        order=1,
    )


def _added(here: str, added: AnswerAdded) -> StoryEntry:
    return StoryEntry(
        on=added.on,
        row=added.public_id,
        room="identify",
        what=_("Something was added to the answer"),
        words=added.words,
        by=added.by.called if added.by else "",
        address=_concern_address(here, added.concern),
        order=2,
    )


def _of_school(pupil: Pupil) -> Iterable[StoryEntry]:
    for tried in reversed(tried_with(pupil.pk)):
        yield StoryEntry(
            on=tried.on,
            row=tried.public_id,
            room="identify",
            what=_("What was tried"),
            words=tried.words,
            by=tried.by.called if tried.by else "",
            order=1,
        )
    for talk in reversed(talks_about(pupil.pk)):
        yield StoryEntry(
            on=talk.held_on,
            row=talk.public_id,
            room="identify",
            what=_("Early talk with the family"),
            words=talk.note,
            by=talk.by.called if talk.by else "",
            order=2,
        )
    for decision in reversed(decisions_about(pupil.pk)):
        yield StoryEntry(
            on=decision.on,
            row=decision.public_id,
            room="identify",
            what=_decided(decision),
            words=decision.reasons,
            by=decision.by.called if decision.by else "",
            order=3,
        )


def _talks_had(pupil: Pupil, actor: Actor) -> Iterable[StoryEntry]:
    """The early talks of whose note this very person was given, with the note."""
    for given in notes_given(pupil.pk):
        if not _own(given, actor):
            continue
        talk = given.talk
        yield StoryEntry(
            on=talk.held_on,
            row=talk.public_id,
            room="identify",
            what=_("We talked about what we see and what we try. The note you were given:"),
            words=talk.note,
            by=talk.by.called if talk.by else "",
            order=2,
        )


def _decided(decision: Decision) -> str:
    if not decision.is_support:
        return _("Decided: no SEN Support for now")
    if not decision.areas:
        return _("Decided: SEN Support starts")
    return _("Decided: SEN Support starts (%(areas)s)") % {
        "areas": "; ".join(area_words(decision.areas))
    }


def _own(given: Notice | NoteGiven, actor: Actor) -> bool:
    """Whether this family member, or the young person, is the one who was told, or given the note."""
    if given.contact:
        return given.contact.membership_id == actor.membership
    return Role.YOUNG_PERSON in actor.roles


def _notices(pupil: Pupil, actor: Actor, here: str) -> Iterable[StoryEntry]:
    staff = not actor.is_family and may(Action.SEE_SHARED_PLAN, actor, pupil)
    for notice in notices_about(pupil.pk):
        day = told_on(notice)
        if day is None or not (staff or _own(notice, actor)):
            continue
        yield StoryEntry(
            on=day,
            row=notice.public_id,
            room="identify",
            what=ui.filled(
                _("Told that SEN Support starts: %(person)s"),
                person=ui.person(str(notice.contact or notice.pupil)),
            ),
            by=notice.told_by.called,
            address=reverse(
                "identify:notice", kwargs={"setting": here, "notice": notice.public_id}
            ),
            order=4,
        )


def asked_of_todos(actor: Actor, today: date, first: range) -> Turns:
    """What `todos` is read from."""
    if not actor.roles & (SEES_ALL | TEACHES):
        return
    asked = [open_by.of(TELL, today)]
    if Role.SENCO in actor.roles:
        asked += [answers_late.of(actor, today), answers_coming.of(actor, today, first)]
        asked += [answers_in_all.of(actor, today), to_look_at_again.of(actor, today)]
        asked += [each.of(actor, today, first) for each in (carried_late, carried_soon)]
    yield asked
    due = open_by(TELL, today)
    children = frozenset(row.child for row in due)
    yield [
        children_seen.of(actor, today, children),
        contacts_named.of(frozenset(row.owed_to for row in due)),
    ]


def todos(actor: Actor, today: date, first: range = EVERYTHING) -> Iterable[Todo | Untold]:
    """What needs this actor: concerns to answer, families to tell, children to look at again."""
    if not actor.roles & (SEES_ALL | TEACHES):
        return
    here = _here()
    if Role.SENCO in actor.roles:
        yield from _answers(actor, today, first, here)
        yield from _looks_again(actor, today, here)
        yield from _carries_on(actor, today, first, here)
    yield from _tellings(actor, today, here)


def _why(rule: str, today: date) -> Words:
    found = NATIONAL.rule(rule, today)
    return ui.filled(
        _("%(force)s asks for it: %(citation)s"),
        force=_(found.force.label).capitalize(),
        citation=ui.citation(found.citation),
    )


def _answers(actor: Actor, today: date, first: range, here: str) -> Iterable[Todo | Untold]:
    late, coming = answers_late(actor, today), answers_coming(actor, today, first)
    what, why, button = _("Answer a concern"), _why("answer_concern", today), _("Answer")
    address = addresses_of("identify:concern", "concern", setting=here)
    for concern, due, child, name in (*late, *coming):
        yield Todo(
            what=what,
            why=why,
            due_on=due,
            address=address(concern),
            button=button,
            child=child,
            child_name=name,
            kind="late" if due and due < today else "due",
            rule="answer_concern",
        )
    waiting = answers_in_all(actor, today)
    if waiting and waiting[0] > len(late) + len(coming):
        yield Untold("due", waiting[0] - len(late) - len(coming))


def _looks_again(actor: Actor, today: date, here: str) -> Iterable[Todo]:
    for decision in to_look_at_again(actor, today):
        yield Todo(
            what=_("Look again: no SEN Support for now was decided"),
            why=_("Needs may emerge later: Code 6.20"),
            due_on=decision.look_again_on,
            address=reverse(
                "identify:cycle", kwargs={"setting": here, "cycle": decision.cycle.public_id}
            ),
            button=_("Look again"),
            child=decision.pupil.public_id,
            child_name=str(decision.pupil),
        )


def _carries_on(actor: Actor, today: date, first: range, here: str) -> Iterable[Todo | Untold]:
    """Children of whom something is due, and whose support came with them: a cycle is begun before anything else."""
    what, button = _("Carry on the support that came with the child"), _("Carry on")
    why = _("SEN Support goes on when a child comes from elsewhere: Code 6.16 and 6.57")
    address = addresses_of("identify:carry_on", "child", setting=here)
    kinds: tuple[tuple[State, Rows[Any, Any]], ...] = (
        ("late", carried_late),
        ("due", carried_soon),
    )
    for kind, reader in kinds:
        told = reader(actor, today, first)
        for child, due, name, _all in told:
            yield Todo(
                what=what,
                why=why,
                due_on=due,
                address=address(child),
                button=button,
                child=child,
                child_name=name,
                kind=kind,
            )
        yield from untold(kind, told)


def _tellings(actor: Actor, today: date, here: str) -> Iterable[Todo]:
    rows = open_by(TELL, today)
    wanted = frozenset(row.child for row in rows)
    children = {each.public_id: each for each in children_seen(actor, today, wanted)}
    if Role.SENIOR_LEADER in actor.roles and Role.SENCO not in actor.roles:
        return
    carers = {
        each.public_id: str(each) for each in contacts_named(frozenset(row.owed_to for row in rows))
    }
    for row in rows:
        child = children.get(row.child)
        if child is None:
            continue
        yield Todo(
            what=ui.filled(
                _("Tell %(person)s that SEN Support starts"),
                person=ui.person(carers.get(row.owed_to, str(child))),
            ),
            why=_why("tell_parents", today),
            due_on=row.due_on,
            address=reverse("identify:tell", kwargs={"setting": here, "decision": row.subject}),
            button=_("Tell"),
            child=child.public_id,
            child_name=str(child),
            kind="late" if row.due_on and row.due_on < today else "due",
            rule="tell_parents",
        )
