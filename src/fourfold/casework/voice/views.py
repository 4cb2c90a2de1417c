"""The pages of views: ask, give, write down, read first."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.people.models import Contact, Pupil
from fourfold.casework.people.queries import (
    asked_for_calendar,
    contact_of,
    informed_family,
    way_to,
)
from fourfold.casework.people.rules import rules_here
from fourfold.casework.voice import actions
from fourfold.casework.voice.choices import AskedHow, Way
from fourfold.casework.voice.forms import (
    CHILD,
    AskForm,
    ChildForm,
    GiveForm,
    WriteDownForm,
    person_options,
)
from fourfold.casework.voice.models import Contribution
from fourfold.casework.voice.pages import (
    chosen_rows,
    unread_late,
    what_came_of_it,
    what_was_sent,
)
from fourfold.casework.voice.queries import (
    READ_FIRST,
    asks_of,
    is_own,
    sent_by,
    to_read,
)
from fourfold.casework.voice.readers import holders, readers_of
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import handled, pressed, typed
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.components import Row, person
from fourfold.foundation.design.fields.form import Form
from fourfold.foundation.design.render import page
from fourfold.foundation.design.words import Words
from fourfold.foundation.due.queries import not_met
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import ask_together

# Whoever was asked for views in these days is not ticked beforehand to be asked again.
LATELY = timedelta(days=14)


def _to(request: TenantRequest, name: str, **parts: str) -> str:
    return reverse(name, kwargs={"setting": request.setting.public_id, **parts})


def _named(words: str, name: str) -> Markup:
    return Markup(words) % {"name": person(name)}  # noqa: S704  (our own catalogue)


def reader_name(child: Pupil) -> str:
    """How the named adult is called who reads first what is sent about a child; empty where there is none."""
    reader = readers_of({child.public_id}, clock.today()).get(child.public_id)
    return reader.called if reader else ""


def speak_now(actor: Actor) -> dict[str, Any]:
    """For ``voice/speak_now.html``: how the designated safeguarding lead is called, and whether the actor is one."""
    leads = holders(Role.SAFEGUARDING_LEAD, clock.today())
    return {
        "lead": next((each.called for each in leads), ""),
        "is_lead": Role.SAFEGUARDING_LEAD in actor.roles,
    }


def _carers(child: Pupil) -> dict[str, Contact]:
    return {care.contact.public_id: care.contact for care in informed_family(child, clock.today())}


def _reached(child: Pupil, carers: dict[str, Contact]) -> list[str]:
    """Whom a message reaches: by public id, and the child by an account of their own."""
    found = [key for key, contact in carers.items() if contact.membership_id]
    return [*found, CHILD] if way_to(child, None) else found


def _to_ask(child: Pupil, carers: dict[str, Contact], today: date) -> list[str]:
    """Whom a message reaches and who was not asked these two weeks: nobody gets the same questions twice unmeant."""
    lately = {
        each.contact.public_id if each.contact else CHILD
        for each in asks_of(child, since=today - LATELY)
        if each.reached_on or each.is_on_its_way
    }
    return [key for key in _reached(child, carers) if key not in lately]


@enter(Action.ASK_VIEWS, child="child")
def ask(request: TenantRequest, child: Pupil) -> HttpResponse:
    """Ask each carer and the child for their views, and see who was asked before."""
    today, carers = clock.today(), _carers(child)
    people = person_options([(key, str(each)) for key, each in carers.items()], str(child))
    form = typed(
        request,
        AskForm,
        people=people,
        initial={"who": _to_ask(child, carers, today), "how": "message"},
    )
    form.fields["reply_by"].earliest = today

    def do() -> str:
        who = form.cleaned_data["who"]
        actions.ask_views(
            child,
            [carers[key] for key in who if key != CHILD],
            child=CHILD in who,
            how=form.cleaned_data["how"],
            reply_by=form.cleaned_data["reply_by"],
            actor=request.actor,
            today=today,
        )
        by_message = form.cleaned_data["how"] == AskedHow.MESSAGE
        done = _("The messages that ask them are on their way.")
        messages.success(request, done if by_message else _("It is noted that they were asked."))
        return _to(request, "voice:ask", child=child.public_id)

    return handled(request, form, do) or page(
        request,
        "voice/ask.html",
        title=_named(_("Ask for views about %(name)s"), child.given_name),
        form=form,
        child=child,
        asks=asks_of(child, since=child.joined_on or date.min),
        may_write=may(Action.WRITE_DOWN_VIEWS, request.actor, child),
        reader=reader_name(child),
    )


@enter(Action.GIVE_VIEWS, child="child")
def give(request: TenantRequest, child: Pupil) -> HttpResponse:
    """Three questions to a carer, or to the young person, on a phone."""
    contact = contact_of(request.actor)
    form = typed(request, GiveForm, initial={"language": contact.language if contact else ""})

    def do() -> str:
        actions.give_views(child, form.said(), actor=request.actor, today=clock.today())
        return _to(request, "voice:sent", child=child.public_id)

    return handled(request, form, do) or page(
        request,
        "voice/give.html",
        title=_("Three questions for you")
        if request.actor.is_young_person
        else _named(_("Three questions about %(name)s"), child.given_name),
        form=form,
        child=child,
        reader=reader_name(child),
    )


def _child_form(request: TenantRequest, child: Pupil, *, by_staff: bool) -> HttpResponse:
    own = request.actor.is_young_person
    form = typed(request, ChildForm)
    if own:
        form.fields["words"].help_text = ""

    def do() -> str:
        today = clock.today()
        if by_staff:
            actions.write_down_views(child, None, form.said(), actor=request.actor, today=today)
        else:
            actions.give_views(child, form.said(), actor=request.actor, today=today, of_child=True)
        return _to(request, "voice:sent", child=child.public_id)

    return handled(request, form, do) or page(
        request,
        "voice/child.html",
        title=_("What you think") if own else _named(_("What %(name)s thinks"), child.given_name),
        form=form,
        child=child,
        reader=reader_name(child),
        back=_to(request, "voice:ask", child=child.public_id) if by_staff else "",
    )


@enter(Action.GIVE_VIEWS, child="child")
def child_view(request: TenantRequest, child: Pupil) -> HttpResponse:
    """The child's own view, with a parent beside, or the young person alone."""
    return _child_form(request, child, by_staff=False)


