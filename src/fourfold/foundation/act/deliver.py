"""Takes messages out of the outbox: by e-mail, onto the pile to print, or into the person's own list."""

import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q
from django.utils.translation import gettext as _

from fourfold.domain.access import Action
from fourfold.domain.words import N_
from fourfold.foundation.access.actors import Actor, system_actor
from fourfold.foundation.access.codes import has_sign_in_code
from fourfold.foundation.access.doors import door, may
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.access.pages import absolute
from fourfold.foundation.act.verbs import Impossible, NotAllowed, verb
from fourfold.foundation.notify import gate
from fourfold.foundation.notify.models import Message
from fourfold.foundation.notify.registry import copy_of, letter_of, rendered, whom_to_ask
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.tenancy import tenant_scope

# How long to wait after each try that the mail server did not take: a day in all.
PAUSES: Final = tuple(timedelta(minutes=n) for n in (1, 5, 15, 30, 60, 120, 240, 480, 480))
# A worker that was stopped in the middle of a message leaves it so; after this long it is queued again.
STUCK_AFTER: Final = timedelta(minutes=10)
FOR_GOOD: Final = 500  # RFC 5321, 4.2.1: from here a mail server says that trying again is no use

TRIES_AGAIN = N_("The mail server did not take it. Fourfold tries again by itself.")
GAVE_UP = N_("The mail server did not take it for a day.")
REFUSED = N_("The mail server says that there is no such address.")
BROKEN = N_("Something went wrong in Fourfold while it was written out.")
DROPPED = N_("A person said that it need not be printed any more.")
NO_SERVER = N_("No mail server is set up here, so it goes on paper.")

log = structlog.get_logger("fourfold.outbox")


@dataclass(frozen=True)
class Outcome:
    """What became of a message: its next state, why, and for one that is tried again, from when."""

    state: str
    why: str = ""
    not_before: datetime | None = None


@verb("message.take", None)
def take(message: Message, *, actor: Actor, now: datetime) -> None:
    """Claim a queued message for sending, so that two workers never send it both. Raises `Stale` if it was taken.

    Only the system does this.
    """
    message.compare_and_set(
        {"state": "queued"}, state="sending", tries=message.tries + 1, taken_at=now
    )


@verb("message.settle", None)
def settle(message: Message, became: Outcome, *, actor: Actor, now: datetime) -> None:
    """Note what became of a message that was taken. Raises `Stale` if it is not on its way any more.

    Only the system does this.
    """
    message.compare_and_set(
        {"state": "sending"},
        state=became.state,
        why=became.why[:200],
        not_before=became.not_before,
        sent_at=now if became.state == "sent" else None,
    )


def _has_way_in(message: Message) -> bool:
    """Whether the reader of a message can open a page: by a link that is mailed, or a code to sign in with."""
    if message.address and mail_leaves():
        return True
    return has_sign_in_code(message.to.public_id)


def body_of(message: Message) -> tuple[str, str]:
    """Subject and plain text of a message: what changed, a link, and never a document or a child's name.

    On paper, to somebody who has no way in, the words that lead to no page, where its kind has such.
    """
    has_way_in = not message.is_on_paper or _has_way_in(message)
    words = rendered(message.kind, message.payload, message.to, has_way_in=has_way_in)
    link = [absolute(words.link)] if words.link else []
    ask = whom_to_ask(message.to, message.child)
    closing = _("Sent by %(setting)s with Fourfold.") % {"setting": message.tenant.name}
    return words.subject, "\n\n".join([*words.paragraphs, *link, *([ask] if ask else []), closing])


def mail_leaves() -> bool:
    """Whether an e-mail goes anywhere: a mail server is set up, or this is a demonstration with its own mailbox."""
    return settings.DEMO or not settings.EMAIL_BACKEND.endswith(".filebased.EmailBackend")


def _not_taken(message: Message, error: Exception, now: datetime) -> Outcome:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _said in error.recipients.values()]
        if codes and min(codes) >= FOR_GOOD:
            return Outcome("failed", REFUSED)
    if message.tries > len(PAUSES):
        return Outcome("failed", GAVE_UP)
    return Outcome("queued", TRIES_AGAIN, now + PAUSES[message.tries - 1])


def in_the_way(message: Message) -> gate.Held | None:
    """What keeps a message from its reader now: the gate stops it, or holds it and nobody has let it out; or None."""
    answer = gate.held(message)
    return answer if answer and (answer.stop or message.released_by_id is None) else None


def may_print(message: Message, actor: Actor) -> bool:
    """Whether an actor may read all that is given with a message on paper: its copy, or its letter."""
    if copy_of(message.kind, message.payload, message.to):
        reads: tuple[Action, ...] = (Action.SEE_SHARED_PLAN, Action.SEE_NEEDS)
    elif letter_of(message.kind, message.payload):
        reads = (Action.SEE_SHARED_PLAN,)
    else:
        return True
    child = door("child").find(message.child)
    return child is not None and all(may(each, actor, child) for each in reads)


