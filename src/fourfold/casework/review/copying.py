"""The page on which what a review agreed is printed for one of the family, as that person reads it."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.review.copies import reader_asked_for
from fourfold.casework.review.models import Review
from fourfold.casework.review.pages import corrections_shown, shown
from fourfold.casework.review.views import address, named, prompts_shown
from fourfold.casework.review.voices import absence_shown
from fourfold.domain.access import Action
from fourfold.foundation.access.entry import TenantRequest, enter, to
from fourfold.foundation.design.render import page


@enter(Action.SEE_SHARED_PLAN, look="review.copy", review="review")
def copy_view(request: TenantRequest, review: Review) -> HttpResponse:
    """What a review agreed, to print: the words of the one for whom it is, and of no other carer.

    Before it is held this leads to the page that says when it will be.
    """
    back = address(request, "review:record", review=review.public_id)
    if review.held_on is None:
        return to(back)
    reader, pupil = reader_asked_for(request, review), review.cycle.pupil
    return page(
        request,
        "review/copy.html",
        title=named(_("What %(name)s’s review agreed"), pupil),
        reader=reader,
        setting_name=request.setting.name,
        shown=shown(review, reader.contact, family=True, child_name=pupil.given_name),
        absent=absence_shown(review, reader.contact) if reader.name else [],
        prompts=prompts_shown(pupil, family=True),
        corrections=corrections_shown(review, family=True),
        back=back,
    )
