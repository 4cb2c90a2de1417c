"""The screens of reviews: prepare, write down, read, give."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from markupsafe import Markup

from fourfold.casework.cycles.facts import asked_of_cycle, facts_of
from fourfold.casework.cycles.late import instead_of, late_page
from fourfold.casework.cycles.mending import StillOpen, with_ways
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.do.counts import asked_for_deliveries, deliveries_of
from fourfold.casework.people.models import Contact, Pupil
from fourfold.casework.people.queries import calendar, cares_of, contact_of
from fourfold.casework.people.rules import rules_here
from fourfold.casework.plan.models import Plan
from fourfold.casework.plan.queries import plan_of, staff_here
from fourfold.casework.plan.rows import asked_for_content, plans_about
from fourfold.casework.review import actions, forms
from fourfold.casework.review.absences import absences_about, missing_about
from fourfold.casework.review.called_off import meeting_ahead, said_of, when_of
from fourfold.casework.review.copies import copies_of
from fourfold.casework.review.models import RecordGiven, Review
from fourfold.casework.review.news import note_if_new
from fourfold.casework.review.pages import (
    GivenTo,
    corrections_shown,
    given_shown,
    rows_of,
    shown,
    too_little,
)
from fourfold.casework.review.prepare_form import PrepareForm
from fourfold.casework.review.queries import (
    UnderReview,
    asked_for_prompts,
    asked_to,
    can_be_prepared,
    entitled_of,
    invitations_about,
    prompts_for,
    review_of,
    reviews_about,
    under_review,
)
from fourfold.casework.review.standing import held_now
from fourfold.casework.review.voices import Absent, absent_shown, coming_shown, disagreements_shown
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.clock import CalendarTooShort, open_day_from, open_day_until
from fourfold.domain.cycle import Stage, check, conditions_of, find_move
from fourfold.domain.review import ANSWERED_BY_REVIEW
from fourfold.domain.rulebook import default_review_date, end_of_its_term
from fourfold.domain.words import NextStep
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest, enter, to
from fourfold.foundation.access.kept_forms import kept_here
from fourfold.foundation.act.handling import StandsNow, handled, too_late, typed
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.render import page
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.together import Question, Turns, ask_in_turns

# Of how many lines it is said at the head of a review that too little was given; each says it where it stands too.
FIRST = 8


def named(words: str, pupil: Pupil) -> Markup:
    return Markup(words) % {"name": ui.person(str(pupil))}  # noqa: S704  (our own catalogue)


def _contacts(pupil: Pupil) -> list[Contact]:
    return [care.contact for care in entitled_of(pupil, clock.today())]


def _asked(cycle: Cycle) -> list[Question]:
    """What the pages before a review are read from."""
    plans, reviews = plans_about.of(cycle.pupil_id), reviews_about.of(cycle.pupil_id)
    return [plans, reviews, cares_of.of(cycle.pupil, clock.today())]


def address(request: TenantRequest, name: str, **ids: str) -> str:
    return reverse(name, kwargs={"setting": request.setting.public_id, **ids})


def _default_date(held_on: date) -> date | None:
    try:
        return default_review_date(held_on, rules_here(clock.today()))
    except CalendarTooShort:
        return None


def _day_to_meet(plan: Plan) -> date:
    """The day that the plan names for its review, or the first after it, from today on, when the setting is open."""
    today = clock.today()
    return open_day_from(max(plan.review_on, today), calendar())


@enter(Action.ARRANGE_MEETING, cycle="cycle")
def prepare_view(request: TenantRequest, cycle: Cycle) -> HttpResponse:
    """Set the day of the review and ask the family."""
    looks = conditions_of("prepare_review")
    ask_in_turns([*asked_of_cycle(cycle, clock.today(), looks), iter([_asked(cycle)])])
    plan, review = plan_of(cycle), review_of(cycle)
    contacts = _contacts(cycle.pupil)
    everybody = [*(each.public_id for each in contacts), forms.CHILD]
    meets_on = (review and review.meets_on) or (plan and _day_to_meet(plan))
    may_ask = plan is None or can_be_prepared(cycle)
    stands = "" if may_ask else instead_of(cycle, "prepare_review")
    form = typed(
        request,
        PrepareForm,
        over=bool(stands),
        today=clock.today(),
        contacts=contacts,
        pupil=cycle.pupil,
        initial={"on": meets_on, "who": everybody},
    )
    title = named(_("Prepare %(name)s’s review"), cycle.pupil)
    if stands:
        return late_page(request, form, title, cycle, stands)

    def do() -> str:
        made = actions.prepare_review(
            cycle,
            form.meeting(),
            form.asked(),
            child=forms.CHILD in form.cleaned_data["who"],
            actor=request.actor,
            today=clock.today(),
            passed_because=form.cleaned_data["passed_because"],
        )
        sent = _("The review has its day, and the messages are on their way.")
        by_message = any(each.membership_id for each in form.asked())
        messages.success(request, sent if by_message else _("The review has its day."))
        if form.is_soon:
            messages.info(request, _SOON)
        return address(request, "review:record", review=made.public_id)

    return handled(request, form, do) or page(
        request,
        "review/prepare.html",
        title=title,
        form=form,
        open_conditions=form.asks_why(
            still_open(request, cycle, "prepare_review"), answered=BY_THE_MEETING
        ),
        can=plan is not None,
        back=address(request, "review:hold", cycle=cycle.public_id),
    )


_SOON = gettext_lazy(
    "It is less than two weeks ahead. Families need time: if they would like another day, ask them again for that one."
)
# What the form of a review answers itself is not said to be missing before it is filled in.
BY_THE_MEETING = ("invited", "invited_in_time")
BY_THE_FORM = (*ANSWERED_BY_REVIEW, "offered_again")


def still_open(
    request: TenantRequest, cycle: Cycle, move: str, *, without: tuple[str, ...] = ()
) -> tuple[StillOpen, ...]:
    """What should be there before a move and is not, but for what the form of the page answers. It stops nobody."""
    stage = Stage(cycle.stage)
    if stage not in find_move(move).frm:
        return ()
    looks = conditions_of(move, without=without)
    facts = facts_of(cycle, clock.today(), looks)
    listed = [each for each in check(move, stage, facts).open if each.id not in without]
    return with_ways(listed, cycle, request.actor, facts, request.path)


def _version_id(looked_at: UnderReview) -> str:
    return looked_at.version.public_id if looked_at.version else ""


def _words_about_what_is_gone(request: TenantRequest, form: forms.HoldForm) -> list[str]:
    """What was typed about outcomes and lines that the plan does not name any more."""
    typed_in = ((name, str(text).strip()) for name, text in request.POST.items())
    about = ("words-", "why-", "number-", "now-")
    gone = ((name, text) for name, text in typed_in if text and name not in form.fields)
    return [text for name, text in gone if name.startswith(about)]


def _day_held(since: date | None) -> date | None:
    """The last day on which the setting was open, if there was anything to review on it; else nothing is filled in."""
    day = open_day_until(clock.today(), calendar())
    return day if since is None or since <= day else None


def _hold_form(
    request: TenantRequest, cycle: Cycle, looked_at: UnderReview, absent: list[Absent]
) -> forms.HoldForm:
    today = clock.today()
    since = looked_at.version.frozen_on if looked_at.version else None
    held_on = _day_held(since)
    return typed(
        request,
        forms.HoldForm,
        outcomes=looked_at.outcomes,
        lines=looked_at.lines,
        contacts=_contacts(cycle.pupil),
        pupil=cycle.pupil,
        staff=staff_here(today),
        since=since,
        today=today,
        missed={
            each.key or forms.CHILD: each.name
            for each in absent
            if not each.enough and not each.answered_on
        },
        ahead=meeting_ahead(review_of(cycle), today),
        next_by=lambda day: end_of_its_term(day, rules_here(today)),
        seen=_version_id(looked_at),
        initial={
            "on": held_on,
            "led_by": request.actor.public_id,
            "next_review_on": _default_date(held_on or today),
            "give_now": True,
        },
    )


def _brings_a_text(request: TenantRequest) -> bool:
    return request.method == "POST" or kept_here(request).taken_up is not None


def _held(request: TenantRequest, cycle: Cycle, form: forms.HoldForm) -> StandsNow:
    """What stands where two wrote a review down at the same moment."""
    review = Review.objects.select_related("led_by__user").get(cycle=cycle)
    return held_now(review, form, request.setting.public_id)


def _asked_to_hold(cycle: Cycle) -> Turns:
    """What the page of a review is read from beside what its conditions look at."""
    pupil = cycle.pupil_id
    voices = [each.of(pupil) for each in (invitations_about, absences_about, missing_about)]
    yield [*_asked(cycle), staff_here.of(clock.today()), *voices, *asked_for_prompts(pupil)]
    if plan := plan_of(cycle):
        yield [*asked_for_content(plan), *asked_for_deliveries([plan.pk], clock.today())]


@enter(Action.HOLD_REVIEW, look="review.write", cycle="cycle")
def hold_view(request: TenantRequest, cycle: Cycle) -> HttpResponse:
    """Write down a review: row by row, with what was given said before anything is judged."""
    looks = conditions_of("hold_review", without=BY_THE_FORM)
    ask_in_turns([*asked_of_cycle(cycle, clock.today(), looks), _asked_to_hold(cycle)])
    review, looked_at = review_of(cycle), under_review(cycle)
    if review and review.held_on and not (looked_at and _brings_a_text(request)):
        return to(address(request, "review:record", review=review.public_id))
    title = named(_("%(name)s’s review"), cycle.pupil)
    if looked_at is None:
        return page(request, "review/nothing.html", title=title)
    absent = absent_shown(review, request.actor) if review else []
    form = _hold_form(request, cycle, looked_at, absent)
    if review and review.held_on:
        return too_late(request, form, held_now(review, form, request.setting.public_id))
    if stands := instead_of(cycle, "hold_review"):
        return late_page(request, form, title, cycle, stands)
    given = deliveries_of(looked_at.lines, clock.today())
    rows, others = rows_of(looked_at.outcomes, looked_at.lines, given)

    def do() -> str:
        if form.seen != _version_id(looked_at):
            raise Stale("Another version of the plan is in force than the one that was looked at.")
        held = form.held(looked_at.version)
        made = actions.hold_review(cycle, held, actor=request.actor, today=clock.today())
        messages.success(request, said_of(made))
        return address(request, "review:record", review=made.public_id)

    stale = request.method == "POST" and form.seen != _version_id(looked_at)
    if stale:
        form.is_valid()
        form.show_now(_version_id(looked_at))
        form.add_error(None, _("The plan has changed since you began to write: look at it again."))
    answer = (
        None
        if stale
        else handled(request, form, do, stands_now=lambda: _held(request, cycle, form))
    )
    return answer or page(
        request,
        "review/hold.html",
        status=409 if stale else 200,
        lost=_words_about_what_is_gone(request, form) if stale else [],
        title=title,
        form=form,
        open_conditions=still_open(request, cycle, "hold_review", without=BY_THE_FORM),
        rows=rows,
        others=others,
        most=FIRST,
        too_little=too_little([*others, *(line for row in rows for line in row.lines)]),
        people=[*(each.public_id for each in _contacts(cycle.pupil)), forms.CHILD],
        version=looked_at.version,
        prompts=prompts_shown(cycle.pupil, family=False),
        prepare=address(request, "review:prepare", cycle=cycle.public_id),
        review=review,
        absent=absent,
        disagree=disagreements_shown(looked_at.plan),
        setting=request.setting.public_id,
    )


def prompts_shown(pupil: Pupil, *, family: bool) -> list[tuple[str, str]]:
    """What is said aloud after the reviews there were, each with where it stands; to a family what is for them."""
    return [(_(each.sentence), each.citation) for each in prompts_for(pupil, family=family)]


@enter(Action.SEE_SHARED_PLAN, look="review.read", review="review")
def record_view(request: TenantRequest, review: Review) -> HttpResponse:
    """What a review agreed, as it was frozen; before it is held, the day and who was asked."""
    pupil = review.cycle.pupil
    family = request.actor.is_family
    facts: dict[str, Any] = {
        "family": family,
        "review": review,
        "cycle": review.cycle,
        "prompts": prompts_shown(pupil, family=family),
        "setting": request.setting.public_id,
        "may_hold": may(Action.HOLD_REVIEW, request.actor, review),
        "may_give": may(Action.SHARE_PLAN, request.actor, review),
        "may_say": may(Action.GIVE_VIEWS, request.actor, review),
        "absent": absent_shown(review, request.actor),
    }
    if review.held_on is None:
        note_if_new(request.actor, review)
        return page(
            request,
            "review/coming.html",
            title=_("Your review is coming")
            if request.actor.is_young_person
            else named(_("%(name)s’s review is coming"), pupil),
            coming=coming_shown(review, request.actor),
            asked=family and asked_to(request.actor, review) is not None,
            **facts,
        )
    return page(
        request,
        "review/record.html",
        title=_("What your review agreed")
        if request.actor.is_young_person
        else named(_("What %(name)s’s review agreed"), pupil),
        shown=shown(review, contact_of(request.actor), family=family, child_name=pupil.given_name),
        corrections=corrections_shown(review, family=family),
        given=[] if family else _given(review),
        copies=[] if family else copies_of(request, review),
        can_go_on=facts["may_hold"] and review.cycle.stage == "reviewed",
        ends=review.next_step == NextStep.EXIT,
        off=when_of(review) if review.off_because else "",
        may_answer=_waits(facts["absent"]) and may(Action.ARRANGE_MEETING, request.actor, review),
        **facts,
    )


def _waits(absent: list[Absent]) -> bool:
    return any(each.answered_on is None for each in absent)


def _given(review: Review) -> list[GivenTo]:
    rows = RecordGiven.objects.filter(review=review).select_related("contact", "staff", "message")
    return given_shown(rows.order_by("pk"), review.cycle.pupil.given_name)
