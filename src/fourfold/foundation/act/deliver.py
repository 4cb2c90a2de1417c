"""Takes messages out of the outbox: by e-mail, onto the pile to print, or into the person's own list."""

import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from fourfold.domain.access import Action
from fourfold.foundation.access.actors import Actor, system_actor
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.act.verbs import verb
from fourfold.foundation.notify import gate
from fourfold.foundation.notify.models import Message
from fourfold.foundation.notify.registry import rendered
from fourfold.foundation.scope.tenancy import tenant_scope

MOST_TRIES = 5
STUCK_AFTER = timedelta(minutes=10)


@verb("message.take", None)
def take(message: Message, *, actor: Actor, now: datetime) -> None:
    """Claim a queued message for sending, so that two workers never send it both. Raises `Stale` if it was taken.

    Only the system does this.
    """
    message.compare_and_set({"state": "queued"}, state="sending", tries=message.tries + 1)


@verb("message.settle", None)
def settle(message: Message, state: str, why: str = "", *, actor: Actor, now: datetime) -> None:
    """Note what became of a message that was taken. Only the system does this."""
    sent_at = now if state in {"sent", "to_print"} else None
    message.compare_and_set({"state": "sending"}, state=state, why=why[:200], sent_at=sent_at)


def body_of(message: Message) -> tuple[str, str]:
    """Subject and plain text of a message by e-mail: what changed, a link, and never a document or a child's name."""
    words = rendered(message.kind, message.payload, message.to)
    link = f"{settings.ADDRESS or 'http://localhost:8000'}{words.link}" if words.link else ""
    closing = _("Sent by %(setting)s with Fourfold.") % {"setting": message.tenant.name}
    return words.subject, "\n\n".join([*words.paragraphs, *([link] if link else []), closing])


def _send(message: Message) -> tuple[str, str]:
    answer = gate.held(message)
    if answer and (answer.stop or message.released_by_id is None):
        return ("stopped" if answer.stop else "held"), answer.why
    if message.channel == "print":
        return "to_print", ""
    if message.channel == "in_app":
        return "sent", ""
    subject, text = body_of(message)
    try:
        send_mail(subject, text, settings.DEFAULT_FROM_EMAIL, [message.address])
    except (smtplib.SMTPException, OSError) as error:
        again = message.tries < MOST_TRIES
        return ("queued" if again else "failed"), type(error).__name__
    return "sent", ""


def deliver_all(now: datetime) -> int:
    """Send what waits in every organisation's outbox. Returns how many left it."""
    count = 0
    for organisation in Organisation.objects.order_by("pk"):
        with tenant_scope(organisation.pk):
            actor = system_actor(organisation.pk, "worker")
            for message in Message.objects.filter(state="queued").select_related("to", "tenant"):
                take(message, actor=actor, now=now)
                state, why = _send(message)
                settle(message, state, why, actor=actor, now=now)
                count += state != "queued"
    return count


@verb("message.release", Action.SEE_OUTBOX)
def release(message: Message, *, actor: Actor) -> None:
    """Let a held message go, as the person who looked at it. Raises `Stale` if it is not held any more."""
    message.compare_and_set(
        {"state": "held"}, state="queued", why="released", released_by_id=actor.membership
    )
