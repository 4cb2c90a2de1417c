"""The screens on which a plan is shared, begun, and read by those who were given it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.assess.queries import named_about
from fourfold.casework.cycles.facts import asked_of_cycle
from fourfold.casework.cycles.forms import PassedForm
from fourfold.casework.cycles.late import instead_of, late_page
from fourfold.casework.cycles.mending import StillOpen
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import (
    acts_as,
    asked_for_calendar,
    calendar,
    cares_of,
    staff_of,
)
from fourfold.casework.plan import actions, forms, known, pages
from fourfold.casework.plan.actions import Receivers
from fourfold.casework.plan.content import changes, frozen
from fourfold.casework.plan.models import Plan, PlanVersion, Say, VersionShare
from fourfold.casework.plan.picture import frozen_picture, readable
from fourfold.casework.plan.queries import (
    GIVEN_TO,
    can_be_shared,
    family_for,
    first_named,
    is_new_to,
    latest_says,
    own_account,
    reader_of,
    shared_versions_of,
    shares_of,
    staff_for,
    was_given,
    whose_words,
)
from fourfold.casework.plan.rows import (
    accounts_of,
    asked_for_versions,
    first_days,
    shares_in,
)
from fourfold.casework.plan.start import true_start
from fourfold.casework.plan.views.previewing import ToRead, to_read
from fourfold.casework.plan.views.writing import (
    LINES,
    form_page,
    in_parts,
    next_move,
    picture_parts,
    plan_address,
    says_nothing,
    still_open,
    titled,
)
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.clock import open_day_from
from fourfold.domain.cycle import Stage, conditions_of
from fourfold.domain.words import Say as Answer
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.entry import TenantRequest, enter
from fourfold.foundation.act.handling import handled, typed
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.format import long_day
from fourfold.foundation.design.render import page
from fourfold.foundation.design.words import Words
from fourfold.foundation.scope.addresses import reverse
from fourfold.foundation.scope.together import Question, ask_in_turns, ask_together


def _version_address(request: TenantRequest, version: PlanVersion, name: str = "shared") -> str:
    parts = {"setting": request.setting.public_id, "version": version.public_id}
    return reverse(f"plan:{name}", kwargs=parts)


def _told(request: TenantRequest, shares: list[VersionShare]) -> None:
    """What comes of it now: whom a message brings it, whom somebody has to give it."""
    messages.success(request, " ".join(pages.shared_sentences(shares)))


def _step_page(
    request: TenantRequest,
    plan: Plan,
    form: PassedForm,
    title: Markup,
    answer: HttpResponse | None,
    lacks: tuple[StillOpen, ...] = (),
    *,
    who_has_it: str = "",
    readers: Sequence[ToRead] = (),
    stops: Words = "",
) -> HttpResponse:
    """A step on with the plan: what is still missing for it, and the form, unless something `stops` it."""
    return answer or page(
        request,
        "plan/share.html",
        title=title,
        form=form,
        back=plan_address(request, plan),
        open_conditions=form.asks_why(lacks),
        who_has_it=who_has_it,
        readers=readers,
        stops=stops,
    )


def _shared_already(plan: Plan) -> Words:
    """What stands where the plan cannot be shared as it is: it was, by whom and when, or it is too late for it."""
    if can_be_shared(plan):
        return ""
    this = next((each for each in shared_versions_of(plan) if each.number == plan.number), None)
    if this is None or this.shared_on is None or plan.cycle.stage != Stage.DO:
        return instead_of(plan.cycle, "share_plan")
    return ui.filled(
        _(
            "Version %(number)s was shared by %(name)s on %(day)s, and stays as it was. Start a new version to"
            " change it."
        ),
        number=this.number,
        name=ui.person(this.shared_by.called if this.shared_by else _("the system")),
        day=long_day(this.shared_on),
    )


@enter(Action.SHARE_PLAN, plan="plan")
def share(request: TenantRequest, plan: Plan) -> HttpResponse:
    """Share the plan as it stands, with each person separately."""
    pupil, looks = plan.cycle.pupil, conditions_of(next_move(plan))
    beside = [accounts_of.of(pupil.pk), cares_of.of(pupil, clock.today())]
    ask_in_turns([*asked_of_cycle(plan.cycle, clock.today(), looks), iter([beside])])
    family = family_for(plan.cycle.pupil, clock.today())
    everyone = [care.contact.public_id for care in family]
    stands, title = _shared_already(plan), titled(_("Share %(name)s’s plan"), plan)
    form = typed(
        request,
        forms.ShareForm,
        over=bool(stands),
        family=family,
        initial={"family": everyone, "child": True, "staff": True},
        has_sign_in=own_account(plan.cycle.pupil) is not None,
    )
    if stands:
        return late_page(request, form, title, plan.cycle, stands)

    def do() -> str:
        data = form.cleaned_data
        version = actions.share_plan(
            plan,
            Receivers(frozenset(data["family"]), data["child"], data["staff"]),
            actor=request.actor,
            today=clock.today(),
            passed_because=data["passed_because"],
        )
        _told(request, shares_of(version))
        return plan_address(request, plan)

    lacks, readers = still_open(request, plan), to_read(request, plan, family)
    answer, stops = handled(request, form, do), says_nothing(plan, next_move(plan))
    return _step_page(request, plan, form, title, answer, lacks, readers=readers, stops=stops)


@enter(Action.SHARE_PLAN, plan="plan")
def start(request: TenantRequest, plan: Plan) -> HttpResponse:
    """Say from when support is given. What is still missing never holds it back."""
    of_cycle = asked_of_cycle(plan.cycle, clock.today(), conditions_of("start_support"))
    ask_in_turns([*of_cycle, iter([[*asked_for_calendar(), first_days.of(plan)]])])
    stands = instead_of(plan.cycle, "start_support")
    says = first_named(plan)
    first = open_day_from(max(says or clock.today(), clock.today()), calendar())
    form = typed(
        request, forms.StartForm, over=bool(stands), initial={"starts_on": first}, says=says
    )
    title = titled(_("Start the support for %(name)s"), plan)
    if stands:
        return late_page(request, form, title, plan.cycle, stands)

    def do() -> str:
        actions.start_support(
            plan,
            actor=request.actor,
            today=clock.today(),
            starts_on=form.cleaned_data["starts_on"],
            because=form.cleaned_data.get("because", ""),
            passed_because=form.cleaned_data["passed_because"],
        )
        messages.success(request, _("The support begins."))
        return plan_address(request, plan)

    lacks, stops = still_open(request, plan, "start_support"), says_nothing(plan, "start_support")
    answer = handled(request, form, do)
    return _step_page(request, plan, form, title, answer, lacks, stops=stops)


def _who_has_it(family_left: bool, anybody_left: bool) -> str:
    """A sentence where there is nobody, or nobody of the family, whom a version can still be given."""
    if not anybody_left:
        return _("Everybody who may be given this plan has it.")
    return "" if family_left else _("Everybody in the family who may be given this plan has it.")


@enter(Action.SHARE_PLAN, version="version")
def share_more(request: TenantRequest, version: PlanVersion) -> HttpResponse:
    """Give a shared version to people who have not been given it."""
    plan = version.plan
    pupil, today = plan.cycle.pupil, clock.today()
    beside = [cares_of.of(pupil, today), staff_of.of(pupil, today, GIVEN_TO)]
    ask_together([shares_in.of(plan), accounts_of.of(pupil.pk), *beside])
    shares = shares_of(version)
    had = {each.contact_id for each in shares}
    family = [
        care for care in family_for(plan.cycle.pupil, clock.today()) if care.contact_id not in had
    ]
    given = {each.to_id for each in shares}
    staff = [each for each in staff_for(plan, clock.today()) if each.pk not in given]
    form = typed(
        request,
        forms.ShareForm,
        family=family,
        initial={"family": [care.contact.public_id for care in family], "staff": True},
        has_sign_in=own_account(plan.cycle.pupil) is not None,
    )
    form.leave_out(child=any(each.is_child for each in shares), staff=not staff)

    def do() -> str:
        data = form.cleaned_data
        receivers = Receivers(frozenset(data["family"]), data["child"], data["staff"])
        actions.share_with_more(version, receivers, actor=request.actor, today=clock.today())
        before = {each.pk for each in shares}
        _told(request, [each for each in shares_of(version) if each.pk not in before])
        return plan_address(request, plan)

    title = titled(_("Share %(name)s’s plan with more people"), plan)
    who_has_it = _who_has_it(bool(family), bool(form.fields))
    answer = handled(request, form, do)
    return _step_page(request, plan, form, title, answer, who_has_it=who_has_it)


@enter(Action.SHARE_PLAN, version="version")
def hand_over(request: TenantRequest, version: PlanVersion) -> HttpResponse:
    """Somebody of the family, or the child, got the plan another way than by a message that has left."""
    plan = version.plan
    waiting = [each for each in shares_of(version) if each.given_on is None]
    may = {care.contact_id for care in family_for(plan.cycle.pupil, clock.today())}
    family = [each.contact for each in waiting if each.contact and each.contact_id in may]
    form = typed(
        request,
        forms.HandOverForm,
        contacts=family,
        pupil=plan.cycle.pupil if any(each.is_child for each in waiting) else None,
        initial={"on": clock.today(), "person": request.GET.get("person", "")},
    )
    form.fields["on"].earliest, form.fields["on"].latest = version.shared_on, clock.today()

    def do() -> str:
        actions.hand_over(version, **form.cleaned_data, actor=request.actor, today=clock.today())
        messages.success(request, _("It is noted that they have it."))
        return _version_address(request, version)

    title, back = titled(_("Who has %(name)s’s plan"), plan), _version_address(request, version)
    return form_page(request, plan, form, title, answer=handled(request, form, do), back=back)


@enter(Action.SEE_SHARED_PLAN, look="plan.version", version="version")
def shared(request: TenantRequest, version: PlanVersion) -> HttpResponse:
    """A version as it was shared: for the family with their own say, for staff with everybody's."""
    if version.shared_on is None:
        raise Http404
    if is_new_to(request.actor, version):
        actions.note_seen(version, actor=request.actor, today=clock.today())
    pupil, plan = version.plan.cycle.pupil, version.plan
    family = request.actor.is_family
    beside = acts_as.of(request.actor) if family else cares_of.of(pupil, clock.today())
    ask_together([*asked_for_versions(plan), beside, *asked_for_reading(pupil)])
    before = next((each for each in shared_versions_of(plan) if each.number < version.number), None)
    content = frozen(version)
    mine = _mine(request, version) if family else None
    shown = pages.plan_shown(content, pupil.given_name, staff=not family)
    changed: list[pages.ChangeShown] = []
    if before is not None and (not family or was_given(request.actor, before)):
        changed = pages.changes_shown(changes(frozen(before), content))
    return page(
        request,
        "plan/family.html" if family else "plan/version.html",
        title=_("Your plan")
        if request.actor.is_young_person
        else titled(_("%(name)s’s plan"), plan),
        version=version,
        plan=plan,
        child=pupil.given_name,
        shown=shown,
        about=known.about(pupil, request.setting.name, clock.today()),
        **in_parts(request, shown),
        **picture_parts(request, _known(request, version)),
        changed=ui.part_of(request, changed, per=LINES, name="changed", anchor="changed"),
        starts=true_start(plan),
        newest=all(each.number <= version.number for each in shared_versions_of(plan)),
        mine=mine,
        answer=_(Answer(mine.answer).label) if mine else "",
        reads=may(Action.READ_CONTRIBUTION, request.actor, version),
        shares=[]
        if family
        else pages.shares_shown(
            shares_of(version), latest_says(version), pupil, family_for(pupil, clock.today())
        ),
        may_say=may(Action.SAY_ON_PLAN, request.actor, version),
        may_write=may(Action.WRITE_PLAN, request.actor, version),
        gives=may(Action.SHARE_PLAN, request.actor, version),
        notes=may(Action.WRITE_DOWN_VIEWS, request.actor, version),
        setting=request.setting.public_id,
        today=clock.today(),
    )