@enter(Action.WRITE_DOWN_VIEWS, child="child")
def child_with_staff(request: TenantRequest, child: Pupil) -> HttpResponse:
    """The child's own view, with a member of staff beside."""
    return _child_form(request, child, by_staff=True)


@enter(Action.WRITE_DOWN_VIEWS, child="child")
def write_down(request: TenantRequest, child: Pupil) -> HttpResponse:
    """Staff write down what a carer or the child said."""
    carers = _carers(child)
    people = person_options([(key, str(each)) for key, each in carers.items()], str(child))
    form = typed(request, WriteDownForm, people=people, initial={"way": str(Way.SPOKEN)})

    def do() -> str:
        who = form.cleaned_data["who"]
        actions.write_down_views(
            child,
            None if who == CHILD else carers[who],
            form.said(),
            actor=request.actor,
            today=clock.today(),
        )
        return _to(request, "voice:sent", child=child.public_id)

    return handled(request, form, do) or page(
        request,
        "voice/write_down.html",
        title=_("Write down what was said"),
        form=form,
        child=child,
        reader=reader_name(child),
    )


@dataclass(frozen=True)
class Sent:
    """One thing that this person sent: what it was, how it stands, and whether its words are theirs to read again."""

    row: Contribution
    what: Words
    stands: Words
    chosen: list[Row]
    own: bool


def _sent(row: Contribution, actor: Actor) -> Sent:
    own = actor.is_family and is_own(row, actor)
    chosen = chosen_rows(row) if own else []
    return Sent(row, what_was_sent(row, actor), what_came_of_it(row, actor), chosen, own)


def _title_of_sent(actor: Actor, child: Pupil) -> Words:
    if actor.is_young_person:
        return _("What you told us")
    if actor.is_family:
        return _named(_("What you told us about %(name)s"), child.given_name)
    return _named(_("What you wrote down about %(name)s"), child.given_name)


@enter(Action.SEE_CHILD, look="views.own", child="child")
def sent(request: TenantRequest, child: Pupil) -> HttpResponse:
    """What this person sent about the child, and what came of it; to a family member in their own words.

    Staff who wrote down what was said see here when, and no words: those are read on the child's page once they may be.
    """
    actor = request.actor
    part = ui.part_of(request, sent_by(actor, child))
    family = actor.is_family
    return page(
        request,
        "voice/sent.html",
        title=_title_of_sent(actor, child),
        child=child,
        part=part.holding([_sent(row, actor) for row in part.rows]),
        waits=any(row.read_on is None for row in part.rows),
        reader=reader_name(child),
        is_family=family,
    )


@enter(Action.READ_CONTRIBUTION)
def waiting(request: TenantRequest) -> HttpResponse:
    """What children and families sent and nobody has read: the list that comes first, and how late each is."""
    today = clock.today()
    ask_together([to_read.of(request.actor, today), not_met.of(READ_FIRST), *asked_for_calendar()])
    return page(
        request,
        "voice/waiting.html",
        title=_("Read first"),
        rows=to_read(request.actor, today),
        late=unread_late(not_met(READ_FIRST), rules_here(today)),
    )


@enter(Action.READ_CONTRIBUTION, look="contribution.read", contribution="contribution")
def read(request: TenantRequest, contribution: Contribution) -> HttpResponse:
    """Read what was sent, and say so: from then on those who work with the child are shown it."""
    form = Form.bind(request)
    lists = may(Action.READ_CONTRIBUTION, request.actor, request.setting)
    back = _to(request, "voice:waiting" if lists else "desk:home")
    if request.method == "POST":
        return pressed(
            request,
            lambda: actions.read_contribution(
                contribution, actor=request.actor, today=clock.today()
            ),
            back,
        )
    return page(
        request,
        "voice/read.html",
        title=_("Read first"),
        form=form,
        row=contribution,
        chosen=chosen_rows(contribution),
        way=_(Way(contribution.way).label),
        who=str(contribution.contact or contribution.pupil),
        **speak_now(request.actor),
        back=back,
    )
