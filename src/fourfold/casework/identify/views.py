"""The pages on which a concern is raised, read and answered, talked about and decided."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.cycles.facts import asked_of_cycle, facts_of
from fourfold.casework.cycles.forms import PassedForm
from fourfold.casework.cycles.late import instead_of, late_page
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.identify import actions
from fourfold.casework.identify.added import added_about, added_to
from fourfold.casework.identify.choices import Next
from fourfold.casework.identify.forms import (
    AnswerForm,
    DecideForm,
    FamilyConcernForm,
    StaffConcernForm,
    WithdrawForm,
)
from fourfold.casework.identify.letters import area_words, nothing_to_show
from fourfold.casework.identify.models import Concern
from fourfold.casework.identify.pages import (
    OpenLine,
    concern_rows,
    open_lines,
    talk_lines,
    tried_words,
)
from fourfold.casework.identify.queries import (
    asked_beside,
    asked_for_note_readers,
    concerns_of,
    decision_in,
    note_readers,
    notes_given,
    talks_in,
    to_be_known,
    tried_in,
)
from fourfold.casework.identify.standing import allowed_after, answered_now, look_again
from fourfold.casework.identify.told import said_of_answer
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import (
    contact_of,
    pupils_of,
    search_pupils,
)
from fourfold.casework.people.rules import rules_here
from fourfold.casework.voice.actions import read_contribution
from fourfold.casework.voice.views import reader_name, speak_now
from fourfold.config import clock
from fourfold.domain.access import Action, roles_that_may
from fourfold.domain.cycle import Stage, Verdict, check, conditions_of, find_move
from fourfold.domain.rulebook import due_answer_concern
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import handled, pressed, typed
from fourfold.foundation.act.once import may_be_said_again
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.components import person
from fourfold.foundation.design.components.asked import Question
from fourfold.foundation.design.fields import Form
from fourfold.foundation.design.render import page
from fourfold.foundation.design.words import Words
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import ask_in_turns, ask_together

MOST_FOUND = 20
DECIDING = conditions_of("decide_support")
# How many concerns, talks and things that were tried stand on a page.
LINES = 20


def address(request: TenantRequest, name: str, **parts: str) -> str:
    """The address called `name` in the setting of the request."""
    return reverse(name, kwargs={"setting": request.setting.public_id, **parts})


def named(words: str, name: str) -> Markup:
    """Words of ours with a name in them, under the key ``name``."""
    return Markup(words) % {"name": person(name)}  # noqa: S704  (our own catalogue)


@enter(None)
def whose(request: TenantRequest) -> HttpResponse:
    """About whom: one's own children first, then a search by name, since anybody may worry about any child here."""
    today, actor = clock.today(), request.actor
    if not actor.roles & roles_that_may(Action.RAISE_CONCERN).keys():
        raise Http404
    words, searches = " ".join(request.POST.get("q", "").split()), bool(actor.roles & _may_search())
    own = pupils_of(actor, today)
    found = search_pupils(words, actor, today) if words and searches else own
    return page(
        request,
        "identify/whose.html",
        title=_("Tell us a concern") if actor.is_family else _("Raise a concern"),
        found=(shown := list(found[:MOST_FOUND])),
        nothing=nothing_to_show(request.setting.name, today)
        if actor.is_family and not shown
        else "",
        words=words,
        may_search=searches,
        question=Question("q", "name", _("The child’s name")),
    )


def _may_search() -> set[Role]:
    """The roles that may worry about any child here, and so find any child by name."""
    relations = {"works_here", "looks_after_all"}
    return {
        role
        for role, through in roles_that_may(Action.RAISE_CONCERN).items()
        if relations & {each.id for each in through}
    }


def _title_of_raising(actor: Actor, child: Pupil) -> Words:
    if actor.is_young_person:
        return _("Tell us a concern")
    if actor.is_family:
        return named(_("Tell us a concern about %(name)s"), child.given_name)
    return named(_("Raise a concern about %(name)s"), str(child))


@enter(Action.RAISE_CONCERN, child="child")
def raise_view(request: TenantRequest, child: Pupil) -> HttpResponse:
    """Raise a concern: one page, one minute; for a family three questions."""
    family = request.actor.is_family
    form: StaffConcernForm | FamilyConcernForm
    if family:
        contact = contact_of(request.actor)
        language = contact.language if contact else ""
        form = typed(request, FamilyConcernForm, initial={"language": language})
    else:
        form = typed(request, StaffConcernForm)

    def do() -> str:
        concern = actions.raise_concern(
            child, form.seen_by_them(), actor=request.actor, today=clock.today()
        )
        return address(request, "identify:concern", concern=concern.public_id)

    return handled(request, form, do) or page(
        request,
        "identify/raise_family.html" if family else "identify/raise.html",
        title=_title_of_raising(request.actor, child),
        form=form,
        child=child,
        reader=reader_name(child),
        **speak_now(request.actor),
    )


