"""Readers: the plan of a cycle, its versions, who was given them, what each said, and who can be chosen for it."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import QuerySet

from fourfold.casework.cycles.models import Cycle, Move
from fourfold.casework.cycles.queries import leads_on
from fourfold.casework.people.models import Care, OwnAccount, Pupil
from fourfold.casework.people.queries import contact_of, informed_family, staff_of
from fourfold.casework.people.relations import bars_of
from fourfold.casework.plan.content import content_of, members_who_give
from fourfold.casework.plan.models import (
    Adjustment,
    Outcome,
    Plan,
    PlanVersion,
    Responsibility,
    Say,
    SupportLine,
    VersionShare,
)
from fourfold.casework.plan.rows import (
    accounts_of,
    adjustments_of,
    all_lines,
    all_outcomes,
    all_parts,
    first_days,
    plans_about,
    says_in,
    shares_in,
    versions_of,
)
from fourfold.domain.access import Action, Bar
from fourfold.domain.cycle import Stage
from fourfold.domain.words import GIVE_SUPPORT
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.models import Membership, RoleHeld
from fourfold.foundation.scope.together import only, rows

# Who of a child's staff is given a plan, by their part with a group of the child.
GIVEN_TO = ("teaches", "keyworker", "supports")
_WITH_CHILD = ("plan", "plan__cycle", "plan__cycle__pupil")


def plan_of(cycle: Cycle) -> Plan | None:
    """The plan of a cycle, if it has been begun."""
    return next((each for each in plans_about(cycle.pupil_id) if each.cycle_id == cycle.pk), None)


@only
def find_plan(public_id: str) -> QuerySet[Plan]:
    """The plan with that public id in the tenant in scope."""
    rows = Plan.objects.select_related("cycle", "cycle__pupil")
    return rows.filter(public_id=public_id)


@only
def find_outcome(public_id: str) -> QuerySet[Outcome]:
    """The outcome with that public id in the tenant in scope."""
    return Outcome.objects.select_related(*_WITH_CHILD).filter(public_id=public_id)


@only
def find_line(public_id: str) -> QuerySet[SupportLine]:
    """The line of support with that public id in the tenant in scope."""
    rows = SupportLine.objects.select_related(*_WITH_CHILD, "towards", "given_by")
    return rows.filter(public_id=public_id)


@only
def find_adjustment(public_id: str) -> QuerySet[Adjustment]:
    """The adjustment with that public id in the tenant in scope."""
    return Adjustment.objects.select_related(*_WITH_CHILD).filter(public_id=public_id)


@only
def find_version(public_id: str) -> QuerySet[PlanVersion]:
    """The version with that public id in the tenant in scope."""
    rows = PlanVersion.objects.select_related(*_WITH_CHILD, "picture")
    return rows.filter(public_id=public_id)


def outcomes_of(plan: Plan) -> list[Outcome]:
    """The outcomes that stand, in their order."""
    return [each for each in all_outcomes(plan) if each.ended_on is None]


def first_named(plan: Plan) -> date | None:
    """The first day from which a line of the plan is to be given, as its lines say; None where none says it."""
    return next(iter(first_days(plan)), None)


def lines_of(plan: Plan) -> list[SupportLine]:
    """The lines of support that stand, in their order, each with who gives it."""
    return [each for each in all_lines(plan) if each.ended_on is None]


def responsibilities_of(plan: Plan) -> dict[str, Responsibility]:
    """What each does, by whose part it is."""
    return {each.whose: each for each in all_parts(plan)}


def adjusts(plan: Plan) -> bool:
    """Whether the plan names something that is done differently."""
    return bool(adjustments_of(plan))


def shared_versions_of(plan: Plan) -> list[PlanVersion]:
    """The versions that were shared, the newest first."""
    return [each for each in versions_of(plan) if each.shared_on]


def version_in_force(plan: Plan) -> PlanVersion | None:
    """The newest version that was frozen: what is done, and what a review judges."""
    return next(iter(versions_of(plan)), None)


def is_open_to_writing(plan: Plan) -> bool:
    """Whether the version that is being written has not been shared yet: a shared one is never edited."""
    return not any(each.number == plan.number for each in shared_versions_of(plan))


def can_be_shared(plan: Plan) -> bool:
    """Whether the version that is being written can be shared: for the first time, or anew while support goes on."""
    if plan.cycle.stage == Stage.DO:
        return is_open_to_writing(plan)
    return leads_on(plan.cycle, "share_plan")


def shares_of(version: PlanVersion) -> list[VersionShare]:
    """Who was given a version, the family first, then the child, then staff, each by name."""
    return sorted(
        (each for each in shares_in(version.plan) if each.version_id == version.pk),
        key=lambda each: (
            (0, each.contact.sort_key)
            if each.contact
            else (1 if each.is_child else 2, each.to.search_key if each.to else "")
        ),
    )


def share_with(version: PlanVersion, person: str) -> VersionShare | None:
    """How a version goes to one of the family, by the contact's public id, or to the child, by the child's own."""
    child = version.plan.cycle.pupil.public_id
    for share in shares_of(version):
        if person == (
            share.contact.public_id if share.contact else child if share.is_child else ""
        ):
            return share
    return None


def was_given(actor: Actor, version: PlanVersion) -> bool:
    """Whether this version is shared with this very person; they may open it as soon as it is."""
    return bool(actor.membership) and any(
        each.to_id == actor.membership and each.version_id == version.pk
        for each in shares_in(version.plan)
    )


def reader_of(actor: Actor, version: PlanVersion) -> str:
    """As whom of the family an actor reads: the contact's public id, or the child's own."""
    contact = contact_of(actor)
    return contact.public_id if contact else version.plan.cycle.pupil.public_id


def whose_words(actor: Actor, version: PlanVersion) -> str | None:
    """Whose own words an actor may read in a version: None for everybody's, empty for nobody's.

    Staff who see needs read what a named adult has read; a family member is never shown another's (W9).
    """
    if actor.is_family:
        return reader_of(actor, version)
    return None if may(Action.SEE_NEEDS, actor, version) else ""


def is_new_to(actor: Actor, version: PlanVersion) -> bool:
    """Whether this very person was given this version and has not opened it yet."""
    return any(
        each.to_id == actor.membership and each.seen_on is None for each in shares_of(version)
    )


def latest_says(version: PlanVersion) -> dict[str, Say]:
    """The last thing that each person said of a version, by contact's public id or the child's own."""
    child = version.plan.cycle.pupil.public_id
    return {
        (say.contact.public_id if say.contact else child): say
        for say in says_in(version.plan)
        if say.version_id == version.pk
    }


@rows
def staff_here(today: date) -> QuerySet[Membership]:
    """The members of staff who can be chosen to give support, by name; nobody without a list of the day."""
    held = RoleHeld.objects.filter(live(today), role__in=[str(role) for role in GIVE_SUPPORT])
    here = Membership.objects.filter(live(today), pk__in=held.values("membership_id"))
    return here.order_by("search_key")


def staff_for(plan: Plan, today: date) -> list[Membership]:
    """The staff who are given the plan: who teach or support the child, and who give a line of it, by name."""
    pupil = plan.cycle.pupil
    found = {each.pk: each for each in staff_of(pupil, today, GIVEN_TO)}
    found |= {each.pk: each for each in members_who_give(content_of(plan))}
    return sorted(found.values(), key=lambda each: each.search_key)


def family_for(pupil: Pupil, today: date) -> list[Care]:
    """The carers who may be given a plan: informed, and not barred from documents."""
    return [
        care
        for care in informed_family(pupil, today)
        if not bars_of(care, today) & {Bar.EVERYTHING, Bar.DOCUMENTS}
    ]


def own_account(pupil: Pupil) -> OwnAccount | None:
    """The young person's own way in, if there is one."""
    return next(iter(accounts_of(pupil.pk)), None)


ReviewDays = Callable[[Iterable[int]], dict[int, date]]
_review_days: list[ReviewDays] = []


def reviews_come_from(reader: ReviewDays) -> None:
    """Let the room of reviews say on which day the plan of each cycle (by database id) was reviewed."""
    _review_days[:] = [reader]


@rows
def reviews_written_down(cycles: frozenset[int]) -> QuerySet[Move, tuple[int, date]]:
    """Each of these cycles (database ids) that was reviewed, with the day on which that was written down."""
    return Move.objects.filter(cycle_id__in=cycles, move="hold_review").values_list(
        "cycle_id", "on"
    )


def reviewed_on(cycles: frozenset[int]) -> dict[int, date]:
    """On which day each cycle's review was held: as the room of reviews says, else the day it was written down."""
    found = dict(reviews_written_down(cycles))
    for reader in _review_days:
        found |= reader(cycles)
    return found
