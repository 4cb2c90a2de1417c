"""One function for each rule: from plain facts to its `Due` rows (domain 3.6).

Each takes what happened and a `Setting`; each gives one row for each person or period that is
owed something. Which
settings a rule binds is not decided here but in `duties`: the caller asks there first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil

from fourfold.domain.clock import (
    AcademicYear,
    SchoolCalendar,
    Term,
    academic_year,
    add_school_days,
    add_years,
    school_days_between,
    senco_qualification_deadline,
)
from fourfold.domain.rulebook.due import (
    UNTOUCHED,
    Due,
    Setting,
    SoFar,
    Trigger,
    Waiver,
    after_days,
    on_date,
)


@dataclass(frozen=True, slots=True)
class Owed:
    """One person who is owed something, when they got it, or why not."""

    person: str
    met_on: date | None = None
    waiver: Waiver | None = None


@dataclass(frozen=True, slots=True)
class OnSupport:
    """A stretch in which a child was on SEN Support; `ends` None: still is. The last day is
    included."""

    child: str
    begins: date
    ends: date | None = None


def _for_each(
    rule_id: str, subject: str, on: date, owed: Iterable[Owed], setting: Setting
) -> list[Due]:
    what = setting.rulebook.rule(rule_id, on).trigger
    return [
        after_days(
            rule_id,
            Trigger(what, on, subject, each.person),
            setting,
            SoFar(each.met_on, each.waiver),
        )
        for each in owed
    ]


def due_tell_parents(
    child: str, decided_on: date, owed: Iterable[Owed], setting: Setting
) -> list[Due]:
    """D1: each parent, or the young person, is told that SEN Support starts (section 68; 6.43,
    6.48)."""
    return _for_each("tell_parents", child, decided_on, owed, setting)


def due_first_support(
    child: str, decided_on: date, setting: Setting, so_far: SoFar = UNTOUCHED
) -> Due:
    """D24: the first support is given; `so_far.met_on` is the first delivered session."""
    what = setting.rulebook.rule("first_support", decided_on).trigger
    return after_days("first_support", Trigger(what, decided_on, child), setting, so_far)


def default_review_date(plan_from: date, setting: Setting) -> date:
    """The day that a plan's review date is filled in with (P3). Raises `CalendarTooShort`."""
    days = setting.rulebook.days("review_on_date", plan_from)
    return add_school_days(plan_from, days or 0, setting.calendar)


def due_review_on_date(
    plan: str,
    plan_from: date,
    review_on: date | None,
    setting: Setting,
    so_far: SoFar = UNTOUCHED,
) -> Due:
    """D2: the plan is reviewed on its date (6.48, 6.53). A plan without one is held to the
    default, so that no plan
    in force is ever without a due review (invariant 2)."""
    what = setting.rulebook.rule("review_on_date", plan_from).trigger
    trigger = Trigger(what, plan_from, plan)
    if review_on is not None:
        return on_date("review_on_date", trigger, review_on, setting, so_far)
    return after_days("review_on_date", trigger, setting, so_far)


def due_give_record(
    meeting: str, held_on: date, owed: Iterable[Owed], setting: Setting
) -> list[Due]:
    """D5: what the meeting agreed is given to the family and the staff (6.71), one row a person."""
    return _for_each("give_record", meeting, held_on, owed, setting)


def due_copy_of_report(
    report: str, received_on: date, owed: Iterable[Owed], setting: Setting
) -> list[Due]:
    """D7: each parent, or the young person, has a copy; a lawful reason to withhold is a waiver
    with a date to look
    again (A6)."""
    return _for_each("copy_of_report", report, received_on, owed, setting)


def due_answer_concern(
    concern: str, raised_on: date, setting: Setting, so_far: SoFar = UNTOUCHED
) -> Due:
    """Whoever raised a concern has an answer with reasons (I1)."""
    what = setting.rulebook.rule("answer_concern", raised_on).trigger
    return after_days("answer_concern", Trigger(what, raised_on, concern), setting, so_far)


def due_read_contribution(
    contribution: str, received_on: date, setting: Setting, so_far: SoFar = UNTOUCHED
) -> Due:
    """A named adult has read what a child or a family sent by the next school day (W9)."""
    what = setting.rulebook.rule("read_contribution", received_on).trigger
    return after_days(
        "read_contribution", Trigger(what, received_on, contribution), setting, so_far
    )


def due_senco_qualification(
    senco: str,
    appointed: date,
    setting: Setting,
    *,
    qualified_on: date | None = None,
    prior_service_months: int = 0,
) -> Due | None:
    """D8: the qualification is held by the third anniversary; None for those who are exempt."""
    deadline = senco_qualification_deadline(appointed, prior_service_months)
    if deadline is None:
        return None
    what = setting.rulebook.rule("senco_qualification", appointed).trigger
    trigger = Trigger(what, appointed, senco)
    return on_date("senco_qualification", trigger, deadline, setting, SoFar(qualified_on))


