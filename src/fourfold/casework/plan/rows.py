"""The rows of a plan, each question asked once in a request and together with others (`foundation.scope.together`)."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Window

from fourfold.casework.people.models import OwnAccount, Pupil
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
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.scope.together import Question, rows

# A line as it is, and of who gives it and what it leads to what stands beside it.
_OF_LINE = (
    *(each.name for each in SupportLine._meta.concrete_fields),
    *(f"given_by__{each}" for each in ("public_id", "tenant", "called")),
    *(f"towards__{each}" for each in ("public_id", "tenant")),
)
# The same without what it leads to: a child's page shows what is done and by whom.
_SHOWN = tuple(each for each in _OF_LINE if not each.startswith("towards__"))

OUTCOME_LOOKED_AT = (
    *("public_id", "words", "measure", "baseline", "baseline_number"),
    *("target", "target_number", "unit", "by_date"),
)


@rows
def plans_about(pupil: int) -> QuerySet[Plan]:
    """The plans about a child (database id), the newest first."""
    found = Plan.objects.filter(cycle__pupil_id=pupil).select_related("cycle__pupil")
    return found.order_by("-pk")


@rows
def all_outcomes(plan: Plan) -> QuerySet[Outcome]:
    """The outcomes of a plan, those that ended too, in their order."""
    return plan.outcomes.order_by("position", "pk")


@rows
def all_lines(plan: Plan) -> QuerySet[SupportLine]:
    """The lines of support of a plan, those that ended too, in their order, each with who gives it."""
    found = plan.lines.select_related("given_by", "towards").only(*_OF_LINE)
    return found.order_by("position", "pk")


@rows
def lines_at(plan: Plan, places: range) -> QuerySet[SupportLine]:
    """Of the lines of support of a plan that stand those at these places, in their order, each with who gives it."""
    found = plan.lines.filter(ended_on__isnull=True).select_related("given_by").only(*_SHOWN)
    return found.order_by("position", "pk")[places.start : places.stop]


@rows
def lines_counted(plan: Plan) -> QuerySet[SupportLine, int]:
    """How many lines of support of a plan stand: one number, or nothing for none."""
    found = plan.lines.filter(ended_on__isnull=True).order_by()
    return found.values_list(Window(Count("*")), flat=True)[:1]


@rows
def first_days(plan: Plan) -> QuerySet[SupportLine, date | None]:
    """The first day from which a line of support of a plan that stands is to be given; nothing where none says it."""
    found = plan.lines.filter(ended_on__isnull=True, starts_on__isnull=False)
    return found.order_by("starts_on").values_list("starts_on", flat=True)[:1]


@rows
def outcomes_stand(plan: Plan) -> QuerySet[Outcome, tuple[Any, ...]]:
    """Of the outcomes of a plan that stand, in their order, what the moves look at: `OUTCOME_LOOKED_AT`."""
    found = plan.outcomes.filter(ended_on__isnull=True).order_by("position", "pk")
    return found.values_list(*OUTCOME_LOOKED_AT)


@rows
def lines_stand(plan: Plan) -> QuerySet[SupportLine, tuple[str, str | None, str, bool]]:
    """The lines of support of a plan that stand, in their order: public id, that of who gives it, what it is, and
    whether the last review wants it changed.
    """
    found = plan.lines.filter(ended_on__isnull=True).order_by("position", "pk")
    return found.values_list("public_id", "given_by__public_id", "what", "to_change")


@rows
def all_parts(plan: Plan) -> QuerySet[Responsibility]:
    """What each does by a plan, in order, with what has ended."""
    return plan.responsibilities.order_by("position", "pk")


@rows
def adjustments_of(plan: Plan) -> QuerySet[Adjustment]:
    """What is done differently by a plan now, in order."""
    return plan.adjustments.filter(ended_on__isnull=True).order_by("position", "pk")


@rows
def versions_of(plan: Plan) -> QuerySet[PlanVersion]:
    """All versions of a plan, the newest first."""
    return plan.versions.order_by("-number")


@rows
def shares_in(plan: Plan) -> QuerySet[VersionShare]:
    """Who was given which version of a plan."""
    found = VersionShare.objects.filter(version__plan=plan)
    return found.select_related("to", "contact", "message")


@rows
def says_in(plan: Plan) -> QuerySet[Say]:
    """What was said of the versions of a plan, the oldest first."""
    found = Say.objects.filter(version__plan=plan)
    return found.select_related("contact", "noted_by", "contribution").order_by("on", "pk")


@rows
def accounts_of(pupil: int) -> QuerySet[OwnAccount]:
    """The young person's own way in (of a child by database id): one or none."""
    return OwnAccount.objects.filter(pupil_id=pupil).select_related("membership")


@rows
def versions_given(actor: Actor, pupil: Pupil) -> QuerySet[PlanVersion]:
    """The versions of a child's plans that were given to this very person, newest plan first; without what they say."""
    found = PlanVersion.objects.filter(
        plan__cycle__pupil=pupil, shared_on__isnull=False, shares__to_id=actor.membership
    )
    found = found.select_related("plan__cycle", "shared_by").defer("content")
    return found.order_by("-plan_id", "-number")


@rows
def versions_in_full(versions: frozenset[int]) -> QuerySet[PlanVersion]:
    """These versions (database ids), with what they say."""
    return PlanVersion.objects.filter(pk__in=versions)


@rows
def versions_shared(pupil: Pupil) -> QuerySet[PlanVersion]:
    """The versions of a child's plans that were shared with anybody; without what they say. For staff."""
    found = PlanVersion.objects.filter(plan__cycle__pupil=pupil, shared_on__isnull=False)
    return found.select_related("shared_by", "plan").defer("content").order_by("pk")


@rows
def says_about(pupil: Pupil) -> QuerySet[Say]:
    """What was said of a child's plans by anybody. For staff."""
    return _says(pupil)


@rows
def says_by(actor: Actor, pupil: Pupil, contact: int | None) -> QuerySet[Say]:
    """What this family member said of a child's plans, as a contact (database id) or, without one, as the child."""
    own = Q(contact_id=contact) if contact else Q(contact__isnull=True, is_child=True)
    return _says(pupil).filter(own)


def _says(pupil: Pupil) -> QuerySet[Say]:
    found = Say.objects.filter(version__plan__cycle__pupil=pupil).select_related(
        "contact", "contribution", "version__plan"
    )
    return found.defer("version__content").order_by("pk")


def asked_for_content(plan: Plan) -> list[Question]:
    """What a plan says now is read from these, to be asked with other things."""
    return [each.of(plan) for each in (all_outcomes, all_lines, all_parts, adjustments_of)]


def asked_for_looks(plan: Plan) -> list[Question]:
    """What the moves look at of what a plan says is read from these."""
    return [each.of(plan) for each in (outcomes_stand, lines_stand, all_parts, adjustments_of)]


def asked_for_versions(plan: Plan) -> list[Question]:
    """How a plan was shared, and what was said of it, is read from these."""
    return [each.of(plan) for each in (versions_of, shares_in, says_in)]
