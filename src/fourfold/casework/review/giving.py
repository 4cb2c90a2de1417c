"""The screen on which what a review agreed is given to those who have not got it."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.people.models import Contact
from fourfold.casework.plan.rows import accounts_of
from fourfold.casework.review import actions
from fourfold.casework.review.around import Around
from fourfold.casework.review.forms import CHILD
from fourfold.casework.review.giving_form import GiveForm
from fourfold.casework.review.models import RecordGiven, Review
from fourfold.casework.review.views import address, named
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import handled, typed
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import Option
from fourfold.foundation.design.render import page

STAFF = "staff"


def _first(
    review: Review, contacts: list[Contact], around: Around, rows: list[RecordGiven]
) -> list[str]:
    """Who is ticked for a message: everybody whom one can reach, and who neither has it nor is sent it already."""
    pupil = review.cycle.pupil_id
    got = [each for each in rows if each.given_on or each.is_on_its_way]
    family = {each.contact_id for each in got if not each.staff_id}
    staff = {each.staff_id for each in got}
    who = [each.public_id for each in contacts if each.membership_id and each.pk not in family]
    if accounts_of(pupil) and None not in family:
        who.append(CHILD)
    if any(each.pk not in staff for each in around.staff(pupil, clock.today())):
        who.append(STAFF)
    return who


@enter(Action.SHARE_PLAN, review="review")
def give_view(request: TenantRequest, review: Review) -> HttpResponse:
    """Give what was agreed to those who have not got it."""
    pupil, today = review.cycle.pupil, clock.today()
    around = Around([pupil.pk], accounts_of.of(pupil.pk))
    rows = list(RecordGiven.objects.filter(review=review).select_related("message"))
    had = {each.contact_id for each in rows if each.given_on}
    contacts = [c.contact for c in around.carers(pupil.pk, today) if c.contact_id not in had]
    first = {"how": "message", "on": today, "who": _first(review, contacts, around, rows)}
    form = typed(request, GiveForm, initial=first)
    form.fields["on"].earliest, form.fields["on"].latest = review.held_on, today
    options = [
        *(Option(each.public_id, ui.person(str(each))) for each in contacts),
        Option(CHILD, ui.person(pupil.given_name)),
        Option(
            STAFF,
            _("The staff who teach the child"),
            hint=_("Those who support the child read in the plan what they do."),
        ),
    ]
    form.fields["who"].options = form.fields["got"].options = options
    back = address(request, "review:record", review=review.public_id)

    def do() -> str:
        who = form.people()
        actions.give_review(
            review,
            [each for each in contacts if each.public_id in who],
            child=CHILD in who,
            staff=STAFF in who,
            how=form.cleaned_data["how"],
            on=form.cleaned_data["on"],
            actor=request.actor,
            today=today,
        )
        messages.success(request, _("It is noted to whom it goes, and how."))
        return back

    return handled(request, form, do) or page(
        request,
        "review/form.html",
        title=named(_("Give what %(name)s’s review agreed"), pupil),
        form=form,
        open_conditions=[],
        back=back,
    )
