"""The verbs after a review: go on to the next cycle, or end SEN Support."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from fourfold.casework.cycles.actions import begin_cycle, make_move, must_lead_on
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.queries import as_inherited
from fourfold.casework.people.models import InheritedSpell, Pupil
from fourfold.casework.people.queries import way_to
from fourfold.casework.plan.actions import carry_forward
from fourfold.casework.plan.models import Outcome, Plan
from fourfold.casework.review.actions.giving import entitled
from fourfold.casework.review.messages import SupportEnded
from fourfold.casework.review.models import (
    LineDecision,
    OutcomeJudgement,
    Review,
    SupportEnd,
)
from fourfold.casework.review.queries import (
    followed_cycle,
    review_of,
)
from fourfold.domain.access import Action
from fourfold.domain.cycle import PupilHistory, end_inherited_support
from fourfold.domain.words import Judgement
from fourfold.domain.words import LineDecision as Decided
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.act.verbs import verb
from fourfold.foundation.notify.outbox import queue


@verb("cycle.continue", Action.HOLD_REVIEW)
def continue_cycle(review: Review, *, actor: Actor, today: date, passed_because: str = "") -> Cycle:
    """Close the cycle that was reviewed and begin the next one from what the review decided; nothing is typed again.

    Raises `Impossible` where the review did not decide that support goes on, or the cycle is closed.
    """
    before = review.cycle
    make_move(before, "continue_cycle", actor=actor, today=today, passed_because=passed_because)
    return begin_next_cycle(before.pupil, actor=actor, today=today)


@verb("cycle.begin_next", Action.HOLD_REVIEW)
def begin_next_cycle(pupil: Pupil, *, actor: Actor, today: date) -> Cycle:
    """The cycle after the one that its review continued, with its plan drafted. Raises `Impossible` if none was."""
    after = begin_cycle(pupil, actor=actor, today=today)
    make_move(after, "begin_next_cycle", actor=actor, today=today)
    before = followed_cycle(after)
    review = review_of(before) if before else None
    if before and review:
        _carry(before, after, review, today)
    return after


def _carry(before: Cycle, after: Cycle, review: Review, today: date) -> None:
    """Whoever led goes on leading, and the plan is drafted from what the review judged, decided and measured."""
    if before.lead_id:
        after.lead_id = before.lead_id
        after.save()
    judged = OutcomeJudgement.objects.filter(review=review).select_related("outcome")
    decided = LineDecision.objects.filter(review=review).select_related("line")
    plan = carry_forward(
        before,
        after,
        judged={row.outcome.public_id: Judgement(row.judgement) for row in judged},
        decided={row.line.public_id: Decided(row.decision) for row in decided},
        latest={row.outcome.public_id: _now(row) for row in judged},
        seen_on=review.held_on,
        today=today,
    )
    _carry_numbers(plan, {row.outcome.public_id: row.number for row in judged})
    if review.next_review_on and review.next_review_on >= today:
        plan.compare_and_set(
            {"revision": plan.revision},
            review_on=review.next_review_on,
            review_on_filled_in=False,
        )


def _now(row: OutcomeJudgement) -> str:
    """Where the review saw the child: as a number, or in the words that were typed; empty for neither."""
    if row.number is None:
        return row.now
    return f"{row.number.normalize():f} {row.outcome.unit}".strip()


def _carry_numbers(plan: Plan, numbers: Mapping[str, Decimal | None]) -> None:
    """What the review measured is the start value of the outcome that goes on, as a number too."""
    for outcome in Outcome.objects.filter(plan=plan):
        number = numbers.get(outcome.carried_from)
        if number is not None:
            outcome.compare_and_set({"revision": outcome.revision}, baseline_number=number)


@verb("support.exit", Action.END_CYCLE)
def exit_support(
    cycle: Cycle,
    reasons: str,
    watch_until: date | None,
    *,
    actor: Actor,
    today: date,
    on: date | None = None,
    passed_because: str = "",
) -> SupportEnd:
    """SEN Support ends, with reasons, and each carer is told in writing; support that came with a roll ends with it.

    It was decided `on` a day, or today. Raises `Impossible` when the table misses who, when or why, and for a cycle in
    which there is no support.
    """
    must_lead_on(cycle, "exit_support")
    end = SupportEnd(
        cycle=cycle,
        on=on or today,
        by_id=actor.membership or None,
        reasons=reasons,
        watch_until=watch_until,
    )
    end.save()
    _end_inherited(cycle, on or today)
    _tell_of_end(end, today)
    make_move(
        cycle,
        "exit_support",
        actor=actor,
        today=today,
        on=on,
        because=reasons,
        passed_because=passed_because,
    )
    return end


def _end_inherited(cycle: Cycle, on: date) -> None:
    """A decision here ends each K that came with the child; nothing a setting does ends an E (invariant 9)."""
    rows = list(InheritedSpell.objects.filter(pupil=cycle.pupil).order_by("pk"))
    came = PupilHistory(inherited=tuple(as_inherited(row) for row in rows))
    for row, spell in zip(rows, end_inherited_support(came, on).inherited, strict=True):
        if row.ends != spell.ends:
            row.compare_and_set({"ends": row.ends}, ends=spell.ends)


def _tell_of_end(end: SupportEnd, today: date) -> None:
    """Each carer who may be given it, and the young person who has a way in of their own."""
    setting = Organisation.objects.get(pk=end.tenant_id).public_id
    pupil = end.cycle.pupil
    for person in [*entitled(end.cycle, today).values(), None]:
        way = way_to(pupil, person)
        if way:
            queue(
                "support.ended",
                SupportEnded(setting=setting, ended=end.public_id),
                to=way.member,
                channel=way.channel,
                child=pupil.public_id,
                address=way.address,
            )