def _send(message: Message, now: datetime) -> Outcome:
    answer = in_the_way(message)
    if answer:
        return Outcome("stopped" if answer.stop else "held", answer.why)
    if message.channel == "print":
        return Outcome("to_print")
    if message.channel == "in_app":
        return Outcome("sent")
    if not mail_leaves():
        return Outcome("to_print", NO_SERVER)
    subject, text = body_of(message)
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [message.address])
    except (smtplib.SMTPException, OSError) as error:
        return _not_taken(message, error, now)
    return Outcome("sent")


def _outcome(message: Message, now: datetime) -> Outcome:
    try:
        return _send(message, now)
    except (
        Exception
    ) as error:  # one message's fault must not keep the others back, nor itself be tried for ever
        # Never the error's words: they may quote a row, and a row may name a child.
        log.error("message not written", kind=message.kind, error=type(error).__name__)
        return Outcome("failed", BROKEN)


def deliver_one(message: Message, actor: Actor, now: datetime) -> bool:
    """Send one message: whether it left the outbox. Another worker that was faster, or who stopped it, is no fault."""
    try:
        take(message, actor=actor, now=now)
        became = _outcome(message, now)
        settle(message, became, actor=actor, now=now)
    except Stale:
        return False
    return became.state != "queued"


@verb("message.requeue", None)
def requeue(message: Message, *, actor: Actor) -> None:
    """Queue a message anew that a worker took and never settled. Only the system does this. Raises `Stale`."""
    message.compare_and_set({"state": "sending", "taken_at": message.taken_at}, state="queued")


def _take_up_stuck(actor: Actor, now: datetime) -> None:
    long_ago = Q(taken_at__isnull=True) | Q(taken_at__lt=now - STUCK_AFTER)
    for message in Message.objects.filter(long_ago, state="sending"):
        try:
            requeue(message, actor=actor)
        except Stale:
            continue


def deliver_all(now: datetime) -> int:
    """Send what waits in every organisation's outbox. Returns how many left it."""
    count = 0
    for organisation in Organisation.objects.order_by("pk"):
        with tenant_scope(organisation.pk):
            actor = system_actor(organisation.pk, "worker")
            _take_up_stuck(actor, now)
            due = Q(not_before__isnull=True) | Q(not_before__lte=now)
            waiting = Message.objects.filter(due, state="queued").select_related("to", "tenant")
            count += sum(deliver_one(message, actor, now) for message in waiting.order_by("pk"))
    return count


@verb("message.release", Action.SEE_OUTBOX)
def release(message: Message, *, actor: Actor) -> None:
    """Let a held message go, as the person who looked at it. Raises `Stale` if it is not held any more.

    One that was to be printed when something came up that holds it is to be printed still. Raises `Impossible` for one
    that the gate stops by now.
    """
    if message.state == "to_print":
        answer = in_the_way(message)
        if answer is None:
            raise Stale
        if answer.stop:
            raise Impossible(_(answer.why))
        message.compare_and_set({"state": "to_print"}, released_by_id=actor.membership)
        return
    message.compare_and_set(
        {"state": "held"}, state="queued", why="", released_by_id=actor.membership
    )


@verb("message.send_again", Action.SEE_OUTBOX)
def send_again(message: Message, *, actor: Actor) -> None:
    """Try a message anew that could not be sent. Raises `Stale` if it has not failed, or was tried anew already."""
    message.compare_and_set({"state": "failed"}, state="queued", why="", tries=0, not_before=None)


@verb("message.give_printed", Action.SEE_OUTBOX)
def give_printed(message: Message, *, actor: Actor, now: datetime) -> None:
    """The message was printed and given to its reader, or posted.

    Raises `Impossible` for what the gate keeps from its reader by now, `NotAllowed` for who may not read what has to
    be given with it, `Stale` if it is not to be printed.
    """
    if (answer := in_the_way(message)) is not None:
        raise Impossible(_(answer.why))
    if not may_print(message, actor):
        raise NotAllowed(
            _(
                "You may not read it. Ask the SENCO to print it with this message, and to say here that it was given."
            )
        )
    message.compare_and_set(
        {"state": "to_print"}, state="given", why="", sent_at=now, given_by_id=actor.membership
    )


@verb("message.drop", Action.SEE_OUTBOX)
def drop(message: Message, *, actor: Actor) -> None:
    """A message that is to be printed is not needed any more: told another way, say. Raises `Stale` if it was given.

    Nobody counts as told by it, and who dropped it stands on the trail.
    """
    message.compare_and_set({"state": "to_print"}, state="stopped", why=DROPPED)


@verb("message.stop", None)
def stop(message: Message, why: str, *, actor: Actor) -> None:
    """A message that has not gone does not go any more: `why` in a sentence. Raises `Stale` if it went meanwhile.

    Only the system does this, within the verb from which it follows, such as a child’s leaving.
    """
    message.compare_and_set({"state": message.state}, state="stopped", why=why[:200])
