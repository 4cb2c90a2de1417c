"""The screens of sessions: today's list and its taps, how one went, what was given, the start, my next lesson."""

from collections.abc import Iterable
from datetime import date, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.do.actions import Said, log_group, say_more, take_back
from fourfold.casework.do.counts import (
    deliveries_of,
)
from fourfold.casework.do.forms import MoreForm, TapForm, reasons
from fourfold.casework.do.lessons import (
    Helped,
    children_in,
    lesson_of,
    lines_of_earlier_cycles,
    lines_over,
    shared_with,
    works_in,
)
from fourfold.casework.do.lines import candidates_of, running_lines_of
from fourfold.casework.do.models import Session
from fourfold.casework.do.naming import my_next, my_next_with
from fourfold.casework.do.pages import (
    Card,
    GivenLine,
    Pile,
    called,
    card_of,
    given_line,
    piles,
)
from fourfold.casework.do.queries import (
    asked_before_lines,
    lines_for,
    lines_said_on,
    said_on,
    slots_on,
    to_be_given,
)
from fourfold.casework.people.models import Pupil, TeachingGroup
from fourfold.casework.people.queries import asked_for_calendar, calendar, groups_of
from fourfold.casework.people.relations import kept_from
from fourfold.casework.plan.in_force import beside_drafts
from fourfold.casework.plan.models import SupportLine
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.clock import is_open
from fourfold.domain.do import Delivery
from fourfold.domain.words import NotDelivered
from fourfold.foundation.access.entry import TenantRequest, enter, to
from fourfold.foundation.access.refusals import refused
from fourfold.foundation.act.handling import handled, typed
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.fields import Option
from fourfold.foundation.design.render import page
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.together import ask_together

# So far back something can be said of a day, and so far ahead a day is shown; the next school day always is.
EARLIEST = LATEST = timedelta(days=14)
LONGEST_HOLIDAY = 70
# How many lines of support, and how many children of a lesson, stand on a page; how many lines of each child.
LINES, CHILDREN, MOST = 20, 40, 8
# How many of a day's cards stand on a page; those of which nothing is said come first.
CARDS = 20


def _is_near(day: date, today: date) -> bool:
    return today - EARLIEST <= day <= (_furthest(today) if day > today else today)


def _named(text: str) -> date:
    """The day that an address names, or today. Raises `Http404` for what is none."""
    try:
        return date.fromisoformat(text) if text else clock.today()
    except ValueError:
        raise Http404 from None


def _day(text: str) -> date:
    """The day that an address names: today, or up to two weeks back. Raises `Http404` for another."""
    day, today = _named(text), clock.today()
    if day > today or not _is_near(day, today):
        raise Http404
    return day


def _school_day_after(day: date) -> date | None:
    terms = calendar()
    days = (day + timedelta(days=on) for on in range(1, LONGEST_HOLIDAY))
    return next((each for each in days if is_open(each, terms)), None)


def _furthest(today: date) -> date:
    return max(today + LATEST, _school_day_after(today) or today)


def _piles(request: TenantRequest, day: date) -> list[Pile]:
    actor = request.actor
    ask_together([*asked_before_lines(actor, day), said_on.of(actor, day)])
    slots = slots_on(lines_for(actor, day), day, calendar(), lines_said_on(actor, day))
    return piles(slots, actor.membership)


def _tap_form(request: TenantRequest, card: Card, *, sent: bool = False) -> TapForm:
    about = {"request": request, "prefix": f"{card.key}-{card.nth}"}
    form = TapForm(request.POST, **about) if sent else TapForm(**about)
    form.fields["there"].options = [
        Option(child.line.public_id, ui.person(child.name)) for child in card.open
    ]
    form.fields["there"].initial = [child.line.public_id for child in card.open]
    return form


def _form_at(request: TenantRequest, card: Card, refused: tuple[Card, TapForm] | None) -> TapForm:
    if refused and (card.key, card.nth) == (refused[0].key, refused[0].nth):
        return refused[1]
    return _tap_form(request, card)


def _school_day_before(day: date) -> date | None:
    terms = calendar()
    days = (day - timedelta(days=back) for back in range(1, EARLIEST.days))
    return next((each for each in days if is_open(each, terms)), None)


def _title(day: date, today: date) -> str:
    if day == today:
        return _("Today")
    return _("A day ahead") if day > today else _("An earlier day")


