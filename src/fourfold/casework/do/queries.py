"""Readers: what is to be given today and by whom, what was given, and how much of what was planned."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.db.models import OuterRef, Q, QuerySet, Subquery

from fourfold.casework.do.models import Session
from fourfold.casework.people.models import GroupPupil, GroupStaff, Pupil
from fourfold.casework.people.queries import asked_for_calendar, calendar
from fourfold.casework.people.relations import TEACHING
from fourfold.casework.plan.models import Plan, SupportLine
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


def running_lines(on: date) -> QuerySet[SupportLine]:
    """The lines of support that run on a day.

    A line that the last review kept goes on while the next plan is being written: help does not stop for paper.
    """
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=on)
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    not_ended = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    carried = Q(plan__cycle__stage__in=BETWEEN) & ~Q(carried_from="")
    going = Q(plan__cycle__stage__in=RUNNING) | carried
    return (
        SupportLine.objects.filter(
            begun, not_over, not_ended, going, plan__cycle__ended_on__isnull=True
        )
        .select_related("plan__cycle__pupil", "given_by", "towards")
        .order_by("plan__cycle__pupil__sort_key", "position", "pk")
    )


@rows
def lines_for(actor: Actor, on: date) -> QuerySet[SupportLine]:
    """The lines whose sessions an actor sees to on a day.

    Those that name the actor; those for a group that the actor supports, or that name nobody there; and those of
    children whom the actor teaches that name nobody.
    """
    mine = GroupStaff.objects.filter(live(on), membership_id=actor.membership)
    supported = _pupils_in(mine.filter(part="supports"), on)
    taught = _pupils_in(mine.filter(part__in=TEACHING), on)
    pupil = "plan__cycle__pupil_id__in"
    # What a line leads to is not on the list of a day.
    running = running_lines(on).select_related(None)
    return running.select_related("plan__cycle__pupil", "given_by").filter(
        Q(given_by_id=actor.membership)
        | (Q(**{pupil: supported}) & (Q(group_size__gt=1) | Q(given_by__isnull=True)))
        | Q(**{pupil: taught, "given_by__isnull": True})
    )


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


def _expected(line: SupportLine, until: date, terms: SchoolCalendar) -> int:
    """How many sessions of a line there were to be until a day; what lies outside the terms known is not counted."""
    if not terms.terms or not (line.per_week or line.days):
        return 0
    carried = line.plan.begun_on if line.carried_from else None
    began = line.starts_on or carried or line.plan.started_on
    if began is None:
        return 0
    last = min(each for each in (until, terms.terms[-1].ends, line.ends_on, line.ended_on) if each)
    weekdays = frozenset(int(day) - 1 for day in line.days) or None
    per_week = len(weekdays) if weekdays else line.per_week
    return _counted(max(began, terms.terms[0].starts), last, per_week, terms, weekdays)


# Many lines of a plan run on the same days: they are counted once in a request.
_counted = remembered(expected_sessions)


@rows
def sessions_of(plans: frozenset[int], today: date) -> QuerySet[Session]:
    """What was logged of the lines of these plans (database ids) until a day and stands, in order."""
    found = Session.objects.filter(line__plan__in=plans, stands=True, on__lte=today)
    return found.order_by("on", "nth")


@rows
def first_sessions(pupil: Pupil) -> QuerySet[Session]:
    """The first session that was given of each plan about a child."""
    given = Session.objects.filter(line__plan=OuterRef("pk"), stands=True, delivered=True)
    first = Subquery(given.order_by("on", "pk").values("pk")[:1])
    ids = Plan.objects.filter(cycle__pupil=pupil).annotate(first=first).values("first")
    return Session.objects.filter(pk__in=ids).select_related("line", "by").order_by("pk")


def asked_for_deliveries(plans: Iterable[int], today: date) -> list[Question]:
    """What `deliveries_of` lines of these plans (database ids) is read from, to be asked with other things."""
    return [sessions_of.of(frozenset(plans), today), *asked_for_calendar()]


def deliveries_of(
    lines: Iterable[SupportLine], today: date, terms: SchoolCalendar | None = None
) -> dict[int, Delivery]:
    """Planned against given for each line (by database id) until yesterday, and of today what was said already.

    One query for any number of lines, the calendar included. A line without a first day of its own counts from the day
    on which support began; one that was carried forward, from the day of its plan.
    """
    listed = list(lines)
    ask_together(asked_for_deliveries({line.plan_id for line in listed}, today))
    terms = terms or calendar()
    logged: dict[int, list[Said]] = defaultdict(list)
    for row in sessions_of(frozenset(line.plan_id for line in listed), today):
        because = None if row.delivered else NotDelivered(row.because)
        logged[row.line_id].append(Said(str(row.line_id), row.on, row.delivered, because))
    return {
        line.pk: delivery_so_far(
            line.public_id, _planned(line, logged[line.pk], today, terms), logged[line.pk]
        )
        for line in listed
    }


def _planned(line: SupportLine, logged: list[Said], today: date, terms: SchoolCalendar) -> int:
    """How many sessions were planned over the very days of which `logged` speaks.

    Until yesterday all that were to be; of today those of which something was said. A line without days of its own has
    so many a week: what was said of in this week was planned, up to that number, however early in the week it was.
    """
    until_yesterday = _expected(line, today - timedelta(days=1), terms)
    if line.days:
        return until_yesterday + min(1, sum(each.on == today for each in logged))
    monday = today - timedelta(days=today.weekday())
    this_week = sum(each.on >= monday for each in logged)
    before = _expected(line, monday - timedelta(days=1), terms)
    return max(until_yesterday, before + min(line.per_week, this_week))
