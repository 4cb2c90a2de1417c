"""The plan as it is being written: begun, looked at as a whole, taken back to change."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.assess.queries import asked_of_picture, picture_of
from fourfold.casework.cycles.facts import asked_of_cycle, facts_of
from fourfold.casework.cycles.forms import PassedForm
from fourfold.casework.cycles.late import instead_of, late_page
from fourfold.casework.cycles.mending import StillOpen, with_ways
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.plan import actions, forms, pages
from fourfold.casework.plan.content import content_of
from fourfold.casework.plan.known import PictureShown, own_words
from fourfold.casework.plan.models import Plan
from fourfold.casework.plan.queries import (
    family_for,
    is_open_to_writing,
    latest_says,
    plan_of,
    shares_of,
)
from fourfold.casework.plan.rows import asked_for_content, asked_for_versions, versions_of
from fourfold.casework.voice.queries import MOST_BESIDE
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.cycle import Stage, check, conditions_of
from fourfold.domain.plan import GIVEN_BY_SHARING
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import handled, typed
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import Form
from fourfold.foundation.design.render import page
from fourfold.foundation.design.words import Words
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import ask_in_turns

_NEXT_MOVE = {
    Stage.PLAN: "share_plan",
    Stage.SHARED: "start_support",
    Stage.DO: "share_new_version",
}


SHARES = ("share_plan", "share_new_version")
# How many outcomes and lines of support stand on a page, and how much of each list of the picture beside them.
OUTCOMES, LINES, BESIDE = 20, 50, MOST_BESIDE


def picture_parts(request: TenantRequest, known: PictureShown) -> dict[str, Any]:
    """The long lists of what is known of a child, cut: `strengths`, `needs` and `views`."""
    return {
        name: ui.part_of(request, getattr(known, name), per=LINES, name=name, anchor=name)
        for name in ("strengths", "needs", "views")
    }


def in_parts(request: TenantRequest, shown: pages.PlanShown) -> dict[str, Any]:
    """The long lists of a plan, cut: `aims`, outcomes with their support, and `others`, what serves none of them."""
    return {
        "aims": ui.part_of(request, shown.outcomes, per=OUTCOMES),
        "others": ui.part_of(request, shown.other_lines, per=LINES, name="others", anchor="others"),
    }


def child_of(plan: Plan) -> Markup:
    """The child's given name as a page shows it."""
    return ui.person(plan.cycle.pupil.given_name)


def titled(pattern: str, plan: Plan) -> Markup:
    """A title with the child's name in it; `pattern` is a message with ``%(name)s``."""
    return ui.filled(pattern, name=child_of(plan))


def plan_address(request: TenantRequest, plan: Plan) -> str:
    """Where the plan is written."""
    return reverse(
        "plan:plan", kwargs={"setting": request.setting.public_id, "plan": plan.public_id}
    )


def form_page(
    request: TenantRequest,
    plan: Plan,
    form: Form,
    title: str,
    remove: str = "",
    answer: HttpResponse | None = None,
    back: str = "",
) -> HttpResponse:
    """A small screen with one form on it: `back` is the plan where it names no other page."""
    return answer or page(
        request,
        "plan/part.html",
        title=title,
        form=form,
        back=back or plan_address(request, plan),
        remove=remove,
    )


def next_move(plan: Plan) -> str:
    """The move that comes next for a plan, or share where it is too late for any."""
    return _NEXT_MOVE.get(Stage(plan.cycle.stage), "share_plan")


def still_open(request: TenantRequest, plan: Plan, move: str = "") -> tuple[StillOpen, ...]:
    """What should still be there for the next step of the plan, with paragraph and way there. It stops nobody."""
    stage = Stage(plan.cycle.stage)
    name = move or _NEXT_MOVE.get(stage, "")
    if not name:
        return ()
    facts = facts_of(plan.cycle, clock.today(), conditions_of(name))
    brought = GIVEN_BY_SHARING if name in SHARES and is_open_to_writing(plan) else ()
    open_ = [each for each in check(name, stage, facts).open if each.id not in brought]
    return with_ways(open_, plan.cycle, request.actor, facts, request.path)


def says_nothing(plan: Plan, move: str) -> Words:
    """A sentence where nothing is written in a plan yet, which alone stops the next step; else empty."""
    facts = facts_of(plan.cycle, clock.today(), conditions_of(move))
    verdict = check(move, Stage(plan.cycle.stage), facts)
    stops = (each for each in verdict.refused_because if each.id == "plan_version")
    return next((_(each.sentence) for each in stops), "")


