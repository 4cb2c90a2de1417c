"""The next draft from a plan that was reviewed, so that nothing is typed again (R3). Inner functions, within a verb."""

from collections.abc import Mapping
from datetime import date

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.plan.actions.drafting import new_plan
from fourfold.casework.plan.content import content_of, frozen
from fourfold.casework.plan.models import (
    Adjustment,
    Outcome,
    Plan,
    Responsibility,
    SupportLine,
)
from fourfold.casework.plan.queries import plan_of, responsibilities_of, version_in_force
from fourfold.casework.plan.rows import all_lines, all_outcomes
from fourfold.domain.plan import LineContent, OutcomeContent, PlanContent
from fourfold.domain.plan import carry_forward as decide
from fourfold.domain.words import Judgement, LineDecision
from fourfold.foundation.act.verbs import Impossible

_OUTCOME_SAME = ("words", "area", "measure", "unit", "target", "target_number", "position")
_LINE_SAME = (
    "what",
    "kind",
    "given_by",
    "group_size",
    "with_whom",
    "per_week",
    "minutes",
    "days",
    "at",
    "place",
    "position",
)


def _facts(outcomes: list[Outcome], lines: list[SupportLine]) -> PlanContent:
    return PlanContent(
        outcomes=tuple(
            OutcomeContent(
                each.public_id,
                baseline=each.baseline,
                by=each.by_date,
                cycles_old=each.times_carried,
            )
            for each in outcomes
        ),
        lines=tuple(
            LineContent(
                each.public_id,
                each.what,
                frozenset({each.towards.public_id} if each.towards else ()),
                cycles_old=each.times_carried,
            )
            for each in lines
        ),
    )


def _same(row: Outcome | SupportLine, names: tuple[str, ...]) -> dict[str, object]:
    return {name: getattr(row, name) for name in names}


def _carried_outcomes(
    draft: PlanContent, rows: dict[str, Outcome], plan: Plan, latest: Mapping[str, str], on: date
) -> dict[str, Outcome]:
    made: dict[str, Outcome] = {}
    for content in draft.outcomes:
        old = rows[content.key]
        measured = bool(latest.get(content.key))
        new = Outcome(
            plan=plan,
            baseline=content.baseline,
            baseline_number=None if measured else old.baseline_number,
            baseline_on=on if measured else old.baseline_on,
            by_date=content.by,
            carried_from=old.public_id,
            times_carried=content.cycles_old,
            **_same(old, _OUTCOME_SAME),
        )
        new.save()
        made[content.key] = new
    return made


def carry_forward(
    previous: Cycle,
    new: Cycle,
    *,
    judged: Mapping[str, Judgement],
    decided: Mapping[str, LineDecision],
    latest: Mapping[str, str] | None = None,
    seen_on: date | None = None,
    today: date,
) -> Plan:
    """The draft of `new` from the plan of `previous` and what its review said, within the verb that begins `new`.

    `judged` and `decided` are by the public ids of outcomes and lines, `latest` where the review saw the
    child, in words, on the day `seen_on` (or today).
    What is carried wears its age and says from where it came. Raises `Impossible` where `previous` has no
    plan or `new` has one.
    """
    before = plan_of(previous)
    if before is None or plan_of(new) is not None:
        raise Impossible("There is nothing to carry forward.")
    outcomes, lines = _to_carry(before)
    draft = decide(_facts(outcomes, lines), judged, decided, latest, today)
    plan = new_plan(new, today)
    made = _carried_outcomes(
        draft, {each.public_id: each for each in outcomes}, plan, latest or {}, seen_on or today
    )
    rows = {each.public_id: each for each in lines}
    for content in draft.lines:
        old = rows[content.key]
        towards = next((made[key] for key in content.outcomes), None)
        SupportLine(
            plan=plan,
            towards=towards,
            starts_on=None,
            ends_on=None,
            carried_from=old.public_id,
            times_carried=content.cycles_old,
            to_change=content.to_change,
            **_same(old, _LINE_SAME),
        ).save()
    _carry_rest(before, plan)
    return plan


def _to_carry(plan: Plan) -> tuple[list[Outcome], list[SupportLine]]:
    """What stands and what the version in force names: a draft that nobody was given takes no help away."""
    version = version_in_force(plan)
    content = frozen(version) if version else content_of(plan)
    outcomes = {each["key"] for each in content["outcomes"]}
    lines = {each["key"] for each in content["lines"]}
    return (
        [row for row in all_outcomes(plan) if row.ended_on is None or row.public_id in outcomes],
        [row for row in all_lines(plan) if row.ended_on is None or row.public_id in lines],
    )


def _carry_rest(before: Plan, plan: Plan) -> None:
    for part in responsibilities_of(before).values():
        Responsibility(
            plan=plan,
            whose=part.whose,
            words=part.words,
            position=part.position,
            carried_from=part.public_id,
            times_carried=part.times_carried + 1,
        ).save()
    for old in Adjustment.objects.filter(plan=before, ended_on__isnull=True).order_by("position"):
        Adjustment(
            plan=plan,
            words=old.words,
            kind=old.kind,
            position=old.position,
            carried_from=old.public_id,
            times_carried=old.times_carried + 1,
        ).save()
