"""Who opens or sends the form of a move that does not lead on from here: what stands instead, and by whom."""

from django.http import HttpResponse
from markupsafe import Markup

from fourfold.casework.cycles.actions import not_from_here
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.queries import leads_on
from fourfold.foundation.access.entry import TenantRequest
from fourfold.foundation.act.handling import StandsNow, too_late
from fourfold.foundation.design.fields import Form
from fourfold.foundation.design.render import page
from fourfold.foundation.design.words import Words
from fourfold.foundation.scope.addresses import reverse


def instead_of(cycle: Cycle, move: str) -> Words:
    """What stands where `move` does not lead on from the stage of a cycle: the last step, by whom; empty if it does."""
    return "" if leads_on(cycle, move) else not_from_here(cycle, move).shown


def late_page(
    request: TenantRequest, form: Form, title: str | Markup, cycle: Cycle, stands: Words
) -> HttpResponse:
    """Before anything is typed: what `stands`, and the way there. What was typed all the same is shown and kept."""
    if request.method == "POST":
        return too_late(request, form, StandsNow("", {}, over=stands))
    child = {"setting": request.setting.public_id, "child": cycle.pupil.public_id}
    return page(
        request,
        "cycles/late.html",
        title=title,
        stands=stands,
        child=reverse("desk:child", kwargs=child),
    )
