"""From a form to a verb and on: once, in plain words when it cannot be, and nothing that was typed is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from fourfold.foundation.access import kept_forms
from fourfold.foundation.access.entry import TenantRequest, to
from fourfold.foundation.access.refusals import refused
from fourfold.foundation.act.once import act_once
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.design.fields import Form
from fourfold.foundation.design.render import page
from fourfold.foundation.scope.rows import Stale

F = TypeVar("F", bound=Form)


@dataclass(frozen=True)
class StandsNow:
    """What stands now where a stale form wanted to write: its version, and a text for each field by name."""

    version: str
    texts: dict[str, str]


def typed(request: TenantRequest, form_class: type[F], **kwargs: object) -> F:
    """The form with what was sent; with what was kept of it (``?kept=``) after a lost session; or fresh."""
    kept = kept_forms.taken_up(request) if request.method == "GET" else None
    if kept is not None:
        words = _(
            "This is what you were writing when you were signed out. Nothing has been sent yet."
        )
        messages.info(request, words)
        return form_class(kept, request=request, **kwargs)
    return form_class.bind(request, **kwargs)


def handled(
    request: TenantRequest,
    form: Form,
    do: Callable[[], str],
    *,
    stands_now: Callable[[], StandsNow] | None = None,
) -> HttpResponse | None:
    """Run `do`, which calls a verb and returns the next address, if the form was sent and is good.

    Returns the answer, or None if the page with the form is to be shown (again). The next page says what was done: in
    the words of `do`, if it left some, else in those of the form. A second press gets the first one's answer.
    A sentence from the rules stands above the form. A form whose row has changed meanwhile gets a
    page (409) with what was typed beside what `stands_now`; both are kept.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        address = act_once(form.once, do)
    except Impossible as reason:
        form.add_error(None, reason.sentence)
        return None
    except NotAllowed as reason:
        if reason.hidden:
            raise Http404 from None
        return refused(request, reason.sentence)
    except Stale:
        return _stale(request, form, stands_now() if stands_now else StandsNow("", {}))
    kept_forms.used(request)
    if form.done and not getattr(messages.get_messages(request), "added_new", False):
        messages.success(request, str(form.done))
    return to(address)


def pressed(request: TenantRequest, do: Callable[[], object], address: str) -> HttpResponse:
    """Run `do`, a verb behind a button without questions, and go on to `address`.

    What somebody had done already (a second press, a colleague) is left as it is; what the rules refuse is said at the
    head of the next page.
    """
    if request.method == "POST":
        try:
            do()
        except Impossible as reason:
            messages.error(request, reason.sentence)
        except NotAllowed as reason:
            if reason.hidden:
                raise Http404 from None
            return refused(request, reason.sentence)
        except Stale:
            messages.info(request, _("This had been done already."))
    return to(address)


def _stale(request: TenantRequest, form: Form, now: StandsNow) -> HttpResponse:
    kept_forms.keep(request)
    form.show_now(now.version)
    rows = [
        (form[name].label, str(form[name].value() or ""), now.texts[name])
        for name in form.fields
        if name in now.texts and str(form[name].value() or "") != now.texts[name]
    ]
    return page(
        request,
        "act/stale.html",
        title=_("Somebody else changed this while you were writing"),
        status=409,
        form=form,
        rows=rows,
    )
