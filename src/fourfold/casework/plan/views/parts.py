"""The small screens on which one part of a plan is written, changed or taken out."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.plan import actions, forms
from fourfold.casework.plan.actions.drafting import is_late, too_far_ahead
from fourfold.casework.plan.models import Adjustment, Outcome, Plan, PlanRow, SupportLine
from fourfold.casework.plan.queries import (
    find_adjustment,
    find_line,
    find_outcome,
    outcomes_of,
    plan_of,
    responsibilities_of,
    staff_here,
)
from fourfold.casework.plan.views.writing import form_page, plan_address
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.rulebook import latest_review_date
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import StandsNow, handled, typed
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import Form
from fourfold.foundation.design.render import page
from fourfold.foundation.scope.addresses import reverse


def _seen(form: Form) -> int:
    return int(form.seen) if form.seen.isdecimal() else -1


@enter(Action.WRITE_PLAN, plan="plan")
def add_outcome(request: TenantRequest, plan: Plan) -> HttpResponse:
    """Write an outcome."""
    form = typed(request, forms.OutcomeForm, today=clock.today())

    def do() -> str:
        actions.add_outcome(plan, actor=request.actor, **form.cleaned_data)
        return plan_address(request, plan)

    return form_page(request, plan, form, _("What we aim for"), answer=handled(request, form, do))


@enter(Action.WRITE_PLAN, outcome="outcome")
def change_outcome(request: TenantRequest, outcome: Outcome) -> HttpResponse:
    """Change an outcome; if somebody was quicker, both are shown and kept."""
    form = typed(
        request,
        forms.OutcomeForm,
        today=clock.today(),
        initial=forms.outcome_initial(outcome),
        seen=outcome.revision,
    )

    def do() -> str:
        actions.change_outcome(outcome, actor=request.actor, seen=_seen(form), **form.cleaned_data)
        return plan_address(request, outcome.plan)

    def now() -> StandsNow:
        row = find_outcome(outcome.public_id) or outcome
        return StandsNow(str(row.revision), forms.outcome_initial(row))

    return form_page(
        request,
        outcome.plan,
        form,
        _("What we aim for"),
        _address(request, "plan:outcome_remove", outcome=outcome),
        handled(request, form, do, stands_now=now),
    )


def _address(request: TenantRequest, name: str, **rows: PlanRow) -> str:
    parts = {key: row.public_id for key, row in rows.items()}
    return reverse(name, kwargs={"setting": request.setting.public_id, **parts})


def _line_form(request: TenantRequest, plan: Plan, **kwargs: Any) -> forms.LineForm:
    return typed(
        request,
        forms.LineForm,
        outcomes=outcomes_of(plan),
        staff=staff_here(clock.today()),
        **kwargs,
    )


@enter(Action.WRITE_PLAN, plan="plan")
def add_line(request: TenantRequest, plan: Plan) -> HttpResponse:
    """Write a line of support; ``?towards=`` names the outcome it is for."""
    form = _line_form(
        request, plan, initial={"towards": request.GET.get("towards", ""), "group_size": 1}
    )

    def do() -> str:
        actions.add_line(plan, actor=request.actor, **form.values())
        return plan_address(request, plan)

    return form_page(request, plan, form, _("What we do"), answer=handled(request, form, do))


@enter(Action.WRITE_PLAN, line="line")
def change_line(request: TenantRequest, line: SupportLine) -> HttpResponse:
    """Change a line of support; if somebody was quicker, both are shown and kept."""
    form = _line_form(request, line.plan, initial=forms.line_initial(line), seen=line.revision)

    def do() -> str:
        actions.change_line(line, actor=request.actor, seen=_seen(form), **form.values())
        return plan_address(request, line.plan)

    def now() -> StandsNow:
        row = find_line(line.public_id) or line
        return StandsNow(str(row.revision), forms.line_initial(row))

    return form_page(
        request,
        line.plan,
        form,
        _("What we do"),
        _address(request, "plan:line_remove", line=line),
        handled(request, form, do, stands_now=now),
    )


@enter(Action.WRITE_PLAN, plan="plan")
def who_does_what(request: TenantRequest, plan: Plan) -> HttpResponse:
    """What the school, the family and the child each do."""
    parts = responsibilities_of(plan)
    initial = {whose: row.words for whose, row in parts.items()}
    form = typed(request, forms.PartsForm, initial=initial, seen=forms.parts_seen(parts))
    form.fields["child"].label = ui.filled(
        _("What %(name)s does"), name=ui.person(plan.cycle.pupil.given_name)
    )

    def do() -> str:
        actions.say_who_does_what(
            plan, dict(form.cleaned_data), actor=request.actor, seen=forms.parts_from(form.seen)
        )
        return plan_address(request, plan)

    def now() -> StandsNow:
        fresh = responsibilities_of(plan)
        texts = {name: fresh[name].words if name in fresh else "" for name in form.fields}
        return StandsNow(forms.parts_seen(fresh), texts)

    answer = handled(request, form, do, stands_now=now)
    return form_page(request, plan, form, _("Who does what"), answer=answer)


@enter(Action.WRITE_PLAN, plan="plan")
def add_adjustment(request: TenantRequest, plan: Plan) -> HttpResponse:
    """Write down something that is done differently."""
    form = typed(request, forms.AdjustmentForm)

    def do() -> str:
        actions.add_adjustment(plan, actor=request.actor, **form.cleaned_data)
        return plan_address(request, plan)

    answer = handled(request, form, do)
    return form_page(request, plan, form, _("What is done differently"), answer=answer)


@enter(Action.WRITE_PLAN, adjustment="adjustment")
def change_adjustment(request: TenantRequest, adjustment: Adjustment) -> HttpResponse:
    """Change something that is done differently."""
    form = typed(
        request,
        forms.AdjustmentForm,
        initial=forms.adjustment_initial(adjustment),
        seen=adjustment.revision,
    )

    def do() -> str:
        actions.change_adjustment(
            adjustment, actor=request.actor, seen=_seen(form), **form.cleaned_data
        )
        return plan_address(request, adjustment.plan)

    def now() -> StandsNow:
        row = find_adjustment(adjustment.public_id) or adjustment
        return StandsNow(str(row.revision), forms.adjustment_initial(row))

    return form_page(
        request,
        adjustment.plan,
        form,
        _("What is done differently"),
        _address(request, "plan:adjustment_remove", adjustment=adjustment),
        handled(request, form, do, stands_now=now),
    )


@enter(Action.WRITE_PLAN, plan="plan")
def review_day(request: TenantRequest, plan: Plan) -> HttpResponse:
    """Agree on the day of the review."""
    today = clock.today()
    form = typed(
        request,
        forms.ReviewDayForm,
        is_late=lambda day: is_late(day, today),
        too_far=too_far_ahead(today),
        latest=latest_review_date(today),
        initial=forms.plan_initial(plan),
        seen=plan.revision,
    )
    form.fields["day"].earliest = today

    def do() -> str:
        actions.set_review_day(
            plan,
            form.cleaned_data["day"],
            actor=request.actor,
            today=today,
            seen=_seen(form),
            late_because=form.cleaned_data.get("late_because", ""),
        )
        return plan_address(request, plan)

    def now() -> StandsNow:
        row = plan_of(plan.cycle) or plan
        return StandsNow(str(row.revision), forms.plan_initial(row))

    answer = handled(request, form, do, stands_now=now)
    return form_page(request, plan, form, _("The day of the review"), answer=answer)


def _removed(
    request: TenantRequest, row: PlanRow, plan: Plan, remove: Callable[[int], None], title: str
) -> HttpResponse:
    """A page that asks once more, and takes the part out."""
    form = typed(request, forms.NothingForm, seen=row.revision)

    def do() -> str:
        remove(_seen(form))
        messages.success(request, _("It is no longer in the plan."))
        return plan_address(request, plan)

    answer = handled(request, form, do, stands_now=lambda: StandsNow(str(row.revision), {}))
    words = row.what if isinstance(row, SupportLine) else row.words  # type: ignore[attr-defined]
    return answer or page(
        request,
        "plan/remove.html",
        title=title,
        form=form,
        words=words,
        back=plan_address(request, plan),
    )


@enter(Action.WRITE_PLAN, outcome="outcome")
def remove_outcome(request: TenantRequest, outcome: Outcome) -> HttpResponse:
    """Take an outcome out of the plan."""
    return _removed(
        request,
        outcome,
        outcome.plan,
        lambda seen: actions.remove_outcome(
            outcome, actor=request.actor, today=clock.today(), seen=seen
        ),
        _("Take this out of the plan?"),
    )


@enter(Action.WRITE_PLAN, line="line")
def remove_line(request: TenantRequest, line: SupportLine) -> HttpResponse:
    """Take a line of support out of the plan."""
    return _removed(
        request,
        line,
        line.plan,
        lambda seen: actions.remove_line(line, actor=request.actor, today=clock.today(), seen=seen),
        _("Take this out of the plan?"),
    )


@enter(Action.WRITE_PLAN, adjustment="adjustment")
def remove_adjustment(request: TenantRequest, adjustment: Adjustment) -> HttpResponse:
    """Take something that is done differently out of the plan."""
    return _removed(
        request,
        adjustment,
        adjustment.plan,
        lambda seen: actions.remove_adjustment(
            adjustment, actor=request.actor, today=clock.today(), seen=seen
        ),
        _("Take this out of the plan?"),
    )
