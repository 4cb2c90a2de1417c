"""The demonstration's way in: anybody of the cast with one press. Outside a demonstration it does not exist."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fourfold.config import clock
from fourfold.domain.words import Role
from fourfold.foundation.access import session
from fourfold.foundation.access.actors import live
from fourfold.foundation.access.entry import to
from fourfold.foundation.access.front_views import home_of
from fourfold.foundation.access.models import Membership, Organisation, RoleHeld
from fourfold.foundation.design.render import page
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.together import rows

MOST_SETTINGS = 6
# Of each role, in each setting: a filled demonstration has hundreds.
MOST_OF_A_ROLE = 16
FAMILIES = frozenset({Role.FAMILY, Role.YOUNG_PERSON})

# To whom those of these (public ids) who are somebody's family belong, by their public id, on a day.
Whose = Callable[[date, frozenset[str]], dict[str, str]]
_whose: list[Whose] = []


def tell_whose(read: Whose) -> None:
    """Let the room of people say to which child somebody of a family belongs."""
    _whose[:] = [read]


@dataclass(frozen=True)
class Player:
    """Somebody as whom one can look round."""

    who: str
    called: str
    role: str
    whose: str
    is_family: bool


@dataclass(frozen=True)
class Stage:
    """A setting with its cast."""

    name: str
    public_id: str
    players: tuple[Player, ...]


@rows
def cast_on(today: date) -> QuerySet[RoleHeld, tuple[str, str, str]]:
    """The first of each role in the setting in scope: role, public id and what they are called."""
    held = RoleHeld.objects.filter(live(today), live(today, "membership__"))
    # Its own people are here from its first day on. Whoever was added or brought in since is no part of the cast.
    began = RoleHeld.objects.order_by("valid_from").values("valid_from")[:1]
    held = held.filter(membership__valid_from=began)
    nth = Window(RowNumber(), partition_by="role", order_by="pk")
    first = held.annotate(nth=nth).filter(nth__lte=MOST_OF_A_ROLE).order_by("pk")
    return first.values_list("role", "membership__public_id", "membership__called")


def _cast() -> tuple[Player, ...]:
    today = clock.today()
    cast = cast_on(today)
    whose = _whose[0](today, frozenset(who for _role, who, _called in cast)) if _whose else {}
    return tuple(
        Player(who, called, label, whose.get(who, ""), role in FAMILIES)
        for role, label in ((role, _(role.label)) for role in Role)
        for plays, who, called in cast
        if plays == role
    )


def _stages() -> list[Stage]:
    found = []
    for setting in Organisation.objects.order_by("pk")[:MOST_SETTINGS]:
        with tenant_scope(setting.pk):
            players = _cast()
        if players:
            found.append(Stage(setting.name, setting.public_id, players))
    return found


def _play(request: HttpRequest, setting_id: str, who: str) -> HttpResponse:
    setting = Organisation.objects.filter(public_id=setting_id).first()
    if setting is None:
        raise Http404
    with tenant_scope(setting.pk):
        member = Membership.objects.filter(public_id=who).select_related("user").first()
    if member is None:
        raise Http404
    if member.user is not None:
        session.let_in(request, member.user, "demonstration")
    else:
        session.let_family_in(request, {setting.public_id: member.public_id}, "demonstration")
    return to(home_of(setting))


@require_http_methods(["GET", "HEAD", "POST"])
def demonstration(request: HttpRequest) -> HttpResponse:
    """The cast of the demonstration; a press signs in as one of them. Raises `Http404` in real use."""
    if not settings.DEMO:
        raise Http404
    if request.method == "POST":
        return _play(request, request.POST.get("setting", ""), request.POST.get("who", ""))
    return page(
        request,
        "access/demonstration.html",
        title=_("As whom do you want to look round?"),
        stages=_stages(),
    )
