"""The WSGI application: what each web process does once, before it answers anybody, and after each answer."""

import gc
import os
from collections.abc import Callable
from typing import Any, Final, TypeVar

import django
from django.core.handlers.wsgi import WSGIHandler
from django.http.response import HttpResponseBase
from django.urls import get_resolver

from fourfold.config.frames import with_room

R = TypeVar("R")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourfold.config.settings")
ENOUGH: Final = 10_000
"""With so many objects made since it last looked, the collector looks at them after an answer."""
TOO_MANY: Final = 500_000
"""With so many it looks at once, whoever waits: no page makes as many."""
LOOKS: Final = 200
"""After so many looks at what is new it looks at all that was made since the start."""


def tidy() -> None:
    """Collect what the last pages left behind, if it is enough to be worth it."""
    new, _, looks = gc.get_count()
    if looks > LOOKS:
        gc.collect()
    elif new > ENOUGH:
        gc.collect(1)


@with_room
def within_room(answer: Callable[..., R], environ: dict[str, Any], start_response: Any) -> R:
    """What `answer` gives to a request. Without the room a page takes a tenth longer."""
    return answer(environ, start_response)


class Application(WSGIHandler):
    """Django's, which collects garbage when an answer is closed, and not while somebody waits for one.

    A page leaves some ten thousand objects that point at each other (forms above all). To look at those of several
    pages takes 20 ms and more, which came upon whoever asked next; servers close an answer after it was sent.
    """

    def __call__(self, environ: dict[str, Any], start_response: Any) -> HttpResponseBase:
        """The answer; Django's own, and closing it does more. A file that the server sends by itself leaves nothing."""
        answer = within_room(super().__call__, environ, start_response)
        # Where Django itself notes what to do when it closes an answer, as `access.afterwards` does.
        closers = getattr(answer, "_resource_closers", None)
        if closers is not None:
            closers.append(tidy)
        return answer


def settle() -> None:
    """Read the table of addresses, and with it every view, and take all that stands from the garbage collector.

    What is imported stays as long as the process. A full collection would walk over all of it again and again, and
    somebody's page would wait for that (160 ms on the machine of docs/performance.md).
    """
    list(get_resolver().url_patterns)
    gc.collect()
    gc.freeze()
    gc.set_threshold(TOO_MANY, 20, 20)


django.setup(set_prefix=False)
application = Application()
settle()
