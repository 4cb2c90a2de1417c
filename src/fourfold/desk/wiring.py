"""What the desk puts around every page of a setting: where one can go, by what one may do."""

from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fourfold.casework.cycles.story import register_todo
from fourfold.casework.do.naming import my_next
from fourfold.casework.voice.readers import holders
from fourfold.config import clock
from fourfold.desk import by_law, papers, unsent
from fourfold.desk.homes import asked_of_night, asked_of_supported
from fourfold.domain.access import Action
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest
from fourfold.foundation.access.kept_forms import register_over
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.layout import (
    Chrome,
    Entry,
    Worried,
    register_chrome,
    register_way_round,
)
from fourfold.foundation.design.words import Words
from fourfold.foundation.scope.addresses import reverse


def sees_children(actor: Actor) -> bool:
    """Whether the register has anybody in it for this person: staff but governors, and those who were invited."""
    return not actor.is_family and bool(actor.roles - {Role.GOVERNOR, Role.AUTHORITY_OFFICER})


def _entries(request: TenantRequest) -> tuple[Entry, ...]:
    setting, actor = request.setting, request.actor
    wanted = [
        (_("Home"), "desk:home", True),
        (_("Today"), "do:today", may(Action.SEE_TODAY, actor, setting)),
        (my_next(actor), "do:lessons", bool(actor.roles & {Role.TEACHER, Role.KEYWORKER})),
        (_("Read first"), "voice:waiting", may(Action.READ_CONTRIBUTION, actor, setting)),
        (_("Due"), "desk:due", may(Action.SEE_DUE, actor, setting)),
        (_("Messages"), "desk:outbox", may(Action.SEE_OUTBOX, actor, setting)),
        (_("Children"), "people:register", sees_children(actor)),
        (_("Staff"), "people:staff", may(Action.MANAGE_PEOPLE, actor, setting)),
        (_("Terms"), "people:terms", may(Action.MANAGE_SETTING, actor, setting)),
        (_("Bring in a list"), "intake:start", may(Action.IMPORT_ROLL, actor, setting)),
    ]
    entries = []
    for label, name, shown in wanted:
        if shown:
            address = reverse(name, kwargs={"setting": setting.public_id})
            entries.append(Entry(label, address, current=request.path == address))
    return tuple(entries)


# So many ways stand beside each other; where there are more, those of who looks after the setting are folded up.
BESIDE, RARER = 7, 3


def _folded(entries: tuple[Entry, ...]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The ways that stand there, and those that are folded up: none where there are few."""
    if len(entries) <= BESIDE:
        return entries, ()
    return entries[:-RARER], entries[-RARER:]


def _actions(request: TenantRequest) -> tuple[Entry, ...]:
    """What can be begun from anywhere: a concern."""
    address = reverse("identify:whose", kwargs={"setting": request.setting.public_id})
    if request.actor.roles & {Role.GOVERNOR, Role.AUTHORITY_OFFICER}:
        return ()
    if request.actor.is_family:
        # To a family it is “Tell us a concern”, on their home and on each child’s page.
        return ()
    return (Entry(_("Raise a concern"), address, current=request.path == address),)


# Pages that staff open and a child reads beside them.
BESIDE_A_CHILD = {"voice:child_with_staff", "voice:sent"}


def _worried_of_staff(leads: list[str]) -> Worried:
    """Whom staff speak to now, on the page of a child: the safeguarding lead."""
    words: Words = _("If you think that a child may be in danger now, call 999.")
    if leads:
        words = ui.filled(
            "%(first)s %(then)s",
            first=words,
            then=ui.filled(
                _("Tell %(name)s, the safeguarding lead, today."),
                name=ui.person(leads[0]),
            ),
        )
    lines = ((_("Emergency"), "999"), (_("NSPCC, for adults"), "0808 800 5000"))
    return Worried(words, lines)


def _worried(request: TenantRequest) -> Worried | None:
    """Whom to call now, on every page of a child or a family (W9): the setting's own lead, and lines that answer."""
    where = request.resolver_match.view_name if request.resolver_match else ""
    of_staff = not request.actor.is_family and where not in BESIDE_A_CHILD
    if of_staff and where != "desk:child":
        return None
    holding = holders(Role.SAFEGUARDING_LEAD, clock.today())
    if of_staff:
        mine = request.actor.membership
        return _worried_of_staff([each.called for each in holding if each.pk != mine])
    leads = [member.called for member in holding]
    sentence: Words = _("If a child is in danger now, call 999. Fourfold is not read at night.")
    if leads:
        sentence = ui.filled(
            "%(first)s %(then)s",
            first=sentence,
            then=ui.filled(
                _("At school you can always speak to %(name)s."), name=ui.person(leads[0])
            ),
        )
    lines = (
        (_("Emergency"), "999"),
        (_("Childline, day and night, free"), "0800 1111"),
        (_("NSPCC, for adults"), "0808 800 5000"),
    )
    return Worried(sentence, lines)


@register_chrome
def chrome(request: HttpRequest) -> Chrome | None:
    """What stands around a page that was entered through a door."""
    if not hasattr(request, "actor"):
        return None
    entered = cast(TenantRequest, request)
    setting, actor = entered.setting, entered.actor
    entries, more = _folded(_entries(entered))
    return Chrome(
        person=actor.called,
        setting=setting.name,
        home=reverse("desk:home", kwargs={"setting": setting.public_id}),
        entries=entries,
        more=more,
        actions=_actions(entered),
        worried=_worried(entered),
        search=reverse("people:register", kwargs={"setting": setting.public_id})
        if sees_children(actor)
        else "",
        sign_out=reverse("access-outside:sign_out"),
    )


# Nothing that one can do from a home, so no todo of their own; they are asked on the same journey.
register_todo("night", lambda actor, today: (), asked_of_night)
register_todo("supported", lambda actor, today: (), asked_of_supported)
register_todo("desk", papers.todos, papers.asked_of_todos)
register_way_round(gettext_lazy("Mail that would have been sent"), "desk-outside:mailbox")
register_todo("by_law", by_law.todos, by_law.asked_of_todos)
register_over(unsent.is_over)
