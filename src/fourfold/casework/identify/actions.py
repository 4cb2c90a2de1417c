"""The verbs of the stage “identify”: raise and answer a concern, talk, decide, tell the family."""

from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from fourfold.casework.cycles.actions import begin_cycle, make_move
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.queries import open_cycle
from fourfold.casework.identify.choices import Next, ToldHow
from fourfold.casework.identify.letters import fingerprint, notice_text
from fourfold.casework.identify.messages import ConcernAnswered, ConcernReceived, SupportStarts
from fourfold.casework.identify.models import (
    Concern,
    Decision,
    Discussion,
    Notice,
    TeachingTried,
)
from fourfold.casework.identify.queries import (
    is_owed_to_young_person,
    notices_of,
    owed_carers,
    told_on,
)
from fourfold.casework.people.models import Contact, OwnAccount, Pupil
from fourfold.casework.people.rules import rules_here
from fourfold.casework.voice.actions import Said, give_views
from fourfold.casework.voice.choices import CONCERN
from fourfold.casework.voice.queries import first_reader
from fourfold.domain.access import Action
from fourfold.domain.cycle import Stage
from fourfold.domain.identify import Raiser
from fourfold.domain.rulebook import due_answer_concern
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Membership, Organisation
from fourfold.foundation.act.verbs import Impossible, verb
from fourfold.foundation.notify.outbox import queue

OPEN_CONCERN = {str(Stage.CONCERN), str(Stage.DISCUSSION)}
EARLY = {str(Stage.CONCERN), str(Stage.DECIDED_NOT_NOW)}


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
def raise_concern(pupil: Pupil, seen: Seen, *, actor: Actor, today: date) -> Concern:
    """Somebody around a child is worried: it opens a cycle, or joins the one that is open (Code 6.16 to 6.20; I1).

    A family's words are received as a contribution, which a named adult reads first. Raises `Impossible` when nothing
    was said, or when nobody is there to have said it.
    """
    if not actor.membership:
        raise Impossible(_("A concern is raised by a person."))
    said = None
    if actor.is_family:
        words = Said(words=seen.words, would_help=seen.would_help, language=seen.language)
        said = give_views(pupil, words, actor=actor, today=today, about=CONCERN)
    cycle = _cycle_for(pupil, actor=actor, today=today)
    concern = Concern(
        pupil=pupil,
        cycle=cycle,
        raised_by_id=actor.membership,
        raised_on=today,
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
        _note_tried(cycle, seen.tried, seen.tried_words, "", actor=actor, today=today)
    if not cycle.stage:
        make_move(cycle, "raise_concern", actor=actor, today=today)
    if actor.is_family:
        _acknowledge(concern, today)
    return concern


def _acknowledge(concern: Concern, today: date) -> None:
    due = due_answer_concern(concern.public_id, today, rules_here(today))
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
    concern: Concern, answer: str, then: str, *, actor: Actor, today: date
) -> Concern:
    """Whoever raised it gets an answer with reasons, and `then` says what follows (a word of `Next`).

    Raises `Impossible` while a family's words are not read, and `Stale` if somebody has answered meanwhile.
    """
    if concern.withdrawn_on:
        raise Impossible(_("Whoever raised it has withdrawn it."))
    if not concern.was_read:
        raise Impossible(_("Read first what the family wrote; then answer."))
    concern.compare_and_set(
        {"answered_on": None},
        answered_on=today,
        answered_by_id=actor.membership or None,
        answer=answer,
    )
    move = {Next.LOOK_INTO: "look_into_it", Next.NO_MORE: "answer_concern"}.get(Next(then))
    if move:
        make_move(concern.cycle, move, actor=actor, today=today, because=answer)
    channel, address = _to_family(concern.raised_by)
    queue(
        "concern_answered",
        ConcernAnswered(concern.public_id),
        to=concern.raised_by,
        channel="in_app" if concern.raised_by.user_id else channel,
        child=concern.pupil.public_id,
        address=address,
    )
    return concern


@verb("concern.withdraw", Action.WITHDRAW_CONCERN)
def withdraw_concern(concern: Concern, because: str, *, actor: Actor, today: date) -> Concern:
    """Whoever raised it no longer worries, and says why; what they wrote is still read first and never lost.

    When it was the only one, the cycle that it opened ends. Raises `Impossible` for anybody else's concern, and
    `Stale` if it was answered or withdrawn meanwhile.
    """
    if concern.raised_by_id != actor.membership:
        raise Impossible(_("Only whoever raised a concern withdraws it."))
    if not because:
        raise Impossible(_("Say why you withdraw it."))
    concern.compare_and_set(
        {"answered_on": None, "withdrawn_on": None},
        withdrawn_on=today,
        withdrawn_because=because,
    )
    left = Concern.objects.filter(cycle=concern.cycle, withdrawn_on__isnull=True)
    if not left.exists() and concern.cycle.stage in OPEN_CONCERN:
        make_move(concern.cycle, "withdraw_concern", actor=actor, today=today, because=because)
    return concern


def _note_tried(
    cycle: Cycle, what: list[str], words: str, how_it_went: str, *, actor: Actor, today: date
) -> TeachingTried:
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
    return _note_tried(cycle, what, words, how_it_went, actor=actor, today=today)


