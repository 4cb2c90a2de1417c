"""Readers of concerns, talks, decisions and notices."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.identify.models import (
    Concern,
    Decision,
    Discussion,
    NoteGiven,
    Notice,
    NoticePutRight,
    TeachingTried,
)
from fourfold.casework.people.models import Care, Contact, Pupil
from fourfold.casework.people.queries import (
    asked_for_calendar,
    cares_ever,
    cares_of,
    informed_family,
    own_accounts_for,
    pupils_of,
)
from fourfold.casework.people.ranking import Place, newest
from fourfold.casework.people.relations import barred_children, is_told
from fourfold.casework.voice.models import RECEIVED, RELEASED
from fourfold.casework.voice.readers import FIRST_READERS, asked_for_readers
from fourfold.domain.clock import is_young_person
from fourfold.domain.cycle import Condition, Stage
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor, is_live
from fourfold.foundation.design.format import as_date
from fourfold.foundation.scope.together import Question, only, rows

_WITH = (
    *("pupil", "cycle__pupil", "raised_by", "answered_by", "withdrawn_by"),
    "contribution__read_by",
)
# A list says nothing of the cycle but its id, and each row of it is read.
_LISTED = ("pupil", "raised_by", "answered_by", "withdrawn_by", "contribution")
# Of those it says no more than this: names, and of what a family sent its words and whether they were read.
_PEOPLE = ("raised_by", "answered_by", "withdrawn_by")
_OF_EACH = (
    *("public_id", "tenant", "pupil", "cycle", "contribution", "raised_on", "seen", *_PEOPLE),
    *("answered_on", "answer", "withdrawn_on", "withdrawn_because"),
    *(f"{each}__{name}" for each in _PEOPLE for name in ("public_id", "called", "tenant")),
    *(f"contribution__{name}" for name in ("public_id", "tenant", "state", "words", "language")),
    *(f"pupil__{name}" for name in ("public_id", "tenant", "given_name", "family_name")),
)
# Of one that waits for an answer: about whom it is, and whether it was read.
_WAITING = (
    *("public_id", "tenant", "pupil", "contribution"),
    *("contribution__tenant", "contribution__state"),
    *(f"pupil__{name}" for name in ("public_id", "tenant", "given_name", "family_name")),
)
YOUNG_PERSON: Final = "young-person"
SEES_ALL = frozenset({Role.SENCO, Role.SENIOR_LEADER})
TEACHES = frozenset({Role.TEACHER, Role.KEYWORKER})


def _shown(found: QuerySet[Concern]) -> QuerySet[Concern]:
    """These concerns with what lists and the moves say of each, and no more."""
    return found.select_related(*_LISTED).only(*_OF_EACH)


@only
def find_concern(public_id: str) -> QuerySet[Concern]:
    """The concern with that public id in the tenant in scope."""
    return Concern.objects.filter(public_id=public_id).select_related(*_WITH)


@only
def find_decision(public_id: str) -> QuerySet[Decision]:
    """The decision with that public id in the tenant in scope."""
    found = Decision.objects.filter(public_id=public_id)
    return found.select_related("pupil", "cycle", "cycle__pupil", "by")


@only
def find_notice(public_id: str) -> QuerySet[Notice]:
    """The notice with that public id in the tenant in scope."""
    found = Notice.objects.filter(public_id=public_id)
    return found.select_related("pupil", "decision", "contact", "told_by", "message")


def _read(actor: Actor) -> Q:
    """What this actor may be shown: what was read by a named adult, and what they raised themselves."""
    return (
        Q(contribution__isnull=True)
        | Q(contribution__state=RELEASED)
        | Q(raised_by_id=actor.membership)
    )


def concerns_shown(actor: Actor, today: date) -> QuerySet[Concern]:
    """The concerns that an actor may see on a day, newest first: all, of those taught, or one's own."""
    own = Q(raised_by_id=actor.membership)
    found = _shown(Concern.objects.order_by("-raised_on", "-pk"))
    if not actor.is_family:
        found = found.exclude(pupil__in=barred_children(actor, today))
    if Role.SENCO in actor.roles:
        return found
    if actor.roles & SEES_ALL:
        return found.filter(_read(actor))
    if actor.roles & TEACHES:
        return found.filter(own | (Q(pupil__in=pupils_of(actor, today)) & _read(actor)))
    return found.filter(own)


@rows
def concerns_waiting(actor: Actor, today: date) -> QuerySet[Concern]:
    """The concerns that wait for an answer and that `actor`, a SENCO, can answer; the oldest first."""
    if Role.SENCO not in actor.roles:
        return Concern.objects.none()
    found = Concern.objects.filter(answered_on__isnull=True, withdrawn_on__isnull=True)
    found = found.exclude(pupil__in=barred_children(actor, today))
    return found.select_related("pupil", "contribution").only(*_WAITING).order_by("raised_on", "pk")


