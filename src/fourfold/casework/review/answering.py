"""The screen on which somebody who was asked to a review says that they cannot come on that day."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from fourfold.casework.review import actions, forms
from fourfold.casework.review.models import Review
from fourfold.casework.review.queries import asked_to
from fourfold.casework.review.views import named
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import handled, typed
from fourfold.foundation.design.render import page


@enter(Action.ASK_MEETING, review="review")
def cannot_come_view(request: TenantRequest, review: Review) -> HttpResponse:
    """“I can’t come”, with what would suit; the SENCO sees it among what needs them."""
    if asked_to(request.actor, review) is None or review.held_on:
        raise Http404
    form = typed(request, forms.CannotComeForm)
    ids = {"setting": request.setting.public_id, "review": review.public_id}
    back = reverse("review:record", kwargs=ids)

    def do() -> str:
        suits = form.cleaned_data["suits"]
        actions.cannot_come(review, suits, actor=request.actor, today=clock.today())
        return back

    return handled(request, form, do) or page(
        request,
        "review/cannot_come.html",
        title=named(_("You cannot come to %(name)s’s review"), review.cycle.pupil),
        form=form,
        review=review,
        back=back,
    )
