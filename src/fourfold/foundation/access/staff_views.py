"""Staff sign in: password, then a second factor; a forgotten password; a password changed."""

from functools import partial

from django.contrib.auth import authenticate, update_session_auth_hash
from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from fourfold.foundation.access import links, mails, second_factor, session, throttle
from fourfold.foundation.access.afterwards import after
from fourfold.foundation.access.entry import to
from fourfold.foundation.access.models import Invitation, User
from fourfold.foundation.access.pages import ask, onwards, own_address, tell
from fourfold.foundation.access.providers import offered
from fourfold.foundation.access.staff_forms import (
    AddressForm,
    ChangePasswordForm,
    CodeForm,
    NewPasswordForm,
    PasswordForm,
)

both = require_http_methods(["GET", "HEAD", "POST"])


def _next(request: HttpRequest) -> str:
    return own_address(request, request.GET.get("next", ""))


@sensitive_post_parameters()
@both
def sign_in_staff(request: HttpRequest) -> HttpResponse:
    """E-mail and password; the second factor comes next, whoever it is."""
    form = PasswordForm.bind(request)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].casefold()
        if throttle.is_locked(request, throttle.PASSWORD, email):
            form.add_error(None, throttle.sentence())
            return _ask_password(request, form, 429)
        user = authenticate(request, email=email, password=form.cleaned_data["password"])
        if isinstance(user, User):
            throttle.succeeded(request, throttle.PASSWORD, email)
            session.begin_half(request, user, "password", _next(request))
            has_one = second_factor.has(user).any
            return to(reverse("access:second") if has_one else reverse("access:set_up"))
        throttle.failed(request, throttle.PASSWORD, email)
        form.add_error(None, _("This e-mail address and password do not belong together."))
    return _ask_password(request, form)


def _ask_password(request: HttpRequest, form: PasswordForm, status: int = 200) -> HttpResponse:
    return ask(
        request,
        _("Sign in as staff"),
        form,
        ways=[
            (_("I have forgotten my password"), reverse("access:forgotten")),
            (_("I am family"), reverse("access:family")),
        ],
        status=status,
        template="access/staff.html",
        providers=offered(),
        onwards=_next(request),
    )


@sensitive_post_parameters()
@both
def second(request: HttpRequest) -> HttpResponse:
    """Prove the second factor. Until then nobody is signed in."""
    user = session.half_way(request)
    if user is None:
        return to(reverse("access:staff"))
    has = second_factor.has(user)
    if not has.any:
        return to(reverse("access:set_up"))
    if has.used_up:
        return _all_used_up(request)
    form = CodeForm.bind(request)
    passkey = "credential" in request.POST
    if request.method == "POST":
        if throttle.is_locked(request, throttle.SECOND, str(user.pk)):
            form.full_clean()
            form.add_error(None, throttle.sentence())
            return _ask_second(request, user, form, has, 429)
        how = _proved(request, user, form, passkey)
        if how:
            throttle.succeeded(request, throttle.SECOND, str(user.pk))
            return let_through(request, user, how)
        if passkey or form.is_valid():
            throttle.failed(request, throttle.SECOND, str(user.pk))
            form.errors.clear()
            form.add_error(
                None,
                _("The passkey was not accepted. Try again, or use a code.")
                if passkey
                else _not_this_code(has),
            )
    return _ask_second(request, user, form, has)


def _not_this_code(has: second_factor.Has) -> str:
    """What to do after a code that was not right: an app shows another by itself, a paper does not."""
    if not has.codes_left:
        return _("This code is not right, or it has been used. Wait for the next one.")
    if not has.app:
        return _("This code is not right, or it has been used. Take the next one on your paper.")
    return _(
        "This code is not right, or it has been used. Wait for the next one in the app, or take the next on your paper."
    )


def _all_used_up(request: HttpRequest) -> HttpResponse:
    """Every printed code is used and there is nothing else: a password alone does not open, nor set up another way."""
    return tell(
        request,
        _("Your printed codes are used up"),
        [
            _(
                "Without a code, a code app or a passkey nobody comes in, not even with the password."
            ),
            _("Ask whoever runs Fourfold at your setting to let you set up a way to sign in anew."),
        ],
        ways=[(_("Sign in as somebody else"), reverse("access:staff"))],
        status=403,
    )


def _proved(request: HttpRequest, user: User, form: CodeForm, passkey: bool) -> str:
    if passkey:
        good = second_factor.proves_passkey(user, request.POST["credential"])
        return "passkey" if good else ""
    return second_factor.proves_code(user, form.cleaned_data["code"]) if form.is_valid() else ""


def _ask_second(
    request: HttpRequest, user: User, form: CodeForm, has: second_factor.Has, status: int = 200
) -> HttpResponse:
    by_code = has.app or bool(has.codes_left)
    return ask(
        request,
        _("Your second step"),
        form,
        said=[_("Your password was right. One more thing keeps the children’s information safe.")],
        ways=[(_("Sign in as somebody else"), reverse("access:staff"))],
        status=status,
        template="access/second.html",
        by_code=by_code,
        passkey=bool(has.passkeys),
        options=second_factor.passkey_to_show(user) if has.passkeys else "",
    )