def due_refresh_information_report(
    published_on: date,
    setting: Setting,
    *,
    changed_on: date | None = None,
    refreshed_on: date | None = None,
) -> Due:
    """D9: the report is brought up to date each year, and as soon as possible after a change in
    the year: a change
    makes it due that day."""
    yearly = add_years(published_on, 1)
    due = yearly if changed_on is None else min(yearly, max(changed_on, published_on))
    what = setting.rulebook.rule("refresh_information_report", published_on).trigger
    return on_date(
        "refresh_information_report",
        Trigger(what, published_on),
        due,
        setting,
        SoFar(refreshed_on),
    )


def _terms_in(year: AcademicYear, calendar: SchoolCalendar) -> list[Term]:
    return [term for term in calendar.terms if term.starts in year]


def _last_day(term: Term, calendar: SchoolCalendar) -> date:
    """The last day of a term on which children are in, or its last day if none is."""
    days = (term.ends.toordinal() - back for back in range((term.ends - term.starts).days + 1))
    for ordinal in days:
        day = date.fromordinal(ordinal)
        if day.weekday() in calendar.week and day not in calendar.closures:
            return day
    return term.ends


def due_report_to_parents(
    child: str, year: AcademicYear, owed: Iterable[Owed], setting: Setting
) -> list[Due]:
    """D6: each parent has the yearly report by the end of the last term of the school year. No
    terms entered for
    the year: by its last day."""
    terms = _terms_in(year, setting.calendar)
    deadline = _last_day(terms[-1], setting.calendar) if terms else year.ends
    what = setting.rulebook.rule("report_to_parents", year.starts).trigger
    return [
        on_date(
            "report_to_parents",
            Trigger(what, year.starts, child, each.person),
            deadline,
            setting,
            SoFar(each.met_on, each.waiver),
        )
        for each in owed
    ]


def _share_of_term(term: Term, support: OnSupport, calendar: SchoolCalendar) -> float:
    """Which part of a term's days the child was on SEN Support, between 0 and 1."""
    first = max(term.starts, support.begins)
    last = min(term.ends, support.ends or term.ends)
    if last < first:
        return 0.0
    before = date.fromordinal(term.starts.toordinal())
    whole = school_days_between(before, term.ends, calendar) + 1
    part = school_days_between(first, last, calendar) + 1
    return min(1.0, part / whole)


def due_review_termly(
    support: OnSupport, reviews_held: Iterable[date], setting: Setting
) -> list[Due]:
    """D4: a review in each term (or each n terms, where local policy says so) in which the child
    was on SEN Support for
    at least half of the days [derived]. Terms are this setting's own; one row a term that has
    begun."""
    held = sorted(reviews_held)
    counted = [
        term
        for term in setting.calendar.terms
        if term.starts <= setting.today and _share_of_term(term, support, setting.calendar) >= 0.5
    ]
    found: list[Due] = []
    window_starts: date | None = None
    for number, term in enumerate(counted, start=1):
        window_starts = window_starts or term.starts
        every = setting.rulebook.count("review_termly", term.starts) or 1
        if number % every:
            continue
        what = setting.rulebook.rule("review_termly", term.starts).trigger
        met = next((day for day in held if day >= window_starts), None)
        if met is not None and met > term.ends and len(counted) > number:
            met = None
        trigger = Trigger(what, term.starts, support.child)
        deadline = _last_day(term, setting.calendar)
        found.append(on_date("review_termly", trigger, deadline, setting, SoFar(met)))
        window_starts = None
    return found


def meetings_expected(support: OnSupport, year: AcademicYear, setting: Setting) -> int:
    """D3: how many meetings with the parents the year asks for; pro rata for a child who joins or
    leaves in the year,
    rounded up to whole meetings, by the days of term on SEN Support [derived]."""
    whole = setting.rulebook.count("three_meetings", year.starts) or 0
    first, last = max(year.starts, support.begins), min(year.ends, support.ends or year.ends)
    if last < first:
        return 0
    terms = _terms_in(year, setting.calendar)
    total = sum((term.ends - term.starts).days + 1 for term in terms)
    inside = sum(
        max(0, (min(term.ends, last) - max(term.starts, first)).days + 1) for term in terms
    )
    if not total:
        total, inside = (year.ends - year.starts).days + 1, (last - first).days + 1
    return ceil(whole * inside / total)


def due_three_meetings(
    support: OnSupport, meetings_held: Iterable[date], setting: Setting
) -> list[Due]:
    """D3: at least three meetings with the parents in this school year (6.65), one row a meeting.
    The n-th of m
    is due at the end of the n-th of m equal parts of what is left of the year since support
    began."""
    year = academic_year(setting.today)
    expected = meetings_expected(support, year, setting)
    first, last = max(year.starts, support.begins), min(year.ends, support.ends or year.ends)
    terms = _terms_in(year, setting.calendar)
    if terms and support.ends is None:
        last = _last_day(terms[-1], setting.calendar)
    held = sorted(day for day in meetings_held if day in year)
    what = setting.rulebook.rule("three_meetings", year.starts).trigger
    found: list[Due] = []
    for number in range(1, expected + 1):
        deadline = date.fromordinal(first.toordinal() + (last - first).days * number // expected)
        met = held[number - 1] if number <= len(held) else None
        trigger = Trigger(what, first, support.child, str(number))
        found.append(on_date("three_meetings", trigger, deadline, setting, SoFar(met)))
    return found
