"""The pages that put several rooms on one screen: the home of each role, a child's page, what is due."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.cycles.story import EVERYTHING, story_of
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import children_of, contact_of
from fourfold.casework.people.rules import rules_here
from fourfold.casework.voice.pages import chosen_rows
from fourfold.config import clock
from fourfold.desk import child as childs_page
from fourfold.desk import homes, welcome
from fourfold.desk.doing import whole_setting
from fourfold.desk.duties import (
    FIRST_DUTIES,
    all_duties_about,
    aside_lines,
    duties_here,
    lines,
    may_know,
)
from fourfold.desk.family import besides, cards_of, next_meeting, supports_of
from fourfold.desk.forms import SetAsideForm
from fourfold.desk.moves import buttons, given_plans, open_reviews, plan_in_force
from fourfold.desk.unsent import kept_in, told
from fourfold.domain.access import Action
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.access.models import KeptForm
from fourfold.foundation.act.handling import handled, pressed, typed
from fourfold.foundation.act.set_aside import set_aside, take_up_again
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.components import person
from fourfold.foundation.design.render import page
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.queries import open_rows
from fourfold.foundation.scope.addresses import reverse

# How many of a list stand on a page that has others beside it.
CHILDREN = 30
# Further down a list all of it is read: each depth is asked in a sentence of its own, and only so many are kept.
FAR = 500


@enter(None)
def home(request: TenantRequest) -> HttpResponse:
    """The home of whoever comes in: what needs them first, then their children."""
    today, actor = clock.today(), request.actor
    kept = kept_in(request)
    many = homes.sees_many(actor)
    shown = [] if many else children_of.of(actor, today).cut(0, CHILDREN + 1)[0]
    return page(
        request,
        "desk/home.html",
        title=_("Your home page"),
        greeting=welcome.greeting(actor, today, has_children=bool(shown)),
        ways=welcome.ways(actor, request.setting),
        lists=homes.home_of(actor, request.setting, today),
        children=[] if actor.is_family else shown[:CHILDREN],
        supported=homes.supported(actor, today),
        more_children=len(shown) > CHILDREN and not actor.is_family,
        cards=cards_of(shown, actor, request.setting, today) if actor.is_family else [],
        found_at_night=homes.found_at_night(actor, today),
        ticks=homes.last_checked(clock.now()) if homes.looks_after_dates(actor) else "",
        is_family=actor.is_family,
        unsent=[told(kept[0], actor, today)] if len(kept) == 1 else kept,
        own_address=actor.is_family and contact_of(actor) is not None,
        today=today,
    )


@enter(None)
def unsent(request: TenantRequest) -> HttpResponse:
    """What whoever comes in was writing and has neither sent nor discarded, each with its page and child."""
    today = clock.today()
    part: ui.Part[KeptForm] = ui.part_of(request, kept_in(request))
    return page(
        request,
        "desk/unsent.html",
        title=_("What you were writing"),
        part=part.holding([told(each, request.actor, today) for each in part.rows]),
        own_family=request.actor.is_family,
    )


def _down_to(request: TenantRequest, *names: str) -> range:
    shown = ui.up_to(request, *names)
    return range(shown) if shown <= FAR else EVERYTHING


@enter(None)
def needs(request: TenantRequest) -> HttpResponse:
    """Everything that needs whoever comes in: the whole of the lists of which a home shows the first lines."""
    groups, first = [], _down_to(request, *homes.NAMES)
    for group in homes.groups_of(request.actor, clock.today(), first):
        part: ui.Part[homes.Numbered] = ui.part_of(
            request, group.todos, name=group.name, anchor=group.name
        )
        lines_of_it = homes.as_needs(part.rows, request.setting, rules_here(clock.today()))
        groups.append((group, part.holding(lines_of_it)))
    return page(request, "desk/needs.html", title=_("Everything that needs you"), groups=groups)


@enter(Action.SEE_CHILD, look="child", child="child")
def child_page(request: TenantRequest, child: Pupil) -> HttpResponse:
    """A child's page: who, where the cycle stands and what comes next, what is open, the story."""
    today, actor = clock.today(), request.actor
    childs_page.ask(child, actor, today)
    cycle = childs_page.known_cycle(child, actor)
    duties = childs_page.open_duties(child, actor, today)
    said = childs_page.own_words(child, actor, today)
    begun = supports_of([child], actor, today).get(child.pk) if actor.is_family else None
    may_see_story = may(Action.SEE_STORY, actor, child)
    told = story_of(child, actor, childs_page.LATEST) if may_see_story else ()
    return page(
        request,
        "desk/child.html",
        title=person(str(child)),
        child=child,
        head=childs_page.head(child, today),
        stands=childs_page.stands(child, actor, today),
        buttons=besides(buttons(child, cycle, actor, request.setting), begun),
        started=begun,
        reviews=open_reviews(child, actor, request.setting),
        plan_in_force=plan_in_force(child, actor, request.setting),
        plans=given_plans(child, actor, request.setting),
        meeting=next_meeting(child, actor, today) if actor.is_family else "",
        support=childs_page.support(child, cycle, actor, today, childs_page.FIRST_LINES),
        own_words=said,
        own_words_chosen=chosen_rows(said) if said else [],
        duties=lines(duties[:FIRST_DUTIES], today, lambda action: may(action, actor, child)),
        more_duties=len(duties) > FIRST_DUTIES,
        story=told[:],
        whole_story=len(told),
        may_see_story=may_see_story,
        may_set_aside=may(Action.WAIVE_DUE, actor, child),
        may_see_due=may(Action.SEE_DUE, actor, child),
        may_see_who=may(Action.SEE_WHO_CAN_SEE, actor, child),
        today=today,
    )


