"""Readers: what is to be given today and by whom, what was given, and how much of what was planned."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import ceil

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from fourfold.casework.cycles.models import Move
from fourfold.casework.do.models import Session
from fourfold.casework.people.models import GroupPupil, GroupStaff, Pupil
from fourfold.casework.people.queries import asked_for_calendar, calendar, pupils_of
from fourfold.casework.people.relations import TEACHING, barred_children, kept_from
from fourfold.casework.plan.in_force import (
    beside_drafts,
    in_force,
    is_settled,
    settled_here,
)
from fourfold.casework.plan.models import Plan, PlanVersion, SupportLine
from fourfold.domain.clock import SchoolCalendar
from fourfold.domain.clock import is_open as is_open_on
from fourfold.domain.cycle import Stage
from fourfold.domain.do import times_each_day
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.scope.remembered import remembered
from fourfold.foundation.scope.together import Question, ask_together, only, rows

RUNNING = [str(each) for each in (Stage.SHARED, Stage.DO, Stage.REVIEW, Stage.REVIEWED)]
BETWEEN = [str(each) for each in (Stage.ASSESS, Stage.PLAN)]
WENT_ON = [str(each) for each in (Stage.CONTINUED, Stage.EXITED)]
SCHOOL_DAYS_A_WEEK = 5


@dataclass(frozen=True)
class Slot:
    """One session that is to be on a day: its line, which one of the day it is, and what was logged of it."""

    line: SupportLine
    nth: int
    session: Session | None


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


def _noted(line: SupportLine, what: str) -> bool:
    """What the question that found a line noted beside it. Raises `KeyError` for a line that was found by another."""
    return bool(vars(line)[what])


def is_of_settled(line: SupportLine) -> bool:
    """Whether a line of `may_run` is of a plan that stands as it is, with no draft open."""
    return _noted(line, "settled")


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


# Of a line that somebody sees to: what it is, when it is to be, by whom, and where the list shows it.
_ON_A_DAY = (
    *("public_id", "tenant", "plan", "position", "carried_from", "what", "given_by", "group_size"),
    *("per_week", "minutes", "days", "at", "place", "starts_on", "ends_on", "ended_on"),
)


def with_relations(lines: QuerySet, actor: Actor, on: date) -> QuerySet:
    """`lines` with whether an actor `supported` or `taught` the child on a day."""
    mine = GroupStaff.objects.filter(live(on), membership_id=actor.membership)
    supported = Q(plan__cycle__pupil_id__in=_pupils_in(mine.filter(part="supports"), on))
    taught = Q(plan__cycle__pupil_id__in=_pupils_in(mine.filter(part__in=TEACHING), on))
    yes_or_no = BooleanField()
    return listed_lines(lines, _ON_A_DAY).annotate(
        supported=ExpressionWrapper(supported, output_field=yes_or_no),
        taught=ExpressionWrapper(taught, output_field=yes_or_no),
    )


def seen_to_by(actor: Actor) -> Q:
    """The condition that an actor sees to a line, of those that `with_relations` gives."""
    return (
        Q(given_by_id=actor.membership)
        | (Q(supported=True) & (Q(group_size__gt=1) | Q(given_by__isnull=True)))
        | (Q(taught=True) & Q(given_by__isnull=True))
    )


def may_be_on(on: date, *, is_open: bool) -> Q:
    """Those of `may_run` that may have a session on a day: of a plan that is being written its version says so.

    The others are on when school is open: on the days that they name, or on any where they name none. What was logged
    on the day stands there, whatever the line says now.
    """
    said = Session.objects.filter(on=on, stands=True)
    logged = Q(public_id__in=said.values("line__public_id"))
    carried = Q(carried_from__in=said.values("line__public_id"))
    found = Q(settled=False) | logged | carried
    if is_open:
        found |= Q(days__contains=str(on.isoweekday())) | Q(days="", per_week__gt=0)
    return found


@rows
def candidates_for(actor: Actor, on: date, is_open: bool) -> QuerySet[SupportLine]:
    """The lines of which an actor may see to a session on a day, with whether they `support` or `teach` the child."""
    listed = may_run(on, of_all=True).filter(may_be_on(on, is_open=is_open))
    found = with_relations(listed, actor, on)
    return found.filter(Q(settled=False) | seen_to_by(actor))


@rows
def supported_beside(actor: Actor, on: date) -> QuerySet[Pupil]:
    """The children whose lines, as they stand on a day, an actor sees to and whose page is not theirs: their names."""
    lines = with_relations(may_run(on, of_all=True), actor, on).filter(
        Q(settled=True), seen_to_by(actor)
    )
    found = Pupil.objects.filter(pk__in=lines.order_by().values("plan__cycle__pupil_id"))
    found = found.exclude(pk__in=barred_children(actor, on))
    found = found.exclude(pk__in=pupils_of(actor, on).values("pk"))
    return found.only("public_id", "tenant", "given_name", "sort_key").order_by("sort_key", "pk")


@rows
def said_on(actor: Actor, on: date) -> QuerySet[SupportLine]:
    """The lines that an actor sees to of which something was said on a day, whether they still run or not."""
    of_the_day = Session.objects.filter(line=OuterRef("pk"), on=on, stands=True)
    by_me = of_the_day.filter(by_id=actor.membership)
    lines = SupportLine.objects.filter(Exists(of_the_day))
    found = with_relations(lines, actor, on).filter(seen_to_by(actor) | Exists(by_me))
    found = found.exclude(plan__cycle__pupil__in=barred_children(actor, on))
    return found.order_by("plan__cycle__pupil__sort_key", "position", "pk")


def asked_before_lines(actor: Actor, on: date) -> list[Question]:
    """What has to be known before `asked_for_lines`: whether school is open that day, and more of what it needs."""
    return [*asked_for_calendar(), beside_drafts.of(None), kept_from.of(actor, on)]


def asked_for_lines(actor: Actor, on: date) -> list[Question]:
    """What `lines_for` is read from, once `asked_before_lines` was answered."""
    return [candidates_for.of(actor, on, is_open_on(on, calendar()))]


@remembered
def lines_for(actor: Actor, on: date) -> list[SupportLine]:
    """The lines of which an actor may see to a session on a day; what of them is on, `slots_on` says.

    Those that name the actor; those for a group that the actor supports, or that name nobody there; and those of
    children whom the actor teaches that name nobody. None of a child whom an order keeps from the actor.
    """
    ask_together(asked_before_lines(actor, on))
    is_open = is_open_on(on, calendar())
    listed = running(candidates_for(actor, on, is_open), on, beside_drafts(None))
    barred = set(kept_from(actor, on))
    return [
        each for each in listed if each.plan.cycle.pupil_id not in barred and is_for(each, actor)
    ]


def is_for(line: SupportLine, actor: Actor) -> bool:
    if line.given_by_id == actor.membership:
        return True
    nobody = line.given_by_id is None
    if _noted(line, "supported") and (line.group_size > 1 or nobody):
        return True
    return _noted(line, "taught") and nobody


@rows
def candidates_of(pupil: int, on: date) -> QuerySet[SupportLine]:
    """The lines of a child (database id) that may run on a day."""
    return listed_lines(may_run(on).filter(plan__cycle__pupil_id=pupil))


def running_lines_of(pupil: Pupil, on: date) -> list[SupportLine]:
    """The lines of support of a child that run on a day."""
    ask_together([candidates_of.of(pupil.pk, on), beside_drafts.of(pupil.pk)])
    return running(candidates_of(pupil.pk, on), on, beside_drafts(pupil.pk))


def _pupils_in(staff: QuerySet[GroupStaff], on: date) -> QuerySet:
    return GroupPupil.objects.filter(live(on), group_id__in=staff.values("group_id")).values(
        "pupil_id"
    )


def of_lines(lines: frozenset[int]) -> QuerySet[Session]:
    """What stands of the sessions of these lines, and of those that they were carried from: it is the same support."""
    carried = SupportLine.objects.filter(pk__in=lines).exclude(carried_from="")
    mine = Q(line__in=lines) | Q(line__public_id__in=carried.values("carried_from"))
    return Session.objects.filter(mine, stands=True)


@rows
def sessions_on(lines: frozenset[int], on: date) -> QuerySet[Session]:
    """What was logged of these lines (database ids) on a day, each with `whose` it is: the line's public id."""
    shown = ("public_id", "on", "nth", "delivered", "because", "logged_at", "by__called")
    found = of_lines(lines).filter(on=on).annotate(whose=F("line__public_id"))
    return found.select_related("by").only(*shown).order_by("pk")


