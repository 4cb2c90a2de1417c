"""The verbs with which a plan is written: begun, filled in, changed and tidied, by several people at once."""

from datetime import date, timedelta
from typing import Any, TypeVar

from django.db.models import Max
from django.utils.translation import gettext as _

from fourfold.casework.cycles.actions import make_move
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.queries import calendar
from fourfold.casework.people.rules import rules_here
from fourfold.casework.plan.models import (
    Adjustment,
    Outcome,
    Plan,
    PlanRow,
    PlanVersion,
    Responsibility,
    SupportLine,
)
from fourfold.casework.plan.queries import is_open_to_writing, plan_of
from fourfold.casework.plan.words import after_the_term, no_such_time
from fourfold.domain.access import Action
from fourfold.domain.clock import CalendarTooShort, open_day_from
from fourfold.domain.cycle import CLOSED_STAGES, Stage
from fourfold.domain.rulebook import default_review_date, end_of_its_term, latest_review_date
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.act.verbs import Impossible, Over, verb
from fourfold.foundation.design.format import long_day
from fourfold.foundation.scope.rows import Stale

Row = TypeVar("Row", bound=PlanRow)
WEEKS_WITHOUT_TERMS = 12


def review_day_from(today: date) -> date:
    """The day that a new plan's review is filled in with (P3): by the rule, or twelve weeks on where terms end,
    on a day on which the setting is open."""
    try:
        return default_review_date(today, rules_here(today))
    except CalendarTooShort:
        return open_day_from(today + timedelta(weeks=WEEKS_WITHOUT_TERMS), calendar())


def is_late(day: date, today: date) -> bool:
    """Whether a review on that day leaves out the term by whose end a plan from today is reviewed (D4; Code 6.65)."""
    end = end_of_its_term(today, rules_here(today))
    return end is not None and day > end


def too_far_ahead(today: date) -> str:
    """What is said of a day more than a year ahead."""
    return _("A review lies a year ahead at most: choose a day until %(day)s.") % {
        "day": long_day(latest_review_date(today))
    }


def new_plan(cycle: Cycle, today: date) -> Plan:
    """Insert the plan of a cycle, within a verb, with a day for its review."""
    plan = Plan(cycle=cycle, begun_on=today, review_on=review_day_from(today))
    plan.save()
    return plan


@verb("plan.begin", Action.WRITE_PLAN)
def begin_plan(cycle: Cycle, *, actor: Actor, today: date, passed_because: str = "") -> Plan:
    """Begin to write the plan of a cycle in which the child was assessed; a draft that was carried forward is kept.

    Raises `Impossible` where the cycle is at another point.
    """
    plan = plan_of(cycle) or new_plan(cycle, today)
    plan.cycle = (
        cycle  # the very row that moves, so that whoever goes on with the plan sees its stage
    )
    make_move(cycle, "write_plan", actor=actor, today=today, passed_because=passed_because)
    return plan


def must_be_open(plan: Plan) -> None:
    """Raises `Over` for a plan whose cycle has ended or whose version has been shared: what is typed is kept."""
    if plan.cycle.stage in CLOSED_STAGES or plan.cycle.stage == Stage.REVIEWED:
        raise Over(_("This plan has been reviewed. What comes next belongs to the next one."))
    if not is_open_to_writing(plan):
        raise Over(
            _("This plan has been shared and stays as it was. Start a new version to change it.")
        )


def _next_position(model: type[PlanRow], plan: Plan) -> int:
    last = model.objects.filter(plan=plan).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def _add(row: Row, plan: Plan) -> Row:
    must_be_open(plan)
    row.position = _next_position(type(row), plan)
    row.save()
    return row


def _change(row: Row, seen: int, fields: dict[str, Any]) -> Row:
    must_be_open(row.plan)  # type: ignore[attr-defined]
    row.compare_and_set({"revision": seen, "ended_on": None}, revision=seen + 1, **fields)
    return row


def _remove(row: PlanRow, plan: Plan, seen: int, today: date) -> None:
    must_be_open(plan)
    if row.carried_from or PlanVersion.objects.filter(plan=plan).exists():
        row.compare_and_set({"revision": seen, "ended_on": None}, revision=seen + 1, ended_on=today)
        return
    if not type(row).objects.filter(pk=row.pk, revision=seen).exists():
        raise Stale("The row has changed since it was read.", row)
    row.delete()  # type: ignore[no-untyped-call]


@verb("plan.review_on", Action.WRITE_PLAN)
def set_review_day(
    plan: Plan, day: date, *, actor: Actor, today: date, seen: int, late_because: str = ""
) -> Plan:
    """Agree on the day of the review; one after the end of the term (D4) has a reason, `late_because`.

    Raises `Impossible` for a day that is over or more than a year ahead, and for a late one without a reason; `Stale`
    if somebody was quicker.
    """
    must_be_open(plan)
    if day < today:
        raise Impossible(_("The day of the review has to lie ahead."))
    if day > latest_review_date(today):
        raise Impossible(too_far_ahead(today))
    late = is_late(day, today)
    if late and not late_because.strip():
        raise Impossible(after_the_term(), about="late_because")
    plan.compare_and_set(
        {"revision": seen},
        revision=seen + 1,
        review_on=day,
        review_on_filled_in=False,
        review_late_because=late_because if late else "",
    )
    return plan


