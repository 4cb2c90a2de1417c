"""The first page of an empty system: its first administrator, who can read what the server printed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from fourfold.casework.people import first
from fourfold.casework.people.forms import BeginForm, not_after
from fourfold.config import clock
from fourfold.foundation.access import throttle
from fourfold.foundation.access.entry import to
from fourfold.foundation.access.pages import ask
from fourfold.foundation.access.staff_views import both

EVERYBODY = "everybody"


@sensitive_post_parameters()
@both
def begin(request: HttpRequest) -> HttpResponse:
    """Found the first setting with its administrator, who goes on to choose a password and a second factor.

    Raises `Http404` once anybody is a member of staff anywhere, and in a demonstration.
    """
    if not first.is_empty():
        return _again(request)
    form = BeginForm.bind(request, initial={"first_day": clock.today()})
    not_after(form, clock.today(), "first_day")
    if request.method != "POST" or not form.is_valid():
        return _ask(request, form)
    if throttle.is_locked(request, throttle.FIRST, EVERYBODY):
        form.add_error(None, throttle.sentence())
        return _ask(request, form, 429)
    if not first.is_first_code(form.cleaned_data["code"]):
        throttle.failed(request, throttle.FIRST, EVERYBODY)
        form.add_error(
            "code",
            _(
                "This is not the code that was shown last. Each start of Fourfold shows a new one, and only that works."
            ),
        )
        return _ask(request, form)
    throttle.succeeded(request, throttle.FIRST, EVERYBODY)
    return _begun(request, form)


def _ask(request: HttpRequest, form: BeginForm, status: int = 200) -> HttpResponse:
    return ask(
        request,
        _("Set up Fourfold"),
        form,
        said=[
            _("Nobody works with this Fourfold yet. You will be its first administrator."),
            _("On the next pages you choose a password and one more way to show who you are."),
        ],
        status=status,
    )


def _begun(request: HttpRequest, form: BeginForm) -> HttpResponse:
    answers = form.cleaned_data
    said = first.Beginning(
        setting=answers["setting"],
        kind=answers["kind"],
        first_day=answers["first_day"],
        called=answers["called"],
        email=answers["email"],
    )
    try:
        user = first.begin(said, answers["code"], form.once, today=clock.today())
    except first.NotEmpty:
        return _again(request)
    return to(first.invitation_address(user))


def _again(request: HttpRequest) -> HttpResponse:
    """A second press of the form that was used gets where the first one led; to all others there is no such page."""
    typed = request.POST
    user = first.begun_by(typed.get("code", ""), typed.get("once", ""), typed.get("email", ""))
    if user is None:
        raise Http404
    return to(first.invitation_address(user))