@enter(Action.SEE_TODAY)
def today_view(request: TenantRequest) -> HttpResponse:
    """The sessions of a day that the actor sees to, each a card with two big buttons; of a day ahead, to read."""
    return _list_page(request, _named(request.GET.get("day", "")))


def _list_page(
    request: TenantRequest, day: date, refused: tuple[Card, TapForm] | None = None
) -> HttpResponse:
    """The list of a day; with what was `refused` of a card shown at it, open and as it was typed."""
    today = clock.today()
    near = _is_near(day, today)
    listed = _piles(request, day) if near else []
    is_closed = not is_open(day, calendar())
    if not near and not (is_closed and abs((day - today).days) <= LONGEST_HOLIDAY):
        raise Http404
    before, after = _school_day_before(day), _school_day_after(day)
    part: ui.Part[Pile] = ui.part_of(request, listed, per=CARDS)
    return page(
        request,
        "do/today.html",
        setting=request.setting.public_id,
        title=_title(day, today),
        day=day,
        is_today=day == today,
        is_closed=is_closed,
        is_ahead=day > today,
        part=part,
        cards=[(card, _form_at(request, card, refused)) for card in map(card_of, part.rows)],
        refused=refused[1] if refused else None,
        within=f"?page={part.page}" if part.page > 1 else "",
        reasons=reasons(),
        left=sum(pile.left for pile in listed),
        before=before if before and before != today and _is_near(before, today) else None,
        after=after if after and after != today and _is_near(after, today) else None,
    )


@enter(Action.SEE_TODAY)
def tap_view(request: TenantRequest, day: str, line: str, nth: int) -> HttpResponse:
    """One tap on a card: the whole group, with exceptions; once, however often it arrives."""
    on = _day(day)
    address = _list_of(request, on)
    found = (each for each in _piles(request, on) if (each.key, each.nth) == (line, nth))
    card = next(map(card_of, found), None)
    if card is None:
        raise Http404
    form = _tap_form(request, card, sent=True)
    if request.method != "POST" or not card.open:
        return to(address)
    if not form.is_valid():
        return _list_page(request, on, (card, form))
    if not form.cleaned_data["how"]:
        return to(address)
    try:
        _log(request, card, form, on)
    except Impossible as reason:
        form.add_error(
            "others_why" if form.cleaned_data["how"] == "done" else "why", reason.sentence
        )
        return _list_page(request, on, (card, form))
    except NotAllowed as reason:
        return refused(request, reason.sentence)
    return to(f"{address}#card-{card.key}-{card.nth}")


def _log(request: TenantRequest, card: Card, form: TapForm, on: date) -> None:
    how = form.cleaned_data["how"]
    because = None if how == "done" else NotDelivered(how)
    there = (
        set(form.cleaned_data["there"]) if card.is_group else {c.line.public_id for c in card.open}
    )
    others = NotDelivered(form.cleaned_data["others"] or NotDelivered.ABSENT)
    note = form.cleaned_data["why" if because else "others_why"]
    log_group(
        request.setting,
        to_be_given((child.line for child in card.open), request.actor, on),
        Said(on, form.once, because, card.nth, note=note),
        {}
        if because
        else {c.line.public_id: others for c in card.open if c.line.public_id not in there},
        actor=request.actor,
        today=clock.today(),
    )


@enter(Action.LOG_SESSION, session="session")
def undo_view(request: TenantRequest, session: Session) -> HttpResponse:
    """Take a mistaken tap back."""
    if request.method == "POST":
        try:
            take_back(session, actor=request.actor)
            messages.success(request, _("Taken back. It can be said again."))
        except Stale:
            messages.success(request, _("It had been taken back already."))
    return to(_list_of(request, session.on))


def _list_of(request: TenantRequest, day: date) -> str:
    """The list of a day, and the part of it from which somebody came."""
    asked = {"day": "" if day == clock.today() else day.isoformat()}
    asked["page"] = request.GET.get("page", "") if request.GET.get("page", "").isdecimal() else ""
    query = urlencode({name: value for name, value in asked.items() if value})
    address = reverse("do:today", kwargs={"setting": request.setting.public_id})
    return f"{address}?{query}" if query else address


@enter(Action.LOG_SESSION, session="session")
def more_view(request: TenantRequest, session: Session) -> HttpResponse:
    """How a session went, if wished."""
    form = typed(
        request,
        MoreForm,
        initial={"rating": session.rating, "count": session.count, "note": session.note},
    )

    def do() -> str:
        say_more(
            session,
            actor=request.actor,
            rating=form.cleaned_data["rating"] or None,
            count=form.cleaned_data["count"],
            note=form.cleaned_data["note"],
        )
        return _list_of(request, session.on)

    return handled(request, form, do) or page(
        request,
        "do/more.html",
        setting=request.setting.public_id,
        title=_("How did it go?"),
        form=form,
        what=session.line.what,
        name=called(session.pupil),
        back=_list_of(request, session.on),
    )


