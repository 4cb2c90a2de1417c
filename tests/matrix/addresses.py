"""Every address of the system, read from Django's own table of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

BELOW_A_SETTING = "at/<str:setting>/"


@dataclass(frozen=True)
class Address:
    """One address: its name (``room:name``), its route, the parts that it takes, and the view behind it."""

    name: str
    route: str
    parts: tuple[str, ...]
    view: Callable[..., Any]

    @property
    def within(self) -> bool:
        """Whether it lies below a setting."""
        return self.route.startswith(BELOW_A_SETTING)

    @property
    def doors(self) -> dict[str, str]:
        """The kind of door per part of the address, as its view declares them."""
        return dict(self.view.entry.doors)


def _walk(resolver: URLResolver, before: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            space = (each.namespace,) if each.namespace else ()
            yield from _walk(each, route, (*spaces, *space))
        elif isinstance(each, URLPattern):
            name = ":".join((*spaces, each.name or route))
            view = each.callback
            yield Address(name, route, _parts(route), view)


def _parts(route: str) -> tuple[str, ...]:
    ends = (piece.partition(">")[0] for piece in route.split("<")[1:])
    return tuple(end.rpartition(":")[2] for end in ends)


def addresses() -> list[Address]:
    """Every address, in the order in which they are tried."""
    return list(_walk(get_resolver(), "", ()))


def within() -> list[Address]:
    """The addresses below a setting."""
    return [address for address in addresses() if address.within]


def outside() -> list[Address]:
    """The addresses that need no setting."""
    return [address for address in addresses() if not address.within]