def _title_of_concern(actor: Actor, concern: Concern) -> Words:
    if actor.is_young_person:
        return _("Your concern")
    return named(_("A concern about %(name)s"), concern.pupil.given_name)


def _to_its_raiser(actor: Actor, concern: Concern) -> dict[str, Any]:
    own_family, is_own = actor.is_family, concern.raised_by_id == actor.membership
    return {
        "own_family": own_family,
        "show_words": not own_family,
        "is_own": is_own,
        "own_words": own_family and is_own,
        "said": concern.contribution,
    }


@enter(Action.SEE_ANSWER, look="concern", concern="concern")
def concern_view(request: TenantRequest, concern: Concern) -> HttpResponse:
    """A concern: for the SENCO to answer, for the raiser to see the answer."""
    seen = may(Action.SEE_NEEDS, request.actor, concern.cycle)
    beside = asked_beside(concern, clock.today(), tried=seen)
    ask_together([*beside, added_about.of(concern.pupil_id)])
    may_answer = may(Action.RECORD_DECISION, request.actor, concern)
    is_open = concern.answered_on is None and concern.withdrawn_on is None
    # Whatever was chosen before somebody else was quicker is taken, so that what was typed is shown beside theirs.
    allowed = allowed_after(concern) if is_open else list(Next)
    tried = tried_in(concern.cycle) if seen else []
    more = address(request, "identify:add", concern=concern.public_id)
    asks: dict[str, Any] = {"allowed": allowed, "tried": bool(tried) or not seen}
    form = typed(request, AnswerForm, over=not is_open, **asks, initial={"then": str(allowed[0])})

    def do() -> str:
        sent = actions.answer_concern(
            concern,
            form.cleaned_data["answer"],
            form.cleaned_data["then"],
            actor=request.actor,
            today=clock.today(),
            passed_because=form.cleaned_data.get("passed_because", ""),
        )
        messages.success(request, said_of_answer(sent))
        return address(request, "identify:concern", concern=concern.public_id)

    now = partial(answered_now, concern, more)
    if (
        request.method == "POST"
        and may_answer
        and (sent := handled(request, form, do, stands_now=now))
    ):
        return sent
    due = due_answer_concern(concern.public_id, concern.raised_on, rules_here(clock.today()))
    may_add = may_answer and concern.answered_on is not None
    may_answer = may_answer and concern.was_read and is_open
    if not may_answer:  # The form is not shown; nor is what is wrong with it.
        form = AnswerForm(request=request, **asks)
    return page(
        request,
        "identify/concern.html",
        title=_title_of_concern(request.actor, concern),
        concern=concern,
        rows=concern_rows(concern),
        form=form,
        due=due.adjusted_date,
        reader=reader_name(concern.pupil),
        **speak_now(request.actor),
        **_to_its_raiser(request.actor, concern),
        may_withdraw=is_open and may(Action.WITHDRAW_CONCERN, request.actor, concern),
        may_answer=may_answer,
        add=more if may_add else "",
        added=added_to(concern),
        may_read=may(Action.READ_CONTRIBUTION, request.actor, concern.pupil)
        and not concern.was_read,
        may_see_cycle=seen,
        tried=[(each, tried_words(each)) for each in tried],
        is_theirs=may_answer and Role.SENCO in request.actor.roles,
        read_form=Form.bind(request) if request.method == "GET" else Form(request=request),
    )


@enter(Action.WITHDRAW_CONCERN, concern="concern")
def withdraw_view(request: TenantRequest, concern: Concern) -> HttpResponse:
    """Withdraw one’s own concern, with the reason."""
    form = typed(request, WithdrawForm)
    back = address(request, "identify:concern", concern=concern.public_id)

    def do() -> str:
        because = form.cleaned_data["because"]
        actions.withdraw_concern(concern, because, actor=request.actor, today=clock.today())
        may_be_said_again(back)
        return back

    return handled(request, form, do) or page(
        request,
        "identify/withdraw.html",
        title=_("Withdraw your concern"),
        form=form,
        back=back,
        own_family=request.actor.is_family,
    )


@enter(Action.READ_CONTRIBUTION, concern="concern")
def read_concern(request: TenantRequest, concern: Concern) -> HttpResponse:
    """A named adult has read what the family wrote."""
    back = address(request, "identify:concern", concern=concern.public_id)
    said = concern.contribution
    if said is None:
        raise Http404
    return pressed(
        request,
        lambda: read_contribution(said, actor=request.actor, today=clock.today()),
        back,
    )