@enter(Action.SEE_SUPPORT, look="support.given", child="child")
def given_view(request: TenantRequest, child: Pupil) -> HttpResponse:
    """What was given of what was planned, line by line, for those who work with the child."""
    today = clock.today()
    beside = [beside_drafts.of(child.pk), lines_over.of(child), *asked_for_calendar()]
    ask_together([candidates_of.of(child.pk, today), *beside])
    running = running_lines_of(child, today)
    part: ui.Part[SupportLine] = ui.part_of(request, running, per=LINES)
    before: ui.Part[SupportLine] = ui.part_of(
        request, lines_of_earlier_cycles(child), per=LINES, name="earlier", anchor="earlier"
    )
    given = deliveries_of([*part.rows, *before.rows], clock.today())
    return page(
        request,
        "do/given.html",
        setting=request.setting.public_id,
        title=_name_and(child, _("%(name)s: support given so far")),
        lines=part.holding([given_line(line, given[line.pk]) for line in part.rows]),
        earlier=before.holding(_with_cycle(before.rows, given)),
    )


def _with_cycle(
    lines: Iterable[SupportLine], given: dict[int, Delivery]
) -> list[tuple[int, GivenLine]]:
    """Each line with the number of its cycle: two of them may have the same words."""
    return [(line.plan.cycle.number, given_line(line, given[line.pk])) for line in lines]


def _name_and(child: Pupil, words: str) -> Markup:
    return Markup(words) % {"name": ui.person(str(child))}  # noqa: S704  (our own catalogue)


def _at(request: TenantRequest, child: Pupil) -> dict[str, str]:
    return {"setting": request.setting.public_id, "child": child.public_id}


@enter(Action.SEE_STORY, look="support.family", child="child")
def family_view(request: TenantRequest, child: Pupil) -> HttpResponse:
    """What was given, for the family: the lines that were shared with this very person, as they were shared."""
    if not request.actor.is_family:
        return to(reverse("do:given", kwargs=_at(request, child)))
    given_to = shared_with(request.actor, child)
    shared: ui.Part[SupportLine] = ui.part_of(request, given_to.lines, per=LINES)
    lines = given_to.as_shared(shared.rows)
    given = deliveries_of(lines, clock.today())
    return page(
        request,
        "do/family.html",
        setting=request.setting.public_id,
        child=child,
        title=_("What was done for you")
        if request.actor.is_young_person
        else _name_and(child, _("%(name)s: what was done")),
        lines=shared.holding(_with_cycle(lines, given)),
    )


@enter(Action.SEE_TODAY)
def lessons_view(request: TenantRequest) -> HttpResponse:
    """Pick a group; one group alone is shown at once."""
    mine = TeachingGroup.objects.filter(pk__in=groups_of(request.actor, clock.today()))
    groups = list(mine.order_by("search_key"))
    if len(groups) == 1:
        return to(_lesson_address(request, groups[0]))
    return page(
        request,
        "do/lessons.html",
        setting=request.setting.public_id,
        title=my_next(request.actor),
        groups=[(group, _lesson_address(request, group)) for group in groups],
    )


def _lesson_address(request: TenantRequest, group: TeachingGroup) -> str:
    ids = {"setting": request.setting.public_id, "group": group.public_id}
    return reverse("do:lesson", kwargs=ids)


@enter(Action.SEE_TODAY, look="lesson", group="group")
def lesson_view(request: TenantRequest, group: TeachingGroup) -> HttpResponse:
    """Each child of a group who has a plan: what to do, what to do differently, and the target."""
    today = clock.today()
    beside = [kept_from.of(request.actor, today), beside_drafts.of(None)]
    ask_together([works_in.of(request.actor, group.pk, today), *beside])
    if not works_in(request.actor, group.pk, today):
        raise Http404
    barred = kept_from(request.actor, today)
    part: ui.Part[Helped] = ui.part_of(request, children_in(group, today, barred), per=CHILDREN)
    return page(
        request,
        "do/lesson.html",
        setting=request.setting.public_id,
        title=my_next_with(request.actor, group.name),
        children=part.holding(lesson_of(part.rows)),
        most=MOST,
    )
