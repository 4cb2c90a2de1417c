"""How a page of a setting is entered: who is asking, in which setting, through which doors, and for what.

`enter` wraps a view. The address names the setting and the rows by public ids; the view is handed the rows
themselves, and never looks one up by an id that came from outside in any other way.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.urls import reverse
from django.utils.translation import gettext as _

from fourfold.config import clock
from fourfold.domain.access import Action, Refused
from fourfold.foundation.access import kept_forms
from fourfold.foundation.access.actors import Actor, actor_of, member_of_staff
from fourfold.foundation.access.doors import decide_for, door
from fourfold.foundation.access.here import setting_here
from fourfold.foundation.access.models import Membership, Organisation
from fourfold.foundation.access.refusals import refused
from fourfold.foundation.access.session import (
    FAMILY_SESSION,
    is_family,
    is_through,
    must_set_up,
)
from fourfold.foundation.scope.remembered import remember, remembering
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.whole import found_by
from fourfold.foundation.trail.looks import note_look

__all__ = ["FAMILY_SESSION", "Entry", "TenantRequest", "actor_for", "enter", "to"]

_organisation = found_by(Organisation, "public_id")


class TenantRequest(HttpRequest):
    """A request that has come through a door: it knows its setting and its actor."""

    setting: Organisation
    actor: Actor


@dataclass(frozen=True)
class Entry:
    """What a wrapped view declared: its action and, per part of its address, the kind of door."""

    action: Action | None
    doors: dict[str, str]
    look: str


def actor_for(request: HttpRequest, setting: Organisation) -> Actor | None:
    """Who is asking, as a member of `setting` (in its scope): staff by their user, family by their session.

    None if nobody is signed in, if a member of staff has not proved a second factor in this session, or if the person
    has no live membership with a role here today.
    """
    actor: Actor | None = None
    if request.user.is_authenticated:
        if not is_through(request):
            return None
        actor = member_of_staff(request.user.pk, clock.today())
    elif setting.public_id in request.session.get(FAMILY_SESSION, {}):
        public_id = request.session[FAMILY_SESSION][setting.public_id]
        member = Membership.objects.filter(public_id=public_id, user__isnull=True).first()
        actor = actor_of(member, clock.today()) if member else None
    return actor if actor and actor.roles else None


def _signed_in(request: HttpRequest) -> bool:
    return (request.user.is_authenticated and is_through(request)) or is_family(request)


def _through_doors(
    request: TenantRequest, entry: Entry, ids: dict[str, Any]
) -> tuple[dict[str, Any], HttpResponse | None]:
    """The rows behind the ids, or the answer that refuses. Raises `Http404` for what cannot be known."""
    rows: dict[str, Any] = {}
    if entry.action is None:
        return rows, None
    subject: object = request.setting
    for name, kind in entry.doors.items():
        subject = door(kind).find(ids[name])
        if subject is None:
            raise Http404
        rows[name] = subject
    # The last door of the address is the nearest to what is asked for; the ones before it lead to it.
    for row in [*rows.values()] or [subject]:
        decision = decide_for(entry.action, request.actor, row)
        if isinstance(decision, Refused):
            if decision.hidden:
                raise Http404
            return rows, refused(request, _(decision.sentence))
    return rows, None


View = Callable[..., HttpResponse]
# Any other way of asking would be answered like a look, and leave no look behind.
METHODS = ("GET", "HEAD", "POST")


def enter(action: Action | None, *, look: str = "", **doors: str) -> Callable[[View], View]:
    """Wrap a view of a setting: `action` is what it does, `doors` the kind of door per part of its address.

    Without an action (and then without doors) every live member with a role comes in: the home, and nothing of a
    child that the view does not itself read by what the actor may see.
    With `look`, a code, a look at the last row is written on the trail whenever the answer is a page, also one that
    follows a press, and not only the way to another. The wrapped view takes the request, then the rows by the names
    in `doors`, then what else the address holds. Its answer is rendered before the scope ends. Answers 405 to
    anything but GET, HEAD and POST.
    """

    def make(view: View) -> View:
        entry = Entry(action, doors, look)

        @functools.wraps(view)
        def run(request: Any, *, setting: str, **parts: Any) -> HttpResponse:
            if request.method not in METHODS:
                return HttpResponseNotAllowed(METHODS)
            organisation = _organisation(setting)
            if not _signed_in(request):
                return kept_forms.ask_to_sign_in(request)
            if must_set_up(request):
                return to(reverse("access:set_up"))
            if organisation is None:
                raise Http404
            with tenant_scope(organisation.pk), remembering():
                remember(setting_here, organisation)
                actor = actor_for(request, organisation)
                if actor is None:
                    raise Http404
                request.setting, request.actor = organisation, actor
                rows, answer = _through_doors(request, entry, parts)
                if answer is None:
                    answer = view(request, **(parts | rows))
                    if entry.look and not 300 <= answer.status_code < 400:
                        _note(request, entry, rows)
                return answer

        run.entry = entry  # type: ignore[attr-defined]
        return run

    return make


def _note(request: TenantRequest, entry: Entry, rows: dict[str, Any]) -> None:
    subject = [*rows.values()][-1] if rows else request.setting
    child = getattr(subject, "child_public_id", lambda: "")() or ""
    note_look(
        tenant=request.setting.pk,
        at=clock.now(),
        actor=request.actor.public_id,
        what=entry.look,
        label=subject._meta.label,
        subject=subject.public_id,
        child=child,
    )


def to(address: str) -> HttpResponseRedirect:
    """Send the browser on after a form was handled (303, so that reloading does not send it again)."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response