@verb("plan.outcome.add", Action.WRITE_PLAN)
def add_outcome(plan: Plan, *, actor: Actor, **fields: Any) -> Outcome:
    """Add an outcome; `fields` are those of `Outcome`."""
    return _add(Outcome(plan=plan, **fields), plan)


@verb("plan.outcome.change", Action.WRITE_PLAN)
def change_outcome(outcome: Outcome, *, actor: Actor, seen: int, **fields: Any) -> Outcome:
    """Change an outcome that still is as it was `seen` (its revision). Raises `Stale`."""
    return _change(outcome, seen, fields)


@verb("plan.outcome.remove", Action.WRITE_PLAN)
def remove_outcome(outcome: Outcome, *, actor: Actor, today: date, seen: int) -> None:
    """Take an outcome out; its lines of support stay, towards no outcome. One that stood in a version is ended."""
    for line in SupportLine.objects.filter(towards=outcome):
        line.compare_and_set({"revision": line.revision}, revision=line.revision + 1, towards=None)
    _remove(outcome, outcome.plan, seen, today)


def _checked_line(plan: Plan, fields: dict[str, Any]) -> dict[str, Any]:
    towards = fields.get("towards")
    if towards is not None and towards.plan_id != plan.pk:
        raise Impossible(_("Choose an outcome of this plan."))
    starts, ends = fields.get("starts_on"), fields.get("ends_on")
    if starts and ends and ends < starts:
        raise Impossible(_("The support ends before it begins: look at the two days again."))
    wrong = no_such_time(fields.get("at", ""))
    if wrong:
        raise Impossible(wrong)
    return fields


@verb("plan.line.add", Action.WRITE_PLAN)
def add_line(plan: Plan, *, actor: Actor, **fields: Any) -> SupportLine:
    """Add a line of support; `fields` are those of `SupportLine`. Raises `Impossible` for another plan's outcome."""
    return _add(SupportLine(plan=plan, **_checked_line(plan, fields)), plan)


@verb("plan.line.change", Action.WRITE_PLAN)
def change_line(line: SupportLine, *, actor: Actor, seen: int, **fields: Any) -> SupportLine:
    """Change a line that still is as it was `seen`; what the review wanted changed counts as done. Raises `Stale`."""
    return _change(line, seen, {**_checked_line(line.plan, fields), "to_change": False})


@verb("plan.line.remove", Action.WRITE_PLAN)
def remove_line(line: SupportLine, *, actor: Actor, today: date, seen: int) -> None:
    """Take a line of support out; one that stood in a version is ended, so that what was given stays true."""
    _remove(line, line.plan, seen, today)


@verb("plan.responsibility", Action.WRITE_PLAN)
def say_who_does_what(
    plan: Plan, parts: dict[str, str], *, actor: Actor, seen: dict[str, int]
) -> None:
    """Write what the setting, the family and the child each do; `seen` holds the revision of each part that there was.

    Empty words take a part out. Raises `Stale` if somebody changed, added or removed one meanwhile.
    """
    must_be_open(plan)
    there = {row.whose: row for row in Responsibility.objects.filter(plan=plan)}
    for whose, words in parts.items():
        row = there.get(whose)
        if (row.revision if row else None) != seen.get(whose):
            raise Stale("A part has changed since it was read.", *filter(None, [row]))
        if row is None:
            if words:
                _add(Responsibility(plan=plan, whose=whose, words=words), plan)
        elif not words:
            row.delete()
        elif row.words != words:
            row.compare_and_set({"revision": row.revision}, revision=row.revision + 1, words=words)


@verb("plan.adjustment.add", Action.WRITE_PLAN)
def add_adjustment(plan: Plan, words: str, kind: str, *, actor: Actor) -> Adjustment:
    """Add something that is done differently; `kind` is one of `AdjustmentKind`."""
    return _add(Adjustment(plan=plan, words=words, kind=kind), plan)


@verb("plan.adjustment.change", Action.WRITE_PLAN)
def change_adjustment(
    adjustment: Adjustment, words: str, kind: str, *, actor: Actor, seen: int
) -> Adjustment:
    """Change an adjustment that still is as it was `seen`. Raises `Stale`."""
    return _change(adjustment, seen, {"words": words, "kind": kind})


@verb("plan.adjustment.remove", Action.WRITE_PLAN)
def remove_adjustment(adjustment: Adjustment, *, actor: Actor, today: date, seen: int) -> None:
    """Take an adjustment out; one that stood in a version is ended."""
    _remove(adjustment, adjustment.plan, seen, today)
