"""What somebody was writing and has neither sent nor discarded: on which page, about whom, and if it can be sent."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.queries import leads_on
from fourfold.casework.identify.models import Concern
from fourfold.casework.people.queries import children_named
from fourfold.casework.plan.models import Plan
from fourfold.casework.plan.queries import can_be_shared
from fourfold.casework.review.queries import can_be_prepared
from fourfold.domain.access import Refused
from fourfold.domain.words import N_
from fourfold.foundation.access import kept_forms
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import decide_for, door
from fourfold.foundation.access.entry import Entry, TenantRequest, actor_for
from fourfold.foundation.access.models import KeptForm, Organisation
from fourfold.foundation.design.format import day
from fourfold.foundation.scope.rows import TenantRow
from fourfold.foundation.scope.tenancy import tenant_scope

MOST_WORDS = 80
# What a page is called here: by its name, else by the room in which it stands.
PAGES = {
    "identify:raise": N_("a concern"),
    "identify:concern": N_("the answer to a concern"),
    "identify:add": N_("what is added to an answer"),
    "identify:withdraw": N_("why a concern is withdrawn"),
    "identify:tried": N_("what was tried"),
    "identify:talk": N_("the note of a talk"),
    "identify:decide": N_("a decision"),
    "voice:write_down": N_("what somebody said"),
    "desk:set_aside": N_("why something is not done"),
    "identify": N_("looking into it"),
    "voice": N_("views"),
    "assess": N_("the picture of needs and strengths"),
    "plan": N_("the plan"),
    "do": N_("the support"),
    "review": N_("the review"),
    "people": N_("who is here"),
}
OF_A_CONCERN = {"identify:concern", "identify:withdraw"}
# The pages on which a move is made, with the move: what was typed there can be sent while it leads on.
OF_A_MOVE = {
    "identify:decide": "decide_support",
    "plan:begin": "write_plan",
    "plan:start": "start_support",
    "review:hold": "hold_review",
    "review:next": "continue_cycle",
    "review:exit": "exit_support",
}


@dataclass(frozen=True)
class Unsent:
    """A kept text: what it is for, about whom (a name or empty), from which day, how it begins, and where to.

    `over` where it cannot be sent any more; `onwards` then leads to what stands.
    """

    page: str
    child: str
    day: str
    begins: str
    onwards: str
    away: str
    over: bool


def kept_in(request: TenantRequest) -> list[KeptForm]:
    """What this person was writing in this setting and has neither sent nor discarded, the latest first.

    What was typed to change a password is never kept.
    """
    here = f"/at/{request.setting.public_id}/"
    return [each for each in kept_forms.waiting_for(request) if each.path.startswith(here)]


def _row(kept: KeptForm, actor: Actor) -> tuple[str, TenantRow | None]:
    """The name of the page on which it was written, and what that page is about, if the actor may still enter it."""
    try:
        found = resolve(kept.path.partition("?")[0])
    except Resolver404:
        return "", None
    entry: Entry | None = getattr(found.func, "entry", None)
    row = None
    for name, kind in entry.doors.items() if entry else ():
        row = door(kind).find(found.kwargs.get(name, ""))
    if entry is None or entry.action is None or row is None:
        return found.view_name, None
    if isinstance(decide_for(entry.action, actor, row), Refused):
        return found.view_name, None
    return found.view_name, row


def _is_over(name: str, row: TenantRow | None) -> bool:
    if name in OF_A_CONCERN and isinstance(row, Concern):
        return row.answered_on is not None or row.withdrawn_on is not None
    if name == "plan:share" and isinstance(row, Plan):
        return not can_be_shared(row)
    cycle = row if isinstance(row, Cycle) else getattr(row, "cycle", None)
    if not isinstance(cycle, Cycle):
        return False
    if name == "review:prepare":
        return not can_be_prepared(cycle)
    return name in OF_A_MOVE and not leads_on(cycle, OF_A_MOVE[name])


def told(kept: KeptForm, actor: Actor, today: date) -> Unsent:
    """A kept text in words: about a child only where its writer may enter that page still."""
    name, row = _row(kept, actor)
    child = (row.child_public_id() if row else "") or ""
    names = children_named(frozenset({child})) if child else []
    words = " ".join(" ".join(kept_forms.texts_in(kept)).split())
    over = _is_over(name, row)
    called = PAGES.get(name) or PAGES.get(name.partition(":")[0]) or N_("a page")
    return Unsent(
        page=_(called),
        child=next((str(each) for each in names), ""),
        day=day(kept.at.date(), today),
        begins=words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS]}…",
        onwards=kept.path if over else kept_forms.offered_at(kept),
        away=reverse("access:kept", kwargs={"kept": kept.public_id}),
        over=over,
    )


def is_over(request: HttpRequest, kept: KeptForm) -> bool:
    """Whether what was kept cannot be sent any more, as its writer may know: asked where no setting is entered."""
    parts = kept.path.split("/")
    if parts[:2] != ["", "at"] or len(parts) < 4:
        return False
    setting = Organisation.objects.filter(public_id=parts[2]).first()
    if setting is None:
        return False
    with tenant_scope(setting.pk):
        actor = actor_for(request, setting)
        return actor is not None and _is_over(*_row(kept, actor))