@enter(Action.WRITE_PLAN, cycle="cycle")
def begin(request: TenantRequest, cycle: Cycle) -> HttpResponse:
    """Begin to write the plan: what is not known yet is shown, and stops nobody."""
    there = plan_of(cycle)
    if there is not None and cycle.stage != Stage.ASSESS:
        return HttpResponseRedirect(plan_address(request, there))
    stands = instead_of(cycle, "write_plan")
    form = typed(request, PassedForm, over=bool(stands))
    title = ui.filled(_("Write a plan with %(name)s"), name=ui.person(cycle.pupil.given_name))
    if stands:
        return late_page(request, form, title, cycle, stands)

    def do() -> str:
        plan = actions.begin_plan(
            cycle,
            actor=request.actor,
            today=clock.today(),
            passed_because=form.cleaned_data["passed_because"],
        )
        messages.success(request, _("The plan is begun."))
        return plan_address(request, plan)

    answer = handled(request, form, do)
    looks = conditions_of("write_plan")
    facts = facts_of(cycle, clock.today(), looks)
    open_ = check("write_plan", Stage(cycle.stage), facts).open
    return answer or page(
        request,
        "plan/begin.html",
        title=title,
        form=form,
        open_conditions=form.asks_why(with_ways(open_, cycle, request.actor, facts)),
    )


@enter(Action.WRITE_PLAN, look="plan.draft", plan="plan")
def plan_page(request: TenantRequest, plan: Plan) -> HttpResponse:
    """The plan as it is being written: the child's words beside it, what should still be there at its foot."""
    beside = [*asked_for_content(plan), *asked_for_versions(plan)]
    beside += asked_of_picture(plan.cycle, request.actor, in_short=True)
    name = _NEXT_MOVE.get(Stage(plan.cycle.stage), "")
    of_cycle = asked_of_cycle(plan.cycle, clock.today(), conditions_of(name)) if name else []
    ask_in_turns([*of_cycle, iter([beside])])
    versions = versions_of(plan)
    shared = next((each for each in versions if each.shared_on), None)
    pupil = plan.cycle.pupil
    family = family_for(pupil, clock.today()) if shared else []
    shown = pages.plan_shown(content_of(plan), pupil.given_name, staff=True)
    picture = picture_of(plan.cycle, request.actor, in_short=True)
    return page(
        request,
        "plan/plan.html",
        title=titled(_("%(name)s’s plan"), plan),
        plan=plan,
        child=pupil.given_name,
        pupil=pupil,
        shown=shown,
        **in_parts(request, shown),
        own_words=own_words(picture.views, pupil.given_name, BESIDE),
        strengths=picture.strengths[-BESIDE:],
        needs=picture.needs[-BESIDE:],
        restricted=picture.restricted,
        writing=is_open_to_writing(plan)
        and plan.cycle.stage in {Stage.ASSESS, Stage.PLAN, Stage.SHARED, Stage.DO, Stage.REVIEW},
        open_conditions=still_open(request, plan),
        versions=versions,
        shares=pages.shares_shown(shares_of(shared), latest_says(shared), pupil, family)
        if shared
        else [],
        shared=shared,
        setting=request.setting.public_id,
        can_share=is_open_to_writing(plan) and plan.cycle.stage in {Stage.PLAN, Stage.DO},
        can_start=plan.cycle.stage in {Stage.PLAN, Stage.SHARED},
        can_change=not is_open_to_writing(plan) and plan.cycle.stage in {Stage.SHARED, Stage.DO},
        reads=may(Action.READ_CONTRIBUTION, request.actor, plan),
        gives=may(Action.SHARE_PLAN, request.actor, plan),
        today=clock.today(),
    )


@enter(Action.WRITE_PLAN, plan="plan")
def change_shared(request: TenantRequest, plan: Plan) -> HttpResponse:
    """Begin the next version of a plan that was shared."""
    form = typed(request, forms.NothingForm)

    def do() -> str:
        actions.change_shared_plan(plan, actor=request.actor, today=clock.today())
        messages.success(request, _("The next version is begun. The shared one stays as it was."))
        return plan_address(request, plan)

    return handled(request, form, do) or page(
        request,
        "plan/change.html",
        title=titled(_("Change %(name)s’s plan"), plan),
        form=form,
        back=plan_address(request, plan),
    )
