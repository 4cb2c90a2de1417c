"""The pages on which the picture of a child is put together, before a plan is written."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.assess import actions
from fourfold.casework.assess.arrived import missing, ways_to_read
from fourfold.casework.assess.forms import (
    ChangeForm,
    NeedForm,
    ObservationForm,
    StrengthForm,
)
from fourfold.casework.assess.models import Line, Need, Observation, Strength
from fourfold.casework.assess.queries import asked_of_picture, picture_of
from fourfold.casework.cycles.facts import asked_of_cycle, facts_of
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.identify.letters import fingerprint
from fourfold.casework.identify.models import Decision
from fourfold.casework.identify.queries import support_decision
from fourfold.casework.people.queries import informed_family, roll_notes
from fourfold.casework.people.who import staff_seeing
from fourfold.casework.voice.models import Contribution
from fourfold.casework.voice.pages import chosen_rows
from fourfold.casework.voice.queries import views_to_read
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.cycle import Stage, check, conditions_of
from fourfold.domain.need_types import need_type
from fourfold.domain.words import AreaOfNeed
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.access.models import Membership
from fourfold.foundation.act.handling import StandsNow, handled, pressed, typed
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.components import person
from fourfold.foundation.design.format import long_day
from fourfold.foundation.design.render import page
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.together import ask_in_turns

LINES = 20


def _to(request: TenantRequest, name: str, **parts: str) -> str:
    return reverse(name, kwargs={"setting": request.setting.public_id, **parts})


def _named(words: str, name: str) -> Markup:
    return Markup(words) % {"name": person(name)}  # noqa: S704  (our own catalogue)


def _area_words(need: Need | Decision) -> list[str]:
    return [_(AreaOfNeed(area).label) for area in need.areas]


@dataclass(frozen=True)
class FromList:
    """A type of need that a list of the school named: in words, and from which day it is known."""

    words: str
    on: date


def _from_list(cycle: Cycle) -> FromList | None:
    """The type of need that the newest list says, if one does: what came with the child, and nobody here decided."""
    said = [note for note in roll_notes(cycle.pupil) if note.what == "need_type"]
    if not said:
        return None
    note = said[-1]
    known = need_type(note.code, note.noted_on) if note.code else None
    words = f"{_(known.label)} ({known.code})" if known else note.text
    return FromList(words, note.noted_on)


def _of_decision(cycle: Cycle) -> Decision | None:
    """The decision by which this cycle began, if a need was said with it: it is offered, and not typed twice."""
    found = support_decision(cycle.pupil)
    is_said = found and found.cycle_id == cycle.pk and (found.about_child or found.areas)
    return found if is_said else None


def _part(request: TenantRequest, rows: list[Any], name: str) -> ui.Part[Any]:
    """The part of one list of the picture that is asked for; each card has its own."""
    return ui.part_of(request, rows, per=LINES, name=name, anchor=name)


# What is asked for before a plan is written.
PLANNING = conditions_of("write_plan")


@enter(Action.SEE_NEEDS, look="picture", cycle="cycle")
def picture(request: TenantRequest, cycle: Cycle) -> HttpResponse:
    """Strengths first, then needs, what was seen, and beside them each voice in its own words."""
    today, actor = clock.today(), request.actor
    unread = views_to_read.of(actor, cycle.pupil, today)
    beside = [*asked_of_picture(cycle, actor), roll_notes.of(cycle.pupil), unread]
    ask_in_turns([*asked_of_cycle(cycle, today, PLANNING), iter([beside])])
    seen, facts = picture_of(cycle, actor), facts_of(cycle, today, PLANNING)
    verdict = check("write_plan", Stage(cycle.stage), facts)
    asked = {ask.contact_id for ask in seen.asks}
    heard = {said.contact_id for said in seen.views}
    needs: ui.Part[Need] = _part(request, seen.needs[::-1], "needs")
    views: ui.Part[Contribution] = _part(request, seen.views, "voices")
    may_write = may(Action.WRITE_ASSESSMENT, actor, cycle)
    is_offered = may_write and not verdict.not_from_here and not seen.needs
    offered = _of_decision(cycle) if is_offered else None
    # Who was asked and answered is for those who ask; what was said and read stands below for all who see needs.
    may_ask = may(Action.ASK_VIEWS, actor, cycle.pupil)
    family = informed_family(cycle.pupil, today) if may_ask else []
    ways = ways_to_read(cycle, actor, today)
    people: list[tuple[str, int | None, str]] = [
        (str(care.contact), care.contact_id, care.contact.public_id) for care in family
    ]
    people.append((str(cycle.pupil), None, cycle.pupil.public_id))
    return page(
        request,
        "assess/picture.html",
        title=_named(_("The picture of %(name)s"), str(cycle.pupil)),
        cycle=cycle,
        child=cycle.pupil,
        seen=seen,
        strengths=_part(request, seen.strengths[::-1], "strengths"),
        needs=needs.holding([(each, _area_words(each)) for each in needs.rows]),
        observations=_part(request, seen.observations[::-1], "seen"),
        views=views.holding([(each, chosen_rows(each)) for each in views.rows]),
        voices=[
            (name, ways.get(whose, ("", ""))[1], key in heard, key in asked)
            for name, key, whose in people
        ],
        in_assess=not verdict.not_from_here,
        from_list=_from_list(cycle),
        open_=() if verdict.not_from_here else missing(verdict.open, cycle, actor, facts, ways),
        may_write=may_write,
        may_observe=may(Action.ADD_OBSERVATION, actor, cycle),
        may_ask=may_ask,
        may_plan=may(Action.WRITE_PLAN, actor, cycle),
        offered=offered,
        offered_areas=_area_words(offered) if offered else [],
    )


def _add(request: TenantRequest, cycle: Cycle, form: Any, write: Any, words: dict) -> HttpResponse:
    def do() -> str:
        write()
        return _to(request, "assess:picture", cycle=cycle.public_id)

    return handled(request, form, do) or page(
        request, "assess/form.html", form=form, cycle=cycle, **words
    )


@enter(Action.WRITE_ASSESSMENT, cycle="cycle")
def add_strength(request: TenantRequest, cycle: Cycle) -> HttpResponse:
    """Write down a strength."""
    form = typed(request, StrengthForm)

    def write() -> Strength:
        words = form.cleaned_data["words"]
        return actions.add_strength(cycle, words, actor=request.actor, today=clock.today())

    words = {"title": _("A strength"), "lead": _("Support builds on what a child can do.")}
    return _add(request, cycle, form, write, words)


def _possible_readers(cycle: Cycle, request: TenantRequest) -> list[Membership]:
    """Staff to whom the picture is open anyway: naming somebody never opens a door to a child."""
    seeing = staff_seeing(Action.SEE_NEEDS, cycle.pupil, clock.today())
    return [each for each in seeing if each.pk != request.actor.membership]


@enter(Action.WRITE_ASSESSMENT, cycle="cycle")
def add_need(request: TenantRequest, cycle: Cycle) -> HttpResponse:
    """Write down a need, in words about this child; ``?from=decision`` begins with what was said when it was made."""
    people = _possible_readers(cycle, request)
    decision = _of_decision(cycle) if request.GET.get("from") == "decision" else None
    said = {"words": decision.about_child, "areas": decision.areas} if decision else {}
    form = typed(request, NeedForm, people=people, initial=said)

    def write() -> Need:
        answers = form.cleaned_data
        return actions.add_need(
            cycle,
            answers["words"],
            answers["areas"],
            actor=request.actor,
            today=clock.today(),
            readers=[each for each in people if each.public_id in answers["readers"]],
        )

    words = {
        "title": _("A need"),
        "lead": _("Four areas, any number at once; what counts are the words. Code 6.27."),
    }
    if decision:
        from_ = _("This was said with the decision of %(day)s. Change what you like, and save it.")
        words["lead"] = from_ % {"day": long_day(decision.on)}
    return _add(request, cycle, form, write, words)


@enter(Action.ADD_OBSERVATION, cycle="cycle")
def add_observation(request: TenantRequest, cycle: Cycle) -> HttpResponse:
    """Write down what was seen, where and when."""
    today = clock.today()
    form = typed(request, ObservationForm, today=today, initial={"seen_on": today})

    def write() -> Observation:
        answers = form.cleaned_data
        return actions.add_observation(
            cycle,
            answers["words"],
            answers["place"],
            answers["seen_on"],
            actor=request.actor,
            today=today,
            part_of_day=answers["part_of_day"],
        )

    words = {"title": _("What you saw"), "lead": _("Place, time, and what happened.")}
    if not may(Action.SEE_NEEDS, request.actor, cycle):
        return _observed(request, cycle, form, write, words)
    return _add(request, cycle, form, write, words)


def _observed(
    request: TenantRequest, cycle: Cycle, form: Any, write: Any, words: dict
) -> HttpResponse:
    """For those who add what they saw and do not see the picture: back to the child's page."""

    def do() -> str:
        write()
        return _to(request, "desk:child", child=cycle.pupil.public_id)

    return handled(request, form, do) or page(
        request, "assess/form.html", form=form, cycle=cycle, **words
    )


