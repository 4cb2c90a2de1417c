"""Readers of lines of support: which run on a day, and as what, also while the next plan is being written."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from fourfold.casework.people.models import Pupil
from fourfold.casework.plan.in_force import (
    beside_drafts,
    in_force,
    is_settled,
    settled_here,
)
from fourfold.casework.plan.models import PlanVersion, SupportLine
from fourfold.domain.cycle import Stage
from fourfold.foundation.scope.together import ask_together, rows

RUNNING = [str(each) for each in (Stage.SHARED, Stage.DO, Stage.REVIEW, Stage.REVIEWED)]
BETWEEN = [str(each) for each in (Stage.ASSESS, Stage.PLAN)]
WENT_ON = [str(each) for each in (Stage.CONTINUED, Stage.EXITED)]


def may_run(on: date, *, of_all: bool = False) -> QuerySet[SupportLine]:
    """The lines of support that run on a day, and those of plans that are being written: `running` tells them apart.

    A line that the last review kept goes on while the next plan is being written: help does not stop for paper. On a
    day before the next cycle began it is that cycle's line which runs, and before support began none. `of_all`: for
    who asks for the lines of all children, not of some.
    """
    settled = settled_here("plan") if of_all else is_settled("plan")
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    not_ended = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    is_open = Q(plan__cycle__ended_on__isnull=True)
    carried = Q(plan__cycle__stage__in=BETWEEN) & ~Q(carried_from="")
    going = is_open & (Q(plan__cycle__stage__in=RUNNING) | carried)
    went_on = Q(plan__cycle__stage__in=WENT_ON, plan__cycle__ended_on__gt=on)
    as_it_stands = begun & not_over & not_ended
    return (
        SupportLine.objects.annotate(settled=settled)
        .filter(going | went_on, _support_had_begun(on), as_it_stands | Q(settled=False))
        .select_related("plan__cycle__pupil", "given_by", "towards")
        .order_by("plan__cycle__pupil__sort_key", "position", "pk")
    )


# Of the rows beside a line, what a list of lines, its doors and what is counted look at.
_BESIDE = {
    "plan": ("public_id", "tenant", "cycle", "number", "begun_on", "started_on"),
    "plan__cycle": ("public_id", "tenant", "pupil", "number", "stage", "ended_on"),
    "plan__cycle__pupil": (
        *("public_id", "tenant", "given_name", "family_name", "sort_key"),
        *("birth_date", "left_on"),
    ),
    "given_by": ("public_id", "tenant", "called"),
}


_OWN = tuple(each.name for each in SupportLine._meta.concrete_fields)


def listed_lines(
    found: QuerySet[SupportLine], own: tuple[str, ...] = _OWN
) -> QuerySet[SupportLine]:
    """These lines with whom they are for and who gives them; what a line leads to is not on a list.

    `own` are the fields of a line that the list shows or counts by.
    """
    beside = [f"{path}__{name}" for path, names in _BESIDE.items() for name in names]
    wanted = found.select_related(None).select_related("plan__cycle__pupil", "given_by")
    return wanted.only(*own, *beside)


def noted(line: SupportLine, what: str) -> bool:
    """What the question that found a line noted beside it. Raises `KeyError` for a line that was found by another."""
    return bool(vars(line)[what])


def is_of_settled(line: SupportLine) -> bool:
    """Whether a line of `may_run` is of a plan that stands as it is, with no draft open."""
    return noted(line, "settled")


def _support_had_begun(on: date) -> Q:
    """By a day: with what was carried forward, the day of its plan; else the day said, or that of the first version."""
    frozen = PlanVersion.objects.filter(plan=OuterRef("plan"), frozen_on__lte=on)
    return (
        (~Q(carried_from="") & Q(plan__begun_on__lte=on))
        | (Q(carried_from="") & Q(plan__started_on__lte=on))
        | Q(Exists(frozen), carried_from="", plan__started_on__isnull=True)
    )


def has_begun(line: SupportLine, on: date) -> bool:
    """Whether the support of a line had begun by a day, or its plan was in force: before that none was planned."""
    if line.carried_from:
        return line.plan.begun_on <= on
    started = line.plan.started_on
    if started and started <= on:
        return True
    first = line.plan.versions.order_by("number").values_list("frozen_on", flat=True).first()
    return first is not None and first <= on


def running(
    listed: Iterable[SupportLine], on: date, versions: Sequence[PlanVersion]
) -> list[SupportLine]:
    """Those of `may_run` that run on a day, each as it is to be given: where a draft is open, as it was frozen last.

    `versions` are those of `beside_drafts`.
    """
    known = list(listed)
    settled = [each for each in known if is_of_settled(each)]
    drafts = [each for each in known if not is_of_settled(each)]
    frozen = [each for each in in_force(drafts, versions) if _is_between(each, on)]
    places = {each.pk: place for place, each in enumerate(known)}
    return sorted([*settled, *frozen], key=lambda each: places[each.pk])


def _is_between(line: SupportLine, on: date) -> bool:
    return not (
        (line.starts_on is not None and line.starts_on > on)
        or (line.ends_on is not None and line.ends_on < on)
    )


@rows
def candidates_of(pupil: int, on: date) -> QuerySet[SupportLine]:
    """The lines of a child (database id) that may run on a day."""
    return listed_lines(may_run(on).filter(plan__cycle__pupil_id=pupil))


def running_lines_of(pupil: Pupil, on: date) -> list[SupportLine]:
    """The lines of support of a child that run on a day."""
    ask_together([candidates_of.of(pupil.pk, on), beside_drafts.of(pupil.pk)])
    return running(candidates_of(pupil.pk, on), on, beside_drafts(pupil.pk))
