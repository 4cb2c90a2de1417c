"""Letting somebody outside the setting see a child, and ending it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.people import pages
from fourfold.casework.people.doubts import ask_nothing_else
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.outside import (
    OutsideForm,
    invited_shown,
    may_be_let_in,
    seen_by,
    sees_no_child,
)
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.words import Role
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.access.models import Grant
from fourfold.foundation.act.handling import handled, pressed, typed
from fourfold.foundation.act.organisations import end_grant, grant_access
from fourfold.foundation.design.render import page
from fourfold.foundation.scope.addresses import reverse


def _address(request: TenantRequest, child: Pupil) -> str:
    ids = {"setting": request.setting.public_id, "child": child.public_id}
    return reverse("people:outside", kwargs=ids)


@enter(Action.LET_SEE, child="child")
def outside(request: TenantRequest, child: Pupil) -> HttpResponse:
    """Who from outside can see a child, on what ground and for how long; and letting one more in."""
    today = clock.today()
    people = may_be_let_in(child, today)
    form = typed(request, OutsideForm, people=people, today=today, initial={"begins": today})

    def do() -> str:
        said = form.cleaned_data
        grant_access(
            child,
            people[said["who"]],
            said["until"],
            said["reason"],
            actor=request.actor,
            today=today,
            ground=said["ground"],
            begins=said["begins"],
            another_person=said["same_person"] == "no",
        )
        if sees_no_child(people[said["who"]], today):
            words = _("They are let in, but officers of the authority see no children here yet.")
            messages.success(request, words)
        return _address(request, child)

    answer = handled(request, form, do)
    if answer:
        return answer
    ask_nothing_else(form, "same_person")
    return page(
        request,
        "people/outside.html",
        title=pages.named(_("Let somebody outside the school see %(name)s"), str(child)),
        child=child,
        form=form,
        can=bool(people),
        invited=invited_shown(child, today),
        sees=seen_by(Role.PROFESSIONAL),
        may_add=may(Action.MANAGE_PEOPLE, request.actor, request.setting),
    )


@enter(Action.LET_SEE, child="child", grant="grant")
def end_outside(request: TenantRequest, child: Pupil, grant: Grant) -> HttpResponse:
    """Somebody from outside sees a child no more, from now on."""
    if grant.child != child.public_id:
        raise Http404
    return pressed(
        request,
        lambda: end_grant(grant, actor=request.actor, today=clock.today()),
        _address(request, child),
    )
