"""The page that asks again who it is: staff for a second factor or password, family for what only they were given."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from fourfold.foundation.access import second_factor, session, throttle
from fourfold.foundation.access.entry import to
from fourfold.foundation.access.models import User
from fourfold.foundation.access.pages import ask, onwards
from fourfold.foundation.access.staff_forms import AgainForm, CodeForm
from fourfold.foundation.access.staff_views import both
from fourfold.foundation.design.fields import Form


@sensitive_post_parameters()
@both
def again_page(request: HttpRequest) -> HttpResponse:
    """Ask once more; then back to where the person was."""
    if isinstance(request.user, User):
        return _staff(request, request.user)
    return to(reverse("access:sign_in"))


def _staff(request: HttpRequest, user: User) -> HttpResponse:
    has = second_factor.has(user)
    by_code = has.app or bool(has.codes_left)
    form: Form = CodeForm.bind(request) if by_code else AgainForm.bind(request)
    status = 200
    if request.method == "POST":
        if throttle.is_locked(request, throttle.SECOND, str(user.pk)):
            form.full_clean()
            form.add_error(None, throttle.sentence())
            status = 429
        elif _proved(request, user, form):
            throttle.succeeded(request, throttle.SECOND, str(user.pk))
            session.prove(request)
            return to(onwards(request, request.GET.get("next", "")))
        elif "credential" in request.POST or form.is_valid():
            throttle.failed(request, throttle.SECOND, str(user.pk))
            form.errors.clear()
            form.add_error(None, _("This was not right. Try again."))
    return ask(
        request,
        _("Show again that it is you"),
        form,
        said=[_("What you are about to do is weighty, so we ask once more.")],
        ways=[(_("Leave it"), "/")],
        status=status,
        template="access/second.html",
        by_code=True,
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
