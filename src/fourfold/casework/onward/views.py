"""The screen on which it is written down that a child has left."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.onward import actions, forms
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import handled, typed
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.render import page


@enter(Action.SAY_LEFT, cycle="cycle")
def left_view(request: TenantRequest, cycle: Cycle) -> HttpResponse:
    """The child has moved, left or died: the cycle ends here. Nothing of it is lost."""
    child = cycle.pupil
    if cycle.ended_on and request.method == "GET":
        raise Http404
    initial = {"on": child.left_on or clock.today()}
    form = typed(request, forms.LeftForm, initial=initial)
    ids = {"setting": request.setting.public_id, "child": child.public_id}
    back = reverse("desk:child", kwargs=ids)

    def do() -> str:
        actions.end_here(cycle, form.left(), actor=request.actor, today=clock.today())
        messages.success(request, _("It is written down. What was done here is kept."))
        return back

    return handled(request, form, do) or page(
        request,
        "onward/left.html",
        title=Markup(_("%(name)s is no longer here")) % {"name": ui.person(str(child))},  # noqa: S704
        form=form,
        back=back,
    )