def asked_for_reading(pupil: Pupil) -> list[Question]:
    """What a version is read with beside what it says."""
    about = known.asked_for_about(pupil, clock.today())
    return [named_about.of(pupil.public_id), *about]


def _known(request: TenantRequest, version: PlanVersion) -> known.PictureShown:
    """What was known when a version was shared, for the one who looks: of own words, whose they may read (W9)."""
    pupil = version.plan.cycle.pupil
    whose = whose_words(request.actor, version)
    open_ = readable(frozen_picture(version), whose, frozenset(named_about(pupil.public_id)))
    return known.picture_shown(open_, pupil.given_name)


def _mine(request: TenantRequest, version: PlanVersion) -> Say | None:
    """The last thing that the family member who looks said of this version."""
    return latest_says(version).get(reader_of(request.actor, version))


@enter(Action.SAY_ON_PLAN, version="version")
def say(request: TenantRequest, version: PlanVersion) -> HttpResponse:
    """A family member, or the young person, says what they think of the plan."""
    if not was_given(request.actor, version):
        raise Http404
    form = typed(request, forms.SayForm)

    def do() -> str:
        actions.say_on_plan(version, **form.cleaned_data, actor=request.actor, today=clock.today())
        messages.success(request, _("Thank you. The school has what you said."))
        return _version_address(request, version)

    return handled(request, form, do) or page(
        request,
        "plan/say.html",
        title=_("What do you think of your plan?")
        if request.actor.is_young_person
        else titled(_("What do you think of %(name)s’s plan?"), version.plan),
        form=form,
        back=_version_address(request, version),
    )


