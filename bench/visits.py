"""Every page of a setting, as somebody who may open it, with the two floors beside it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.urls import path

from bench import measure
from fourfold.foundation.access.models import User
from fourfold.foundation.design import render

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_floor: dict[str, Callable[[HttpRequest], HttpResponse]] = {}


def _stand_in(request: HttpRequest) -> HttpResponse:
    return _floor["now"](request)


urlpatterns = [path("floor/", _stand_in)]


@dataclass
class Visit:
    """One page as one person: `page` fetches it, the others are its floors."""

    name: str
    person: str
    address: str
    client: Client
    size: int = 0
    _answer: bytes = b""
    _drawn: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def open(self) -> None:
        """Fetch the page once and keep its bytes, its template and its facts."""
        drawn: list[tuple[str, dict[str, Any]]] = []
        original = render._answer

        def listening(
            request: Any, template: str, layout: Any, title: str, status: int, facts: Any
        ) -> Any:
            drawn.append((template, {**facts, "title": title, "layout": layout}))
            return original(request, template, layout, title, status, facts)

        render._answer = listening
        try:
            response = self.client.get(self.address)
        finally:
            render._answer = original
        if response.status_code != 200:
            raise LookupError(f"{self.address} answers {response.status_code} to {self.person}")
        self._answer, self.size, self._drawn = response.content, len(response.content), drawn

    def page(self) -> None:
        """The page itself, through middleware, doors and templates."""
        self.client.get(self.address)

    def queries(self) -> tuple[Counter[str], int]:
        """Its own queries by table, and those for sign-in, scope and trail."""
        passing, own = measure.queries(self.page)
        return own, passing

    def _through_middleware(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        _floor["now"] = answer
        self.client.get("/floor/")

    def ready_bytes(self) -> None:
        """The same bytes, ready, through the same middleware."""
        self._through_middleware(lambda request: HttpResponse(self._answer))

    def facts_in_hand(self) -> None:
        """The same template with the same facts, already read, through the same middleware."""
        template, facts = self._drawn[-1]
        again = engines["jinja2"].get_template(template)
        self._through_middleware(
            lambda request: HttpResponse(again.render({**facts, "request": self.request}, request))
        )

    @property
    def request(self) -> Any:
        """The facts of the request that templates use."""
        return self._drawn[-1][1].get("request")


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client
