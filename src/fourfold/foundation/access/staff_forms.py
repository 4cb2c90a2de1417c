"""What staff may type when they sign in, set up a second factor or change a password."""

from typing import Any

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fourfold.foundation.access.models import User
from fourfold.foundation.design.fields import EmailField, Form, PasswordField, TextField

LEAST = 12


class PasswordForm(Form):
    """E-mail address and password."""

    button = _("Sign in")
    email = EmailField(
        _("E-mail address"), autocomplete="username", missing=_("Write your e-mail address.")
    )
    password = PasswordField(_("Password"), missing=_("Write your password."))


class CodeForm(Form):
    """A code from a code app or from paper."""

    button = _("Go on")
    code = TextField(
        _("Code"),
        hint=_("Six digits from your code app, or one of your printed codes."),
        width="10",
        inputmode="numeric",
        autocomplete="one-time-code",
        missing=_("Write the code."),
    )


class AgainForm(Form):
    """The password once more, for somebody whose second factor is a passkey or a provider."""

    button = _("Go on")
    password = PasswordField(_("Password"), missing=_("Write your password."))


class AppForm(Form):
    """The first code of a code app that is being set up."""

    button = _("Use this app")
    code = TextField(
        _("The six digits that the app shows now"),
        width="10",
        inputmode="numeric",
        autocomplete="one-time-code",
        missing=_("Write the six digits."),
    )


class PrintedForm(Form):
    """One of the codes that have just been shown, as a sign that they are kept."""

    button = _("I have kept them")
    code = TextField(
        _("Type any one of them"),
        hint=_("It shows that you have them. That one is then used up."),
        width="10",
        inputmode="numeric",
        autocomplete="off",
        missing=_("Type one of the codes."),
    )


class PasskeyForm(Form):
    """What the browser says of a passkey; filled in by script alone."""

    button = _("Use a passkey")
    credential = TextField(_("Passkey"), most=20_000, missing=_("The passkey did not answer."))


class AddressForm(Form):
    """An address to which a link is sent."""

    button = _("Send the link")
    email = EmailField(
        _("E-mail address"), autocomplete="email", missing=_("Write your e-mail address.")
    )


def password_faults(password: str, user: User | None) -> list[str]:
    """What is wrong with a new password, in our words."""
    rules: list[tuple[Any, str]] = [
        (MinimumLengthValidator(LEAST), gettext("Use at least 12 characters. Four words do well.")),
        (CommonPasswordValidator(), gettext("Many people use this password. Choose another.")),
        (
            UserAttributeSimilarityValidator(user_attributes=("email",)),
            gettext("This is too much like your e-mail address."),
        ),
    ]
    found = []
    for rule, sentence in rules:
        try:
            rule.validate(password, user)
        except ValidationError:
            found.append(sentence)
    return found


class NewPasswordForm(Form):
    """A new password, typed twice."""

    button = _("Keep this password")
    password_new = PasswordField(
        _("New password"),
        new=True,
        hint=_("At least 12 characters. Four words that do not belong together do well."),
        missing=_("Write a password."),
    )
    password_again = PasswordField(
        _("The same again"), new=True, missing=_("Write it a second time.")
    )
    user: User | None = None

    def clean(self) -> dict[str, Any]:
        """Both are the same, and the password is a good one."""
        cleaned = super().clean() or self.cleaned_data
        new, again = cleaned.get("password_new"), cleaned.get("password_again")
        if new:
            for sentence in password_faults(new, self.user):
                self.add_error("password_new", sentence)
        if new and again and new != again:
            self.add_error("password_again", gettext("The two are not the same."))
        return cleaned


class ChangePasswordForm(NewPasswordForm):
    """The password now, and a new one typed twice."""

    password_now = PasswordField(_("Your password now"), missing=_("Write your password."))
    field_order = ["password_now", "password_new", "password_again"]
    is_wrong = False

    def clean(self) -> dict[str, Any]:
        """The password now is right."""
        cleaned = super().clean()
        now = cleaned.get("password_now")
        self.is_wrong = bool(now and self.user and not self.user.check_password(now))
        if self.is_wrong:
            self.add_error("password_now", gettext("This is not your password."))
        return cleaned