@verb("talk.hold", Action.RECORD_DISCUSSION)
def record_talk(
    cycle: Cycle,
    held_on: date,
    who: str,
    note: str,
    *,
    note_given_on: date | None,
    actor: Actor,
    today: date,
) -> Discussion:
    """The early talk with the family and the child, with its short note (Code 6.39). Raises `Impossible`."""
    if held_on > today or (note_given_on and note_given_on > today):
        raise Impossible(_("Write down a talk once it has been held: today or earlier."))
    talk = Discussion(
        pupil=cycle.pupil,
        cycle=cycle,
        held_on=held_on,
        who=who[:300],
        note=note,
        note_given_on=note_given_on,
        by_id=actor.membership or None,
    )
    talk.save()
    if cycle.stage in EARLY:
        make_move(cycle, "look_into_it", actor=actor, today=today)
    return talk


@verb("talk.give_note", Action.RECORD_DISCUSSION)
def give_note(cycle: Cycle, talk: Discussion, *, actor: Actor, today: date) -> None:
    """The family has been given the note of the talk today. Raises `Stale` if it had been."""
    talk.compare_and_set({"note_given_on": None}, note_given_on=today)


@dataclass(frozen=True)
class Ruling:
    """What is decided: whether support starts, why, in which areas, in words about this child. No diagnosis (I7)."""

    is_support: bool
    reasons: str
    areas: list[str] = field(default_factory=list)
    about_child: str = ""
    need_is_obvious: bool = False
    only_language: bool = False
    look_again_on: date | None = None
    passed_because: str = ""


@verb("support.decide", Action.RECORD_DECISION)
def decide(cycle: Cycle, ruling: Ruling, *, actor: Actor, today: date) -> Decision:
    """SEN Support starts, or not now with a day to look again (Code 6.38 to 6.43). Raises `Impossible` or `Stale`."""
    decision = Decision(
        pupil=cycle.pupil,
        cycle=cycle,
        is_support=ruling.is_support,
        by_id=actor.membership or None,
        on=today,
        reasons=ruling.reasons,
        areas=ruling.areas,
        about_child=ruling.about_child,
        need_is_obvious=ruling.need_is_obvious,
        only_language=ruling.only_language,
        look_again_on=None if ruling.is_support else ruling.look_again_on,
    )
    decision.save()
    make_move(
        cycle,
        "decide_support" if ruling.is_support else "decide_not_now",
        actor=actor,
        today=today,
        because=ruling.reasons,
        passed_because=ruling.passed_because,
    )
    return decision


@verb("support.carry_on", Action.RECORD_DECISION)
def carry_on(pupil: Pupil, *, actor: Actor, today: date) -> Cycle:
    """Support that came with the child goes on here, from the stage “assess” (Code 6.16, 6.57). Raises `Impossible`."""
    cycle = begin_cycle(pupil, actor=actor, today=today)
    make_move(cycle, "begin_from_inherited", actor=actor, today=today)
    return cycle


def letter_for(decision: Decision, contact: Contact | None, today: date) -> str:
    """The words that this carer, or the young person (`contact` None), is given."""
    reader = first_reader(today)
    return notice_text(
        decision,
        Organisation.objects.get(pk=decision.tenant_id),
        to=str(contact) if contact else decision.pupil.given_name,
        child=decision.pupil.given_name if contact else "",
        senco=reader.called if reader else "",
    )


def _membership_of(decision: Decision, contact: Contact | None) -> tuple[Membership | None, str]:
    if contact:
        return contact.membership, contact.email
    own = OwnAccount.objects.filter(pupil=decision.pupil).select_related("membership").first()
    return (own.membership, "") if own else (None, "")


@verb("family.tell", Action.TELL_PARENTS)
def tell(
    decision: Decision,
    contact: Contact | None,
    how: str,
    on: date,
    *,
    actor: Actor,
    today: date,
    remark: str = "",
) -> Notice:
    """One carer, or the young person (`contact` None), is told; the words are kept as given (section 68; I10).

    Raises `Impossible` for who is not owed it, has been told, cannot be reached so, or for a day that is not gone by.
    """
    _may_be_told(decision, contact, how, on, actor=actor, today=today)
    text = letter_for(decision, contact, today)
    notice = Notice(
        pupil=decision.pupil,
        decision=decision,
        contact=contact,
        told_by_id=actor.membership,
        how=how,
        told_on=today if how == ToldHow.EMAIL else on,
        remark=remark[:300],
        text=text,
        text_hash=fingerprint(text),
    )
    if how == ToldHow.EMAIL:
        member, address = _membership_of(decision, contact)
        if member is None or not address:
            raise Impossible(
                _("There is no e-mail address for this person: tell them another way.")
            )
        notice.message = queue(
            "support_starts",
            SupportStarts(notice.public_id),
            to=member,
            channel="email",
            child=decision.pupil.public_id,
            address=address,
        )
    try:
        with transaction.atomic():
            notice.save()
    except IntegrityError:
        raise Impossible(_("This person has been told already.")) from None
    return notice


def _may_be_told(
    decision: Decision, contact: Contact | None, how: str, on: date, *, actor: Actor, today: date
) -> None:
    if not decision.is_support:
        raise Impossible(_("This decision starts no support."))
    owed = {care.contact_id for care in owed_carers(decision, today)}
    if contact is None and not is_owed_to_young_person(decision):
        raise Impossible(_("The parents are told first at this age."))
    if contact and contact.pk not in owed:
        raise Impossible(_("This person is not among those who are told."))
    for notice in notices_of([decision])[decision.pk]:
        waiting = notice.message is not None and notice.message.state in {"queued", "sending"}
        if notice.contact_id == (contact.pk if contact else None) and (told_on(notice) or waiting):
            raise Impossible(_("This person has been told already."))
    if how != ToldHow.EMAIL and not decision.on <= on <= today:
        raise Impossible(_("The day lies between the decision and today."))
