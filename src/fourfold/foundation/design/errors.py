"""Pages for when something cannot be done. They name no child, ask no other room, and always say what to do next."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from fourfold.foundation.design.render import bare_page
from fourfold.foundation.design.words import Words


@dataclass(frozen=True)
class Trouble:
    """What happened, in a heading, and what to do, in sentences."""

    title: Words
    sentences: tuple[Words, ...]


TROUBLES: dict[int, Trouble] = {
    400: Trouble(
        _("We could not understand that"),
        (
            _("Something in the address or in what was sent is not as it should be."),
            _("Go back, reload the page and try again."),
        ),
    ),
    403: Trouble(
        _("This is not open to you"),
        (
            _("You are signed in, but your work here does not include this page."),
            _("If you think that it should, ask the SENCO or the office of your setting."),
        ),
    ),
    404: Trouble(
        _("There is nothing here"),
        (
            _("If you typed the address, check it. If you followed a link, it may be old."),
            _("Nothing that you wrote is lost by coming here."),
        ),
    ),
    409: Trouble(
        _("This has changed since you opened it"),
        (_("Nothing was overwritten. Go back to see what changed, then add what you wrote."),),
    ),
    413: Trouble(
        _("That is too large"),
        (
            _("What you sent is larger than we can take in one go, so nothing of it was kept."),
            _("Choose a smaller file, or send it in parts."),
        ),
    ),
    500: Trouble(
        _("Something went wrong on our side"),
        (
            _(
                "It is not your fault. What you saved before is safe; the last step may not have been kept."
            ),
            _("Wait a minute and try again. If it happens twice, tell the office of your setting."),
        ),
    ),
}


def trouble(request: HttpRequest | None, status: int, about: Trouble | None = None) -> HttpResponse:
    """The page for `status`, with other words where `about` is given. Raises KeyError for a status without a page."""
    said = about or TROUBLES[status]
    return bare_page(
        request, "errors/trouble.html", title=said.title, status=status, sentences=said.sentences
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what Django could not make sense of."""
    return trouble(request, 400)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, and not allowed."""
    return trouble(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: nothing there, or nothing there for this person."""
    return trouble(request, 404)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """500: a defect of ours."""
    return trouble(request, 500)
