"""The verbs on a concern: raise it, answer it, withdraw it."""

from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fourfold.casework.cycles.actions import begin_cycle, make_move, must_be_true
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.queries import open_cycle
from fourfold.casework.identify.actions.talking import write_tried
from fourfold.casework.identify.choices import Next
from fourfold.casework.identify.messages import AnswerAddedTo, ConcernAnswered, ConcernReceived
from fourfold.casework.identify.models import AnswerAdded, Concern
from fourfold.casework.people.models import Contact, Pupil
from fourfold.casework.people.rules import rules_here
from fourfold.casework.voice.actions import Said, give_views
from fourfold.casework.voice.choices import CONCERN
from fourfold.domain.access import Action
from fourfold.domain.cycle import Deed, Stage
from fourfold.domain.identify import Raiser
from fourfold.domain.rulebook import due_answer_concern
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Membership
from fourfold.foundation.act.verbs import Impossible, Over, verb
from fourfold.foundation.notify.models import Message
from fourfold.foundation.notify.outbox import queue

OPEN_CONCERN = {str(Stage.CONCERN), str(Stage.DISCUSSION)}


@dataclass(frozen=True)
class Seen:
    """What somebody saw, as they put it. `would_help` and `language` come from families."""

    words: str
    since: str = ""
    sure: str = ""
    urgent: str = ""
    family_spoken: bool | None = None
    why_not: str = ""
    tried: list[str] = field(default_factory=list)
    tried_words: str = ""
    would_help: str = ""
    language: str = ""


def _raiser(actor: Actor) -> Raiser:
    if Role.YOUNG_PERSON in actor.roles:
        return Raiser.CHILD
    if Role.FAMILY in actor.roles:
        return Raiser.PARENT
    return Raiser.PROFESSIONAL if Role.PROFESSIONAL in actor.roles else Raiser.STAFF


def _who(actor: Actor) -> str:
    """Who acts, as the table looks at it: nobody, where Fourfold itself does."""
    return actor.public_id if actor.membership else ""


def _cycle_for(pupil: Pupil, *, actor: Actor, today: date) -> Cycle:
    """The open cycle, or a new one; of two people who are worried at once one opens it and the other joins."""
    cycle = open_cycle(pupil)
    if cycle is None:
        try:
            with transaction.atomic():
                return begin_cycle(pupil, actor=actor, today=today)
        except IntegrityError:
            cycle = open_cycle(pupil)
            if cycle is None:
                raise
    return cycle


def _to_family(member: Membership) -> tuple[str, str]:
    """The channel and address by which a message reaches a member: a family's own choice, else the list inside."""
    contact = Contact.objects.filter(membership=member).first()
    if contact:
        return contact.channel, contact.email
    return ("email", member.user.email) if member.user else ("in_app", "")


@verb("concern.raise", Action.RAISE_CONCERN)
def raise_concern(
    pupil: Pupil, seen: Seen, *, actor: Actor, today: date, on: date | None = None
) -> Concern:
    """Somebody around a child is worried: it opens a cycle, or joins the one that is open (Code 6.16 to 6.20; I1).

    A family's words are received as a contribution, which a named adult reads first. It was raised `on` a day, or
    today. Raises `Impossible` when the table misses who, when or what: for a concern that joins, too.
    """
    said = None
    if actor.is_family:
        words = Said(words=seen.words, would_help=seen.would_help, language=seen.language)
        said = give_views(pupil, words, actor=actor, today=today, about=CONCERN)
    cycle = _cycle_for(pupil, actor=actor, today=today)
    raised = Deed(_who(actor), on or today, seen.words)
    must_be_true(cycle, "raise_concern", today=today, raised=raised)
    concern = Concern(
        pupil=pupil,
        cycle=cycle,
        raised_by_id=actor.membership,
        raised_on=on or today,
        raiser=str(_raiser(actor)),
        contribution=said,
        seen="" if said else seen.words,
        since=seen.since,
        sure=seen.sure,
        urgent=seen.urgent,
        family_spoken=seen.family_spoken,
        why_not_spoken=seen.why_not,
    )
    concern.save()
    if seen.tried or seen.tried_words:
        write_tried(cycle, seen.tried, seen.tried_words, "", actor=actor, today=today)
    if not cycle.stage:
        make_move(cycle, "raise_concern", actor=actor, today=today, on=on)
    if actor.is_family:
        _acknowledge(concern, today)
    return concern


