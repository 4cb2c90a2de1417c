"""The screen on which a review that was written down is corrected."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.do.counts import deliveries_of
from fourfold.casework.plan.queries import staff_here
from fourfold.casework.review import actions, forms
from fourfold.casework.review.models import Review
from fourfold.casework.review.pages import rows_of
from fourfold.casework.review.queries import UnderReview, entitled_of, under_review
from fourfold.casework.review.standing import stands_in
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.cycle import Stage
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import handled, typed
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields.standing import in_words
from fourfold.foundation.design.render import page


def _form(request: TenantRequest, review: Review, looked_at: UnderReview) -> forms.CorrectForm:
    today, cycle = clock.today(), review.cycle
    staff = staff_here(today)
    if review.led_by and review.led_by not in staff:
        staff = [*staff, review.led_by]
    return typed(
        request,
        forms.CorrectForm,
        outcomes=looked_at.outcomes,
        lines=looked_at.lines,
        contacts=[care.contact for care in entitled_of(cycle.pupil, today)],
        pupil=cycle.pupil,
        staff=staff,
        since=review.version.frozen_on if review.version else None,
        today=today,
        held_on=review.held_on,
        ended_on=cycle.ended_on,
        goes_on=cycle.stage != Stage.REVIEWED,
        seen=review.corrected,
        # Of a line on which nothing was decided nothing is chosen beforehand.
        initial={f"decided-{line.public_id}": "" for line in looked_at.lines} | stands_in(review),
    )


@enter(Action.HOLD_REVIEW, look="review.write", review="review")
def correct_view(request: TenantRequest, review: Review) -> HttpResponse:
    """Put right what was written down of a review, with the reason; what it said before is kept."""
    cycle = review.cycle
    ids = {"setting": request.setting.public_id, "review": review.public_id}
    back = reverse("review:record", kwargs=ids)
    looked_at = under_review(cycle)
    title = Markup(_("Correct what was written down of %(name)s’s review")) % {  # noqa: S704
        "name": ui.person(str(cycle.pupil))
    }
    if review.held_on is None or looked_at is None:
        return page(request, "review/not_held.html", title=title, back=back)
    form = _form(request, review, looked_at)
    rows, others = rows_of(
        looked_at.outcomes, looked_at.lines, deliveries_of(looked_at.lines, clock.today())
    )

    def do() -> str:
        actions.correct_review(
            review,
            form.held(review.version),
            form.cleaned_data["because"],
            actor=request.actor,
            today=clock.today(),
            seen=review.corrected,
        )
        messages.success(request, _("It is corrected, and what it said before is kept."))
        return back

    stale = request.method == "POST" and form.seen != str(review.corrected)
    if stale:
        found = form.stands_now(stands_in(review))
        form.is_valid()
        form.show_now(review.corrected)
        form.add_error(None, _("Somebody else has corrected this review: look at it again."))
        for name in found.both:
            now = in_words(form.fields[name], stands_in(review).get(name))
            form.add_error(
                name, _("You both changed this. It says now: %(words)s") % {"words": now}
            )
    answer = None if stale else handled(request, form, do)
    return answer or page(
        request,
        "review/correct.html",
        status=409 if stale else 200,
        title=title,
        form=form,
        rows=rows,
        others=others,
        people=[*(each.public_id for each in form.contacts), forms.CHILD],
        goes_on=cycle.stage != Stage.REVIEWED,
        back=back,
    )
