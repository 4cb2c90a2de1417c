"""Staff, the SENCO's appointment and the kind of setting."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from fourfold.casework.people import pages
from fourfold.casework.people.actions import (
    add_staff,
    note_qualification,
    say_whom_to_ask,
    set_roles,
)
from fourfold.casework.people.forms import (
    AuthorityForm,
    KindForm,
    LeavesForm,
    QualifiedForm,
    RolesForm,
    SencoForm,
    StaffForm,
    WhomToAskForm,
    not_after,
)
from fourfold.casework.people.models import WhomToAsk
from fourfold.casework.people.queries import whom_to_ask
from fourfold.casework.people.staff import (
    appointments,
    authorities,
    kinds_here,
    roles_of,
    staff_here,
)
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.words import STAFF, Role, SettingKind
from fourfold.foundation.access.again import again
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.access.models import Membership, SencoAppointment
from fourfold.foundation.act.handling import StandsNow, handled, typed
from fourfold.foundation.act.organisations import (
    affiliate,
    appoint_senco,
    end_membership,
    set_kind,
)
from fourfold.foundation.act.weighty_roles import changes_own, not_your_own
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import Form, Option, SelectField
from fourfold.foundation.design.render import page
from fourfold.foundation.scope.addresses import reverse


def _address(request: TenantRequest, name: str) -> str:
    return reverse(f"people:{name}", kwargs={"setting": request.setting.public_id})


@enter(Action.MANAGE_PEOPLE)
def staff(request: TenantRequest) -> HttpResponse:
    """Who works here and who was invited, as what, and with which groups."""
    people = staff_here(clock.today())
    return page(
        request,
        "people/staff.html",
        title=_("Staff"),
        rows=pages.staff_rows(people, request.setting.public_id),
    )


@enter(Action.MANAGE_PEOPLE)
@again()
def add_staff_view(request: TenantRequest) -> HttpResponse:
    """Somebody new who signs in here."""
    form = typed(request, StaffForm)

    def do() -> str:
        answers = form.cleaned_data
        add_staff(
            request.setting,
            answers["called"],
            answers["email"],
            answers["roles"],
            actor=request.actor,
            today=clock.today(),
        )
        return _address(request, "staff")

    return handled(request, form, do) or page(
        request, "people/staff_form.html", title=_("Add somebody who works here"), form=form
    )


@enter(Action.MANAGE_PEOPLE, member="member")
@again()
def roles(request: TenantRequest, member: Membership) -> HttpResponse:
    """What somebody is here from today on."""
    today = clock.today()
    form = typed(request, RolesForm, initial={"roles": [str(r) for r in roles_of(member, today)]})

    def do() -> str:
        set_roles(member, form.cleaned_data["roles"], actor=request.actor, today=today)
        return _address(request, "staff")

    return handled(request, form, do) or page(
        request,
        "people/member.html",
        title=pages.named(_("What %(name)s is here"), member.called),
        form=form,
        member=member,
        end_form=Form(request=request),
        is_me=member.pk == request.actor.membership,
        why_not=not_your_own() if changes_own(member, request.actor) else "",
    )


@enter(Action.MANAGE_PEOPLE, member="member")
def end(request: TenantRequest, member: Membership) -> HttpResponse:
    """After today, or at once, somebody can no longer come in; what they wrote stays."""
    form = LeavesForm.bind(request)

    def do() -> str:
        end_membership(
            request.setting,
            member,
            actor=request.actor,
            today=clock.today(),
            now=form.cleaned_data["when"] == "now",
        )
        return _address(request, "staff")

    return handled(request, form, do) or page(
        request,
        "people/end_member.html",
        title=pages.named(_("%(name)s leaves"), member.called),
        form=form,
    )


@enter(Action.MANAGE_PEOPLE)
@again()
def senco(request: TenantRequest) -> HttpResponse:
    """Who is SENCO since when, the qualification and by when it is to be held."""
    today = clock.today()
    form = typed(request, SencoForm)
    choice = form.fields["member"]
    assert isinstance(choice, SelectField)
    members = {
        one.member.public_id: one.member
        for one in staff_here(today)
        if set(one.roles) & (STAFF - {Role.GOVERNOR})
    }
    choice.options = [Option(key, ui.person(member.called)) for key, member in members.items()]

    def do() -> str:
        answers = form.cleaned_data
        appoint_senco(
            request.setting,
            members[answers["member"]],
            answers["appointed_on"],
            actor=request.actor,
            prior_service_months=answers["prior_service_months"] or 0,
            qualification=answers["qualification"],
            completed_on=answers["completed_on"],
        )
        return _address(request, "senco")

    return handled(request, form, do) or page(
        request,
        "people/senco.html",
        title=_("SENCO"),
        form=form,
        rows=pages.appointment_rows(appointments(), today, request.setting.public_id),
    )


@enter(Action.MANAGE_PEOPLE, appointment="appointment")
def qualified(request: TenantRequest, appointment: SencoAppointment) -> HttpResponse:
    """The SENCO holds the qualification."""
    form = typed(request, QualifiedForm)
    pages.latest(form, "completed_on", clock.today())

    def do() -> str:
        note_qualification(
            appointment,
            actor=request.actor,
            qualification=form.cleaned_data["qualification"],
            completed_on=form.cleaned_data["completed_on"],
        )
        return _address(request, "senco")

    return handled(request, form, do) or page(
        request,
        "people/qualified.html",
        title=pages.named(_("The qualification of %(name)s"), appointment.membership.called),
        form=form,
    )


def _whom(row: WhomToAsk | None) -> dict[str, str]:
    return {"senco_reached": row.senco_reached, "advice": row.advice} if row else {}


@enter(Action.MANAGE_SETTING)
def ask(request: TenantRequest) -> HttpResponse:
    """Whom families can ask: it stands in each plan that they read."""
    row = next(iter(whom_to_ask()), None)
    before = _whom(row)
    version = pages.version_of(before)
    form = typed(request, WhomToAskForm, initial=before, seen=version)

    def do() -> str:
        pages.must_be(form.seen, version, *([row] if row else []))
        say_whom_to_ask(request.setting, **form.cleaned_data, actor=request.actor, seen=before)
        return _address(request, "whom_to_ask")

    def now() -> StandsNow:
        stands = _whom(WhomToAsk.objects.first())
        return StandsNow(pages.version_of(stands), stands)

    return handled(request, form, do, stands_now=now) or page(
        request, "people/whom_to_ask.html", title=_("Whom families can ask"), form=form
    )


@enter(Action.MANAGE_SETTING)
def authority(request: TenantRequest) -> HttpResponse:
    """To which local authority the setting belongs, over time: its local offer is named to families."""
    known, today = authorities(), clock.today()
    form = typed(request, AuthorityForm)
    not_after(form, today, "valid_from")
    if not known:
        del form.fields["what"]

    def do() -> str:
        said = form.cleaned_data
        affiliate(
            request.setting,
            None,
            SettingKind.LOCAL_AUTHORITY,
            said["valid_from"],
            actor=request.actor,
            named=said["name"],
            source=said["source"],
            corrects=said.get("what") == "right",
        )
        return _address(request, "authority")

    return handled(request, form, do) or page(
        request,
        "people/authority.html",
        title=_("Local authority"),
        form=form,
        rows=pages.authority_rows(known, today),
    )


@enter(Action.MANAGE_SETTING)
def kind(request: TenantRequest) -> HttpResponse:
    """What kind of setting this is: it decides which duties bind it."""
    form = typed(request, KindForm)

    def do() -> str:
        set_kind(
            request.setting,
            form.cleaned_data["kind"],
            form.cleaned_data["valid_from"],
            actor=request.actor,
        )
        return _address(request, "kind")

    return handled(request, form, do) or page(
        request,
        "people/kind.html",
        title=_("Kind of setting"),
        form=form,
        rows=pages.kind_rows(kinds_here(), clock.today()),
    )
