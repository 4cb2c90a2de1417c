"""From a form to a verb and on: once, in plain words when it cannot be, and nothing that was typed is lost."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from fourfold.config import clock
from fourfold.foundation.access import kept_forms
from fourfold.foundation.access.entry import TenantRequest, to
from fourfold.foundation.access.models import KeptForm
from fourfold.foundation.access.refusals import refused
from fourfold.foundation.act.once import act_once, first_answer, mark_of_words, say_once
from fourfold.foundation.act.verbs import Impossible, NotAllowed, Over
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import Form, LongTextField, TextField
from fourfold.foundation.design.fields.standing import in_words
from fourfold.foundation.design.format import as_date, day, moment
from fourfold.foundation.design.format import clock as time_of
from fourfold.foundation.design.render import page
from fourfold.foundation.design.words import Words
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.trail.written import last_written

F = TypeVar("F", bound=Form)


@dataclass(frozen=True)
class StandsNow:
    """What stands now where a stale form wanted to write: its version, and the value of each field by name.

    `over` is a sentence that says what was done and by whom, where the form cannot be taken any more; `instead` then is
    what can be done about it, with its address, which takes up what was typed where it `goes_on` there. `about` says of
    a field to what it belongs, where its words do not.
    """

    version: str
    values: Mapping[str, Any]
    over: Words = ""
    instead: tuple[Words, str] | None = None
    about: Mapping[str, Words] = field(default_factory=dict)
    goes_on: bool = False


def typed(
    request: TenantRequest, form_class: type[F], *, over: bool = False, **kwargs: object
) -> F:
    """The form with what was sent; with what was kept of it (``?kept=``); or fresh. What else waits here is said.

    Where the form is `over`, so that nobody can send it any more, what was kept is to be read and discarded.
    """
    if request.method != "GET":
        return form_class.bind(request, **kwargs)
    here = kept_forms.kept_here(request)
    if over:
        _say_over(request, here)
        return form_class.bind(request, **kwargs)
    if here.waiting:
        messages.info(request, _waiting(here.waiting))
    data = kept_forms.typed_in(here.taken_up, here.taken_up.owner) if here.taken_up else None
    if here.taken_up is None or data is None:
        return form_class.bind(request, **kwargs)
    said = _("What you were writing on %(day)s was kept for you. Nothing has been sent yet.")
    way = _way_to(here.taken_up, _("See it, or discard it"))
    messages.info(request, Markup(" ").join([said % {"day": _day_of(here.taken_up)}, way]))
    form = form_class(data, request=request, **kwargs)
    form.goes_on_from(here.taken_up.public_id)
    return form


def _say_over(request: TenantRequest, here: kept_forms.KeptHere) -> None:
    texts = [*([here.taken_up] if here.taken_up else []), *here.waiting]
    if not texts:
        return
    said = ngettext(
        "%(n)s text that you began on this page was kept for you. It cannot be sent any more.",
        "%(n)s texts that you began on this page were kept for you. They cannot be sent any more.",
        len(texts),
    ) % {"n": len(texts)}
    words = _("Read or discard number %(n)s")
    links = [_way_to(each, words % {"n": number}) for number, each in enumerate(texts, 1)]
    messages.info(request, Markup(" ").join([said, *links]))


def _day_of(kept: KeptForm) -> str:
    return day(kept.at.date(), clock.today())


def _waiting(kept: list[KeptForm]) -> Markup:
    said = ngettext(
        "%(n)s text that you began on this page is waiting for you to send or discard it.",
        "%(n)s texts that you began on this page are waiting for you to send or discard them.",
        len(kept),
    ) % {"n": len(kept)}
    words = _("See what is waiting: number %(n)s")
    links = [_way_to(each, words % {"n": number}) for number, each in enumerate(kept, 1)]
    return Markup(" ").join([said, *links])


def _way_to(kept: KeptForm, words: str) -> Markup:
    """The way to a kept text, where it is read, gone on with or discarded."""
    return ui.link(words, reverse("access:kept", kwargs={"kept": kept.public_id}))


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
    page (409) with what was typed beside what `stands_now`; both are kept. So does one that cannot be taken any more.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        address = act_once(
            form.once, partial(_told, request, form, do) if form.said_already else do
        )
    except Over as reason:
        now = stands_now() if stands_now else StandsNow("", {})
        return _stale(request, form, replace(now, over=now.over or reason.shown))
    except Impossible as reason:
        form.add_error(reason.about, reason.sentence)
        return None
    except NotAllowed as reason:
        if reason.hidden:
            raise Http404 from None
        return refused(request, reason.sentence)
    except Stale as stale:
        now = stands_now() if stands_now else StandsNow("", {})
        return _stale(request, form, now, stale)
    kept_forms.used(request)
    if form.done and not getattr(messages.get_messages(request), "added_new", False):
        messages.success(request, str(form.done))
    return to(address)


def _told(request: TenantRequest, form: Form, do: Callable[[], str]) -> str:
    """Run `do`, unless this person sent the same words from this page a short time ago: then say so, and go there."""
    names = sorted(name for name in request.POST if kept_forms.is_answer(name))
    sent = [text for name in names for text in (name, *request.POST.getlist(name))]
    mark = mark_of_words(request.actor.public_id, request.path, *sent)
    address, before = say_once(mark, do)
    if before is not None:
        messages.info(request, str(form.said_already) % {"time": time_of(before)})
    return address


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


def _by_whom(request: TenantRequest, stale: Stale | None) -> Words:
    """Who changed what was being written: oneself, in another window, or somebody else, who is not named."""
    child = next((row.child_public_id() for row in stale.rows), None) if stale else None
    rows = [row.public_id for row in stale.rows] if stale else []
    link = last_written(rows, child or "") if rows else None
    if link is None or link.actor != request.actor.public_id:
        return _("Somebody else changed this while you were writing")
    if as_date(link.at) != clock.today():
        return _("You changed this in another window on %(when)s") % {"when": moment(link.at)}
    return _("You changed this at %(time)s in another window") % {"time": time_of(link.at)}


def too_late(request: TenantRequest, form: Form, now: StandsNow) -> HttpResponse:
    """The answer to a form that cannot be taken any more, good or not; a second press gets the first one's answer.

    For a page that is over before the form is looked at. What was typed is shown beside what stands `now`, and kept; so
    is a kept text with which somebody goes on.
    """
    first = first_answer(form.once) if request.method == "POST" else ""
    return to(first) if first else _stale(request, form, now)


def _kept_of(request: TenantRequest) -> KeptForm | None:
    if request.method == "POST":
        return kept_forms.keep(request)
    return kept_forms.kept_here(request).taken_up


def _stale(
    request: TenantRequest, form: Form, now: StandsNow, stale: Stale | None = None
) -> HttpResponse:
    rows = _all_of(form, now) if now.over else []
    kept = _kept_of(request) if rows or not now.over else None
    carried: list[Words] = []
    if not now.over:
        typed_in = {name: form[name].value() for name in form.fields}
        found = form.stands_now(now.values)
        rows = [_row(form, name, typed_in[name], now) for name in found.both]
        carried = [form[name].label for name in found.carried]
    form.show_now(now.version)
    if kept:
        form.goes_on_from(kept.public_id)
    return page(
        request,
        "act/stale.html",
        title=_("This has been done already") if now.over else _by_whom(request, stale),
        status=409 if request.method == "POST" else 200,
        form=Form(request=request) if now.over else form,
        rows=rows,
        carried=carried,
        over=now.over,
        instead=_instead(now, kept),
        discard=kept and reverse("access:kept", kwargs={"kept": kept.public_id}),
        plain=Form(request=request),
    )


def _instead(now: StandsNow, kept: KeptForm | None) -> tuple[Words, str] | None:
    if not (now.instead and now.goes_on and kept):
        return now.instead
    words, address = now.instead
    return words, kept_forms.offered_at(kept, address)


def _row(form: Form, name: str, typed_in: Any, now: StandsNow) -> tuple[Words, str, str]:
    """Of a question: its words, what was typed, and what stands now where that is another."""
    asked, label = form.fields[name], form[name].label
    about = now.about.get(name)
    theirs = in_words(asked, now.values[name]) if name in now.values else ""
    return (
        (ui.filled("%(about)s: %(label)s", about=about, label=label) if about else label),
        in_words(asked, typed_in),
        theirs,
    )


def _all_of(form: Form, now: StandsNow) -> list[tuple[Words, str, str]]:
    """What was typed into a form that is not shown again: each question that now has another answer, and each text."""
    rows = [_row(form, name, form[name].value(), now) for name in form.fields]
    text = [isinstance(each, LongTextField | TextField) for each in form.fields.values()]
    named = [name in now.values for name in form.fields]
    return [
        row
        for row, words, known in zip(rows, text, named, strict=True)
        if (known and row[1] != row[2]) or (words and not known and row[1])
    ]
