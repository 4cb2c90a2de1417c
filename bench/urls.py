"""Fourfold's own addresses, and one more for the floors: ready bytes and ready facts through the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from fourfold.config import urls as fourfold
from fourfold.config.urls import handler400, handler403, handler404, handler500

__all__ = ["answer_with", "handler400", "handler403", "handler404", "handler500"]

_answer = {}


def answer_with(answer) -> None:  # type: ignore[no-untyped-def]
    """From now on the floor answers a request with what `answer` returns for it."""
    _answer["now"] = answer


def floor(request: HttpRequest) -> HttpResponse:
    """What `answer_with` said."""
    return _answer["now"](request)


urlpatterns = [*fourfold.urlpatterns, path("floor/", floor)]
