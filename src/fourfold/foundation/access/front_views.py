"""The front door: home for who is signed in, otherwise which way in; and the way out."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fourfold.config import clock
from fourfold.foundation.access import kept_forms, session
from fourfold.foundation.access.entry import actor_for, to
from fourfold.foundation.access.models import Organisation, Seat
from fourfold.foundation.access.pages import own_address, tell
from fourfold.foundation.design.fields import Form
from fourfold.foundation.design.format import day
from fourfold.foundation.design.render import page
from fourfold.foundation.scope.tenancy import tenant_scope


@dataclass(frozen=True)
class Place:
    """A setting that the person can go to, and how they are called there."""

    name: str
    address: str
    called: str


def home_of(setting: Organisation) -> str:
    """The address of a setting's home."""
    try:
        return reverse("desk:home", kwargs={"setting": setting.public_id})
    except NoReverseMatch:
        return f"/at/{setting.public_id}/"


def _where_to_begin() -> str:
    """Where the first administrator of an empty system begins; empty once there is a member of staff anywhere."""
    if settings.DEMO or Seat.objects.exists():
        return ""
    try:
        return reverse("people-outside:begin")
    except NoReverseMatch:
        return ""


def places_of(request: HttpRequest) -> list[Place]:
    """Where the person who is signed in is a member today, by name: each setting is asked in its own scope."""
    if session.is_through(request) and request.user.is_authenticated:
        ids = Seat.objects.filter(user_id=request.user.pk).values("organisation_id")
        settings = Organisation.objects.filter(pk__in=ids)
    else:
        members = request.session.get(session.FAMILY_SESSION, {})
        settings = Organisation.objects.filter(public_id__in=list(members))
    found = []
    for setting in settings.order_by("search_key"):
        with tenant_scope(setting.pk):
            actor = actor_for(request, setting)
        if actor is not None:
            found.append(Place(setting.name, home_of(setting), actor.called))
    return found


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Home, or the choice of homes, or the way in."""
    if not session.owner_of(request):
        return to(_where_to_begin() or reverse("access:sign_in"))
    places = places_of(request)
    if len(places) == 1:
        return to(places[0].address)
    if not places:
        return tell(
            request,
            _("You are signed in, but not a member anywhere"),
            [_("No setting has you among its people today. Ask its office or the SENCO.")],
            status=403,
        )
    return page(
        request,
        "access/places.html",
        title=_("Where do you want to go?"),
        places=places,
        kept=kept_forms.waiting_for(request),
        offered_at=kept_forms.offered_at,
        today=clock.today(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def kept(request: HttpRequest, kept: str) -> HttpResponse:
    """What somebody was writing and has not sent: they read it, go on with it, or discard it."""
    found = kept_forms.own_kept(request, kept)
    if found is None:
        raise Http404
    if request.method == "POST":
        found.delete()
        messages.success(request, _("It is discarded."))
        return to(reverse("access:front"))
    over = kept_forms.is_over(request, found)
    written = day(found.at.date(), clock.today())
    return page(
        request,
        "access/kept.html",
        title=_("What you were writing on %(day)s") % {"day": written},
        texts=kept_forms.texts_in(found),
        over=over,
        onwards=found.path if over else kept_forms.offered_at(found),
        form=Form(request=request),
    )


@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Which way in: staff or family. What somebody was writing is said to be kept."""
    if session.owner_of(request):
        return to(own_address(request, request.GET.get("next", "")) or "/")
    query = request.META.get("QUERY_STRING", "")
    tail = f"?{query}" if query else ""
    return page(
        request,
        "access/sign_in.html",
        title=_("Sign in"),
        tail=tail,
        kept=request.GET.get("kept") == "yes",
    )


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The way out, from a press."""
    session.sign_out(request)
    return tell(
        request,
        _("You are signed out"),
        [_("On a shared computer, close the browser as well.")],
        ways=[(_("Sign in again"), reverse("access:sign_in"))],
    )