@enter(Action.SEE_NEEDS, look="identify", cycle="cycle")
def cycle_view(request: TenantRequest, cycle: Cycle) -> HttpResponse:
    """Everything on the way to a decision: concerns, what was tried, talks, the decision, and what comes next."""
    today, actor = clock.today(), request.actor
    stage = Stage(cycle.stage)
    beside = [
        concerns_of.of(cycle.pupil, actor, today),
        *asked_for_note_readers(cycle.pupil, today),
    ]
    ask_in_turns([*asked_of_cycle(cycle, today, DECIDING), iter([beside])])
    verdict = check("decide_support", stage, facts_of(cycle, today, DECIDING))
    concerns = [
        each for each in concerns_of(cycle.pupil, actor, today) if each.cycle_id == cycle.pk
    ]
    decision = decision_in(cycle)
    tried = ui.part_of(request, tried_in(cycle), per=LINES, name="tried", anchor="tried")
    talks = ui.part_of(request, talks_in(cycle), per=LINES, name="talks", anchor="talks")
    return page(
        request,
        "identify/cycle.html",
        title=named(_("Looking into it: %(name)s"), str(cycle.pupil)),
        cycle=cycle,
        child=cycle.pupil,
        stage=_(stage.label),
        concerns=ui.part_of(request, concerns, per=LINES, name="concerns", anchor="concerns"),
        tried=tried.holding([(each, tried_words(each)) for each in tried.rows]),
        talks=talks.holding(
            talk_lines(
                talks.rows,
                notes_given(cycle.pupil_id),
                note_readers(cycle.pupil, today).values(),
                str(cycle.pupil),
            )
        ),
        decision=decision,
        areas=area_words(decision.areas) if decision else [],
        open_=_open_lines(request, cycle, verdict),
        may_write=may(Action.RECORD_DISCUSSION, actor, cycle),
        may_decide=may(Action.RECORD_DECISION, actor, cycle) and not verdict.not_from_here,
        may_tell=may(Action.TELL_PARENTS, actor, cycle),
        in_assess=stage is Stage.ASSESS,
    )


def _open_lines(request: TenantRequest, cycle: Cycle, verdict: Verdict) -> list[OpenLine]:
    """What should be there before the decision and is not; its areas come with it."""
    if verdict.not_from_here:
        return []
    addresses: dict[str, str] = {}
    if may(Action.RECORD_DISCUSSION, request.actor, cycle):
        addresses = {
            name: address(request, f"identify:{name}", cycle=cycle.public_id)
            for name in ("tried", "talk")
        }
    waiting = [
        each
        for each in concerns_of(cycle.pupil, request.actor, clock.today())
        if each.cycle_id == cycle.pk and not (each.answered_on or each.withdrawn_on)
    ]
    if waiting:
        first = waiting[-1].public_id
        addresses["concern"] = address(request, "identify:concern", concern=first)
    known = to_be_known(verdict.open, cycle, request.actor)
    before = [each for each in known if each.id != "areas"]
    return open_lines(before, addresses)


@enter(Action.RECORD_DECISION, cycle="cycle")
def decide_view(request: TenantRequest, cycle: Cycle) -> HttpResponse:
    """Decide whether SEN Support starts, with what should still be there beside, none of which stops anybody."""
    today = clock.today()
    stands, first = instead_of(cycle, "decide_support"), {"look_again_on": look_again()}
    form = typed(request, DecideForm, over=bool(stands), today=today, initial=first)
    title = named(_("Decide about %(name)s"), str(cycle.pupil))
    if stands:
        return late_page(request, form, title, cycle, stands)
    verdict = check("decide_support", Stage(cycle.stage), facts_of(cycle, today, DECIDING))

    def do() -> str:
        decision = actions.decide(cycle, form.ruling(), actor=request.actor, today=today)
        if decision.is_support:
            messages.success(request, _("SEN Support starts. Next: tell the family."))
            return address(request, "identify:tell", decision=decision.public_id)
        return address(request, "identify:cycle", cycle=cycle.public_id)

    return handled(request, form, do) or page(
        request,
        "identify/decide.html",
        title=title,
        form=form,
        cycle=cycle,
        open_=_open_lines(request, cycle, verdict),
    )


@enter(Action.RECORD_DECISION, child="child")
def carry_on_view(request: TenantRequest, child: Pupil) -> HttpResponse:
    """Carry on support that came with the child."""
    form = PassedForm.bind(request)
    form.names_missing([_(each.sentence) for each in find_move("begin_from_inherited").should])

    def do() -> str:
        who, why = request.actor, form.cleaned_data["passed_because"]
        cycle = actions.carry_on(child, actor=who, today=clock.today(), passed_because=why)
        return address(request, "assess:picture", cycle=cycle.public_id)

    return handled(request, form, do) or page(
        request,
        "identify/carry_on.html",
        title=named(_("Carry on the support that came with %(name)s"), str(child)),
        form=form,
        child=child,
    )
