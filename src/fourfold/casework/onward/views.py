"""The screen on which it is written down that a child has left."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.cycles.queries import open_cycle
from fourfold.casework.onward import actions, forms
from fourfold.casework.people.models import Pupil
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import handled, typed
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.render import page
from fourfold.foundation.scope.addresses import reverse


@enter(Action.SAY_LEFT, child="child")
def left_view(request: TenantRequest, child: Pupil) -> HttpResponse:
    """The child has moved, left or died; a cycle that is open ends here, and nothing of it is lost.

    The office, which knows nothing of cycles, finds the same page for every child who is here, and none afterwards.
    """
    gone = child.left_on is not None and child.left_on <= clock.today()
    if gone and request.method == "GET":
        knows = may(Action.SEE_NEEDS, request.actor, child)
        if not knows or open_cycle(child) is None:
            raise Http404
    initial = {"on": child.left_on or clock.today()}
    form = typed(request, forms.LeftForm, initial=initial)
    ids = {"setting": request.setting.public_id, "child": child.public_id}
    back = reverse("desk:child", kwargs=ids)

    def do() -> str:
        actions.say_left(child, form.left(), actor=request.actor, today=clock.today())
        messages.success(request, _("It is written down. What was done here is kept."))
        return back

    return handled(request, form, do) or page(
        request,
        "onward/left.html",
        title=Markup(_("%(name)s is no longer here")) % {"name": ui.person(str(child))},  # noqa: S704
        form=form,
        back=back,
    )
