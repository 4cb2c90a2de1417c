"""Readers for those in class and at home: what to do for each child of a group, what a family was given, and before."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from fourfold.casework.do.lines import is_of_settled, listed_lines, may_run, running
from fourfold.casework.people.models import GroupPupil, GroupStaff, Pupil, TeachingGroup
from fourfold.casework.people.queries import groups_of
from fourfold.casework.plan.content import Content, frozen
from fourfold.casework.plan.in_force import (
    beside_drafts,
    givers,
    line_as,
    lines_over_time,
    version_beside,
    versions_over_time,
)
from fourfold.casework.plan.models import Adjustment, Outcome, SupportLine, VersionShare
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.scope.together import Question, ask_together, rows


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


# A line in a lesson: what it is, whether it runs, and who gives it where a version has to be asked.
_IN_LESSON = (
    *("public_id", "tenant", "plan", "what", "position", "carried_from", "given_by"),
    *("starts_on", "ends_on", "ended_on"),
)


@rows
def candidates_in(group: int, on: date) -> QuerySet[SupportLine]:
    """The lines of the children of a group (database id) that may run on a day."""
    sits = GroupPupil.objects.filter(live(on), group_id=group)
    found = may_run(on).filter(plan__cycle__pupil__in=sits.values("pupil_id"))
    return listed_lines(found, _IN_LESSON)


@rows
def changes_in(plans: frozenset[int]) -> QuerySet[Adjustment, tuple[int, str]]:
    """What is done differently by these plans (database ids) now, each with its plan, in order."""
    found = Adjustment.objects.filter(plan__in=plans, ended_on__isnull=True)
    return found.order_by("position", "pk").values_list("plan_id", "words")


@rows
def aims_in(plans: frozenset[int]) -> QuerySet[Outcome, tuple[int, str, str]]:
    """What is aimed for by these plans (database ids) now and how far, each with its plan, in order."""
    found = Outcome.objects.filter(plan__in=plans, ended_on__isnull=True)
    return found.order_by("position", "pk").values_list("plan_id", "words", "target")


@rows
def shares_with(actor: Actor, child: int) -> QuerySet[VersionShare]:
    """What of the plans of a child (database id) this very person was given, the older versions first."""
    found = VersionShare.objects.filter(to_id=actor.membership, version__plan__cycle__pupil=child)
    return found.select_related("version__plan__cycle").order_by("version__number")


@rows
def lines_named(lines: frozenset[str]) -> QuerySet[SupportLine]:
    """These lines of support (public ids), the newest plan first."""
    found = SupportLine.objects.filter(public_id__in=lines)
    return listed_lines(found).order_by("-plan__cycle__number", "position", "pk")


@rows
def works_in(actor: Actor, group: int, on: date) -> QuerySet[GroupStaff, int]:
    """Whether an actor teaches or supports a group (database id) on a day: the rows that say so."""
    return groups_of(actor, on).filter(group_id=group).values_list("pk", flat=True)


def lesson_of(group: TeachingGroup, on: date, but: Collection[int] = ()) -> list[LessonChild]:
    """The children of a group on a day whose plan runs, by name, in two queries for any number of them.

    Without those in `but` (database ids): whom an order keeps from who asks.
    """
    ask_together([candidates_in.of(group.pk, on), beside_drafts.of(None)])
    versions = beside_drafts(None)
    lines: dict[int, list[SupportLine]] = defaultdict(list)
    pupils: dict[int, Pupil] = {}
    for line in running(candidates_in(group.pk, on), on, versions):
        pupil = line.plan.cycle.pupil
        if pupil.pk not in but:
            pupils[pupil.pk] = pupil
            lines[pupil.pk].append(line)
    plans = {line.plan_id: line for listed in lines.values() for line in listed}
    changes: dict[int, list[str]] = defaultdict(list)
    aims: dict[int, list[str]] = defaultdict(list)
    settled = {pk: line.plan.cycle.pupil_id for pk, line in plans.items() if is_of_settled(line)}
    known = frozenset(settled)
    ask_together([changes_in.of(known), aims_in.of(known)])
    for plan, words in changes_in(known):
        changes[settled[plan]].append(words)
    for plan, words, target in aims_in(known):
        aims[settled[plan]].append(_aim(words, target))
    for pk, line in plans.items():
        version = None if pk in settled else version_beside(line.plan, versions)
        if version:
            said, whose = frozen(version), line.plan.cycle.pupil_id
            changes[whose] = [each["words"] for each in said["adjustments"]]
            aims[whose] = [_aim(each["words"], each["target"]) for each in said["outcomes"]]
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


@dataclass(frozen=True)
class Shared:
    """The lines of support that somebody was given: what the versions say of each by its key, and which there are."""

    said: dict[str, Content]
    lines: Question

    def as_shared(self, listed: list[SupportLine]) -> list[SupportLine]:
        """These of the lines, each as it was shared."""
        known = givers([{"lines": [self.said[line.public_id] for line in listed]}], listed)
        return [line_as(line, self.said[line.public_id], known) for line in listed]


def shared_with(actor: Actor, child: Pupil) -> Shared:
    """The lines of the last version of each plan that this very person was given.

    The newest plan first. A line that was written after that version is not among them.
    """
    shares = shares_with(actor, child.pk)
    latest = {share.version.plan_id: share.version for share in shares}
    contents = [frozen(version) for version in latest.values()]
    said = {line["key"]: line for content in contents for line in content["lines"]}
    return Shared(said, lines_named.of(frozenset(said)))


@rows
def lines_over(pupil: Pupil) -> QuerySet[SupportLine]:
    """The lines of a child's plans whose cycle is over, the newest first."""
    found = SupportLine.objects.filter(
        plan__cycle__pupil=pupil, plan__cycle__ended_on__isnull=False
    ).select_related("plan__cycle", "given_by")
    return found.order_by("-plan__cycle__number", "position", "pk")


def lines_of_earlier_cycles(pupil: Pupil) -> list[SupportLine]:
    """The lines of support of the cycles that are over, each as it was frozen last; what never was is left out."""
    listed = lines_over(pupil)
    if not listed:
        return []
    versions = versions_over_time(frozenset(line.plan_id for line in listed))
    said = {
        key: line for _version, lines in lines_over_time(versions) for key, line in lines.items()
    }
    known = givers([{"lines": list(said.values())}], listed)
    return [line_as(line, said[line.public_id], known) for line in listed if line.public_id in said]
