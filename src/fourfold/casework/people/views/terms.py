"""Terms and days without school: added, and put right where they were entered wrongly."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.people import pages, year
from fourfold.casework.people.actions import (
    add_term,
    change_closed,
    change_term,
    close_on,
    open_again,
    remove_term,
)
from fourfold.casework.people.forms import (
    ClosureForm,
    ClosureRightForm,
    TermForm,
    TermRightForm,
)
from fourfold.casework.people.models import Closure, Term
from fourfold.casework.people.queries import calendar, closed_runs, closed_together, terms_here
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import StandsNow, handled, typed
from fourfold.foundation.design.render import page
from fourfold.foundation.scope.addresses import reverse


def _address(request: TenantRequest) -> str:
    return reverse("people:terms", kwargs={"setting": request.setting.public_id})


@enter(Action.MANAGE_SETTING)
def terms(request: TenantRequest) -> HttpResponse:
    """Terms and days on which there is no school, with a picture of the year."""
    of_day = "closure-name" in request.POST
    term_form = TermForm(request=request) if of_day else TermForm.bind(request)
    closure_form = (
        ClosureForm.bind(request, prefix="closure")
        if of_day
        else ClosureForm(request=request, prefix="closure")
    )

    def add_the_term() -> str:
        answers = term_form.cleaned_data
        add_term(
            request.setting,
            answers["name"],
            answers["first_day"],
            answers["last_day"],
            actor=request.actor,
        )
        return _address(request)

    def add_the_day() -> str:
        answers = closure_form.cleaned_data
        close_on(
            request.setting,
            answers["day"],
            answers["name"],
            until=answers["until"],
            actor=request.actor,
        )
        return _address(request)

    answer = (
        handled(request, closure_form, add_the_day)
        if of_day
        else handled(request, term_form, add_the_term)
    )
    return answer or page(
        request,
        "people/terms.html",
        title=_("Terms"),
        term_form=term_form,
        closure_form=closure_form,
        terms=year.term_rows(terms_here(), calendar(), request.setting.public_id),
        closures=year.closure_rows(closed_runs(), request.setting.public_id),
        year=year.year_picture(calendar(), clock.today()),
    )


def _now(before: dict[str, Any], version: str) -> StandsNow:
    return StandsNow(version, before)


@enter(Action.MANAGE_SETTING, term="term")
def term(request: TenantRequest, term: Term) -> HttpResponse:
    """Put a term right, or take it out. What is due moves with it."""
    before = {name: getattr(term, name) for name in ("name", "first_day", "last_day")}
    version = pages.version_of(before)
    form = typed(request, TermRightForm, initial=before, seen=version)

    def do() -> str:
        pages.must_be(form.seen, version, term)
        answers = form.cleaned_data
        if answers["take_out"]:
            remove_term(term, actor=request.actor)
        else:
            days = {name: answers[name] for name in before}
            change_term(term, **days, actor=request.actor, seen=before)
        return _address(request)

    return handled(request, form, do, stands_now=lambda: _now(before, version)) or page(
        request,
        "people/put_right.html",
        title=pages.named(_("Put %(name)s right"), term.name),
        form=form,
    )


@enter(Action.MANAGE_SETTING, closure="closure")
def closure(request: TenantRequest, closure: Closure) -> HttpResponse:
    """Put days without school right, or take them out. What is due moves with them."""
    days = closed_together(closure)
    if not days:  # taken out by somebody else since the door was passed
        raise Http404
    seen = [each.day for each in days]
    until = days[-1].day if len(days) > 1 else None
    before = {"day": days[0].day, "until": until, "name": closure.name}
    version = pages.version_of(before)
    form = typed(request, ClosureRightForm, initial=before, seen=version)

    def do() -> str:
        pages.must_be(form.seen, version, *days)
        answers = form.cleaned_data
        if answers["take_out"]:
            open_again(closure, actor=request.actor, seen=seen)
        else:
            new = {name: answers[name] for name in before}
            change_closed(closure, **new, actor=request.actor, seen=seen)
        return _address(request)

    return handled(request, form, do, stands_now=lambda: _now(before, version)) or page(
        request,
        "people/put_right.html",
        title=pages.named(_("Put %(name)s right"), closure.name),
        form=form,
    )