def _version(line: Line) -> str:
    return fingerprint(line.words)[:16]


def _change(request: TenantRequest, line: Line) -> HttpResponse:
    form = typed(request, ChangeForm, initial={"words": line.words}, seen=_version(line))

    def do() -> str:
        if form.seen != _version(line):
            raise Stale
        words = form.cleaned_data["words"]
        actions.change_line(line, line.words, actor=request.actor, words=words)
        return _to(request, "assess:picture", cycle=line.cycle.public_id)

    def now() -> StandsNow:
        line.refresh_from_db()
        return StandsNow(_version(line), {"words": line.words})

    return handled(request, form, do, stands_now=now) or page(
        request,
        "assess/form.html",
        title=_("Put it in other words"),
        lead=_("That it was changed, by whom and when, stays on the trail."),
        form=form,
        cycle=line.cycle,
    )


def _take_out(request: TenantRequest, line: Line) -> HttpResponse:
    return pressed(
        request,
        lambda: actions.take_out(line, actor=request.actor, today=clock.today()),
        _to(request, "assess:picture", cycle=line.cycle.public_id),
    )


@enter(Action.WRITE_ASSESSMENT, strength="strength")
def change_strength(request: TenantRequest, strength: Strength) -> HttpResponse:
    """A strength in other words."""
    return _change(request, strength)


@enter(Action.WRITE_ASSESSMENT, need="need")
def change_need(request: TenantRequest, need: Need) -> HttpResponse:
    """A need in other words."""
    return _change(request, need)


@enter(Action.WRITE_ASSESSMENT, strength="strength")
def take_out_strength(request: TenantRequest, strength: Strength) -> HttpResponse:
    """A strength no longer belongs to the picture."""
    return _take_out(request, strength)


@enter(Action.WRITE_ASSESSMENT, need="need")
def take_out_need(request: TenantRequest, need: Need) -> HttpResponse:
    """A need no longer belongs to the picture."""
    return _take_out(request, need)