def let_through(request: HttpRequest, user: User, how: str) -> HttpResponse:
    """Open the door and go where the person wanted to."""
    asked = session.onwards_of(request)
    session.let_in(request, user, how)
    has = second_factor.has(user)
    session.ask_to_set_up(request, has.used_up)
    if has.few:
        return to(reverse("access:set_up"))
    return to(onwards(request, asked))


# ---- a forgotten password, an invitation, a change ----


@both
def forgotten(request: HttpRequest) -> HttpResponse:
    """Ask for a link to set a new password. The answer is the same whether the address is known or not."""
    form = AddressForm.bind(request)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].casefold()
        answer = tell(
            request,
            _("Look into your e-mail"),
            [
                _("If we know this address, a link to set a new password is on its way to it."),
                _("The link works once, for one hour. Look into the folder for junk mail too."),
            ],
            ways=[(_("Back to signing in"), reverse("access:staff"))],
        )
        if throttle.is_locked(request, throttle.MAIL, email):
            return answer
        throttle.failed(request, throttle.MAIL, email)
        return after(answer, partial(_send_new_password_link, email))
    return ask(
        request,
        _("I have forgotten my password"),
        form,
        said=[_("We send a link to your e-mail address, by which you can set a new one.")],
        ways=[(_("Back to signing in"), reverse("access:staff"))],
    )


def _send_new_password_link(email: str) -> None:
    user = User.objects.filter(email=email, is_active=True).first()
    if user:
        token = default_token_generator.make_token(user)
        address = reverse("access:new_password", kwargs={"user": user.public_id, "token": token})
        mails.forgotten(user.email, address)


def _worn_out(request: HttpRequest) -> HttpResponse:
    return tell(
        request,
        _("This link does not work any more"),
        [_("It was used, or it is too old. Nothing is wrong with your account.")],
        ways=[
            (_("Send me a new link"), reverse("access:forgotten")),
            (_("Sign in"), reverse("access:staff")),
        ],
        status=410,
    )


def _new_password(request: HttpRequest, user: User) -> tuple[NewPasswordForm, str]:
    """The form for a new password, and the password once it was typed and is a good one."""
    form = NewPasswordForm.bind(request)
    form.user = user
    good = request.method == "POST" and form.is_valid()
    return form, form.cleaned_data["password_new"] if good else ""


def _keep_password(user: User, password: str) -> None:
    user.set_password(password)
    user.save()


@sensitive_post_parameters()
@both
def new_password(request: HttpRequest, user: str, token: str) -> HttpResponse:
    """Set a new password by the link that was sent. The second factor is asked for afterwards all the same."""
    person = User.objects.filter(public_id=user, is_active=True).first()
    if person is None or not default_token_generator.check_token(person, token):
        return _worn_out(request)
    form, password = _new_password(request, person)
    if not password:
        return ask(request, _("Set a new password"), form)
    _keep_password(person, password)
    mails.password_changed(person.email)
    return tell(
        request,
        _("Your new password is set"),
        [_("Sign in with it now.")],
        ways=[(_("Sign in"), reverse("access:staff"))],
    )


@sensitive_post_parameters()
@both
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """A new member sets a password by the invitation, and then a second factor. The invitation works once."""
    invitation = links.live(Invitation, token)
    if invitation is None:
        return _worn_out(request)
    person = invitation.user
    form, password = _new_password(request, person)
    if not password:
        said = _("You sign in with this address and the password that you choose now:")
        return ask(request, _("Welcome to Fourfold"), form, said=[said, person.email])
    with transaction.atomic():
        if not links.use(invitation):
            return _worn_out(request)
        _keep_password(person, password)
    session.begin_half(request, person, "invitation", "")
    return to(reverse("access:second" if second_factor.has(person).any else "access:set_up"))


@sensitive_post_parameters()
@both
def change_password(request: HttpRequest) -> HttpResponse:
    """Change the password of who is signed in."""
    user = request.user
    if not isinstance(user, User):
        return to(f"{reverse('access:staff')}?next={request.path}")
    form = ChangePasswordForm.bind(request)
    form.user = user
    if request.method == "POST" and throttle.is_locked(request, throttle.PRESENT, str(user.pk)):
        form = ChangePasswordForm(request=request)
        return ask(
            request,
            _("Change your password"),
            form,
            said=[throttle.sentence()],
            ways=[(_("Cancel"), "/")],
            status=429,
        )
    if request.method == "POST" and not form.is_valid() and form.is_wrong:
        throttle.failed(request, throttle.PRESENT, str(user.pk))
    if request.method == "POST" and form.is_valid():
        throttle.succeeded(request, throttle.PRESENT, str(user.pk))
        _keep_password(user, form.cleaned_data["password_new"])
        update_session_auth_hash(request, user)
        mails.password_changed(user.email)
        return tell(
            request,
            _("Your new password is set"),
            [_("Use it from now on. Other places where you were signed in are signed out.")],
            ways=[(_("Go to your home page"), "/")],
        )
    return ask(request, _("Change your password"), form, ways=[(_("Cancel"), "/")])
