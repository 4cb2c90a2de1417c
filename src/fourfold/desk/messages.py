"""What leaves the building: the outbox, what waits to be printed or released, previews, the demonstration's mail."""

import email
from collections.abc import Sequence
from dataclasses import dataclass
from email import policy
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.people.models import Pupil
from fourfold.casework.people.relations import children_barred
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.words import N_
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest, enter, to
from fourfold.foundation.access.models import Membership
from fourfold.foundation.act.deliver import body_of, drop, give_printed, release, send_again
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.render import page
from fourfold.foundation.notify.models import Message
from fourfold.foundation.notify.registry import Copy, copy_of, kinds, letter_of

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


def _copy(request: TenantRequest, message: Message) -> tuple[Copy | None, bool]:
    """What is printed with the message, and whether this person may print all that goes with it."""
    copy = copy_of(message.kind, message.payload, message.to) if message.is_on_paper else None
    if copy is None:
        return None, not _letter(request, message)[1]
    child = Pupil.objects.filter(public_id=message.child).first()
    reads = (Action.SEE_SHARED_PLAN, Action.SEE_NEEDS)
    return copy, child is not None and all(may(each, request.actor, child) for each in reads)


def _do(request: TenantRequest, message: Message) -> None:
    """What the message waits for: a person lets it out, sends it again, has given it on paper or drops it.

    Raises `PermissionDenied` for who says that it was given and may not print what has to be given with it.
    """
    if message.state == "held":
        release(message, actor=request.actor)
    elif message.state == "failed":
        send_again(message, actor=request.actor)
    elif message.state == "to_print" and "drop" in request.POST:
        drop(message, actor=request.actor)
    elif message.state == "to_print":
        if not _copy(request, message)[1]:
            raise PermissionDenied
        give_printed(message, actor=request.actor, now=clock.now())


@enter(Action.SEE_OUTBOX, message="message")
def one(request: TenantRequest, message: Message) -> HttpResponse:
    """One message as it was, or will be, read; what waits for a person is done from here."""
    if request.method == "POST":
        _do(request, message)
        return to(request.path)
    subject, text = body_of(message)
    copy, may_print = _copy(request, message)
    return page(
        request,
        "desk/message.html",
        copy=copy,
        may_print=may_print,
        title=_("A message"),
        message=message,
        subject=subject,
        text=text,
        state=STATES[message.state],
    )


def _letter(request: TenantRequest, message: Message) -> tuple[str, bool]:
    """The letter behind a message, and whether there is one that this person may not read."""
    letter = letter_of(message.kind, message.payload)
    child = Pupil.objects.filter(public_id=message.child).first()
    if letter and child and may(Action.SEE_SHARED_PLAN, request.actor, child):
        return letter, False
    return "", bool(letter)


@enter(Action.SEE_OUTBOX, look="message.paper", message="message")
def paper(request: TenantRequest, message: Message) -> HttpResponse:
    """The message as it is put into an envelope: its letter in full where there is one, otherwise its own words."""
    subject, text = body_of(message)
    letter, kept_back = _letter(request, message)
    copy, may_print = _copy(request, message)
    return page(
        request,
        "desk/message_paper.html",
        title=subject,
        message=message,
        letter=letter or text,
        kept_back=kept_back,
        copy=copy,
        may_print=may_print,
        today=clock.today(),
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
