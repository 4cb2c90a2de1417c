"""This room's lines of a child's story, and what of it needs whom."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import StoryEntry, Todo
from fourfold.casework.people.models import Pupil
from fourfold.casework.people.queries import contact_of, pupils_of
from fourfold.casework.plan.models import PlanVersion, Say, VersionShare
from fourfold.domain.access import Action
from fourfold.domain.cycle import OPEN_STAGES, Stage
from fourfold.domain.words import Role
from fourfold.domain.words import Say as Answer
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.here import setting_here

WRITE_PLANS = frozenset({Role.SENCO, Role.TEACHER, Role.KEYWORKER})


def _here() -> str:
    return setting_here().public_id


def _version_address(here: str, version: PlanVersion) -> str:
    return reverse("plan:shared", kwargs={"setting": here, "version": version.public_id})


def story(pupil: Pupil, actor: Actor) -> Iterable[StoryEntry]:
    """What this actor may read of the plans of one child: families what they were given and what they said of it."""
    if not may(Action.SEE_STORY, actor, pupil):
        return
    here = _here()
    versions = PlanVersion.objects.filter(
        plan__cycle__pupil=pupil, shared_on__isnull=False
    ).select_related("shared_by", "plan")
    says = Say.objects.filter(version__plan__cycle__pupil=pupil).select_related(
        "contact", "contribution", "version", "version__plan"
    )
    if actor.is_family:
        given = VersionShare.objects.filter(to_id=actor.membership).values("version_id")
        contact = contact_of(actor)
        versions = versions.filter(pk__in=given)
        says = says.filter(contact=contact, is_child=contact is None)
    sees = actor.is_family or may(Action.SEE_NEEDS, actor, pupil)
    for version in versions:
        if version.shared_on is None:
            continue
        yield StoryEntry(
            on=version.shared_on,
            row=version.public_id,
            act="plan.share",
            room="plan",
            what=_("The plan was shared (version %(n)s)") % {"n": version.number},
            by=version.shared_by.called if version.shared_by else "",
            address=_version_address(here, version),
        )
    for say in says:
        yield _said(say, pupil, actor, here, sees)


def _said(say: Say, pupil: Pupil, actor: Actor, here: str, sees: bool) -> StoryEntry:
    shown = sees and (say.was_read or actor.is_family)
    return StoryEntry(
        on=say.on,
        row=say.public_id,
        room="plan",
        what=_("What was said of the plan: %(answer)s") % {"answer": _(Answer(say.answer).label)},
        words=say.words if shown else "",
        language=say.language if shown else "",
        by=str(say.contact) if say.contact else pupil.given_name,
        address=_version_address(here, say.version),
        order=1,
    )


def todos(actor: Actor, today: date) -> Iterable[Todo]:
    """Plans to be finished and shared, disagreements to talk about; for families, plans to say something of."""
    here = _here()
    if actor.is_family:
        yield from _to_say(actor, today, here)
        return
    if actor.roles & WRITE_PLANS:
        yield from _to_finish(actor, today, here)
    if Role.SENCO in actor.roles:
        yield from _to_talk_about(actor, today, here)


def _to_finish(actor: Actor, today: date, here: str) -> Iterable[Todo]:
    cycles = Cycle.objects.filter(
        stage=str(Stage.PLAN), ended_on__isnull=True, pupil__in=pupils_of(actor, today)
    ).select_related("pupil", "plan")
    for cycle in cycles.order_by("begun_on", "pk"):
        if not may(Action.WRITE_PLAN, actor, cycle):
            continue
        yield Todo(
            what=_("Finish the plan and share it"),
            why=_("The Code of Practice asks that everybody involved has it: Code 6.48 and 6.49"),
            due_on=None,
            address=reverse("plan:plan", kwargs={"setting": here, "plan": cycle.plan.public_id}),
            button=_("Go on writing"),
            child=cycle.pupil.public_id,
            child_name=str(cycle.pupil),
        )


def _to_talk_about(actor: Actor, today: date, here: str) -> Iterable[Todo]:
    """Whoever did not agree with the newest version that was shared, as long as its cycle is open."""
    says = Say.objects.filter(version__plan__cycle__stage__in=[str(each) for each in OPEN_STAGES])
    latest: dict[tuple[int, int | None], Say] = {}
    rows = says.select_related("version__plan__cycle__pupil", "contact")
    for say in rows.order_by("version__number", "on", "pk"):
        latest[say.version.plan_id, say.contact_id] = say
    for say in latest.values():
        if say.answer == Answer.AGREES or say.version.number != say.version.plan.number:
            continue
        pupil = say.version.plan.cycle.pupil
        yield Todo(
            what=_("Talk about the plan with somebody who does not agree with all of it"),
            why=_("Support goes on meanwhile. The plan is agreed with the family: Code 6.48"),
            due_on=None,
            address=_version_address(here, say.version),
            button=_("Look at it"),
            child=pupil.public_id,
            child_name=str(pupil),
        )


def _to_say(actor: Actor, today: date, here: str) -> Iterable[Todo]:
    mine = contact_of(actor)
    shares = VersionShare.objects.filter(
        to_id=actor.membership, version__plan__cycle__ended_on__isnull=True
    ).select_related("version__plan__cycle__pupil")
    newest = {share.version.plan_id: share for share in shares.order_by("version__number")}
    answered = set(
        Say.objects.filter(
            contact=mine, is_child=mine is None, version__in=[s.version_id for s in newest.values()]
        ).values_list("version_id", flat=True)
    )
    for share in newest.values():
        version = share.version
        if version.pk in answered or not may(Action.SAY_ON_PLAN, actor, version):
            continue
        pupil = version.plan.cycle.pupil
        yield Todo(
            what=_("Read the plan and say what you think of it"),
            why=_("You can agree, agree in part or disagree. Saying nothing is not agreeing."),
            due_on=None,
            address=_version_address(here, version),
            button=_("Read the plan"),
            child=pupil.public_id,
            child_name=str(pupil),
        )
