"""Readers: what is to be given today and by whom, what was given, and how much of what was planned."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery

from fourfold.casework.do.models import Session
from fourfold.casework.people.models import GroupPupil, GroupStaff, Pupil
from fourfold.casework.people.queries import asked_for_calendar, calendar
from fourfold.casework.people.relations import TEACHING, kept_from
from fourfold.casework.plan.in_force import (
    Stretch,
    beside_drafts,
    in_force,
    is_settled,
    lines_over_time,
    stretches,
    versions_over_time,
)
from fourfold.casework.plan.models import Plan, PlanVersion, SupportLine
from fourfold.domain.clock import CalendarTooShort, SchoolCalendar, is_school_day
from fourfold.domain.cycle import Stage
from fourfold.domain.do import Delivery, delivery_so_far, expected_sessions
from fourfold.domain.do import Session as Said
from fourfold.domain.words import NotDelivered
from fourfold.foundation.access.actors import Actor, live
from fourfold.foundation.scope.remembered import remembered
from fourfold.foundation.scope.together import Question, ask_together, rows

RUNNING = [str(each) for each in (Stage.SHARED, Stage.DO, Stage.REVIEW, Stage.REVIEWED)]
BETWEEN = [str(each) for each in (Stage.ASSESS, Stage.PLAN)]
SCHOOL_DAYS_A_WEEK = 5


@dataclass(frozen=True)
class Slot:
    """One session that is to be on a day: its line, which one of the day it is, and what was logged of it."""

    line: SupportLine
    nth: int
    session: Session | None


def may_run(on: date) -> QuerySet[SupportLine]:
    """The lines of support that run on a day, and those of plans that are being written: `running` tells them apart.

    A line that the last review kept goes on while the next plan is being written: help does not stop for paper.
    """
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    not_ended = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    carried = Q(plan__cycle__stage__in=BETWEEN) & ~Q(carried_from="")
    going = Q(plan__cycle__stage__in=RUNNING) | carried
    as_it_stands = begun & not_over & not_ended
    return (
        SupportLine.objects.annotate(settled=is_settled("plan"))
        .filter(going, as_it_stands | Q(settled=False), plan__cycle__ended_on__isnull=True)
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
def candidates_for(actor: Actor, on: date) -> QuerySet[SupportLine]:
    """The lines that an actor may see to on a day, with whether they `support` or `teach` the child."""
    mine = GroupStaff.objects.filter(live(on), membership_id=actor.membership)
    supported = Q(plan__cycle__pupil_id__in=_pupils_in(mine.filter(part="supports"), on))
    taught = Q(plan__cycle__pupil_id__in=_pupils_in(mine.filter(part__in=TEACHING), on))
    yes_or_no = BooleanField()
    return (
        listed_lines(may_run(on))
        .annotate(
            supported=ExpressionWrapper(supported, output_field=yes_or_no),
            taught=ExpressionWrapper(taught, output_field=yes_or_no),
        )
        .filter(
            Q(settled=False)
            | Q(given_by_id=actor.membership)
            | (supported & (Q(group_size__gt=1) | Q(given_by__isnull=True)))
            | (taught & Q(given_by__isnull=True))
        )
    )


def asked_for_lines(actor: Actor, on: date) -> list[Question]:
    """What `lines_for` is read from."""
    return [candidates_for.of(actor, on), beside_drafts.of(None), kept_from.of(actor, on)]


@remembered
def lines_for(actor: Actor, on: date) -> list[SupportLine]:
    """The lines whose sessions an actor sees to on a day.

    Those that name the actor; those for a group that the actor supports, or that name nobody there; and those of
    children whom the actor teaches that name nobody. None of a child whom an order keeps from the actor.
    """
    ask_together(asked_for_lines(actor, on))
    listed = running(candidates_for(actor, on), on, beside_drafts(None))
    barred = set(kept_from(actor, on))
    return [
        each for each in listed if each.plan.cycle.pupil_id not in barred and _is_for(each, actor)
    ]


def _is_for(line: SupportLine, actor: Actor) -> bool:
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


def is_open_on(on: date, terms: SchoolCalendar) -> bool:
    """Whether children are in on a day; where no terms reach, each Monday to Friday."""
    try:
        return is_school_day(on, terms)
    except CalendarTooShort:
        return on.weekday() < SCHOOL_DAYS_A_WEEK


@rows
def sessions_in_week(lines: frozenset[int], on: date) -> QuerySet[Session]:
    """What stands of the sessions of these lines (database ids) in the week of a day."""
    monday = on - timedelta(days=on.weekday())
    found = Session.objects.filter(
        line__in=lines, stands=True, on__range=(monday, monday + timedelta(days=6))
    )
    shown = ("public_id", "line", "on", "nth", "delivered", "because", "logged_at", "by__called")
    return found.select_related("by").only(*shown)


def slots_on(lines: Iterable[SupportLine], on: date, terms: SchoolCalendar) -> list[Slot]:
    """The sessions of these lines that are to be on a day, each with what was logged, in two queries at most.

    A line with days of its own is on on those; one without is on each school day until its number for the week has
    been given, so that one that was missed can be made up.
    """
    listed = list(lines)
    week: dict[int, list[Session]] = defaultdict(list)
    for session in sessions_in_week(frozenset(line.pk for line in listed), on):
        week[session.line_id].append(session)
    return [
        slot
        for line in listed
        for slot in _slots_of(line, on, week[line.pk], is_open_on(on, terms))
    ]


def _slots_of(line: SupportLine, on: date, week: list[Session], is_open: bool) -> list[Slot]:
    logged = {session.nth: session for session in week if session.on == on}
    wanted = range(1, _times_on(line, on, week) + 1) if is_open else range(0)
    return [Slot(line, nth, logged.get(nth)) for nth in sorted({*wanted, *logged})]


def _times_on(line: SupportLine, on: date, week: list[Session]) -> int:
    if line.days:
        return int(str(on.isoweekday()) in line.days)
    given_before = sum(each.delivered for each in week if each.on < on)
    return min(max(0, line.per_week - given_before), ceil(line.per_week / SCHOOL_DAYS_A_WEEK))


def find_session(public_id: str) -> Session | None:
    """The session with that public id in the tenant in scope."""
    return (
        Session.objects.filter(public_id=public_id)
        .select_related("line__plan__cycle__pupil", "line__given_by", "pupil")
        .first()
    )


def standing_session(line: SupportLine, on: date, nth: int) -> Session | None:
    """What was logged of one session and not taken back."""
    return (
        Session.objects.filter(line=line, on=on, nth=nth, stands=True).select_related("by").first()
    )


def _last_day(line: SupportLine) -> date | None:
    """The last day of the cycle; of one that went on, the day before: on that day the next one has begun."""
    cycle = line.plan.cycle
    went_on = cycle.stage == Stage.CONTINUED
    return cycle.ended_on - timedelta(days=went_on) if cycle.ended_on else None


def _expected(line: SupportLine, this: Stretch, until: date, terms: SchoolCalendar) -> int:
    """How many sessions of a line there were to be in a stretch until a day; not what lies outside the terms known."""
    if not terms.terms or not (this.per_week or this.days):
        return 0
    carried = line.plan.begun_on if line.carried_from else None
    began = this.starts_on or carried or line.plan.started_on
    if began is None:
        return 0
    ends = (until, terms.terms[-1].ends, this.until, this.ends_on, _last_day(line))
    first = max(each for each in (began, this.begins, terms.terms[0].starts) if each)
    weekdays = frozenset(int(day) - 1 for day in this.days) or None
    per_week = len(weekdays) if weekdays else this.per_week
    return _counted(first, min(each for each in ends if each), per_week, terms, weekdays)


# Many lines of a plan run on the same days: they are counted once in a request.
_counted = remembered(expected_sessions)


@rows
def sessions_of(plans: frozenset[int], today: date) -> QuerySet[Session]:
    """What was logged of the lines of these plans (database ids) until a day and stands, in order."""
    found = Session.objects.filter(line__plan__in=plans, stands=True, on__lte=today)
    return found.only("line", "on", "delivered", "because").order_by("on", "nth")


@rows
def first_sessions(pupil: Pupil) -> QuerySet[Session]:
    """The first session that was given of each plan about a child."""
    given = Session.objects.filter(line__plan=OuterRef("pk"), stands=True, delivered=True)
    first = Subquery(given.order_by("on", "pk").values("pk")[:1])
    ids = Plan.objects.filter(cycle__pupil=pupil).annotate(first=first).values("first")
    return Session.objects.filter(pk__in=ids).select_related("line", "by").order_by("pk")


def stretches_of(line: SupportLine) -> list[Stretch]:
    """How often one line was to be given, by the version that was in force on each day."""
    return stretches(line, lines_over_time(versions_over_time(frozenset({line.plan_id}))))


def asked_for_deliveries(plans: Iterable[int], today: date) -> list[Question]:
    """What `deliveries_of` lines of these plans (database ids) is read from, to be asked with other things."""
    known = frozenset(plans)
    return [sessions_of.of(known, today), versions_over_time.of(known), *asked_for_calendar()]


def deliveries_of(
    lines: Iterable[SupportLine], today: date, terms: SchoolCalendar | None = None
) -> dict[int, Delivery]:
    """Planned against given for each line (by database id) until yesterday, and of today what was said already.

    One query for any number of lines, the calendar included. Each day counts by the version that was in force then, up
    to the end of the cycle; a draft changes nothing. A line without a first day of its own counts from the day on which
    support began; one that was carried forward, from the day of its plan.
    """
    listed = list(lines)
    plans = frozenset(line.plan_id for line in listed)
    ask_together(asked_for_deliveries(plans, today))
    terms = terms or calendar()
    logged: dict[int, list[Said]] = defaultdict(list)
    for row in sessions_of(plans, today):
        because = None if row.delivered else NotDelivered(row.because)
        logged[row.line_id].append(Said(str(row.line_id), row.on, row.delivered, because))
    said = lines_over_time(versions_over_time(plans))
    planned = {
        line.pk: _planned(line, stretches(line, said), logged[line.pk], today, terms)
        for line in listed
    }
    return {
        line.pk: delivery_so_far(line.public_id, planned[line.pk], logged[line.pk])
        for line in listed
    }


def _planned(
    line: SupportLine,
    known: list[Stretch],
    logged: list[Said],
    today: date,
    terms: SchoolCalendar,
) -> int:
    """How many sessions were planned over the very days of which `logged` speaks.

    Until yesterday all that were to be; of today those of which something was said. A line without days of its own has
    so many a week: what was said of in this week was planned, up to that number, however early in the week it was.
    """

    def expected_before(day: date) -> int:
        return sum(_expected(line, each, day - timedelta(days=1), terms) for each in known)

    until_yesterday, last = expected_before(today), _last_day(line)
    now = next((each for each in known if each.holds_on(today)), None)
    if now is None or (last and last < today):
        return until_yesterday
    if now.days:
        return until_yesterday + min(1, sum(each.on == today for each in logged))
    monday = today - timedelta(days=today.weekday())
    this_week = sum(each.on >= monday for each in logged)
    return max(until_yesterday, expected_before(monday) + min(now.per_week, this_week))
