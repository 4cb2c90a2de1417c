"""The mails of signing in. They say nothing about children, name no setting to a stranger, and hold links only.

They go at once, or right after the answer: a link that signs somebody in is never written into the outbox. Where no
mail server is named, each lies as a file in the data folder's ``mail``, which nobody else on the machine can read.
"""

import smtplib

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from fourfold.foundation.access.pages import absolute

log = structlog.get_logger("fourfold.sign-in")


def _send(subject: str, paragraphs: list[str], address: str) -> None:
    """Send one mail; a mail server that does not answer is logged and never shown: it would tell who is known."""
    try:
        send_mail(subject, "\n\n".join(paragraphs), settings.DEFAULT_FROM_EMAIL, [address])
    except (smtplib.SMTPException, OSError) as error:
        log.error("mail not sent", error=type(error).__name__)


def forgotten(address: str, link: str) -> None:
    """The link to set a new password."""
    _send(
        _("Set a new password for Fourfold"),
        [
            _("Somebody, probably you, asked for a link to set a new password for Fourfold:"),
            absolute(link),
            _("It works once, for one hour. If it was not you, you need not do anything."),
        ],
        address,
    )


def password_changed(address: str) -> None:
    """That the password is another one now."""
    _send(
        _("Your password for Fourfold was changed"),
        [
            _("The password with which you sign in to Fourfold has just been changed."),
            _("If it was not you, tell the office of your setting at once."),
        ],
        address,
    )


def invited(address: str, link: str) -> None:
    """The invitation of a new member of staff."""
    _send(
        _("You are invited to Fourfold"),
        [
            _("You have been asked to work with Fourfold. Choose a password here:"),
            absolute(link),
            _("The link works once, for seven days."),
        ],
        address,
    )


def added(address: str, setting: str) -> None:
    """That somebody who signs in already can come in at one more setting."""
    _send(
        _("You were added to a setting in Fourfold"),
        [
            _("%(setting)s has entered you as somebody who works there.") % {"setting": setting},
            _("You sign in as before, and choose the setting. Elsewhere nothing has changed."),
            _("If you do not work there, tell the office of that setting at once."),
        ],
        address,
    )


def factor_changed(address: str) -> None:
    """That a way to show who one is was added."""
    _send(
        _("A new way to sign in to Fourfold was added"),
        [
            _("A passkey, a code app or printed codes were set up for signing in as you."),
            _("If it was not you, tell the office of your setting at once."),
        ],
        address,
    )


def factors_reset(address: str) -> None:
    """That every way to show who one is was taken away."""
    _send(
        _("Your ways to sign in to Fourfold were reset"),
        [
            _("Your passkeys, code app and printed codes do not work any more."),
            _("At the next sign-in, after your password, you set up another."),
            _("If you did not ask for this, tell the office of your setting at once."),
        ],
        address,
    )


def sign_in(address: str, link: str) -> None:
    """The link by which a family member signs in."""
    _send(
        _("Your link to sign in"),
        [
            _("Open this link and press the button on the page to sign in to Fourfold:"),
            absolute(link),
            _(
                "It works once, for 15 minutes. If you did not ask for it, you need not do anything."
            ),
        ],
        address,
    )