@enter(Action.WRITE_DOWN_VIEWS, version="version")
def note_say(request: TenantRequest, version: PlanVersion) -> HttpResponse:
    """Staff write down what somebody said of the plan on the telephone, on paper or face to face."""
    plan = version.plan
    form = typed(
        request,
        forms.NoteSayForm,
        family=family_for(plan.cycle.pupil, clock.today()),
        pupil=plan.cycle.pupil,
        latest=clock.today(),
        initial={"on": clock.today(), "person": request.GET.get("person", "")},
    )

    def do() -> str:
        actions.note_say(version, **form.cleaned_data, actor=request.actor, today=clock.today())
        return plan_address(request, plan)

    title = titled(_("What was said about %(name)s’s plan"), plan)
    return form_page(request, plan, form, title, answer=handled(request, form, do))


@enter(Action.SEE_SUPPORT, look="plan.helps", version="version")
def helps(request: TenantRequest, version: PlanVersion) -> HttpResponse:
    """What helps the child and what is done differently, in ten seconds: for those who support."""
    if not shares_of(version) or version.shared_on is None:
        raise Http404
    if is_new_to(request.actor, version):
        actions.note_helps_seen(version, actor=request.actor, today=clock.today())
    pupil = version.plan.cycle.pupil
    shown = pages.plan_shown(frozen(version), pupil.given_name, staff=not request.actor.is_family)
    return page(
        request,
        "plan/helps.html",
        title=Markup(_("What helps %(name)s")) % {"name": ui.person(pupil.given_name)},  # noqa: S704
        shown=shown,
        **in_parts(request, shown),
        today=clock.today(),
    )
