"""Readers for those in class and at home: what to do for each child of a group, what a family was given, and before."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from fourfold.casework.do.lines import listed_lines, may_run, running
from fourfold.casework.people.models import GroupPupil, GroupStaff, Pupil, TeachingGroup
from fourfold.casework.people.queries import groups_of
from fourfold.casework.plan.content import Content, frozen
from fourfold.casework.plan.in_force import (
    beside_drafts,
    givers,
    is_settled,
    line_as,
    lines_over_time,
    version_beside,
    versions_over_time,
)
from fourfold.casework.plan.models import Adjustment, Outcome, Plan, SupportLine, VersionShare
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


# A draft's line in a lesson: what it is, whether it runs, and who gives it where a version has to be asked.
_DRAFT_IN_LESSON = (
    *("public_id", "tenant", "plan", "what", "position", "carried_from", "given_by"),
    *("starts_on", "ends_on", "ended_on"),
)


class InLesson(NamedTuple):
    """A line of support of a child of a group: a group may have hundreds, and a page shows those of forty children."""

    pk: int
    plan_id: int
    what: str
    pupil_id: int
    key: str
    given_name: str
    family_name: str
    sort_key: str
    settled: bool


_CHILD = (
    "pupil_id",
    *(f"pupil__{n}" for n in ("public_id", "given_name", "family_name", "sort_key")),
)
_IN_LESSON = ("pk", "plan_id", "what", *(f"plan__cycle__{each}" for each in _CHILD))


@dataclass(frozen=True)
class Helped:
    """A child of a lesson whose plan runs, with its lines, in order; `drafts` are plans that are being written."""

    child: InLesson
    lines: tuple[InLesson, ...]
    drafts: dict[int, Plan]


def _lines_in(group: int, on: date) -> QuerySet[SupportLine]:
    sits = GroupPupil.objects.filter(live(on), group_id=group)
    return may_run(on).filter(plan__cycle__pupil__in=sits.values("pupil_id"))


@rows
def candidates_in(group: int, on: date) -> QuerySet[SupportLine, InLesson]:
    """The lines of the children of a group (database id) that may run on a day, as `InLesson`."""
    return _lines_in(group, on).values_list(*_IN_LESSON, is_settled("plan"))


@rows
def drafts_in(group: int, on: date) -> QuerySet[SupportLine]:
    """Those of `candidates_in` of plans that are being written."""
    return listed_lines(_lines_in(group, on), _DRAFT_IN_LESSON).filter(Q(settled=False))


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


def children_in(group: TeachingGroup, on: date, but: Collection[int] = ()) -> list[Helped]:
    """The children of a group on a day whose plan runs, by name, with the lines of support that run.

    Without those in `but` (database ids): whom an order keeps from who asks.
    """
    versions = beside_drafts(None)
    more = [drafts_in.of(group.pk, on)] if versions else []
    ask_together([candidates_in.of(group.pk, on), *more])
    drafts = running(drafts_in(group.pk, on), on, versions) if versions else []
    frozen_ones = {each.pk: each for each in drafts}
    lines: dict[int, list[InLesson]] = defaultdict(list)
    for each in map(InLesson._make, candidates_in(group.pk, on)):
        if each.pupil_id in but:
            continue
        if each.settled:
            lines[each.pupil_id].append(each)
        elif each.pk in frozen_ones:
            lines[each.pupil_id].append(each._replace(what=frozen_ones[each.pk].what))
    plans = {each.plan_id: each.plan for each in drafts}
    found = [Helped(each[0], tuple(each), plans) for each in lines.values()]
    return sorted(found, key=lambda one: one.child.sort_key)


def lesson_of(children: Iterable[Helped]) -> list[LessonChild]:
    """What is done for each of these children of `children_in`, in one query for any number of them."""
    listed = list(children)
    versions = beside_drafts(None)
    changes: dict[int, list[str]] = defaultdict(list)
    aims: dict[int, list[str]] = defaultdict(list)
    lines = [line for each in listed for line in each.lines]
    settled = {line.plan_id: line.pupil_id for line in lines if line.settled}
    known = frozenset(settled)
    ask_together([changes_in.of(known), aims_in.of(known)])
    for plan, words in changes_in(known):
        changes[settled[plan]].append(words)
    for plan, words, target in aims_in(known):
        aims[settled[plan]].append(_aim(words, target))
    for each in listed:
        for plan in dict.fromkeys(line.plan_id for line in each.lines if not line.settled):
            version = version_beside(each.drafts[plan], versions)
            if version:
                said, whose = frozen(version), each.child.pupil_id
                changes[whose] = [one["words"] for one in said["adjustments"]]
                aims[whose] = [_aim(one["words"], one["target"]) for one in said["outcomes"]]
    return [
        LessonChild(
            key=each.child.key,
            name=f"{each.child.given_name} {each.child.family_name}",
            differently=tuple(changes[each.child.pupil_id]),
            targets=tuple(aims[each.child.pupil_id]),
            support=tuple(line.what for line in each.lines),
        )
        for each in listed
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
