"""Asking again: before something weighty is done, a session that is open must show once more that it is its owner's."""

import functools
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from fourfold.foundation.access import kept_forms
from fourfold.foundation.access.entry import to
from fourfold.foundation.access.session import has_proved, owner_of

SUDO = timedelta(minutes=10)


def ask_again(request: HttpRequest) -> HttpResponse:
    """Send the person to prove once more who they are, then back; what was being sent is kept."""
    kept = kept_forms.keep(request) if request.method == "POST" else None
    back = kept_forms.offered_at(kept) if kept else request.get_full_path()
    return to(f"{reverse('access:again')}?{urlencode({'next': back})}")


def again(
    minutes: int = 10,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Wrap a view (``@enter(…)`` above ``@again()``): it is reached only within `minutes` of a proof of who it is.

    The door stands before it, so that nobody is asked for a proof to be refused afterwards.
    """

    def make(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @functools.wraps(view)
        def run(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponse:
            if owner_of(request) and not has_proved(request, timedelta(minutes=minutes)):
                return ask_again(request)
            return view(request, *args, **parts)

        run.again = minutes  # type: ignore[attr-defined]
        return run

    return make
