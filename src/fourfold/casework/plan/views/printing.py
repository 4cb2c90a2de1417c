"""The plan as a file: a shared version as it was issued, and a draft that says that it is one."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language

from fourfold.casework.assess.queries import named_about
from fourfold.casework.plan import known, pages
from fourfold.casework.plan.actions.issuing import issue_plan
from fourfold.casework.plan.content import Content, content_of, frozen
from fourfold.casework.plan.documents import KIND, plan_facts
from fourfold.casework.plan.models import Plan, PlanVersion
from fourfold.casework.plan.picture import NOBODYS, frozen_picture, picture_now, readable
from fourfold.casework.plan.queries import family_for, is_open_to_writing, reader_of, share_with
from fourfold.casework.plan.rows import versions_of
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.documents.issue import as_download, issued
from fourfold.foundation.documents.render import Rendered, render
from fourfold.foundation.scope.addresses import reverse

LANGUAGE = "en-gb"


def _rendered(
    request: TenantRequest,
    plan: Plan,
    content: Content,
    picture: Content,
    version: PlanVersion | None,
) -> Rendered:
    pupil, today = plan.cycle.pupil, clock.today()
    facts: dict[str, Any] = plan_facts(
        pages.plan_shown(content, pupil.given_name),
        known.picture_shown(picture, pupil.given_name),
        known.about(pupil, request.setting.name, today),
        pupil.given_name,
        version=version,
        today=today,
    )
    return render(KIND, facts, lang=get_language() or LANGUAGE, at=clock.now())


def _for_whom(request: TenantRequest, version: PlanVersion) -> str:
    """Whose copy it is: a family member's own; of staff the one that they print for somebody who was given it.

    A copy that is printed for nobody in particular holds nobody's own words: it may go to anybody. Raises `Http404` for
    who was not given it or may not have it any more, and for a person's copy to who does not read what the family says.
    """
    if request.actor.is_family:
        return reader_of(request.actor, version)
    person = request.GET.get("for", NOBODYS)
    if not person:
        return person
    child = version.plan.cycle.pupil
    family = {care.contact.public_id for care in family_for(child, clock.today())}
    may_have = person in family | {child.public_id} and share_with(version, person)
    if not (may_have and may(Action.SEE_NEEDS, request.actor, version)):
        raise Http404
    return person


@enter(Action.SEE_SHARED_PLAN, look="plan.file", version="version")
def version_file(request: TenantRequest, version: PlanVersion) -> HttpResponse:
    """A shared version as a PDF: the copy that was issued, or, the first time, a new one.

    Each person's copy holds their own words. One with a line that is for named people only by now is not kept.
    """
    if version.shared_on is None:
        raise Http404
    language, name = get_language() or LANGUAGE, f"plan-version-{version.number}"
    person, whole = _for_whom(request, version), frozen_picture(version)
    named = frozenset(named_about(version.plan.cycle.pupil.public_id))
    picture = readable(whole, person, named)
    share = share_with(version, person) if picture["views"] else None
    subject = share.public_id if share else version.public_id
    is_whole = len(picture["needs"]) == len(whole["needs"])
    document = issued(KIND, subject, language) if is_whole else None
    if document is None:
        made = _rendered(request, version.plan, frozen(version), picture, version)
        if not is_whole:
            return as_download(made.data, name)
        who, now = request.actor, clock.now()
        document = issue_plan(version, made, language, subject=subject, actor=who, at=now)
    return as_download(bytes(document.data), name)


@enter(Action.WRITE_PLAN, look="plan.draft_file", plan="plan")
def draft_file(request: TenantRequest, plan: Plan) -> HttpResponse:
    """The plan as it stands now as a PDF that says that it is a draft. It is not kept, and holds nobody's own words.

    Once that draft was shared, this leads to the version that was.
    """
    shared = next((each for each in versions_of(plan) if each.shared_on), None)
    if shared and not is_open_to_writing(plan):
        parts = {"setting": request.setting.public_id, "version": shared.public_id}
        return HttpResponseRedirect(reverse("plan:shared", kwargs=parts))
    picture = readable(picture_now(plan.cycle), NOBODYS, frozenset())
    made = _rendered(request, plan, content_of(plan), picture, None)
    return as_download(made.data, "plan-draft")