@rows
def given_before(lines: frozenset[int], on: date) -> QuerySet[Session, str]:
    """The line's public id for each session of these lines that was given in the week of a day before it."""
    monday = on - timedelta(days=on.weekday())
    found = of_lines(lines).filter(on__gte=monday, on__lt=on, delivered=True)
    return found.order_by().values_list("line__public_id", flat=True)


def _in_the_week(lines: Iterable[SupportLine]) -> frozenset[int]:
    """Those without days of their own on each of which they are: how often they were given in the week decides."""
    return frozenset(line.pk for line in lines if not times_on_each(line.per_week, line.days))


@lru_cache(1024)
def times_on_each(per_week: int, days: str) -> Mapping[int, int]:
    """By weekday how often a line is on; hundreds of lines of a day have the same few words for it."""
    return times_each_day(per_week, frozenset(int(day) - 1 for day in days))


def asked_for_slots(lines: Sequence[SupportLine], on: date) -> list[Question]:
    """What `slots_on` is read from for these lines."""
    ids = frozenset(line.pk for line in lines)
    return [sessions_on.of(ids, on), given_before.of(_in_the_week(lines), on)]


def slots_on(
    lines: Iterable[SupportLine],
    on: date,
    terms: SchoolCalendar,
    said: Iterable[SupportLine] = (),
) -> list[Slot]:
    """The sessions of these lines that are to be on a day, each with what was logged, in two queries at most.

    A line with days of its own is on on those; one without is on each school day, and one with more days than times on
    each of those, until its number for the week has been given, so that one that was missed can be made up. What was
    logged of the line that one was carried from counts for it. Of the lines `said` that run no more there is what was
    logged.
    """
    listed = list(lines)
    known = {line.public_id for line in listed} | {line.carried_from for line in listed}
    over = [line for line in said if line.public_id not in known]
    ask_together(asked_for_slots([*listed, *over], on))
    logged: dict[str, dict[int, Session]] = defaultdict(dict)
    for session in sessions_on(frozenset(line.pk for line in (*listed, *over)), on):
        logged[vars(session)["whose"]][session.nth] = session
    before = Counter(given_before(_in_the_week((*listed, *over)), on))
    is_open = is_open_on(on, terms)
    slots = []
    for line in listed:
        mine = {**logged.get(line.carried_from, {}), **logged.get(line.public_id, {})}
        given = before[line.carried_from] + before[line.public_id]
        times = times_on(line.per_week, line.days, on, given) if is_open else 0
        wanted = range(1, times + 1)
        slots += [Slot(line, nth, mine.get(nth)) for nth in sorted({*wanted, *mine})]
    for line in over:
        mine = logged.get(line.public_id, {})
        slots += [Slot(line, nth, mine[nth]) for nth in sorted(mine)]
    return slots


