"""Readers for those in class and at home: what to do for each child of a group, and what a family was given."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from fourfold.casework.do.queries import running_lines
from fourfold.casework.people.models import GroupPupil, Pupil, TeachingGroup
from fourfold.casework.plan.content import frozen
from fourfold.casework.plan.models import Adjustment, Outcome, SupportLine, VersionShare
from fourfold.foundation.access.actors import Actor, live


@dataclass(frozen=True)
class LessonChild:
    """One child for ten seconds before a lesson: what is done differently, what is aimed for, what help there is."""

    key: str
    name: str
    differently: tuple[str, ...]
    targets: tuple[str, ...]
    support: tuple[str, ...]


def _aim(outcome: Outcome) -> str:
    return f"{outcome.words} → {outcome.target}" if outcome.target else outcome.words


def lesson_of(group: TeachingGroup, on: date) -> list[LessonChild]:
    """The children of a group on a day whose plan runs, by name, in four queries for any number of them."""
    pupils = {
        row.pupil_id: row.pupil
        for row in GroupPupil.objects.filter(live(on), group=group).select_related("pupil")
    }
    lines: dict[int, list[SupportLine]] = defaultdict(list)
    plans: dict[int, int] = {}
    for line in running_lines(on).filter(plan__cycle__pupil_id__in=pupils):
        lines[line.plan.cycle.pupil_id].append(line)
        plans[line.plan_id] = line.plan.cycle.pupil_id
    changes: dict[int, list[str]] = defaultdict(list)
    aims: dict[int, list[str]] = defaultdict(list)
    stands = {"plan_id__in": plans, "ended_on__isnull": True}
    for row in Adjustment.objects.filter(**stands).order_by("position", "pk"):
        changes[plans[row.plan_id]].append(row.words)
    for aim in Outcome.objects.filter(**stands).order_by("position", "pk"):
        aims[plans[aim.plan_id]].append(_aim(aim))
    shown = sorted((pupils[pk] for pk in lines), key=lambda each: each.sort_key)
    return [
        LessonChild(
            key=pupil.public_id,
            name=str(pupil),
            differently=tuple(changes[pupil.pk]),
            targets=tuple(aims[pupil.pk]),
            support=tuple(line.what for line in lines[pupil.pk]),
        )
        for pupil in shown
    ]


def shared_lines_for(actor: Actor, child: Pupil) -> list[tuple[SupportLine, str]]:
    """The lines of the last version of each plan that this very person was given, each with its words as shared.

    The newest plan first. A line that was written after that version is not among them.
    """
    shares = VersionShare.objects.filter(
        to_id=actor.membership, version__plan__cycle__pupil=child
    ).select_related("version__plan__cycle")
    latest = {share.version.plan_id: share.version for share in shares.order_by("version__number")}
    words = {
        line["key"]: line["what"]
        for version in latest.values()
        for line in frozen(version)["lines"]
    }
    rows = SupportLine.objects.filter(public_id__in=words).select_related("plan__cycle", "given_by")
    return [
        (line, words[line.public_id])
        for line in rows.order_by("-plan__cycle__number", "position", "pk")
    ]
