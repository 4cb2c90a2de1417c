"""Readers: the review of a cycle, who is owed what it agreed, what it found, and what is said before the next step."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.models import Care, GroupPupil, GroupStaff, Pupil
from fourfold.casework.people.relations import TEACHING, bars_of
from fourfold.casework.plan.content import Content, content_of, frozen
from fourfold.casework.plan.models import Outcome, Plan, PlanVersion, SupportLine
from fourfold.casework.plan.queries import plan_of, version_in_force
from fourfold.casework.review.models import (
    Invitation,
    LineDecision,
    OutcomeJudgement,
    RecordGiven,
    Review,
    SupportEnd,
)
from fourfold.domain.access import Bar
from fourfold.domain.cycle import Stage
from fourfold.domain.review import said_at_review
from fourfold.domain.rulebook import ProgressSeen, Prompt, ReviewSeen
from fourfold.domain.words import Judgement
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.remembered import remembered

TERMLY_DAYS = 60
NOT_BARRED = (Bar.EVERYTHING, Bar.DOCUMENTS)


@remembered
def review_of(cycle: Cycle) -> Review | None:
    """The review of a cycle, prepared or held, if there is one."""
    rows = Review.objects.select_related("cycle__pupil", "version__plan", "led_by", "prepared_by")
    return rows.filter(cycle=cycle).first()


def find_review(public_id: str) -> Review | None:
    """The review with that public id in the tenant in scope."""
    rows = Review.objects.select_related("cycle__pupil", "version__plan", "led_by", "prepared_by")
    return rows.filter(public_id=public_id).first()


def find_end(public_id: str) -> SupportEnd | None:
    """The end of support with that public id in the tenant in scope."""
    rows = SupportEnd.objects.select_related("cycle__pupil", "by")
    return rows.filter(public_id=public_id).first()


@remembered
def was_given(actor: Actor, review: Review) -> bool:
    """Whether this very person was given what the review agreed."""
    mine = Q(contact__membership_id=actor.membership) | Q(staff_id=actor.membership)
    return bool(actor.membership) and (
        RecordGiven.objects.filter(mine, review=review).exists()
        or RecordGiven.objects.filter(
            review=review,
            contact__isnull=True,
            staff__isnull=True,
            review__cycle__pupil__own_account__membership_id=actor.membership,
        ).exists()
    )


@remembered
def was_invited(actor: Actor, review: Review) -> bool:
    """Whether this very person was asked to the review."""
    child = Q(
        contact__isnull=True,
        review__cycle__pupil__own_account__membership_id=actor.membership,
    )
    mine = Q(contact__membership_id=actor.membership)
    return (
        bool(actor.membership) and Invitation.objects.filter(mine | child, review=review).exists()
    )


@dataclass(frozen=True)
class UnderReview:
    """What a review looks at: the plan, the version that is in force (None: not frozen yet), its outcomes and lines."""

    plan: Plan
    version: PlanVersion | None
    outcomes: tuple[Outcome, ...]
    lines: tuple[SupportLine, ...]


def _keys(content: Content, part: str) -> list[str]:
    return [each["key"] for each in content[part]]


@remembered
def under_review(cycle: Cycle) -> UnderReview | None:
    """What there is to review in a cycle; None without a plan. A draft that is begun meanwhile is left out."""
    plan = plan_of(cycle)
    if plan is None:
        return None
    version = version_in_force(plan)
    content = frozen(version) if version else content_of(plan)
    outcomes = {row.public_id: row for row in Outcome.objects.filter(plan=plan)}
    rows = SupportLine.objects.filter(plan=plan).select_related(
        "plan__cycle", "given_by", "towards"
    )
    lines = {row.public_id: row for row in rows}
    return UnderReview(
        plan,
        version,
        tuple(outcomes[key] for key in _keys(content, "outcomes") if key in outcomes),
        tuple(lines[key] for key in _keys(content, "lines") if key in lines),
    )


def entitled_carers(pupils: Iterable[int], on: date) -> dict[int, list[Care]]:
    """By child (database id), the carers who may be given what a review agreed on a day, in one query."""
    found: dict[int, list[Care]] = defaultdict(list)
    cares = Care.objects.filter(live(on), pupil_id__in=list(pupils)).select_related(
        "contact__membership"
    )
    for care in cares.order_by("contact__sort_key"):
        if not bars_of(care, on) & set(NOT_BARRED):
            found[care.pupil_id].append(care)
    return found


def staff_around(pupils: Iterable[int], on: date) -> dict[int, list[Membership]]:
    """By child (database id), the staff who teach them on a day, in two queries.

    Those who lead a group see what they are to do in its sessions, not the whole of a review.
    """
    groups: dict[int, set[int]] = defaultdict(set)
    for pupil, group in GroupPupil.objects.filter(live(on), pupil_id__in=list(pupils)).values_list(
        "pupil_id", "group_id"
    ):
        groups[pupil].add(group)
    wanted = {group for each in groups.values() for group in each}
    staff: dict[int, list[Membership]] = defaultdict(list)
    rows = GroupStaff.objects.filter(
        live(on), live(on, "membership__"), group_id__in=wanted, part__in=TEACHING
    ).select_related("membership")
    for row in rows.order_by("membership__search_key"):
        staff[row.group_id].append(row.membership)
    return {
        pupil: list({m.pk: m for group in sorted(mine) for m in staff[group]}.values())
        for pupil, mine in groups.items()
    }


@remembered
def reviews_of(pupil: Pupil) -> list[Review]:
    """All reviews of a child, prepared or held, the newest first."""
    rows = Review.objects.filter(cycle__pupil=pupil).select_related("cycle__pupil", "led_by")
    return list(rows.order_by("-cycle__number"))


def held_reviews(pupils: Iterable[str]) -> list[Review]:
    """The reviews that were held of these children (public ids), oldest first."""
    rows = Review.objects.filter(
        cycle__pupil__public_id__in=list(pupils), held_on__isnull=False
    ).select_related("cycle__pupil", "led_by")
    return list(rows.order_by("held_on", "pk"))


def held_on_days(cycles: Iterable[int]) -> dict[int, date]:
    """By cycle (database id), the day on which its review was held."""
    rows = Review.objects.filter(cycle_id__in=list(cycles), held_on__isnull=False)
    return {cycle: day for cycle, day in rows.values_list("cycle_id", "held_on") if day}


@remembered
def followed_cycle(cycle: Cycle) -> Cycle | None:
    """The cycle that this one goes on from: the one before it, if it was continued."""
    return Cycle.objects.filter(
        pupil_id=cycle.pupil_id, number=cycle.number - 1, stage=str(Stage.CONTINUED)
    ).first()


def _progress(judged: list[str]) -> ProgressSeen:
    """What the judgements of a review amount to: most outcomes not yet met is less than expected [derived]."""
    if not judged:
        return ProgressSeen.UNCLEAR
    behind = sum(each == Judgement.NOT_YET for each in judged)
    return ProgressSeen.LESS_THAN_EXPECTED if behind * 2 > len(judged) else ProgressSeen.AS_EXPECTED


def reviews_seen(pupil: Pupil) -> list[ReviewSeen]:
    """The reviews of a child as the prompts look at them, oldest first, in three queries.

    A review counts as termly if two months have passed since the one before that counted.
    """
    reviews = held_reviews([pupil.public_id])
    judged: dict[int, list[str]] = defaultdict(list)
    for each in OutcomeJudgement.objects.filter(review__in=reviews):
        judged[each.review_id].append(each.judgement)
    planned: dict[int, list[LineDecision]] = defaultdict(list)
    for line in LineDecision.objects.filter(review__in=reviews):
        planned[line.review_id].append(line)
    seen: list[ReviewSeen] = []
    last: date | None = None
    for review in reviews:
        held_on = review.held_on or date.min
        termly = last is None or (held_on - last).days >= TERMLY_DAYS
        last = held_on if termly else last
        lines = planned[review.pk]
        seen.append(
            ReviewSeen(
                _progress(judged[review.pk]),
                sum(line.planned for line in lines),
                sum(line.delivered for line in lines),
                termly,
            )
        )
    return seen


def prompts_for(pupil: Pupil, *, family: bool) -> tuple[Prompt, ...]:
    """What is said aloud after the reviews there were; to a family what is for them too (R5). Never a gate."""
    said = said_at_review(reviews_seen(pupil))
    return tuple(prompt for prompt in said if prompt.to_family_too or not family)
