"""What each of the family will read, before the plan is shared: as it would be frozen now, and nothing is noted."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.people.models import Care
from fourfold.casework.plan import known, pages
from fourfold.casework.plan.content import content_of
from fourfold.casework.plan.models import Plan
from fourfold.casework.plan.picture import asked_for_picture, picture_now, readable
from fourfold.casework.plan.queries import family_for
from fourfold.casework.plan.rows import asked_for_content
from fourfold.casework.plan.views.writing import in_parts, picture_parts, titled
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.design.render import page
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import ask_together


@dataclass(frozen=True)
class ToRead:
    """One of the family or the child: the name, and where what they will read is shown before."""

    name: str
    address: str


def to_read(request: TenantRequest, plan: Plan, family: list[Care]) -> list[ToRead]:
    """Where what each will read is shown, one after another: the family, then the child."""
    where = reverse(
        "plan:preview", kwargs={"setting": request.setting.public_id, "plan": plan.public_id}
    )
    people = [(each.contact.public_id, str(each.contact)) for each in family]
    pupil = plan.cycle.pupil
    people.append((pupil.public_id, pupil.given_name))
    return [ToRead(name, f"{where}?for={person}") for person, name in people]


@enter(Action.SHARE_PLAN, look="plan.preview", plan="plan")
def preview(request: TenantRequest, plan: Plan) -> HttpResponse:
    """The plan as ``?for=`` somebody of the family, or the child, would read it if it were shared now."""
    pupil, today = plan.cycle.pupil, clock.today()
    asked = [*asked_for_content(plan), *asked_for_picture(plan.cycle)]
    ask_together([*asked, *known.asked_for_about(pupil, today)])
    names = {care.contact.public_id: str(care.contact) for care in family_for(pupil, today)}
    names[pupil.public_id] = pupil.given_name
    person = request.GET.get("for", pupil.public_id)
    if person not in names:
        raise Http404
    shown = pages.plan_shown(content_of(plan), pupil.given_name)
    theirs = readable(picture_now(plan.cycle), person, frozenset())
    return page(
        request,
        "plan/preview.html",
        title=titled(_("%(name)s’s plan, before it is shared"), plan),
        plan=plan,
        child=pupil.given_name,
        reader=names[person],
        shown=shown,
        about=known.about(pupil, request.setting.name, today),
        **in_parts(request, shown),
        **picture_parts(request, known.picture_shown(theirs, pupil.given_name)),
        setting=request.setting.public_id,
    )
