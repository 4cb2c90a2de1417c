"""The plan as a file: a shared version as it was issued, and a draft that says that it is one."""

from django.http import Http404, HttpResponse
from django.utils.translation import get_language

from fourfold.casework.plan import pages
from fourfold.casework.plan.actions.issuing import issue_plan
from fourfold.casework.plan.content import content_of, frozen
from fourfold.casework.plan.documents import KIND, plan_facts
from fourfold.casework.plan.models import Plan, PlanVersion
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.documents.issue import as_download, issued
from fourfold.foundation.documents.render import render

LANGUAGE = "en-gb"


@enter(Action.SEE_SHARED_PLAN, look="plan.file", version="version")
def version_file(request: TenantRequest, version: PlanVersion) -> HttpResponse:
    """A shared version as a PDF: the copy that was issued, or, the first time, a new one."""
    if version.shared_on is None:
        raise Http404
    language = get_language() or LANGUAGE
    document = issued(KIND, version.public_id, language)
    if document is None:
        name = version.plan.cycle.pupil.given_name
        facts = plan_facts(
            pages.plan_shown(frozen(version), name),
            name,
            request.setting.name,
            version=version,
            today=clock.today(),
        )
        made = render(KIND, facts, lang=language, at=clock.now())
        document = issue_plan(version, made, language, actor=request.actor, at=clock.now())
    return as_download(bytes(document.data), f"plan-version-{version.number}")


@enter(Action.WRITE_PLAN, look="plan.draft_file", plan="plan")
def draft_file(request: TenantRequest, plan: Plan) -> HttpResponse:
    """The plan as it stands now as a PDF that says that it is a draft. It is not kept."""
    name = plan.cycle.pupil.given_name
    facts = plan_facts(
        pages.plan_shown(content_of(plan), name),
        name,
        request.setting.name,
        version=None,
        today=clock.today(),
    )
    made = render(KIND, facts, lang=get_language() or LANGUAGE, at=clock.now())
    return as_download(made.data, "plan-draft")
