"""What leaves the building: the outbox, what waits to be printed or released, previews, the demonstration's mail."""

import email
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.people.relations import children_barred
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.words import N_
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.access.models import Membership
from fourfold.foundation.act.deliver import (
    body_of,
    drop,
    give_printed,
    in_the_way,
    may_print,
    release,
    send_again,
)
from fourfold.foundation.act.handling import pressed
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.render import page
from fourfold.foundation.notify.models import ON_PAPER, Message
from fourfold.foundation.notify.registry import copy_of, kinds, letter_of

STATES = {
    "queued": ("waiting", N_("goes out within a minute")),
    "sending": ("waiting", N_("going out")),
    "sent": ("done", N_("sent")),
    "to_print": ("due", N_("to be printed and given")),
    "given": ("done", N_("printed and given")),
    "held": ("restricted", N_("held until somebody releases it")),
    "stopped": ("plain", N_("stopped")),
    "failed": ("late", N_("could not be sent")),
}
NOT_NOW = N_("This message is not to be printed.")


@enter(Action.SEE_OUTBOX)
def outbox(request: TenantRequest) -> HttpResponse:
    """The messages of the setting, or those in one state, the newest first, with how each stands; in parts."""
    kept = children_barred(request.actor, clock.today())
    messages = Message.objects.exclude(child__in=kept).select_related("to").order_by("-pk")
    if (state := request.GET.get("state", "")) in STATES:
        messages = messages.filter(state=state)
    part = ui.part_of(request, messages)
    return page(
        request,
        "desk/outbox.html",
        title=_("Messages"),
        messages=part,
        states=STATES,
        about=_subjects(part.rows),
    )


def _subjects(messages: Sequence[Message]) -> dict[str, str]:
    """What messages of each of these kinds are about, in the words of their subjects, which never name a child."""
    one_of = {message.kind: message.to for message in messages}
    known = kinds()
    return {
        code: known[code].render(known[code].example, to).subject for code, to in one_of.items()
    }


def _paper(request: TenantRequest, message: Message) -> dict[str, Any]:
    """What the pages need to know of a message on paper: what stands in its way, what goes with it, who may print it.

    What is held or was stopped is not printed, nor what was to be printed when an order came.
    """
    goes = message.state in ON_PAPER
    stands = in_the_way(message) if goes else None
    why = (stands.why if stands else "") if goes else (message.why or NOT_NOW)
    return {
        "why": _(why) if why else "",
        "can_release": stands is not None and not stands.stop and message.state == "to_print",
        "copy": None if why else copy_of(message.kind, message.payload, message.to),
        "may_print": may_print(message, request.actor),
    }


def _do(request: TenantRequest, message: Message) -> None:
    """What the message waits for: a person lets it out, sends it again, has given it on paper or drops it."""
    if message.state == "held" or "release" in request.POST:
        release(message, actor=request.actor)
    elif message.state == "failed":
        send_again(message, actor=request.actor)
    elif message.state == "to_print" and "drop" in request.POST:
        drop(message, actor=request.actor)
    elif message.state == "to_print":
        give_printed(message, actor=request.actor, now=clock.now())


@enter(Action.SEE_OUTBOX, message="message")
def one(request: TenantRequest, message: Message) -> HttpResponse:
    """One message as it was, or will be, read; what waits for a person is done from here."""
    if request.method == "POST":
        return pressed(request, lambda: _do(request, message), request.path)
    subject, text = body_of(message)
    return page(
        request,
        "desk/message.html",
        title=_("A message"),
        message=message,
        subject=subject,
        text=text,
        state=STATES[message.state],
        **_paper(request, message),
    )


@enter(Action.SEE_OUTBOX, look="message.paper", message="message")
def paper(request: TenantRequest, message: Message) -> HttpResponse:
    """The message as it is put into an envelope: its letter in full where there is one, otherwise its own words."""
    subject, text = body_of(message)
    letter, on_paper = letter_of(message.kind, message.payload), _paper(request, message)
    return page(
        request,
        "desk/message_paper.html",
        title=subject,
        message=message,
        letter=letter or text,
        kept_back=bool(letter) and not on_paper["may_print"],
        today=clock.today(),
        **on_paper,
    )


@enter(Action.SEE_OUTBOX)
def kinds_of_message(request: TenantRequest) -> HttpResponse:
    """Every kind of message that can leave by its subject, each with a preview."""
    reader = Membership.objects.get(pk=request.actor.membership)
    subjects = sorted(
        (kind.render(kind.example, reader).subject, code) for code, kind in kinds().items()
    )
    return page(
        request,
        "desk/message_kinds.html",
        title=_("What Fourfold can send"),
        kinds=subjects,
    )


@enter(Action.SEE_OUTBOX)
def preview(request: TenantRequest, code: str) -> HttpResponse:
    """A kind of message with invented facts, as its reader would see it."""
    kind = kinds().get(code)
    if kind is None:
        raise Http404
    reader = Membership.objects.get(pk=request.actor.membership)
    return page(
        request,
        "desk/message_preview.html",
        title=_("A message of this kind"),
        code=code,
        words=kind.render(kind.example, reader),
    )


@dataclass(frozen=True)
class Letter:
    """A mail of the demonstration, as it was written to disk instead of sent."""

    to: str
    subject: str
    text: str


def _letters(folder: Path) -> list[Letter]:
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    found = []
    for path in files[:50]:
        for part in path.read_text(encoding="utf-8").split("-" * 79):
            if part.strip():
                mail = email.message_from_string(part.lstrip(), policy=policy.default)
                body = mail.get_body(preferencelist=("plain",))
                found.append(
                    Letter(
                        str(mail["To"]),
                        str(mail["Subject"]),
                        body.get_content() if body else "",
                    )
                )
    return found


def mailbox(request: HttpRequest) -> HttpResponse:
    """The demonstration's mailbox: every mail that would have been sent. Elsewhere there is no such page."""
    if not settings.DEMO:
        raise Http404
    return page(
        request,
        "desk/mailbox.html",
        title=_("Mail that would have been sent"),
        letters=_letters(Path(settings.EMAIL_FILE_PATH)),
    )