@rows
def concerns_of(pupil: Pupil, actor: Actor, today: date) -> QuerySet[Concern]:
    """The concerns about one child that this actor may see, the newest first."""
    return concerns_shown(actor, today).filter(pupil=pupil)


@rows
def concerns_told(
    pupil: Pupil, actor: Actor, today: date, first: range
) -> QuerySet[Concern, Place]:
    """Of the same concerns where the newest stand in the story, by the day on which they were raised."""
    return newest(concerns_of.asking(pupil, actor, today), "raised_on", first)


@rows
def answers_told(pupil: Pupil, actor: Actor, today: date, first: range) -> QuerySet[Concern, Place]:
    """Where the newest answers to the same concerns stand in the story, by the day on which they were given."""
    answered = concerns_of.asking(pupil, actor, today).filter(
        answered_on__isnull=False, answered_by__isnull=False
    )
    return newest(answered, "answered_on", first)


@rows
def concerns_named(
    ids: frozenset[int], pupil: Pupil, actor: Actor, today: date
) -> QuerySet[Concern]:
    """Those of the same concerns with these database ids."""
    return concerns_of.asking(pupil, actor, today).filter(pk__in=ids)


@rows
def concerns_in(cycle: Cycle) -> QuerySet[Concern]:
    """Every concern that belongs to a cycle, the oldest first: for what the moves look at, never for a page."""
    return _shown(Concern.objects.filter(cycle=cycle).order_by("pk"))


def not_to_be_known(cycle: Cycle, actor: Actor) -> list[Concern]:
    """The concerns in a cycle of which an actor may not even know: sent by a family, and read by no named adult yet.

    Who raised one knows of it, and so do those who read first what children and families send (W9).
    """
    if actor.roles & FIRST_READERS:
        return []
    return [
        each
        for each in concerns_in(cycle)
        if not each.was_read and each.raised_by_id != actor.membership
    ]


def is_unheard_of(cycle: Cycle, actor: Actor) -> bool:
    """Whether there is nothing in a cycle yet but concerns of which an actor may not know."""
    if cycle.stage != str(Stage.CONCERN):
        return False
    hidden = not_to_be_known(cycle, actor)
    return bool(hidden) and len(hidden) == len(concerns_in(cycle))


def to_be_known(
    conditions: Iterable[Condition], cycle: Cycle, actor: Actor
) -> tuple[Condition, ...]:
    """Those of `conditions` that an actor may know of: that somebody waits for an answer says that they wrote."""
    known_of = tuple(conditions)
    if all(each.id != "raiser_answered" for each in known_of):
        return known_of
    hidden = not_to_be_known(cycle, actor)
    waiting = [
        each
        for each in concerns_in(cycle)
        if each not in hidden and not (each.answered_on or each.withdrawn_on)
    ]
    known = not hidden or bool(waiting)
    return tuple(each for each in known_of if known or each.id != "raiser_answered")


def unread_concerns() -> QuerySet[Concern]:
    """The concerns of families and children that no named adult has read yet: to be left out, never to be shown."""
    return Concern.objects.filter(contribution__state=RECEIVED)


@rows
def tried_with(pupil: int) -> QuerySet[TeachingTried]:
    """What was tried in class with a child (database id), the newest first."""
    return TeachingTried.objects.filter(pupil_id=pupil).select_related("by").order_by("-pk")


@rows
def talks_about(pupil: int) -> QuerySet[Discussion]:
    """The early talks about a child (database id), the newest first."""
    return Discussion.objects.filter(pupil_id=pupil).select_related("by").order_by("-pk")


@rows
def notes_given(pupil: int) -> QuerySet[NoteGiven]:
    """Who was given the notes of the early talks about a child (database id), the first of them first."""
    return (
        NoteGiven.objects.filter(pupil_id=pupil)
        .select_related("contact", "talk__by")
        .order_by("pk")
    )


def note_readers(pupil: Pupil, today: date) -> dict[str, Contact | None]:
    """Who may be given the note of a talk, by the key that forms have: carers who are told, the young person (None)."""
    told: dict[str, Contact | None] = {
        care.contact.public_id: care.contact for care in informed_family(pupil, today)
    }
    return told | ({YOUNG_PERSON: None} if own_accounts_for(pupil) else {})


def asked_for_note_readers(pupil: Pupil, today: date) -> list[Question]:
    """What `note_readers` is read from, with who had the notes, to be asked with other things."""
    return [cares_of.of(pupil, today), own_accounts_for.of(pupil), notes_given.of(pupil.pk)]


@rows
def decisions_about(pupil: int) -> QuerySet[Decision]:
    """The decisions about a child (database id), the last one first."""
    return Decision.objects.filter(pupil_id=pupil).select_related("pupil", "by").order_by("-pk")


@rows
def notices_about(pupil: int) -> QuerySet[Notice]:
    """The notices about a child (database id), the oldest first."""
    found = Notice.objects.filter(pupil_id=pupil).select_related(
        "pupil", "contact", "message", "told_by"
    )
    return found.order_by("pk")


