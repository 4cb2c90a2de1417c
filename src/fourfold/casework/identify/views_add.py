"""The page on which something is added to an answer that was given."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.identify import actions
from fourfold.casework.identify.added import added_to
from fourfold.casework.identify.forms import AddToAnswerForm
from fourfold.casework.identify.models import Concern
from fourfold.casework.identify.told import said_of_addition
from fourfold.casework.identify.views import address, named
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import handled, typed
from fourfold.foundation.design.render import page


@enter(Action.RECORD_DECISION, concern="concern")
def add_view(request: TenantRequest, concern: Concern) -> HttpResponse:
    """Add to an answer that was given; who came second with an answer goes on with it here."""
    if concern.answered_on is None:
        raise Http404
    form = typed(request, AddToAnswerForm)
    back = address(request, "identify:concern", concern=concern.public_id)

    def do() -> str:
        words = form.cleaned_data["answer"]
        sent = actions.add_to_answer(concern, words, actor=request.actor, today=clock.today())
        messages.success(request, said_of_addition(sent))
        return back

    return handled(request, form, do) or page(
        request,
        "identify/add.html",
        title=named(_("Add to the answer about %(name)s"), concern.pupil.given_name),
        form=form,
        concern=concern,
        added=added_to(concern),
        back=back,
    )
