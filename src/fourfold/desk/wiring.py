"""What the desk puts around every page of a setting: where one can go, by what one may do."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from fourfold.domain.access import Action
from fourfold.foundation.access.doors import may
from fourfold.foundation.design.layout import Chrome, Entry, register_chrome


def _entries(request: HttpRequest) -> tuple[Entry, ...]:
    setting, actor = request.setting, request.actor  # type: ignore[attr-defined]
    wanted = [
        (_("Home"), "desk:home", True),
        (_("Due"), "desk:due", may(Action.SEE_DUE, actor, setting)),
        (_("Messages"), "desk:outbox", may(Action.SEE_OUTBOX, actor, setting)),
    ]
    entries = []
    for label, name, shown in wanted:
        if shown:
            address = reverse(name, kwargs={"setting": setting.public_id})
            entries.append(Entry(label, address, current=request.path == address))
    return tuple(entries)


@register_chrome
def chrome(request: HttpRequest) -> Chrome | None:
    """What stands around a page that was entered through a door."""
    if not hasattr(request, "actor"):
        return None
    setting, actor = request.setting, request.actor  # type: ignore[attr-defined]
    return Chrome(
        person=actor.called,
        setting=setting.name,
        home=reverse("desk:home", kwargs={"setting": setting.public_id}),
        entries=_entries(request),
    )