def asked_of(pupil: int) -> list[Question]:
    """What the school wrote down about a child (database id) on the way to support, to be asked with other things."""
    return [each.of(pupil) for each in (tried_with, talks_about, decisions_about, notices_about)]


def asked_beside(concern: Concern, today: date, *, tried: bool) -> list[Question]:
    """What the page of a concern says beside it: by when, who reads first, to whom one speaks, what was tried."""
    people = asked_for_readers(frozenset({concern.pupil.public_id}), today)
    seen = [tried_with.of(concern.cycle.pupil_id)] if tried else []
    return [*asked_for_calendar(), *people, *seen]


def tried_in(cycle: Cycle) -> list[TeachingTried]:
    """What was tried in class, as written down in this cycle; the newest first."""
    return [each for each in tried_with(cycle.pupil_id) if each.cycle_id == cycle.pk]


def talks_in(cycle: Cycle) -> list[Discussion]:
    """The early talks of a cycle, the newest first."""
    return [each for each in talks_about(cycle.pupil_id) if each.cycle_id == cycle.pk]


def decision_in(cycle: Cycle) -> Decision | None:
    """The decision that stands in a cycle: the last one; None while nothing is decided."""
    return decisions_for(cycle)[0]


def support_decision(pupil: Pupil) -> Decision | None:
    """The last decision here by which SEN Support started for a child."""
    return next((each for each in decisions_about(pupil.pk) if each.is_support), None)


def decisions_for(cycle: Cycle) -> tuple[Decision | None, Decision | None]:
    """The decision that stands in a cycle, and the last one by which support started for the child, in one query."""
    known = decisions_about(cycle.pupil_id)
    return (
        next((each for each in known if each.cycle_id == cycle.pk), None),
        next((each for each in known if each.is_support), None),
    )


@rows
def to_look_at_again(actor: Actor, today: date) -> QuerySet[Decision]:
    """The decisions for no support for now whose day to look again has come, of children of whom an actor may know."""
    found = Decision.objects.filter(
        is_support=False,
        look_again_on__lte=today,
        cycle__stage=str(Stage.DECIDED_NOT_NOW),
        cycle__ended_on__isnull=True,
    ).select_related("pupil", "cycle")
    return found.exclude(pupil__in=barred_children(actor, today))


def told_on(notice: Notice) -> date | None:
    """The day on which the person was told; None while a message has not reached them."""
    if notice.message is None:
        return notice.told_on
    return as_date(at) if (at := notice.message.reached_at) else None


@rows
def notices_below(decisions: frozenset[int]) -> QuerySet[Notice]:
    """The notices of these decisions (database ids), the oldest first."""
    of_these = Notice.objects.filter(decision_id__in=decisions).select_related(
        "contact", "contact__membership", "message", "told_by"
    )
    return of_these.order_by("pk")


def put_right_in(decision: Decision) -> dict[int, list[NoticePutRight]]:
    """What was put right of the notices of a decision, by the notice's database id, the last first."""
    found: dict[int, list[NoticePutRight]] = defaultdict(list)
    rows = NoticePutRight.objects.filter(notice__decision=decision).select_related("by")
    for row in rows.order_by("-pk"):
        found[row.notice_id].append(row)
    return found


def notices_of(decisions: Iterable[Decision]) -> dict[int, list[Notice]]:
    """The notices of each decision, by its database id, the oldest first."""
    found: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices_below(frozenset(each.pk for each in decisions)):
        found[notice.decision_id].append(notice)
    return found


def is_owed_to_young_person(decision: Decision) -> bool:
    """Whether the young person, and not a parent, is owed the news: over compulsory school age when it was decided.

    Children and Families Act 2014, sections 68 and 83: the addressee changes for new decisions only.
    """
    born = decision.pupil.birth_date
    return born is not None and is_young_person(born, decision.on)


def owed_carers(decision: Decision, today: date) -> list[Care]:
    """The carers who are each owed the news of a decision on a day; none once it is the young person's."""
    return [] if is_owed_to_young_person(decision) else informed_family(decision.pupil, today)


def owed_carers_of(decisions: Iterable[Decision], today: date) -> dict[int, list[Care]]:
    """`owed_carers` for many decisions in one query, by the decision's database id."""
    known = list(decisions)
    cares: dict[int, list[Care]] = defaultdict(list)
    for care in cares_ever(frozenset(each.pupil_id for each in known)):
        if is_live(care, today) and is_told(care, today):
            cares[care.pupil_id].append(care)
    return {
        each.pk: [] if is_owed_to_young_person(each) else cares[each.pupil_id] for each in known
    }


def person_id(notice: Notice) -> str:
    """Who was told: the contact's public id, or the child's own."""
    return notice.contact.public_id if notice.contact else notice.pupil.public_id
