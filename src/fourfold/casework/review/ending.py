"""The screens on which SEN Support ends, on which a family reads why, and on which the child is looked at again."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.review import actions, forms
from fourfold.casework.review.models import LookedAgain, SupportEnd
from fourfold.casework.review.views import address, named, still_open
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import handled, typed
from fourfold.foundation.design.render import page


@enter(Action.END_CYCLE, cycle="cycle")
def exit_view(request: TenantRequest, cycle: Cycle) -> HttpResponse:
    """SEN Support ends, with reasons; each carer is told in writing."""
    form = typed(request, forms.ExitForm, today=clock.today())

    def do() -> str:
        end = actions.exit_support(
            cycle,
            form.cleaned_data["reasons"],
            form.cleaned_data["watch_until"],
            actor=request.actor,
            today=clock.today(),
            passed_because=form.cleaned_data["passed_because"],
        )
        messages.success(request, _("SEN Support has ended, and the family is told why."))
        return address(request, "review:ended", ended=end.public_id)

    return handled(request, form, do) or page(
        request,
        "review/form.html",
        title=named(_("End SEN Support for %(name)s"), cycle.pupil),
        form=form,
        open_conditions=still_open(
            request, cycle, "exit_support", without=("exit_told", "watch_set")
        ),
        back=address(request, "desk:child", child=cycle.pupil.public_id),
    )


@enter(Action.SEE_SHARED_PLAN, look="support.ended", ended="ended")
def ended_view(request: TenantRequest, ended: SupportEnd) -> HttpResponse:
    """Why SEN Support ended, for those who were told."""
    return page(
        request,
        "review/ended.html",
        title=named(_("SEN Support has ended for %(name)s"), ended.cycle.pupil),
        ended=ended,
    )


@enter(Action.END_CYCLE, look="support.looked_again", ended="ended")
def look_again_view(request: TenantRequest, ended: SupportEnd) -> HttpResponse:
    """Look again at a child whose support has ended: what is seen is written down, or a concern is raised."""
    form = typed(request, forms.LookAgainForm)
    looked = LookedAgain.objects.filter(end=ended).select_related("by").first()
    child = ended.cycle.pupil.public_id
    back = address(request, "desk:child", child=child)

    def do() -> str:
        words = form.cleaned_data["words"]
        actions.look_again(ended, words, actor=request.actor, today=clock.today())
        return back

    return handled(request, form, do) or page(
        request,
        "review/look_again.html",
        title=named(_("Look again at %(name)s"), ended.cycle.pupil),
        form=form,
        ended=ended,
        looked=looked,
        concern=address(request, "identify:raise", child=child),
        back=back,
    )
