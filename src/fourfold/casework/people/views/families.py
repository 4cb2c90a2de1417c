"""Adding and changing a family member, and what they are to a child."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.people import pages
from fourfold.casework.people.actions import (
    add_care,
    add_contact,
    change_care,
    change_contact,
    end_care,
    join_contact,
)
from fourfold.casework.people.doubts import (
    DoubtfulContactForm,
    ask_nothing_else,
    ask_whether_here,
    ask_whether_now_same,
    ask_whether_same,
    ask_whether_shared,
)
from fourfold.casework.people.forms import ContactForm, EndCareForm, not_after
from fourfold.casework.people.models import Care, Pupil
from fourfold.casework.people.relations import bars_of, is_family
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import StandsNow, handled, typed
from fourfold.foundation.design.render import page
from fourfold.foundation.scope.addresses import reverse


def _address(request: TenantRequest, child: Pupil) -> str:
    return reverse(
        "people:facts", kwargs={"setting": request.setting.public_id, "child": child.public_id}
    )


@enter(Action.MANAGE_PEOPLE, child="child")
def add(request: TenantRequest, child: Pupil) -> HttpResponse:
    """A new family member of a child."""
    form = typed(request, DoubtfulContactForm, initial={"order": "no"})
    not_after(form, clock.today(), "order_from")

    def do() -> str:
        today = clock.today()
        ask_whether_same(form, child, request.actor, today)
        known = ask_whether_here(form, child, request.actor, today)
        if known is None or not known.email:
            ask_whether_shared(form, child, known, request.actor, today)
        by: dict[str, Any] = {"actor": request.actor, "today": today}
        by["another_person"] = form.cleaned_data["same_person"] == "no"
        if known:
            join_contact(child, known, form.of_contact(), **by, **form.of_care())
        else:
            contact = add_contact(
                request.setting, actor=request.actor, today=today, **form.of_contact()
            )
            add_care(child, contact, **by, **form.of_care())
        return _address(request, child)

    answer = handled(request, form, do)
    if answer:
        return answer
    ask_nothing_else(form, "same_person", "here_already", "shares_address")
    return page(
        request,
        "people/contact_form.html",
        title=pages.named(_("Add a family member of %(name)s"), str(child)),
        form=form,
        child=child,
        contact=None,
        not_told_because="",
    )


def _contact_seen(care: Care) -> dict[str, Any]:
    return {name: getattr(care.contact, name) for name in ContactForm.CONTACT}


def _care_seen(care: Care) -> dict[str, Any]:
    return {name: getattr(care, name) for name in ContactForm.CARE}


@enter(Action.MANAGE_PEOPLE, child="child", care="care")
def change(request: TenantRequest, child: Pupil, care: Care) -> HttpResponse:
    """Change a family member and what they are to a child."""
    if care.pupil_id != child.pk:
        raise Http404
    before = _contact_seen(care) | _care_seen(care)
    version = pages.version_of(before)
    has_order = "yes" if care.order_type or care.bars_all else "no"
    form = typed(request, DoubtfulContactForm, initial=before | {"order": has_order}, seen=version)
    not_after(form, clock.today(), "order_from")

    def do() -> str:
        pages.must_be(form.seen, version, care, care.contact)
        today = clock.today()
        ask_whether_now_same(form, care, request.actor, today)
        ask_whether_shared(form, child, care.contact, request.actor, today)
        # First what is said of the order, then what the order about somebody whom they become like adds to it.
        of = {"today": today, "another_person": form.cleaned_data["same_person"] == "no"}
        change_care(care, actor=request.actor, seen=_care_seen(care), **of, **form.of_care())
        change_contact(
            care.contact,
            actor=request.actor,
            seen=_contact_seen(care),
            **of,
            **form.of_contact(),
        )
        return _address(request, child)

    def now() -> StandsNow:
        return StandsNow(version, before)

    answer = handled(request, form, do, stands_now=now)
    if answer:
        return answer
    ask_nothing_else(form, "same_person", "here_already", "shares_address")
    return page(
        request,
        "people/contact_form.html",
        title=pages.named(_("Change what is known of %(name)s"), str(care.contact)),
        form=form,
        child=child,
        contact=care.contact,
        not_told_because="" if is_family(care) else pages.not_told_because(),
    )


@enter(Action.MANAGE_PEOPLE, child="child", care="care")
def end(request: TenantRequest, child: Pupil, care: Care) -> HttpResponse:
    """A contact has nothing to do with a child any more, from a day on and for a reason."""
    if care.pupil_id != child.pk or care.valid_to is not None:
        raise Http404
    today = clock.today()
    form = typed(request, EndCareForm, initial={"on": today})
    form.fields["on"].earliest, form.fields["on"].latest = care.valid_from, today

    def do() -> str:
        answers = form.cleaned_data
        end_care(care, answers["on"], answers["reason"], actor=request.actor, today=today)
        return _address(request, child)

    return handled(request, form, do) or page(
        request,
        "people/end_care.html",
        title=pages.named(_("%(name)s is not a contact any more"), str(care.contact)),
        form=form,
        child=child,
        barred=bool(bars_of(care, today)),
    )
