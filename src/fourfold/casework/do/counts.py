"""Readers: how much of each line of support was planned and given, by the version in force on each day (D2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.do.models import Session
from fourfold.casework.people.queries import asked_for_calendar, calendar
from fourfold.casework.plan.in_force import (
    ONE_DAY,
    Stretch,
    lines_over_time,
    stretches,
    versions_over_time,
)
from fourfold.casework.plan.models import Plan, SupportLine
from fourfold.casework.plan.rows import lines_at
from fourfold.domain.clock import SchoolCalendar
from fourfold.domain.cycle import Stage
from fourfold.domain.do import (
    Delivery,
    delivery_so_far,
    expected_sessions,
    times_a_week,
    times_each_day,
)
from fourfold.domain.do import Session as Said
from fourfold.domain.words import NotDelivered
from fourfold.foundation.scope.remembered import remembered
from fourfold.foundation.scope.together import Question, ask_together, rows

NO_DAY = (date(2000, 1, 2), date(2000, 1, 1))
"""The first and last of no days."""
Logged = tuple[int, str, date, bool, str]
"""What was logged: of which line (database and public id), on which day, whether it was given and why not."""


def _last_day(line: SupportLine) -> date | None:
    """The last day of the cycle; of one that went on, the day before: on that day the next one has begun."""
    cycle = line.plan.cycle
    went_on = cycle.stage == Stage.CONTINUED
    return cycle.ended_on - timedelta(days=went_on) if cycle.ended_on else None


def first_day(line: SupportLine) -> date | None:
    """The first day of a line: of the support or its own, whichever is later; None where neither is said yet."""
    support = line.plan.begun_on if line.carried_from else line.plan.started_on
    return max((each for each in (support, line.starts_on) if each), default=None)


def _ahead(line: SupportLine, today: date) -> date | None:
    # What was carried on starts nowhere anew, unless it has a first day of its own.
    first = line.starts_on if line.carried_from else first_day(line)
    return first if first and first >= today else None


def _expected(
    line: SupportLine,
    this: Stretch,
    until: date,
    terms: SchoolCalendar,
    said: tuple[date, ...],
    not_before: date | None,
) -> int:
    """How many sessions of a line there were to be in a stretch until a day; not what lies outside the terms known.

    None was to be before support began, whatever the line's own first day. `said` are the days in it of which
    something was said. What was to be before the day `not_before`, too, is not counted here.
    """
    if not (this.per_week or this.days):
        return 0
    named = frozenset(int(day) - 1 for day in this.days)
    per_week = times_a_week(this.per_week, len(named))
    weekdays = frozenset(times_each_day(per_week, named)) or None
    support = line.plan.begun_on if line.carried_from else line.plan.started_on
    began = support or this.starts_on
    if began is None or not terms.terms:
        return _counted(*NO_DAY, per_week, terms, weekdays, said)
    ends = (until, terms.terms[-1].ends, this.until, this.ends_on, _last_day(line))
    starts = (began, this.starts_on, this.begins, terms.terms[0].starts, not_before)
    first = max(each for each in starts if each)
    return _counted(first, min(each for each in ends if each), per_week, terms, weekdays, said)


# Many lines of a plan run on the same days: they are counted once in a request.
_counted = remembered(expected_sessions)


@rows
def sessions_of(plans: frozenset[int], today: date) -> QuerySet[Session, Logged]:
    """What was logged of the lines of these plans (database ids) until a day and stands, in order.

    And what was logged in the cycle before on the very day on which these began. Of each the line (database and public
    id), the day, whether it was given and why not.
    """
    # Of these children alone: the database looks at their sessions, not at all that there are.
    children = Cycle.objects.filter(plan__in=plans).values("pupil")
    mine = Q(line__plan__in=plans) | Exists(_after(plans))
    return _in_order(Session.objects.filter(mine, pupil__in=children), today)


@rows
def sessions_at(plan: Plan, places: range, today: date) -> QuerySet[Session, Logged]:
    """The same of those lines of a plan alone that stand at these places (`lines_at`), and of what they came from."""
    shown = lines_at.asking(plan, places)
    # In one set, so that the database looks at the sessions of these lines and not at all that there are.
    lines = SupportLine.objects.filter(
        Q(pk__in=shown.values("pk")) | Q(public_id__in=shown.values("carried_from"))
    )
    mine = Q(line__plan=plan) | Exists(_after(frozenset({plan.pk})))
    return _in_order(Session.objects.filter(mine, line__in=lines.values("pk")), today)


def _after(plans: frozenset[int]) -> QuerySet[Cycle]:
    """The cycle of one of these plans that began, after that of a session, on its very day or before it."""
    return Cycle.objects.filter(
        plan__in=plans,
        pupil=OuterRef("line__plan__cycle__pupil"),
        number=OuterRef("line__plan__cycle__number") + 1,
        begun_on__lte=OuterRef("on"),
    )


def _in_order(found: QuerySet[Session], today: date) -> QuerySet[Session, Logged]:
    listed = found.filter(stands=True, on__lte=today).order_by("on", "nth")
    return listed.values_list("line_id", "line__public_id", "on", "delivered", "because")


def stretches_of(line: SupportLine) -> list[Stretch]:
    """How often one line was to be given, by the version that was in force on each day."""
    return stretches(line, lines_over_time(versions_over_time(frozenset({line.plan_id}))))


def asked_for_deliveries(
    plans: Iterable[int], today: date, sessions: Question | None = None
) -> list[Question]:
    """What `deliveries_of` lines of these plans (database ids) is read from, to be asked with other things."""
    known = frozenset(plans)
    logged = sessions or sessions_of.of(known, today)
    return [logged, versions_over_time.of(known), *asked_for_calendar()]


def deliveries_of(
    lines: Iterable[SupportLine],
    today: date,
    terms: SchoolCalendar | None = None,
    sessions: Question | None = None,
) -> dict[int, Delivery]:
    """Planned against given for each line (by database id) until yesterday, and of today what was said already.

    One query for any number of lines, the calendar included. Each day counts by the version that was in force then, up
    to the end of the cycle; a draft changes nothing. A line counts from the day on which support began, or one that
    was carried forward from the day of its plan; from its own first day, where that is later.
    `sessions` asks what was logged of these lines, where not all of their plans are looked at.
    """
    listed = list(lines)
    plans = frozenset(line.plan_id for line in listed)
    logs = sessions or sessions_of.of(plans, today)
    ask_together(asked_for_deliveries(plans, today, logs))
    terms = terms or calendar()
    logged: dict[int, list[Said]] = defaultdict(list)
    last_of: dict[str, date] = {}
    for line_id, line, on, delivered, reason in logs.answer():
        last_of[line] = on
        because = None if delivered else NotDelivered(reason)
        logged[line_id].append(Said(str(line_id), on, delivered, because))
    said = lines_over_time(versions_over_time(plans))
    frozen: dict[int, date] = {}
    for version, _lines in said:
        frozen.setdefault(version.plan_id, version.frozen_on)

    def not_before(line: SupportLine) -> date | None:
        if line.carried_from:
            before = last_of.get(line.carried_from)
            return before + ONE_DAY if before else None
        return None if line.plan.started_on else frozen.get(line.plan_id)

    planned = {
        line.pk: _planned(
            line, stretches(line, said), logged[line.pk], today, terms, not_before(line)
        )
        for line in listed
    }
    return {
        line.pk: replace(
            delivery_so_far(line.public_id, planned[line.pk], logged[line.pk]),
            starts=_ahead(line, today),
            goes_on=bool(line.carried_from) and line.plan.cycle.ended_on is None,
        )
        for line in listed
    }


@rows
def _by_key(keys: frozenset[str]) -> QuerySet[SupportLine]:
    return SupportLine.objects.filter(public_id__in=keys).select_related("plan__cycle", "given_by")


def as_it_was(
    lines: Iterable[SupportLine], given: dict[int, Delivery], today: date
) -> dict[str, tuple[SupportLine, Delivery]]:
    """Of the lines that so far only go on: what each was carried from, by its public id, with what was given of that.

    Nothing is asked where no line only goes on.
    """
    keys = frozenset(line.carried_from for line in lines if given[line.pk].only_goes_on)
    before = _by_key(keys) if keys else []
    found = deliveries_of(before, today) if before else {}
    return {line.public_id: (line, found[line.pk]) for line in before}


def _planned(
    line: SupportLine,
    known: list[Stretch],
    logged: list[Said],
    today: date,
    terms: SchoolCalendar,
    not_before: date | None,
) -> int:
    """How many sessions were planned over the very days of which `logged` speaks.

    Until yesterday all that were to be; of today those of which something was said. `not_before` is the day after the
    last of which something was said of the line that this one was carried from; until support begins, that on which the
    plan was frozen.
    """
    spoken: dict[int, list[date]] = defaultdict(list)
    for each in logged:
        began = (nth for nth, one in enumerate(known) if not one.begins or one.begins <= each.on)
        spoken[max(began, default=0)].append(each.on)
    return sum(
        _expected(line, each, today - ONE_DAY, terms, tuple(spoken[nth]), not_before)
        for nth, each in enumerate(known)
    )
