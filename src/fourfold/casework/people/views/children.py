"""The register, the facts of a child, and who can see them."""

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.people import pages
from fourfold.casework.people.actions import add_pupil, change_pupil, set_class
from fourfold.casework.people.child_forms import ChildForm, SureChildForm
from fourfold.casework.people.doubts import (
    ask_about,
    ask_nothing_else,
    of_birth_date,
    of_new_child,
)
from fourfold.casework.people.forms import not_after
from fourfold.casework.people.models import Pupil, TeachingGroup
from fourfold.casework.people.queries import classes_of, family_of, kept_as_text
from fourfold.casework.people.register import Wanted, classes_here, listed
from fourfold.casework.people.who import as_told_to_family, looked_lately, who_can_see
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest, enter, to
from fourfold.foundation.act.handling import StandsNow, handled, typed
from fourfold.foundation.design.render import page
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.trail.looks import drain

WORDS = "register_words"


def _wanted(request: TenantRequest) -> Wanted:
    """What is looked for. A name stays in the session and out of the address, which histories and logs keep."""
    given = request.GET
    number = given.get("page", "1")
    return Wanted(
        words=request.session.get(WORDS, "") if given.get("named") else "",
        code=given.get("code", ""),
        group=given.get("class", "")[:14],
        page=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
        whole=bool(given.get("all")),
    )


def _looked_for(request: TenantRequest) -> HttpResponse:
    """Keep the name that was typed, and go on to the list by an address that does not show it."""
    words = request.POST.get("q", "").strip()[:100]
    request.session[WORDS] = words
    chosen = Wanted(
        words, request.POST.get("code", ""), request.POST.get("class", "")[:14], 1, False
    )
    return to(f"{request.path}{pages.search_address(chosen)}")


@enter(None, look="register")
def register(request: TenantRequest) -> HttpResponse:
    """The children whom one has to do with, searched and filtered without a script."""
    if request.actor.is_family:
        raise Http404
    if request.method == "POST":
        return _looked_for(request)
    today, wanted = clock.today(), _wanted(request)
    found = listed(request.actor, wanted, today)
    return page(
        request,
        "people/register.html",
        title=_("Children"),
        wanted=wanted,
        found=found,
        rows=pages.register_rows(found, request.setting.public_id),
        heads=pages.register_heads(found),
        search=pages.search_fields(wanted, classes_here(today), with_codes=found.with_codes),
        address=pages.page_address(wanted),
        whole_address=pages.whole_address(wanted),
        may_add=may(Action.MANAGE_PEOPLE, request.actor, request.setting),
        may_import=may(Action.IMPORT_ROLL, request.actor, request.setting),
    )


@enter(Action.SEE_CHILD, look="child.facts", child="child")
def facts(request: TenantRequest, child: Pupil) -> HttpResponse:
    """What is known of a child: names, class, family. Each sees what is theirs to see."""
    today, actor = clock.today(), request.actor
    sight = pages.sight_of(actor, child)
    cares = pages.cares_in_sight(family_of(child, today), sight, actor)
    cares = pages.with_orders(cares, child, sight, today)
    return page(
        request,
        "people/facts.html",
        title=pages.named(_("What is known of %(name)s"), str(child)),
        child=child,
        rows=pages.child_rows(child, sight, today),
        family=[pages.care_card(care, sight, today) for care in cares],
        sight=sight,
        not_told_because=pages.not_told_because(),
        may_see_who=may(Action.SEE_WHO_CAN_SEE, actor, child),
    )


@enter(Action.MANAGE_PEOPLE)
def add_child(request: TenantRequest) -> HttpResponse:
    """A new child, by hand."""
    today = clock.today()
    classes = list(classes_here(today))
    form = typed(request, SureChildForm, classes=classes)
    not_after(form, today, "birth_date")

    def do() -> str:
        here = request.setting.public_id
        ask_about(form, of_new_child(form, request.actor, here, today))
        child = add_pupil(request.setting, actor=request.actor, **form.facts())
        if form.cleaned_data["class_now"]:
            _move(request, child, classes, form.cleaned_data["class_now"])
        return _facts_address(request, child)

    answer = handled(request, form, do)
    if answer:
        return answer
    ask_nothing_else(form)
    return page(request, "people/child_form.html", title=_("Add a child"), form=form, child=None)


def _facts_address(request: TenantRequest, child: Pupil) -> str:
    return reverse(
        "people:facts", kwargs={"setting": request.setting.public_id, "child": child.public_id}
    )


def _seen(child: Pupil) -> dict[str, Any]:
    return {name: getattr(child, name) for name in ChildForm.base_fields}


def _move(
    request: TenantRequest, child: Pupil, classes: list[TeachingGroup], public_id: str
) -> None:
    group = next((each for each in classes if each.public_id == public_id), None)
    set_class(child, group, actor=request.actor, today=clock.today())


@enter(Action.MANAGE_PEOPLE, child="child")
def change_child(request: TenantRequest, child: Pupil) -> HttpResponse:
    """Change what is known of a child. Of two people at once the second one is shown what the first one wrote."""
    today = clock.today()
    classes = list(classes_here(today))
    now_in = next((each.public_id for each in classes_of(child, today)), "")
    version = pages.version_of(_seen(child) | {"class_now": now_in})
    said = kept_as_text(child)
    form = typed(
        request,
        SureChildForm,
        initial=_seen(child) | {"class_now": now_in},
        seen=version,
        classes=classes,
        said={name: said[name] for name in ChildForm.base_fields if name in said},
    )
    not_after(form, today, "birth_date")

    def do() -> str:
        pages.must_be(form.seen, version, child)
        facts = form.facts()
        if facts["birth_date"] != child.birth_date:
            ask_about(form, of_birth_date(facts["birth_date"], today))
        change_pupil(child, actor=request.actor, seen=_seen(child), **facts)
        if "class_now" in request.POST and form.cleaned_data["class_now"] != now_in:
            _move(request, child, classes, form.cleaned_data["class_now"])
        return _facts_address(request, child)

    def now() -> StandsNow:
        return StandsNow(version, _seen(child) | {"class_now": now_in})

    answer = handled(request, form, do, stands_now=now)
    if answer:
        return answer
    ask_nothing_else(form)
    return page(
        request,
        "people/child_form.html",
        title=pages.named(_("Change what is known of %(name)s"), str(child)),
        form=form,
        child=child,
    )


@enter(Action.SEE_WHO_CAN_SEE, look="child.who", child="child")
def who(request: TenantRequest, child: Pupil) -> HttpResponse:
    """Who can see this child, and why; who looked lately, for those who may see the trail."""
    today, actor = clock.today(), request.actor
    everyone = who_can_see(child, today)
    if actor.is_family:
        everyone = as_told_to_family(
            everyone, actor.membership, protected=child.whereabouts_protected
        )
    may_see_looks = may(Action.SEE_TRAIL, actor, child)
    if may_see_looks:
        drain()
    return page(
        request,
        "people/who.html",
        title=pages.named(_("Who can see %(name)s, and why"), str(child)),
        child=child,
        rows=pages.who_rows(everyone),
        is_family=actor.is_family,
        may_see_looks=may_see_looks,
        may_let_see=may(Action.LET_SEE, actor, child),
        looks=pages.look_rows(looked_lately(child)) if may_see_looks else [],
    )