def _acknowledge(concern: Concern, today: date) -> None:
    due = due_answer_concern(concern.public_id, concern.raised_on, rules_here(today))
    by = due.adjusted_date.isoformat() if due.adjusted_date else ""
    channel, address = _to_family(concern.raised_by)
    queue(
        "concern_received",
        ConcernReceived(concern.public_id, by),
        to=concern.raised_by,
        channel=channel,
        child=concern.pupil.public_id,
        address=address,
    )


@verb("concern.answer", Action.RECORD_DECISION)
def answer_concern(
    concern: Concern,
    answer: str,
    then: str,
    *,
    actor: Actor,
    today: date,
    on: date | None = None,
    passed_because: str = "",
) -> Message:
    """Whoever raised it gets an answer with reasons, and `then` says what follows (a word of `Next`).

    It was given `on` a day, or today. Returns the message to them, which may not go. Raises `Impossible` while a
    family's words are not read and when the table misses who, when or why, whatever follows; `Stale` if somebody has
    answered meanwhile.
    """
    if concern.withdrawn_on:
        raise Over(_("Whoever raised it has withdrawn it."))
    if not concern.was_read:
        raise Impossible(_("Read first what the family wrote; then answer."))
    said = Deed(_who(actor), on or today, answer)
    must_be_true(concern.cycle, "answer_concern", today=today, raised=_raised(concern), answer=said)
    concern.compare_and_set(
        {"answered_on": None},
        answered_on=on or today,
        answered_by_id=actor.membership or None,
        answer=answer,
    )
    move = {Next.LOOK_INTO: "look_into_it", Next.NO_MORE: "answer_concern"}.get(Next(then))
    if move:
        make_move(
            concern.cycle,
            move,
            actor=actor,
            today=today,
            on=on,
            because=answer,
            passed_because=passed_because,
        )
    return _tell_raiser(concern, "concern_answered", ConcernAnswered(concern.public_id))


def _tell_raiser(concern: Concern, kind: str, told: ConcernAnswered | AnswerAddedTo) -> Message:
    channel, address = _to_family(concern.raised_by)
    return queue(
        kind,
        told,
        to=concern.raised_by,
        channel="in_app" if concern.raised_by.user_id else channel,
        child=concern.pupil.public_id,
        address=address,
    )


@verb("concern.add_to_answer", Action.RECORD_DECISION)
def add_to_answer(concern: Concern, words: str, *, actor: Actor, today: date) -> Message:
    """Add to an answer that was given, which stays as it was; whoever raised the concern is told.

    Returns the message to them, which may not go. Raises `Impossible` before there is an answer, and without words.
    """
    if concern.answered_on is None:
        raise Impossible(_("Nobody has answered this concern yet: answer it first."))
    if not words.strip():
        raise Impossible(_("Say what you add to the answer."))
    added = AnswerAdded(concern=concern, words=words, by_id=actor.membership or None, on=today)
    added.save()
    return _tell_raiser(concern, "answer_added_to", AnswerAddedTo(concern.public_id))


def _raised(concern: Concern) -> Deed:
    return Deed(concern.raised_by.public_id, concern.raised_on, concern.words)


@verb("concern.withdraw", Action.WITHDRAW_CONCERN)
def withdraw_concern(
    concern: Concern, because: str, *, actor: Actor, today: date, on: date | None = None
) -> Concern:
    """Whoever raised it no longer worries, and says why; what they wrote is still read first and never lost.

    Only they come through its door. When it was the only one, the cycle that it opened ends. Raises `Impossible` when
    the table misses who, when or why, and `Stale` if it was answered or withdrawn meanwhile.
    """
    said = Deed(_who(actor), on or today, because)
    must_be_true(
        concern.cycle, "withdraw_concern", today=today, raised=_raised(concern), ending=said
    )
    concern.compare_and_set(
        {"answered_on": None, "withdrawn_on": None},
        withdrawn_on=on or today,
        withdrawn_by_id=actor.membership or None,
        withdrawn_because=because,
    )
    left = Concern.objects.filter(cycle=concern.cycle, withdrawn_on__isnull=True)
    if not left.exists() and concern.cycle.stage in OPEN_CONCERN:
        make_move(
            concern.cycle,
            "withdraw_concern",
            actor=actor,
            today=today,
            on=on,
            because=because,
        )
    return concern
