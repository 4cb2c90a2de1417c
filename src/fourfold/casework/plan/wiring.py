"""What this room tells the others: its doors, its part of a cycle's facts, what is due, and what stays as written."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from fourfold.casework.cycles.facts import Part, contribute
from fourfold.casework.cycles.mending import Page, mends, mends_one, names
from fourfold.casework.cycles.models import Cycle, Move
from fourfold.casework.cycles.story import register_first_todos, register_story, register_todo
from fourfold.casework.people.relations import standing
from fourfold.casework.people.rules import rules_here
from fourfold.casework.plan import documents, messages, news
from fourfold.casework.plan.models import (
    Adjustment,
    Outcome,
    Plan,
    PlanVersion,
    SharedPicture,
    SupportLine,
)
from fourfold.casework.plan.queries import (
    adjusts,
    find_adjustment,
    find_line,
    find_outcome,
    find_plan,
    find_version,
    is_open_to_writing,
    latest_says,
    lines_of,
    plan_of,
    responsibilities_of,
    reviewed_on,
    reviews_written_down,
    shares_of,
    was_given,
)
from fourfold.casework.plan.rows import (
    asked_for_looks,
    asked_for_versions,
    lines_stand,
    outcomes_stand,
    plans_about,
    versions_of,
)
from fourfold.casework.plan.story import asked_of_story, asked_of_todos, story, todos
from fourfold.domain.access import Action, Standing
from fourfold.domain.cycle import LineFacts, OutcomeFacts
from fourfold.domain.rulebook import SoFar, due_review_on_date
from fourfold.domain.words import STAFF, Role
from fourfold.domain.words import Say as Answer
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import Door, register
from fourfold.foundation.due.registry import Asked, Duty, provide
from fourfold.foundation.retention.registry import ChildGone, PersonGone, declare
from fourfold.foundation.scope.together import Turns, ask_together, rows
from fourfold.foundation.trail.guards import freeze_columns

__all__ = ["documents", "messages"]

# Whom giving a line of support lets see what helps; a SENCO sees it anyhow, and others give none.
GIVERS = frozenset({Role.ASSISTANT, Role.TEACHER, Role.KEYWORKER})


def to_plan(actor: Actor, plan: Plan, role: Role) -> Standing:
    """An actor stands to a draft as to its child."""
    return standing(actor, plan.cycle.pupil, role)


def to_part(actor: Actor, part: Outcome | SupportLine | Adjustment, role: Role) -> Standing:
    """An actor stands to a part of a draft as to its child."""
    return standing(actor, part.plan.cycle.pupil, role)


def to_line(actor: Actor, line: SupportLine, role: Role) -> Standing:
    """As to any part; and whoever gives the line leads it, whatever groups the child is in."""
    known = to_part(actor, line, role)
    gives = role in STAFF and line.given_by_id == actor.membership
    return replace(known, leads_group=True) if gives else known


def to_version(actor: Actor, version: PlanVersion, role: Role) -> Standing:
    """As to its child, and it was given to them or not; whoever gives a line of it leads it, whatever their groups."""
    given = was_given(actor, version)
    known = standing(actor, version.plan.cycle.pupil, role, shared_with=given)
    if role not in GIVERS or not given or known.leads_group:
        return known
    gives = any(line.given_by_id == actor.membership for line in lines_of(version.plan))
    return replace(known, leads_group=True) if gives else known


register(Door("plan", Plan, find_plan, to_plan))
register(Door("outcome", Outcome, find_outcome, to_part))
register(Door("line", SupportLine, find_line, to_line))
register(Door("adjustment", Adjustment, find_adjustment, to_part))
register(Door("version", PlanVersion, find_version, to_version))


def _outcome_facts(row: tuple[Any, ...]) -> OutcomeFacts:
    """Of what `OUTCOME_LOOKED_AT` names."""
    key, words, measure, baseline, baseline_number, target, target_number, unit, by = row
    # Who counts in a unit, from one number to another, can tell without more words.
    counts = unit.strip() and baseline_number is not None and target_number is not None
    return OutcomeFacts(
        outcome=key,
        has_words=bool(words.strip()),
        has_measure=bool(measure.strip() or counts),
        has_baseline=bool(baseline.strip()) or baseline_number is not None,
        has_target=bool(target.strip()) or target_number is not None,
        by=by,
    )


def _people(version: PlanVersion, child: str) -> dict[str, dict[str, object]]:
    says = latest_says(version)
    found: dict[str, dict[str, object]] = {}
    for share in shares_of(version):
        person = child if share.is_child else share.contact.public_id if share.contact else ""
        if person:
            said = says.get(person)
            silent = Answer.NO_REPLY if share.given_on else Answer.NOT_ASKED
            answer = Answer(said.answer) if said else silent
            found[person] = {"plan_shared_on": share.given_on, "say": answer}
    return found


def asked_of_cycle(cycle: Cycle, today: date) -> Turns:
    """What `part_of_cycle` is read from."""
    yield [plans_about.of(cycle.pupil_id)]
    plan = plan_of(cycle)
    if plan:
        yield asked_for_versions(plan)


def asked_of_content(cycle: Cycle, today: date) -> Turns:
    """What `content_of_cycle` is read from."""
    yield [plans_about.of(cycle.pupil_id)]
    plan = plan_of(cycle)
    if plan:
        yield asked_for_looks(plan)


# All that looks at what the plan says, part by part.
OF_CONTENT = frozenset(
    {
        *("plan_version", "new_version", "plan_shared"),
        *("outcome", "outcomes_clear", "outcomes_judged", "responsibilities"),
        *("support", "support_staffed", "staff_trained", "lines_decided", "delivered_enough"),
        "changed_as_agreed",
    }
)


def part_of_cycle(cycle: Cycle, today: date) -> Part:
    """What this room knows of a cycle: about the version that is being written, or in force where none is."""
    plan = plan_of(cycle)
    if plan is None:
        return Part()
    versions = versions_of(plan)
    this = next((each for each in versions if each.number == plan.number), None)
    shares = shares_of(this) if this else []
    staff = [share.given_on for share in shares if _is_staff(share) and share.given_on]
    facts = {
        "shared_versions": frozenset(each.number for each in versions if each.shared_on),
        "frozen_versions": frozenset(each.number for each in versions),
        "review_on": plan.review_on,
        "shared_with": len(shares),
        "staff_shared_on": min(staff, default=None),
        "support_started_on": plan.started_on,
    }
    return Part(facts=facts, people=_people(this, cycle.pupil.public_id) if this else {})


def content_of_cycle(cycle: Cycle, today: date) -> Part:
    """What the plan of a cycle says, part by part, and its number if it says anything."""
    plan = plan_of(cycle)
    if plan is None:
        return Part()
    outcomes, lines, parts = outcomes_stand(plan), lines_stand(plan), responsibilities_of(plan)
    says_something = bool(outcomes or lines or parts) or adjusts(plan)
    return Part(
        facts={
            "plan_version": plan.number if says_something else None,
            "outcomes": tuple(_outcome_facts(row) for row in outcomes),
            "lines": tuple(
                LineFacts(line, given_by=giver or "", to_change=to_change)
                for line, giver, _what, to_change in lines
            ),
            "responsibilities_of": frozenset(parts),
        }
    )


def _is_staff(share: object) -> bool:
    return getattr(share, "contact_id", None) is None and not getattr(share, "is_child", False)


contribute("plan", part_of_cycle, asked_of_cycle)
contribute("plan.content", content_of_cycle, asked_of_content, OF_CONTENT)

_OF_PLAN = (
    *("tenant", "public_id", "review_on", "cycle", "cycle__tenant", "cycle__ended_on"),
    *("cycle__pupil", "cycle__pupil__tenant", "cycle__pupil__public_id"),
    *("cycle__lead", "cycle__lead__tenant", "cycle__lead__public_id"),
)
IN_FORCE = ("share_plan", "start_support")


def _days_of_review(plans: Iterable[Plan]) -> dict[int, date]:
    """By plan, the day set for its review: of the newest version that was frozen, else of the plan as it stands."""
    found = {plan.pk: plan.review_on for plan in plans}
    return found | dict(frozen_for(frozenset(found)))


@rows
def plans_to_review(children: frozenset[str]) -> QuerySet[Plan]:
    """The plans of these children (public ids) whose cycle does not stand at ended."""
    plans = Plan.objects.filter(cycle__pupil__public_id__in=children).exclude(cycle__stage="ended")
    found = plans.select_related("cycle__pupil", "cycle__lead").only(*_OF_PLAN)
    return found.order_by("pk")


@rows
def put_in_force(cycles: frozenset[int]) -> QuerySet[Move, tuple[int, date]]:
    """Each of these cycles (database ids) with the days on which its plan came into force, the first of them last."""
    found = Move.objects.filter(cycle_id__in=cycles, move__in=IN_FORCE)
    return found.order_by("-on").values_list("cycle_id", "on")


@rows
def frozen_for(plans: frozenset[int]) -> QuerySet[PlanVersion, tuple[int, date]]:
    """Each of these plans (database ids) with the day of review of each of its versions, the newest last."""
    found = PlanVersion.objects.filter(plan_id__in=plans).order_by("number")
    return found.values_list("plan_id", "review_on")


def due_reviews(asked: Asked) -> Iterable[Duty]:
    """D2: each plan that is or was in force is reviewed on its day. Six queries, whatever the number of children."""
    plans = plans_to_review(asked.children)
    if not plans:
        return
    cycles = frozenset(plan.cycle_id for plan in plans)
    frozen = frozen_for.of(frozenset(plan.pk for plan in plans))
    ask_together([put_in_force.of(cycles), reviews_written_down.of(cycles), frozen])
    began = dict(put_in_force(cycles))
    held, days, setting = reviewed_on(cycles), _days_of_review(plans), rules_here(asked.today)
    for plan in plans:
        over = plan.cycle.ended_on is not None and plan.cycle_id not in held
        if plan.cycle_id not in began or over:
            continue
        due = due_review_on_date(
            plan.public_id,
            began[plan.cycle_id],
            days[plan.pk],
            setting,
            SoFar(met_on=held.get(plan.cycle_id)),
        )
        yield Duty(
            due,
            Plan._meta.label,
            plan.cycle.pupil.public_id,
            plan.cycle.lead.public_id if plan.cycle.lead else "",
        )


provide("review_on_date", due_reviews, plans_to_review)
register_story("plan", story, asked_of_story)
register_todo("plan", todos, asked_of_todos)
register_first_todos("plan.news", news.todos, news.asked_of_todos)
freeze_columns(PlanVersion._meta.db_table, PlanVersion.FROZEN)
freeze_columns(SharedPicture._meta.db_table, SharedPicture.FROZEN)
declare("plan.SupportLine", child_gone=ChildGone.CLOSES, person_gone=PersonGone.HANDED_OVER)
declare("plan.Plan", child_gone=ChildGone.CLOSES)


def _the_plan(cycle: Cycle) -> str:
    plan = plan_of(cycle)
    return plan.public_id if plan else ""


def _while_written(name: str, action: Action = Action.WRITE_PLAN) -> Callable[[Cycle], Page]:
    """A page of a plan that is being written; of one that was shared, the plan itself, from which it is changed."""

    def _choose(cycle: Cycle) -> Page:
        plan = plan_of(cycle)
        if plan is None or is_open_to_writing(plan):
            return Page(name, "plan", _the_plan, action)
        return Page("plan:plan", "plan", _the_plan, Action.WRITE_PLAN)

    return _choose


def _that_one(name: str, about: str) -> Callable[[Cycle, str], Page]:
    """The page of one outcome or line of a plan that is being written; of one that was shared, the plan itself."""

    def _choose(cycle: Cycle, row: str) -> Page:
        plan = plan_of(cycle)
        if plan is None or is_open_to_writing(plan):
            return Page(name, about, lambda _cycle: row, Action.WRITE_PLAN)
        return Page("plan:plan", "plan", _the_plan, Action.WRITE_PLAN)

    return _choose


def _names(cycle: Cycle) -> dict[str, str]:
    """The outcomes and lines of support of the plan of a cycle that stand, by public id, in their words."""
    plan = plan_of(cycle)
    if plan is None:
        return {}
    found = {line: what for line, _giver, what, _to_change in lines_stand(plan)}
    return found | {row[0]: row[1] for row in outcomes_stand(plan)}


names(_names)
mends_one(("outcomes_clear",), _that_one("plan:outcome", "outcome"))
mends_one(("support_staffed", "staff_trained", "changed_as_agreed"), _that_one("plan:line", "line"))
mends(("outcome",), _while_written("plan:outcome_add"))
mends(("support",), _while_written("plan:line_add"))
mends(("responsibilities",), _while_written("plan:parts"))
mends(("review_date",), _while_written("plan:review_day"))
mends(
    ("plan_to_family", "plan_to_staff", "plan_shared"),
    _while_written("plan:share", Action.SHARE_PLAN),
)
mends(
    (
        *("outcomes_clear", "support_staffed", "staff_trained", "changed_as_agreed"),
        *("say_asked", "agreed"),
    ),
    Page("plan:plan", "plan", _the_plan, Action.WRITE_PLAN),
)
