"""The screens on which somebody who was asked to a review says whether they can come, and is answered."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.review import actions, answer_forms
from fourfold.casework.review.absences import absent_from
from fourfold.casework.review.models import Review
from fourfold.casework.review.queries import asked_to
from fourfold.casework.review.views import address, named
from fourfold.casework.review.voices import absent_shown
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.entry import TenantRequest, enter, to
from fourfold.foundation.act.handling import handled, pressed, typed
from fourfold.foundation.design.render import page


@enter(Action.ASK_MEETING, review="review")
def cannot_come_view(request: TenantRequest, review: Review) -> HttpResponse:
    """“I can’t come”, with what would suit; the SENCO sees it among what needs them."""
    if asked_to(request.actor, review) is None or review.held_on:
        raise Http404
    form = typed(request, answer_forms.CannotComeForm)
    back = address(request, "review:record", review=review.public_id)

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


@enter(Action.ASK_MEETING, review="review")
def will_come_view(request: TenantRequest, review: Review) -> HttpResponse:
    """“I will come”, or “I can come after all”: at once, and the school sees it."""
    if asked_to(request.actor, review) is None or review.held_on:
        raise Http404

    def do() -> None:
        actions.will_come(review, actor=request.actor, today=clock.today())
        messages.success(request, _("Thank you. The school knows that you will come."))

    return pressed(request, do, address(request, "review:record", review=review.public_id))


@enter(Action.ARRANGE_MEETING, look="review.read", review="review")
def without_view(request: TenantRequest, review: Review) -> HttpResponse:
    """Who could not come to a review, and what was done for them: until somebody says so, it stays open."""
    waiting = [each for each in absent_from(review) if each.answered_on is None]
    back = address(request, "review:record", review=review.public_id)
    if request.method == "POST" and not waiting:
        messages.info(request, _("This had been done already."))
        return to(request.path)
    form = typed(request, answer_forms.AnswerAbsenceForm, absent=waiting, pupil=review.cycle.pupil)

    def do() -> str:
        words = form.cleaned_data["words"]
        actions.answer_absence(
            review, form.chosen(), words, actor=request.actor, today=clock.today()
        )
        return back

    return handled(request, form, do) or page(
        request,
        "review/without.html",
        title=named(_("Who could not come to %(name)s’s review"), review.cycle.pupil),
        form=form,
        absent=absent_shown(review, request.actor),
        waiting=waiting,
        setting=request.setting.public_id,
        back=back,
    )
