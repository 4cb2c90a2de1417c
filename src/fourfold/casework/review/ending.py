"""The screens after a review: the next cycle begins, or SEN Support ends and a family reads why; the child is looked at
again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.cycles.late import instead_of, late_page
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.review import actions, answer_forms, ending_forms
from fourfold.casework.review.choices import ToldHow
from fourfold.casework.review.models import LookedAgain, Review, SupportEnd
from fourfold.casework.review.pages import shown
from fourfold.casework.review.queries import next_cycle
from fourfold.casework.review.telling import to_tell, told_otherwise
from fourfold.casework.review.views import address, named, still_open
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.review import goes_on
from fourfold.domain.words import NextStep
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import handled, typed
from fourfold.foundation.design.render import page


@enter(Action.HOLD_REVIEW, review="review")
def next_view(request: TenantRequest, review: Review) -> HttpResponse:
    """Go on to the next cycle; what goes with it is shown before. Once it has begun, or support ended, that is said."""
    cycle, title = review.cycle, named(_("%(name)s’s next cycle"), review.cycle.pupil)
    stands = instead_of(cycle, "continue_cycle")
    form = typed(request, ending_forms.ContinueForm, over=bool(stands))
    if stands and (request.method == "POST" or not cycle.ended_on):
        return late_page(request, form, title, cycle, stands)
    child = address(request, "desk:child", child=cycle.pupil.public_id)

    def do() -> str:
        actions.continue_cycle(
            review,
            actor=request.actor,
            today=clock.today(),
            passed_because=form.cleaned_data["because"],
        )
        messages.success(request, _("The next cycle has begun. Nothing has to be typed again."))
        return child

    return handled(request, form, do) or page(
        request,
        "review/next.html",
        title=title,
        form=form,
        shown=_shown_or_none(review),
        stands=stands,
        goes_on=goes_on(review.next_step),
        ends=address(request, "review:exit", cycle=cycle.public_id)
        if review.next_step == NextStep.EXIT and may(Action.END_CYCLE, request.actor, cycle)
        else "",
        correct=address(request, "review:correct", review=review.public_id),
        begun=next_cycle(cycle),
        child=child,
        back=address(request, "review:record", review=review.public_id),
    )


def _shown_or_none(review: Review) -> Any:
    if review.held_on is None:
        return None
    return shown(review, None, family=False, child_name=review.cycle.pupil.given_name)


@enter(Action.END_CYCLE, cycle="cycle")
def exit_view(request: TenantRequest, cycle: Cycle) -> HttpResponse:
    """SEN Support ends, with reasons; each carer is told in writing."""
    stands, title = (
        instead_of(cycle, "exit_support"),
        named(_("End SEN Support for %(name)s"), cycle.pupil),
    )
    form = typed(request, ending_forms.ExitForm, over=bool(stands), today=clock.today())
    if stands:
        return late_page(request, form, title, cycle, stands)

    def do() -> str:
        end = actions.exit_support(
            cycle,
            form.cleaned_data["reasons"],
            form.cleaned_data["watch_until"],
            actor=request.actor,
            today=clock.today(),
            passed_because=form.cleaned_data["passed_because"],
        )
        messages.success(request, _ended_words(end))
        return address(request, "review:ended", ended=end.public_id)

    return handled(request, form, do) or page(
        request,
        "review/form.html",
        title=title,
        form=form,
        open_conditions=form.asks_why(
            still_open(request, cycle, "exit_support"), answered=("exit_told", "watch_set")
        ),
        back=address(request, "desk:child", child=cycle.pupil.public_id),
    )


def _ended_words(end: SupportEnd) -> str:
    """That support has ended, and whether a message is on its way to everybody who is owed the news."""
    if all(each.message for each in to_tell(end, clock.today())):
        return _("SEN Support has ended, and the message to the family is on its way.")
    return _("SEN Support has ended. Not everybody has a sign-in: tell the others in another way.")


@enter(Action.END_CYCLE, ended="ended")
def told_view(request: TenantRequest, ended: SupportEnd) -> HttpResponse:
    """Somebody whom no message reached was told in another way that SEN Support has ended."""
    today, pupil = clock.today(), ended.cycle.pupil
    people, asked = to_tell(ended, today), request.GET.get("person", "")
    form = typed(
        request,
        answer_forms.EndToldForm,
        people=people,
        since=ended.on,
        today=today,
        initial={"on": today, "person": people[0].key if len(people) == 1 else asked},
    )
    back = address(request, "desk:child", child=pupil.public_id)

    def do() -> str:
        data = form.cleaned_data
        told, how = form.told(), data["how"]
        actions.tell_of_end(ended, told, how, data["on"], actor=request.actor, today=today)
        return back

    return handled(request, form, do) or page(
        request,
        "review/told.html",
        title=named(_("Who was told that SEN Support has ended for %(name)s"), pupil),
        form=form,
        ended=ended,
        people=people,
        told=[
            (str(each.contact or pupil), _(ToldHow(each.how).label), each)
            for each in told_otherwise(pupil.pk)
            if each.end_id == ended.pk
        ],
        failed=[each for each in people if each.message and not each.message.is_on_its_way],
        back=back,
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
    form = typed(request, answer_forms.LookAgainForm)
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
