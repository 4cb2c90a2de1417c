"""Readers: the review of a cycle, who is owed what it agreed, what it found, and what is said before the next step."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.queries import cycles_of, leads_on
from fourfold.casework.people.models import Care, Pupil
from fourfold.casework.people.queries import cares_of
from fourfold.casework.plan.content import content_of, frozen
from fourfold.casework.plan.in_force import givers, line_as, outcome_as
from fourfold.casework.plan.models import Outcome, Plan, PlanVersion, SupportLine
from fourfold.casework.plan.queries import plan_of, version_in_force
from fourfold.casework.plan.rows import accounts_of, all_lines, all_outcomes, versions_of
from fourfold.casework.review.around import may_have
from fourfold.casework.review.models import (
    Invitation,
    OutcomeJudgement,
    RecordGiven,
    Review,
    SupportEnd,
    TookPart,
)
from fourfold.casework.review.models import LineDecision as LineDecisionRow
from fourfold.domain.cycle import Stage
from fourfold.domain.review import said_at_review
from fourfold.domain.rulebook import ProgressSeen, Prompt, ReviewSeen
from fourfold.domain.words import Judgement
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.notify.models import ON_ITS_WAY, REACHED, Message
from fourfold.foundation.scope.remembered import remembered
from fourfold.foundation.scope.together import Question, ask_together, only, rows

TERMLY_DAYS = 60


_WITH = ("cycle__pupil", "version__plan", "led_by", "prepared_by")


@rows
def reviews_about(pupil: int) -> QuerySet[Review]:
    """All reviews of a child (database id), prepared or held, newest first; without the text of the version."""
    found = Review.objects.filter(cycle__pupil_id=pupil).select_related(*_WITH)
    return found.defer("version__content").order_by("-cycle__number")


@rows
def given_about(pupil: int) -> QuerySet[RecordGiven]:
    """To whom what the reviews of a child (database id) agreed went, or is on its way."""
    found = RecordGiven.objects.filter(review__cycle__pupil_id=pupil)
    return found.select_related("contact", "message")


@rows
def invitations_about(pupil: int) -> QuerySet[Invitation]:
    """Who was asked to the reviews of a child (database id), the last first."""
    found = Invitation.objects.filter(review__cycle__pupil_id=pupil)
    return found.select_related("contact", "message").order_by("-on", "-pk")


@rows
def took_part_about(pupil: int) -> QuerySet[TookPart]:
    """Who took part in the reviews of a child (database id)."""
    return TookPart.objects.filter(review__cycle__pupil_id=pupil).select_related("contact")


@rows
def ends_about(pupil: int) -> QuerySet[SupportEnd]:
    """The ends of SEN Support of a child (database id)."""
    found = SupportEnd.objects.filter(cycle__pupil_id=pupil)
    return found.select_related("by", "cycle__pupil").order_by("pk")


@rows
def judged_in(review: Review) -> QuerySet[OutcomeJudgement, tuple[str, str]]:
    """The public id of each outcome that a review judged, with the judgement."""
    found = OutcomeJudgement.objects.filter(review=review)
    return found.values_list("outcome__public_id", "judgement")


@rows
def decided_in(review: Review) -> QuerySet[LineDecisionRow, str]:
    """The public ids of the lines of support about which a review decided."""
    return LineDecisionRow.objects.filter(review=review).values_list("line__public_id", flat=True)


@rows
def told_of_end(actor: Actor) -> QuerySet[Message]:
    """The messages by which this person was told that SEN Support ended."""
    return Message.objects.filter(kind="support.ended", to_id=actor.membership)


@rows
def telling_of_ends(child: str) -> QuerySet[Message]:
    """The messages by which carers are told of the end of a child’s support (public id): there, or on its way."""
    found = Message.objects.filter(kind="support.ended", child=child)
    return found.filter(state__in=REACHED | ON_ITS_WAY).order_by("pk")


def asked_of_reviews(pupil: int) -> list[Question]:
    """What is known of the reviews of a child (database id), and to whom each is open, is read from these."""
    those = (reviews_about, given_about, invitations_about, accounts_of)
    return [each.of(pupil) for each in those]


def review_of(cycle: Cycle) -> Review | None:
    """The review of a cycle, prepared or held, if there is one."""
    known = reviews_about(cycle.pupil_id)
    return next((each for each in known if each.cycle_id == cycle.pk), None)


def can_be_prepared(cycle: Cycle) -> bool:
    """Whether the day of a review can be set: for the first time, or anew until it is held."""
    review = review_of(cycle)
    asks_again = review is not None and review.held_on is None
    return asks_again or leads_on(cycle, "prepare_review")


@only
def find_review(public_id: str) -> QuerySet[Review]:
    """The review with that public id in the tenant in scope."""
    return Review.objects.select_related(*_WITH).filter(public_id=public_id)


@only
def find_end(public_id: str) -> QuerySet[SupportEnd]:
    """The end of support with that public id in the tenant in scope."""
    found = SupportEnd.objects.select_related("cycle__pupil", "by")
    return found.filter(public_id=public_id)


def is_for(actor: Actor, row: RecordGiven | Invitation, pupil: int) -> bool:
    """Whether a row is about this very person: as a contact, or, where it names nobody, as the child."""
    if row.contact is not None:
        return row.contact.membership_id == actor.membership
    return any(each.membership_id == actor.membership for each in accounts_of(pupil))


def was_given(actor: Actor, review: Review) -> bool:
    """Whether what the review agreed is for this very person; they read it as soon as it is."""
    pupil = review.cycle.pupil_id
    ask_together(asked_of_reviews(pupil))
    given = [each for each in given_about(pupil) if each.review_id == review.pk]
    return bool(actor.membership) and any(
        each.staff_id == actor.membership if each.staff_id else is_for(actor, each, pupil)
        for each in given
    )


def was_invited(actor: Actor, review: Review) -> bool:
    """Whether this very person was asked to the review."""
    pupil = review.cycle.pupil_id
    asked = [each for each in invitations_about(pupil) if each.review_id == review.pk]
    return bool(actor.membership) and any(is_for(actor, each, pupil) for each in asked)


def asked_to(actor: Actor, review: Review) -> Invitation | None:
    """By what this very person was asked last to a review for the day that stands; None if they were not."""
    return next(iter(asked_for_that_day(actor, review)), None)


def asked_for_that_day(actor: Actor, review: Review) -> list[Invitation]:
    """Each time that this very person was asked to a review for the day that stands, the last first."""
    pupil = review.cycle.pupil_id
    return [
        each
        for each in invitations_about(pupil)
        if each.review_id == review.pk
        and each.meets_on == review.meets_on
        and is_for(actor, each, pupil)
    ]


@dataclass(frozen=True)
class UnderReview:
    """What a review looks at: the plan, the version that is in force (None: not frozen yet), its outcomes and lines."""

    plan: Plan
    version: PlanVersion | None
    outcomes: tuple[Outcome, ...]
    lines: tuple[SupportLine, ...]


@remembered
def under_review(cycle: Cycle) -> UnderReview | None:
    """What there is to review in a cycle, as it was frozen; None without a plan. A draft begun since is left out."""
    plan = plan_of(cycle)
    if plan is None:
        return None
    ask_together([versions_of.of(plan), all_outcomes.of(plan), all_lines.of(plan)])
    version = version_in_force(plan)
    content = frozen(version) if version else content_of(plan)
    outcomes = {row.public_id: row for row in all_outcomes(plan)}
    lines = {row.public_id: row for row in all_lines(plan)}
    known = givers([content], lines.values())
    judged = {
        each["key"]: outcome_as(outcomes[each["key"]], each)
        for each in content["outcomes"]
        if each["key"] in outcomes
    }
    decided = []
    for each in content["lines"]:
        if each["key"] in lines:
            line = line_as(lines[each["key"]], each, known)
            line.towards = judged.get(each["towards"])
            decided.append(line)
    return UnderReview(plan, version, tuple(judged.values()), tuple(decided))


def entitled_of(pupil: Pupil, on: date) -> list[Care]:
    """The carers who may be given what a review of this child agreed on a day, by name."""
    return may_have(cares_of(pupil, on), on)


def reviews_of(pupil: Pupil) -> list[Review]:
    """All reviews of a child, prepared or held, the newest first."""
    return reviews_about(pupil.pk)


@rows
def days_held(cycles: frozenset[int]) -> QuerySet[Review, tuple[int, date | None]]:
    """Each of these cycles (database ids) whose review was held, with its day."""
    found = Review.objects.filter(cycle_id__in=cycles, held_on__isnull=False)
    return found.values_list("cycle_id", "held_on")


def held_on_days(cycles: Iterable[int]) -> dict[int, date]:
    """By cycle (database id), the day on which its review was held."""
    return {cycle: day for cycle, day in days_held(frozenset(cycles)) if day}


def next_cycle(cycle: Cycle) -> Cycle | None:
    """The cycle that began after this one, if there is one."""
    return next((each for each in cycles_of(cycle.pupil) if each.number == cycle.number + 1), None)


def followed_cycle(cycle: Cycle) -> Cycle | None:
    """The cycle that this one goes on from: the one before it, if it was continued."""
    before = (each for each in cycles_of(cycle.pupil) if each.number == cycle.number - 1)
    return next((each for each in before if each.stage == Stage.CONTINUED), None)


@rows
def judgements_about(pupil: int) -> QuerySet[OutcomeJudgement, tuple[int, str]]:
    """Each judgement of the reviews of a child (database id): the review's database id and what was said."""
    found = OutcomeJudgement.objects.filter(review__cycle__pupil_id=pupil)
    return found.values_list("review_id", "judgement")


