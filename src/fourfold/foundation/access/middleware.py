"""Every answer is private: no shared cache keeps a page about a child, and the back button asks again."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def private_by_default(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that marks every answer, static files apart, as not to be stored."""

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return answer
