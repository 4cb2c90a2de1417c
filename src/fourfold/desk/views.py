"""The pages that put several rooms on one screen: the home of each role, a child's page, what is due."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from fourfold.casework.cycles.queries import open_cycle
from fourfold.casework.cycles.story import story_of
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import contact_of, pupils_of
from fourfold.config import clock
from fourfold.desk import child as childs_page
from fourfold.desk import homes
from fourfold.desk.duties import lines
from fourfold.desk.forms import SetAsideForm
from fourfold.desk.moves import buttons, given_plans, open_reviews
from fourfold.domain.access import Action
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import handled, typed
from fourfold.foundation.act.set_aside import set_aside
from fourfold.foundation.design.components import person
from fourfold.foundation.design.render import page
from fourfold.foundation.due.queries import open_rows


@enter(None)
def home(request: TenantRequest) -> HttpResponse:
    """The home of whoever comes in: what needs them first, then their children."""
    today, actor = clock.today(), request.actor
    children = list(pupils_of(actor, today)[:60]) if not homes.sees_many(actor) else []
    return page(
        request,
        "desk/home.html",
        title=_("Your home page"),
        greeting=homes.greeting(actor),
        facts=homes.home_of(actor, request.setting, today),
        children=children,
        ticks="" if actor.is_family else homes.last_checked(clock.now()),
        is_family=actor.is_family,
        kept=homes.kept_for(request),
        own_address=actor.is_family and contact_of(actor) is not None,
        today=today,
    )


@enter(Action.SEE_CHILD, look="child", child="child")
def child_page(request: TenantRequest, child: Pupil) -> HttpResponse:
    """A child's page: who, where the cycle stands and what comes next, what is open, the story."""
    today, actor = clock.today(), request.actor
    cycle = open_cycle(child)
    return page(
        request,
        "desk/child.html",
        title=person(str(child)),
        child=child,
        head=childs_page.head(child, today),
        stands=None if actor.is_family else childs_page.stands(child, today),
        buttons=buttons(child, cycle, actor, request.setting),
        plans=[
            *open_reviews(child, actor, request.setting),
            *given_plans(child, actor, request.setting),
        ],
        support=childs_page.support(child, cycle, actor, today),
        own_words=childs_page.own_words(child, actor, today),
        duties=childs_page.open_duties(child, actor, today),
        story=story_of(child, actor) if may(Action.SEE_STORY, actor, child) else [],
        may_set_aside=may(Action.WAIVE_DUE, actor, child),
        may_see_who=may(Action.SEE_WHO_CAN_SEE, actor, child),
        today=today,
    )


@enter(Action.SEE_DUE)
def due(request: TenantRequest) -> HttpResponse:
    """Everything that is open in the setting: late by law, by the Code, by local policy, then by date."""
    today = clock.today()
    return page(
        request,
        "desk/due.html",
        title=_("What is due"),
        duties=lines(list(open_rows(today)), today),
        today=today,
    )


@enter(Action.WAIVE_DUE, child="child")
def set_aside_view(request: TenantRequest, child: Pupil) -> HttpResponse:
    """Say, with a reason, why something due about a child is not done, or until when it waits."""
    today = clock.today()
    key = request.GET.get("duty", "")
    row = open_rows(today).filter(key=key, child=child.public_id).first()
    if row is None and request.method == "GET":
        raise Http404
    form = typed(request, SetAsideForm)

    def do() -> str:
        answers = form.cleaned_data
        set_aside(
            child,
            key,
            answers["reason"],
            actor=request.actor,
            today=today,
            until=answers["until"],
        )
        return reverse(
            "desk:child", kwargs={"setting": request.setting.public_id, "child": child.public_id}
        )

    return handled(request, form, do) or page(
        request,
        "desk/set_aside.html",
        title=_("Say why this is not done"),
        form=form,
        child=child,
        duty=lines([row], today)[0] if row else None,
    )
