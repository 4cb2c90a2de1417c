"""What is done after the answer has left, so that the time it takes tells nobody whether they are known."""

from collections.abc import Callable
from functools import partial

import structlog
from django.http import HttpResponse
from django.utils import translation

log = structlog.get_logger("fourfold.sign-in")


def after(answer: HttpResponse, work: Callable[[], object]) -> HttpResponse:
    """The same answer; when it is closed, which servers do once it is sent, `work` is done in the same language.

    What fails then is logged, by its kind only, and shown to nobody.
    """
    run = partial(_tried, work, translation.get_language())
    # The list that Django itself closes uploaded files by; what stands in it is called with the answer gone.
    answer._resource_closers.append(run)  # type: ignore[attr-defined]  # left out of the stubs
    return answer


def _tried(work: Callable[[], object], language: str | None) -> None:
    try:
        with translation.override(language):
            work()
    except Exception as error:
        # Never the message: it may quote an address.
        log.error("work after the answer failed", error=type(error).__name__)