def times_on(per_week: int, days: str, on: date, given: int) -> int:
    """How often a line is on: `given` says how often it was, earlier in the week."""
    named = times_on_each(per_week, days)
    if named or (days and str(on.isoweekday()) not in days):
        return named.get(on.weekday(), 0)
    return min(max(0, per_week - given), ceil(per_week / SCHOOL_DAYS_A_WEEK))


@only
def find_session(public_id: str) -> QuerySet[Session]:
    """The session with that public id in the tenant in scope."""
    return Session.objects.filter(public_id=public_id).select_related(
        "line__plan__cycle__pupil", "line__given_by", "pupil"
    )


def standing_session(line: SupportLine, on: date, nth: int) -> Session | None:
    """What was logged of one session and not taken back, of the line or of that which it was carried from."""
    same = Q(line=line)
    if line.carried_from:
        same |= Q(line__public_id=line.carried_from)
    found = Session.objects.filter(same, on=on, nth=nth, stands=True)
    return found.select_related("by").order_by("-pk").first()


@rows
def starts_noted(pupil: Pupil) -> QuerySet[Move, tuple[int, date]]:
    """Of each cycle of a child (database id) in which support began: the day on which that was said."""
    said = Move.objects.filter(cycle__pupil=pupil, move="start_support").order_by("pk")
    return said.values_list("cycle_id", "on")


@rows
def first_sessions(pupil: Pupil) -> QuerySet[Session]:
    """The first session that was given of each plan about a child."""
    given = Session.objects.filter(line__plan=OuterRef("pk"), stands=True, delivered=True)
    first = Subquery(given.order_by("on", "pk").values("pk")[:1])
    ids = Plan.objects.filter(cycle__pupil=pupil).annotate(first=first).values("first")
    return Session.objects.filter(pk__in=ids).select_related("line", "by").order_by("pk")
