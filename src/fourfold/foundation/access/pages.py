"""The two kinds of page that signing in is made of: one that asks something, one that tells something."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme

from fourfold.foundation.access.session import may_take_up
from fourfold.foundation.design.fields import Form
from fourfold.foundation.design.render import page
from fourfold.foundation.design.words import Words

Ways = Sequence[tuple[Words, str]]


def ask(
    request: HttpRequest,
    title: Words,
    form: Form,
    *,
    said: Sequence[Words] = (),
    ways: Ways = (),
    status: int = 200,
    template: str = "access/ask.html",
    **facts: Any,
) -> HttpResponse:
    """A page with sentences, a form and other ways onwards (words and address)."""
    if form.is_bound and form.errors and status == 200:
        status = 422
    return page(
        request, template, title=title, form=form, said=said, ways=ways, status=status, **facts
    )


def tell(
    request: HttpRequest,
    title: Words,
    said: Sequence[Words],
    *,
    ways: Ways = (),
    status: int = 200,
    template: str = "access/tell.html",
    **facts: Any,
) -> HttpResponse:
    """A page with sentences and ways onwards."""
    return page(request, template, title=title, said=said, ways=ways, status=status, **facts)


def own_address(request: HttpRequest, asked: str) -> str:
    """`asked` if it is an address of this site, else empty: nobody is sent elsewhere after signing in."""
    good = asked.startswith("/") and url_has_allowed_host_and_scheme(
        asked, {request.get_host()}, require_https=request.is_secure()
    )
    return asked if good else ""


def onwards(request: HttpRequest, asked: str) -> str:
    """Where somebody who has just signed in goes: where they wanted to, unless that is a form kept for another."""
    address = own_address(request, asked)
    kept = parse_qs(urlsplit(address).query).get("kept", [])
    if not all(may_take_up(request, one) for one in kept):
        return "/"
    return address or "/"


def absolute(address: str) -> str:
    """An address of ours as it is written in a mail."""
    return f"{settings.LINKS_TO}{address}"
