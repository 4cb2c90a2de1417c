"""Readers for those in class and at home: what to do for each child of a group, and what a family was given."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from fourfold.casework.do.queries import may_run, running
from fourfold.casework.people.models import GroupPupil, Pupil, TeachingGroup
from fourfold.casework.plan.content import frozen
from fourfold.casework.plan.in_force import beside_drafts, givers, line_as, version_beside
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


def _aim(words: str, target: str) -> str:
    return f"{words} → {target}" if target else words


def lesson_of(group: TeachingGroup, on: date, but: Collection[int] = ()) -> list[LessonChild]:
    """The children of a group on a day whose plan runs, by name, in four queries for any number of them.

    Without those in `but` (database ids): whom an order keeps from who asks.
    """
    pupils = {
        row.pupil_id: row.pupil
        for row in GroupPupil.objects.filter(live(on), group=group).select_related("pupil")
        if row.pupil_id not in but
    }
    versions = beside_drafts(None)
    lines: dict[int, list[SupportLine]] = defaultdict(list)
    for line in running(may_run(on).filter(plan__cycle__pupil_id__in=pupils), on, versions):
        lines[line.plan.cycle.pupil_id].append(line)
    plans = {line.plan_id: line for listed in lines.values() for line in listed}
    changes: dict[int, list[str]] = defaultdict(list)
    aims: dict[int, list[str]] = defaultdict(list)
    settled = {pk: line.plan.cycle.pupil_id for pk, line in plans.items() if line.settled}  # type: ignore[attr-defined]
    stands = {"plan_id__in": settled, "ended_on__isnull": True}
    for row in Adjustment.objects.filter(**stands).order_by("position", "pk"):
        changes[settled[row.plan_id]].append(row.words)
    for aim in Outcome.objects.filter(**stands).order_by("position", "pk"):
        aims[settled[aim.plan_id]].append(_aim(aim.words, aim.target))
    for pk, line in plans.items():
        version = None if pk in settled else version_beside(line.plan, versions)
        if version:
            said, pupil = frozen(version), line.plan.cycle.pupil_id
            changes[pupil] = [each["words"] for each in said["adjustments"]]
            aims[pupil] = [_aim(each["words"], each["target"]) for each in said["outcomes"]]
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


def shared_lines_for(actor: Actor, child: Pupil) -> list[SupportLine]:
    """The lines of the last version of each plan that this very person was given, each as it was shared.

    The newest plan first. A line that was written after that version is not among them.
    """
    shares = VersionShare.objects.filter(
        to_id=actor.membership, version__plan__cycle__pupil=child
    ).select_related("version__plan__cycle")
    latest = {share.version.plan_id: share.version for share in shares.order_by("version__number")}
    contents = [frozen(version) for version in latest.values()]
    said = {line["key"]: line for content in contents for line in content["lines"]}
    rows = SupportLine.objects.filter(public_id__in=said).select_related("plan__cycle", "given_by")
    listed = list(rows.order_by("-plan__cycle__number", "position", "pk"))
    known = givers(contents, listed)
    return [line_as(line, said[line.public_id], known) for line in listed]
