"""The verbs with which a plan goes to people and into the world: shared, opened, started, taken back to change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from fourfold.casework.cycles.actions import make_move
from fourfold.casework.people.models import Contact, Pupil
from fourfold.casework.plan.actions.freezing import freeze
from fourfold.casework.plan.messages import PlanShared
from fourfold.casework.plan.models import Plan, PlanVersion, VersionShare
from fourfold.casework.plan.picture import freeze_picture
from fourfold.casework.plan.queries import (
    family_for,
    is_open_to_writing,
    own_account,
    share_with,
    staff_for,
)
from fourfold.casework.plan.words import Via
from fourfold.domain.access import Action
from fourfold.domain.cycle import CLOSED_STAGES, Stage
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Membership, Organisation
from fourfold.foundation.act.verbs import Impossible, verb
from fourfold.foundation.notify.models import Message
from fourfold.foundation.notify.outbox import queue
from fourfold.foundation.scope.rows import Stale

_VIA = {"email": Via.EMAIL, "print": Via.PRINT, "in_app": Via.SCREEN}


@dataclass(frozen=True)
class Receivers:
    """With whom a version is shared: contacts by public id (None: all who may be given it), the child, the staff."""

    contacts: frozenset[str] | None = None
    child: bool = True
    staff: bool = True


EVERYONE = Receivers()


def _payload(version: PlanVersion) -> PlanShared:
    setting = Organisation.objects.get(pk=version.tenant_id)
    return PlanShared(setting=setting.public_id, version=version.public_id)


def _tell(
    version: PlanVersion, to: Membership, kind: str, channel: str, address: str = ""
) -> Message:
    child = version.plan.cycle.pupil.public_id
    return queue(kind, _payload(version), to=to, channel=channel, child=child, address=address)


def _give_contact(version: PlanVersion, contact: Contact, actor: Actor) -> None:
    """It counts as given when the message has left; without one, once somebody says that they handed it over."""
    share = VersionShare(
        version=version,
        to=contact.membership,
        contact=contact,
        via=str(Via.PRINT),
        by_id=actor.membership or None,
    )
    if contact.membership:
        message = _tell(version, contact.membership, "plan.shared", contact.channel, contact.email)
        share.message, share.via = message, str(_VIA.get(message.channel, Via.PRINT))
    share.save()


def _give_child(version: PlanVersion, pupil: Pupil, actor: Actor) -> None:
    """A young person with an account has it there; with a child somebody goes through it, and says so."""
    account = own_account(pupil)
    VersionShare(
        version=version,
        to=account.membership if account else None,
        is_child=True,
        via=str(Via.SCREEN if account else Via.IN_PERSON),
        message=_tell(version, account.membership, "plan.shared", "in_app") if account else None,
        by_id=actor.membership or None,
    ).save()


def _give_staff(
    version: PlanVersion, staff: Iterable[Membership], actor: Actor, today: date
) -> None:
    """Who shares it has it by that."""
    for member in staff:
        mine = member.pk == actor.membership
        VersionShare(
            version=version,
            to=member,
            via=str(Via.SCREEN),
            message=None if mine else _tell(version, member, "plan.shared_staff", "in_app"),
            on=today if mine else None,
            by_id=actor.membership or None,
        ).save()


def _give(version: PlanVersion, receivers: Receivers, actor: Actor, today: date) -> None:
    plan = version.plan
    there = list(VersionShare.objects.filter(version=version))
    had = {share.to_id for share in there}
    contacts = {share.contact_id for share in there}
    may = [care.contact for care in family_for(plan.cycle.pupil, today)]
    wanted = receivers.contacts
    if wanted is not None and not wanted <= {contact.public_id for contact in may}:
        raise Impossible(_("Choose only people who may be given this plan."))
    for contact in may:
        if (wanted is None or contact.public_id in wanted) and contact.pk not in contacts:
            _give_contact(version, contact, actor)
    if receivers.child and not any(share.is_child for share in there):
        _give_child(version, plan.cycle.pupil, actor)
    if receivers.staff:
        staff = [member for member in staff_for(plan, today) if member.pk not in had]
        _give_staff(version, staff, actor, today)


@verb("plan.share", Action.SHARE_PLAN)
def share_plan(
    plan: Plan,
    receivers: Receivers = EVERYONE,
    *,
    actor: Actor,
    today: date,
    passed_because: str = "",
) -> PlanVersion:
    """Freeze what the plan says, and what is known of the child, and give it to each person separately.

    Whom an order bars is never among them.

    A plan that is being written is shared for the first time; one whose support has begun, as a new version. Raises
    `Impossible` where it was shared already and says nothing new, for a wrong stage, where it would go to nobody, and
    where nothing is written in it.
    """
    version = freeze(plan, today=today)
    _give(version, receivers, actor, today)
    move = "share_new_version" if plan.cycle.stage == Stage.DO else "share_plan"
    make_move(plan.cycle, move, actor=actor, today=today, passed_because=passed_because)
    freeze_picture(version)
    version.compare_and_set(
        {"shared_on": version.shared_on}, shared_on=today, shared_by_id=actor.membership or None
    )
    return version


@verb("plan.share_more", Action.SHARE_PLAN)
def share_with_more(
    version: PlanVersion, receivers: Receivers, *, actor: Actor, today: date
) -> PlanVersion:
    """Give a shared version to people who have not been given it. Raises `Impossible` where it is not shared."""
    if version.shared_on is None:
        raise Impossible(_("This version has not been shared yet."))
    _give(version, receivers, actor, today)
    return version


@verb("plan.hand_over", Action.SHARE_PLAN)
def hand_over(
    version: PlanVersion, person: str, how: str, on: date, *, actor: Actor, today: date
) -> VersionShare:
    """Somebody of the family, or the child, got a shared version by hand, or it was gone through with them, `on` a day.

    `person` is the contact's public id or the child's own, `how` a word of `Via`. Raises `Impossible` for who is not
    among those with whom it is shared or may not be given it any more, for another word, and for a day before it was
    shared or to come; `Stale` for who has it.
    """
    if how not in {str(each) for each in Via}:
        raise Impossible(_("Choose how they got it."))
    child = version.plan.cycle.pupil
    may = {care.contact.public_id for care in family_for(child, today)} | {child.public_id}
    share = share_with(version, person)
    if share is None or person not in may:
        raise Impossible(_("Choose only people who may be given this plan."))
    if version.shared_on is None or not version.shared_on <= on <= today:
        raise Impossible(_("The day lies between the sharing and today."))
    if share.given_on:
        raise Stale
    by = actor.membership or None
    share.compare_and_set({"on": None}, on=on, via=how, by_id=by)
    return share


@verb("plan.seen", Action.SEE_SHARED_PLAN)
def note_seen(version: PlanVersion, *, actor: Actor, today: date) -> None:
    """Note that the person who acts has opened the version that they were given, the first time they do."""
    _opened(version, actor, today)


@verb("plan.seen_helps", Action.SEE_SUPPORT)
def note_helps_seen(version: PlanVersion, *, actor: Actor, today: date) -> None:
    """Note that whoever was given a plan to support the child has opened what helps, the first time they do."""
    _opened(version, actor, today)


def _opened(version: PlanVersion, actor: Actor, today: date) -> None:
    mine = Q(to_id=actor.membership, seen_on__isnull=True)
    for share in VersionShare.objects.filter(mine, version=version):
        share.compare_and_set({"seen_on": None}, seen_on=today)


@verb("plan.start", Action.SHARE_PLAN)
def start_support(
    plan: Plan,
    *,
    actor: Actor,
    today: date,
    starts_on: date | None,
    because: str = "",
    passed_because: str = "",
) -> PlanVersion:
    """Support begins on `starts_on`, from a plan that is shared or not yet: help is never held back.

    What the plan says now is frozen, so that what was begun with can be told later; `because` says why it is later
    than the plan says, and the family reads it. Raises `Impossible` for a wrong
    stage, without a day, and where nothing is written in the plan.
    """
    plan.compare_and_set({"started_on": None}, started_on=starts_on, started_because=because)
    version = freeze(plan, today=today)
    make_move(plan.cycle, "start_support", actor=actor, today=today, passed_because=passed_because)
    return version


@verb("plan.change_shared", Action.WRITE_PLAN)
def change_shared_plan(plan: Plan, *, actor: Actor, today: date) -> Plan:
    """Begin the next version of a plan that was shared; the one that was shared stays as it was.

    Before support begins the cycle goes back to planning; once it has begun, it goes on meanwhile. Raises
    `Impossible` where nothing was shared, or it is too late for this plan.
    """
    if plan.cycle.stage in CLOSED_STAGES or plan.cycle.stage == Stage.REVIEWED:
        raise Impossible(_("This plan has been reviewed. What comes next belongs to the next one."))
    if plan.cycle.stage == Stage.REVIEW:
        raise Impossible(
            _("The review of this plan is being prepared: what is to change is decided there.")
        )
    if is_open_to_writing(plan):
        raise Impossible(_("This plan is being written: change it as it stands."))
    if plan.cycle.stage == Stage.SHARED:
        make_move(plan.cycle, "change_shared_plan", actor=actor, today=today)
    plan.compare_and_set({"number": plan.number}, number=plan.number + 1)
    return plan
