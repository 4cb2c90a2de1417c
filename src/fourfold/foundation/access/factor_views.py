"""Setting up a second factor: a passkey, a code app, printed codes. Without one nobody is in."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from fourfold.foundation.access import mails, second_factor, session
from fourfold.foundation.access.again import SUDO, ask_again
from fourfold.foundation.access.entry import to
from fourfold.foundation.access.models import User
from fourfold.foundation.access.pages import ask, tell
from fourfold.foundation.access.staff_forms import AppForm, PasskeyForm, PrintedForm
from fourfold.foundation.access.staff_views import both, let_through


def _who(request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
    """Who may set one up now: somebody half-way who has none, or somebody signed in who has just proved it is they.

    A first one may be set up by who has just come in through a provider.
    """
    if isinstance(request.user, User):
        if session.has_proved(request, SUDO) or _has_none_yet(request, request.user):
            return request.user, None
        return None, ask_again(request)
    user = session.half_way(request)
    if user is None:
        return None, to(reverse("access:staff"))
    if second_factor.has(user).any:
        return None, to(reverse("access:second"))
    return user, None


def _has_none_yet(request: HttpRequest, user: User) -> bool:
    """Whether somebody without any has just come in through a provider, which may not say that it asked them anew."""
    return session.came_by_provider(request, SUDO) and not second_factor.has(user).any


def _done(request: HttpRequest, user: User, how: str) -> HttpResponse:
    mails.factor_changed(user.email)
    session.ask_to_set_up(request, second_factor.has(user).used_up)
    if isinstance(request.user, User):
        return to(reverse("access:set_up"))
    return let_through(request, user, how)


@both
def set_up(request: HttpRequest) -> HttpResponse:
    """Which second factor: the three ways, and what is there already."""
    user, answer = _who(request)
    if user is None:
        return answer or to(reverse("access:staff"))
    has = second_factor.has(user)
    ways = [
        (_("Use a passkey on this device or a key"), reverse("access:set_up_passkey")),
        (_("Use a code app on your telephone"), reverse("access:set_up_app")),
        (_("Print codes on paper"), reverse("access:set_up_printed")),
    ]
    said = [
        _("A password alone is not enough where children are concerned. Choose one more thing."),
        _("Any one of them will do. You can add another later, in case you lose the first."),
    ]
    if request.user.is_authenticated:
        said = [*_there(has)]
        if not session.must_set_up(request):
            ways.append((_("Go to your home page"), "/"))
    return tell(request, _("Signing in: your second step"), said, ways=ways)


def _there(has: second_factor.Has) -> list[str]:
    found = []
    if has.passkeys:
        found.append(_("You have a passkey."))
    if has.app:
        found.append(_("You have a code app."))
    if has.codes_left is not None:
        found.append(_("Of your printed codes %(n)s are left.") % {"n": has.codes_left})
    if has.few:
        found.append(_("Set up something more now, so that you are not locked out."))
    return found


@sensitive_post_parameters()
@both
def set_up_app(request: HttpRequest) -> HttpResponse:
    """A code app: a picture to take, the same in letters, and its first code as a proof."""
    user, answer = _who(request)
    if user is None:
        return answer or to(reverse("access:staff"))
    form = AppForm.bind(request)
    if request.method == "POST" and form.is_valid():
        if second_factor.set_up_app(request, user, form.cleaned_data["code"]):
            return _done(request, user, "app")
        form.add_error("code", _("This is not the code that the app shows now. Try the next one."))
    secret = second_factor.new_app_secret(request)
    return ask(
        request,
        _("Use a code app"),
        form,
        ways=[(_("Choose something else"), reverse("access:set_up"))],
        template="access/app.html",
        picture=second_factor.app_picture(user, secret),
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
    )


@sensitive_post_parameters()
@both
def set_up_printed(request: HttpRequest) -> HttpResponse:
    """Printed codes: shown once to be printed or written down; typing one of them shows that they are kept."""
    user, answer = _who(request)
    if user is None:
        return answer or to(reverse("access:staff"))
    form = PrintedForm.bind(request)
    if request.method == "POST" and form.is_valid():
        if second_factor.set_up_printed(request, user, form.cleaned_data["code"]):
            return _done(request, user, "printed")
        form.add_error("code", _("This is none of the codes on this page."))
    codes = second_factor.new_printed_codes(request)
    return ask(
        request,
        _("Print codes on paper"),
        form,
        ways=[(_("Choose something else"), reverse("access:set_up"))],
        template="access/printed.html",
        codes=codes,
    )


@sensitive_post_parameters()
@both
def set_up_passkey(request: HttpRequest) -> HttpResponse:
    """A passkey, made by the browser: this one way needs script, and says so."""
    user, answer = _who(request)
    if user is None:
        return answer or to(reverse("access:staff"))
    form = PasskeyForm.bind(request)
    if request.method == "POST" and form.is_valid():
        if second_factor.set_up_passkey(user, form.cleaned_data["credential"], _("Passkey")):
            return _done(request, user, "passkey")
        form.add_error(None, _("The passkey was not made. Try again, or choose something else."))
    return ask(
        request,
        _("Use a passkey"),
        form,
        ways=[(_("Choose something else"), reverse("access:set_up"))],
        template="access/passkey.html",
        options=second_factor.passkey_to_make(user),
    )
