"""What stands before every view: unreadable addresses, sessions that are over or half-way, answers kept private.

Every answer is private, so that the back button asks again.
"""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from fourfold.foundation.access.session import end_if_over, is_through


def whole_door(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that ends what is over, and hides the user of a session that has not come through the whole door."""

    def answer(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            end_if_over(request)
            if not is_through(request):
                request.user = AnonymousUser()
        return get_response(request)

    return answer


def readable_address(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that refuses an address with a null character in it, which PostgreSQL does not take in any text.

    Raises `BadRequest`, which is answered with a page.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest
        return get_response(request)

    return answer


def private_by_default(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that marks every answer, static files apart, as not to be stored."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return answer
