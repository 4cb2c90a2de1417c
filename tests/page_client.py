"""The client of page tests: every page of HTML that it fetches, in whatever test, is held against the page standard."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.test.client import ClientHandler

from fourfold.foundation.design.standard import faults
from tests import judged


class BelowStandard(AssertionError):
    """A page does not hold to the page standard."""


def hold_to_standard(response: HttpResponse, where: str) -> None:
    """Raise `BelowStandard` with every fault of the page, if the answer is one; other answers pass."""
    if getattr(response, "streaming", False):
        return
    if not response.headers.get("Content-Type", "").startswith("text/html") or not response.content:
        return
    text = response.content.decode()
    same = judged.shape(text)
    if judged.is_judged("standard", same):
        return
    found = faults(text)
    if found:
        raise BelowStandard(
            f"{where} ({response.status_code}):\n" + "\n".join(f"- {f}" for f in found)
        )
    judged.note("standard", same)


# What middleware may look at when it is made. Making it looks through every static file, which clients share.
LOOKED_AT = (
    "MIDDLEWARE",
    "ROOT_URLCONF",
    "DEBUG",
    "DEMO",
    "STATIC",
    "WHITENOISE_",
    "SECURE_",
    "APPEND_SLASH",
)


@cache
def _made(enforce_csrf_checks: bool, *_looked_at: str) -> ClientHandler:
    return ClientHandler(enforce_csrf_checks)


@cache
def _names() -> list[str]:
    return [name for name in dir(settings) if name.startswith(LOOKED_AT)]


def application(*, enforce_csrf_checks: bool = False) -> ClientHandler:
    """The application for a client of tests: one for all that find the same settings."""
    return _made(enforce_csrf_checks, *(repr(getattr(settings, name)) for name in _names()))


class PageClient(Client):
    """Django's test client; use it as that."""

    def __init__(self, *, enforce_csrf_checks: bool = False, **kwargs: Any) -> None:
        """Like Django's, which makes an application of its own."""
        super().__init__(enforce_csrf_checks=enforce_csrf_checks, **kwargs)
        self.handler = application(enforce_csrf_checks=enforce_csrf_checks)

    def request(self, **request: Any) -> Any:
        """The answer, if it is no page or a page that holds to the standard. Raises `BelowStandard`."""
        response = super().request(**request)
        hold_to_standard(
            response, f"{request.get('REQUEST_METHOD', 'GET')} {request.get('PATH_INFO')}"
        )
        return response
