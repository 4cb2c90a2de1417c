"""A plan as plain data: what a version freezes, what pages and documents show, and what changed between two of them.

The child's name is no part of it: it is shown as now chosen, beside what was agreed.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fourfold.casework.plan.models import Outcome, Plan, PlanVersion, SupportLine
from fourfold.casework.plan.rows import (
    adjustments_of,
    all_lines,
    all_outcomes,
    all_parts,
    asked_for_content,
)
from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.remembered import remembered
from fourfold.foundation.scope.together import ask_together

SCHEMA = 1
Content = dict[str, Any]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _outcome(row: Outcome) -> Content:
    return {
        "key": row.public_id,
        "words": row.words,
        "area": row.area,
        "measure": row.measure,
        "unit": row.unit,
        "baseline": row.baseline,
        "baseline_number": _number(row.baseline_number),
        "baseline_on": _iso(row.baseline_on),
        "target": row.target,
        "target_number": _number(row.target_number),
        "by": _iso(row.by_date),
        "times_carried": row.times_carried,
    }


def _line(row: SupportLine) -> Content:
    giver = row.given_by
    return {
        "key": row.public_id,
        "towards": row.towards.public_id if row.towards else "",
        "what": row.what,
        "kind": row.kind,
        "given_by": {"id": giver.public_id, "called": giver.called} if giver else None,
        "group_size": row.group_size,
        "with_whom": row.with_whom,
        "per_week": row.per_week,
        "minutes": row.minutes,
        "days": row.days,
        "at": row.at,
        "starts_on": _iso(row.starts_on),
        "ends_on": _iso(row.ends_on),
        "place": row.place,
        "times_carried": row.times_carried,
        "to_change": row.to_change,
    }


def content_of(plan: Plan) -> Content:
    """What the plan says now; parts that have ended are left out."""
    ask_together(asked_for_content(plan))
    return {
        "schema": SCHEMA,
        "review_on": _iso(plan.review_on),
        "outcomes": [_outcome(row) for row in all_outcomes(plan) if row.ended_on is None],
        "lines": [_line(row) for row in all_lines(plan) if row.ended_on is None],
        "responsibilities": [
            {"key": row.public_id, "whose": row.whose, "words": row.words}
            for row in all_parts(plan)
            if row.ended_on is None
        ],
        "adjustments": [
            {"key": row.public_id, "kind": row.kind, "words": row.words}
            for row in adjustments_of(plan)
        ],
    }


def canonical(content: Content) -> str:
    """The one way in which a content is written down: sorted keys, no spaces, every letter as itself."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(text: str) -> str:
    """The SHA-256 of a canonical content."""
    return hashlib.sha256(text.encode()).hexdigest()


def frozen(version: PlanVersion) -> Content:
    """What a version says, which nobody changes. Raises `ValueError` if its text is not the one that was frozen."""
    if hash_of(version.content) != version.hash:
        raise ValueError(f"Version {version.public_id} is not as it was frozen.")
    return _read(version.content)


@remembered
def _read(text: str) -> Content:
    found: Content = json.loads(text)
    return found


def lines_for(content: Content, *, staff: bool) -> list[Content]:
    """The lines of support as their readers may read them.

    With whom a child sits may name other children: `staff` read it, a family, the child and whoever is handed a paper
    do not. How many are in the group everybody reads.
    """
    lines: list[Content] = content["lines"]
    return lines if staff else [{**line, "with_whom": ""} for line in lines]


def members_named(content: Content) -> set[str]:
    """The public ids of the members of staff who give a line of the plan."""
    return {line["given_by"]["id"] for line in content["lines"] if line["given_by"]}


def members_who_give(content: Content) -> list[Membership]:
    """Those members, in one query."""
    return list(Membership.objects.filter(public_id__in=members_named(content)))


@dataclass(frozen=True)
class Change:
    """One difference between two contents: `what` is ``new``, ``gone`` or ``changed``; `part` one of the four lists or
    ``review_on``; `before` and `now` are the parts as they were and are, None where there is none."""

    what: str
    part: str
    before: Any
    now: Any


PARTS = ("outcomes", "lines", "responsibilities", "adjustments")


def changes(before: Content, now: Content) -> list[Change]:
    """What is different in `now`, part by part: the parts are told apart by their keys, not by their words."""
    found: list[Change] = []
    if before["review_on"] != now["review_on"]:
        found.append(Change("changed", "review_on", before["review_on"], now["review_on"]))
    for part in PARTS:
        old = {each["key"]: each for each in before[part]}
        new = {each["key"]: each for each in now[part]}
        found += [Change("new", part, None, new[key]) for key in new if key not in old]
        found += [
            Change("changed", part, old[key], new[key])
            for key in new
            if key in old and old[key] != new[key]
        ]
        found += [Change("gone", part, old[key], None) for key in old if key not in new]
    return found