@rows
def sums_about(pupil: int) -> QuerySet[LineDecisionRow, tuple[int, int, int]]:
    """How much of each line was planned and given until the reviews of a child (database id), by the review's id."""
    found = LineDecisionRow.objects.filter(review__cycle__pupil_id=pupil)
    return found.values_list("review_id", "planned", "delivered")


def asked_for_prompts(pupil: int) -> list[Question]:
    """What is said aloud after the reviews of a child (database id) is read from these."""
    return [each.of(pupil) for each in (reviews_about, judgements_about, sums_about)]


def _progress(judged: list[str]) -> ProgressSeen:
    """What the judgements of a review amount to: most outcomes not yet met is less than expected [derived]."""
    if not judged:
        return ProgressSeen.UNCLEAR
    behind = sum(each == Judgement.NOT_YET for each in judged)
    return ProgressSeen.LESS_THAN_EXPECTED if behind * 2 > len(judged) else ProgressSeen.AS_EXPECTED


def reviews_seen(pupil: Pupil) -> list[ReviewSeen]:
    """The reviews of a child as the prompts look at them, oldest first.

    A review counts as termly if two months have passed since the one before that counted.
    """
    ask_together(asked_for_prompts(pupil.pk))
    held = [each for each in reviews_about(pupil.pk) if each.held_on]
    reviews = sorted(held, key=lambda each: (each.held_on or date.min, each.pk))
    judged: dict[int, list[str]] = defaultdict(list)
    for review_id, judgement in judgements_about(pupil.pk):
        judged[review_id].append(judgement)
    sums: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for review_id, planned, delivered in sums_about(pupil.pk):
        sums[review_id].append((planned, delivered))
    seen: list[ReviewSeen] = []
    last: date | None = None
    for review in reviews:
        held_on = review.held_on or date.min
        termly = last is None or (held_on - last).days >= TERMLY_DAYS
        last = held_on if termly else last
        lines = sums[review.pk]
        seen.append(
            ReviewSeen(
                _progress(judged[review.pk]),
                sum(planned for planned, _delivered in lines),
                sum(delivered for _planned, delivered in lines),
                termly,
            )
        )
    return seen


def prompts_for(pupil: Pupil, *, family: bool) -> tuple[Prompt, ...]:
    """What is said aloud after the reviews there were; to a family what is for them too (R5). Never a gate."""
    said = said_at_review(reviews_seen(pupil))
    return tuple(prompt for prompt in said if prompt.to_family_too or not family)