@enter(Action.SEE_STORY, look="child.story", child="child")
def story(request: TenantRequest, child: Pupil) -> HttpResponse:
    """A child's whole story as this person may see it, the newest first, in parts."""
    return page(
        request,
        "desk/story.html",
        title=_named(_("%(name)s: the whole story"), child),
        child=child,
        part=ui.part_of(request, story_of(child, request.actor, _down_to(request, "page"))),
    )


@enter(Action.SEE_DUE, child="child")
def child_due(request: TenantRequest, child: Pupil) -> HttpResponse:
    """Everything that is open for one child, in parts, and what was set aside, with the reasons."""
    today = clock.today()
    about = all_duties_about.of(child.public_id, request.actor, today)
    part: ui.Part[DueRow] = ui.part_of(request, about)
    return page(
        request,
        "desk/child_due.html",
        title=_named(_("%(name)s: what is open"), child),
        child=child,
        part=part,
        duties=lines(part.rows, today, lambda action: may(action, request.actor, child)),
        aside=aside_lines(child.public_id, request.actor, today),
        may_set_aside=may(Action.WAIVE_DUE, request.actor, child),
    )


@enter(Action.WAIVE_DUE, child="child")
def take_up_view(request: TenantRequest, child: Pupil) -> HttpResponse:
    """Make a duty about a child that was set aside open again."""
    ids = {"setting": request.setting.public_id, "child": child.public_id}
    return pressed(
        request,
        lambda: take_up_again(
            child, request.POST.get("duty", ""), actor=request.actor, today=clock.today()
        ),
        reverse("desk:child_due", kwargs=ids),
    )


def _named(words: str, child: Pupil) -> Markup:
    return Markup(words) % {"name": ui.person(str(child))}  # noqa: S704  (our own catalogue)


@enter(Action.SEE_DUE)
def due(request: TenantRequest) -> HttpResponse:
    """Everything that is open in the setting: late by law, by the Code, by local policy, then by date; in parts."""
    today = clock.today()
    part: ui.Part[DueRow] = ui.part_of(request, duties_here.of(request.actor, today))
    return page(
        request,
        "desk/due.html",
        title=_("What is due"),
        part=part,
        duties=lines(part.rows, today, whole_setting(request.actor, today)),
        today=today,
    )


@enter(Action.WAIVE_DUE, child="child")
def set_aside_view(request: TenantRequest, child: Pupil) -> HttpResponse:
    """Say, with a reason, why something due about a child is not done, or until when it waits."""
    today = clock.today()
    key = request.GET.get("duty", "")
    there = open_rows(today).filter(key=key, child=child.public_id)
    row = may_know(there, request.actor, today).first()
    if row is None and request.method == "GET":
        raise Http404
    duty = lines([row], today)[0] if row else None
    if duty and not duty.may_set_aside and request.method == "GET":
        raise Http404
    form = typed(request, SetAsideForm)

    def do() -> str:
        answers = form.cleaned_data
        set_aside(
            child,
            key,
            answers["reason"],
            actor=request.actor,
            today=today,
            until=answers["until"],
        )
        return reverse(
            "desk:child", kwargs={"setting": request.setting.public_id, "child": child.public_id}
        )

    return handled(request, form, do) or page(
        request,
        "desk/set_aside.html",
        title=_("Say why this is not done"),
        form=form,
        child=child,
        duty=duty,
    )
