"""The page that asks again who it is: staff for a second factor or password, family for what only they were given."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from fourfold.foundation.access import codes, second_factor, session, throttle
from fourfold.foundation.access.addresses import Holder, holder_of
from fourfold.foundation.access.entry import to
from fourfold.foundation.access.family_forms import OwnCodeForm, PressOnForm
from fourfold.foundation.access.guesses import tell_of_guesses
from fourfold.foundation.access.models import Organisation, User
from fourfold.foundation.access.pages import ask, onwards, own_address
from fourfold.foundation.access.providers import ways_again
from fourfold.foundation.access.staff_forms import AgainForm, CodeForm
from fourfold.foundation.access.staff_views import both
from fourfold.foundation.design.fields import Form


@sensitive_post_parameters()
@both
def again_page(request: HttpRequest) -> HttpResponse:
    """Ask once more; then back to where the person was."""
    if settings.DEMO and request.session.get(session.HOW) == "demonstration":
        return _demonstration(request)
    if isinstance(request.user, User):
        return _staff(request, request.user)
    if session.is_family(request):
        return _family(request)
    return to(reverse("access:sign_in"))


def _go_on(request: HttpRequest) -> HttpResponse:
    session.prove(request)
    return to(onwards(request, request.GET.get("next", "")))


def _demonstration(request: HttpRequest) -> HttpResponse:
    """Nobody of an invented cast has a code: a press stands for it."""
    if request.method == "POST":
        return _go_on(request)
    said = [_("In real use you would show again who you are. Here a press is enough.")]
    return ask(request, _("Show again that it is you"), PressOnForm(request=request), said=said)


def _holders(request: HttpRequest) -> list[Holder]:
    members = request.session[session.FAMILY_SESSION]
    found = [
        holder_of(at, members[at.public_id])
        for at in Organisation.objects.filter(public_id__in=members)
    ]
    return [holder for holder in found if holder]


def _family(request: HttpRequest) -> HttpResponse:
    members = list(request.session[session.FAMILY_SESSION].values())
    here = f"session {request.session.session_key}"
    form, status = OwnCodeForm.bind(request), 200
    if request.method == "POST" and form.is_valid():
        if throttle.is_locked(request, throttle.PERSONAL, here):
            form.add_error(None, throttle.sentence())
            status = 429
        elif codes.proves_person(members, form.cleaned_data["code"]):
            throttle.succeeded(request, throttle.PERSONAL, here)
            return _go_on(request)
        else:
            if throttle.failed(request, throttle.PERSONAL, here):
                tell_of_guesses(_holders(request))
            form.add_error("code", _("This is not the code that you were given."))
    return ask(
        request,
        _("Show again that it is you"),
        form,
        said=[
            _("What you are about to do is important, so we ask once more."),
            _("If you have lost your code, ask the setting for another."),
        ],
        ways=[(_("Cancel"), "/")],
        status=status,
    )


def _staff(request: HttpRequest, user: User) -> HttpResponse:
    has = second_factor.has(user)
    by_code = has.app or bool(has.codes_left)
    form: Form = CodeForm.bind(request) if by_code else AgainForm.bind(request)
    by_form = by_code or user.has_usable_password()
    status = 200
    if request.method == "POST" and (by_form or has.passkeys):
        if throttle.is_locked(request, throttle.SECOND, str(user.pk)):
            form.full_clean()
            form.add_error(None, throttle.sentence())
            status = 429
        elif _proved(request, user, form):
            throttle.succeeded(request, throttle.SECOND, str(user.pk))
            session.ask_to_set_up(request, second_factor.has(user).used_up)
            return _go_on(request)
        elif "credential" in request.POST or form.is_valid():
            throttle.failed(request, throttle.SECOND, str(user.pk))
            form.errors.clear()
            form.add_error(None, _("This was not right. Try again."))
    providers = ways_again(user)
    said = [_("What you are about to do is important, so we ask once more.")]
    ways = [(_("Cancel"), "/")]
    if providers and not has.any:
        said.append(
            _("With a code app or printed codes of your own, a code is enough from then on.")
        )
        ways.insert(0, (_("Set up a code app or printed codes"), reverse("access:set_up")))
    return ask(
        request,
        _("Show again that it is you"),
        form,
        said=said,
        ways=ways,
        status=status,
        template="access/again.html",
        by_code=by_form,
        providers=providers,
        onwards=own_address(request, request.GET.get("next", "")),
        passkey=bool(has.passkeys),
        options=second_factor.passkey_to_show(user) if has.passkeys else "",
    )


def _proved(request: HttpRequest, user: User, form: Form) -> bool:
    if "credential" in request.POST:
        return second_factor.proves_passkey(user, request.POST["credential"])
    if not form.is_valid():
        return False
    if "code" in form.cleaned_data:
        return bool(second_factor.proves_code(user, form.cleaned_data["code"]))
    return user.check_password(form.cleaned_data["password"])
