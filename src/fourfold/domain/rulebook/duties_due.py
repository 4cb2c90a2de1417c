"""One function for each rule: from plain facts to its `Due` rows (domain 3.6).

Each takes what happened and a `Setting`; each gives one row for each person or period that is
owed something. Which
settings a rule binds is not decided here but in `duties`: the caller asks there first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from fourfold.domain.clock import (
    CalendarTooShort,
    SchoolCalendar,
    Term,
    add_school_days,
    add_years,
    count_school_days,
    senco_qualification_deadline,
    whole_terms,
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
    """One person who is owed something, when they got it, or why not.

    `anew_on`: the day on which what they had did not hold any more, from which it is owed to them
    again; empty where it is owed from the day of what started the clock.
    """

    person: str
    met_on: date | None = None
    waiver: Waiver | None = None
    anew_on: date | None = None


def _for_each(
    rule_id: str, subject: str, on: date, owed: Iterable[Owed], setting: Setting
) -> list[Due]:
    what = setting.rulebook.rule(rule_id, on).trigger
    return [
        after_days(
            rule_id,
            Trigger(what, each.anew_on or on, subject, each.person),
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
    """D24: the first support is delivered; `so_far.met_on` is the day of the first delivered session, not that on
    which support was said to begin. It may lie before the decision, where help began before that was written down."""
    what = setting.rulebook.rule("first_support", decided_on).trigger
    return after_days("first_support", Trigger(what, decided_on, child), setting, so_far)


HALF: Final = 0.5
"""A term counts for a child who was on SEN Support for this part of its school days [derived]."""


def last_school_day(term: Term, calendar: SchoolCalendar) -> date:
    """The last day of a term on which children are in, or its last day if none is."""
    inside = [day for day in calendar.open_days if day in term]
    return inside[-1] if inside else term.ends


def _counts_from(term: Term, first: date, calendar: SchoolCalendar) -> bool:
    """Whether a plan that runs from `first` on runs for enough of a term to be reviewed in it."""
    if term.ends < first:
        return False
    whole = count_school_days(term.starts, term.ends, calendar)
    left = count_school_days(max(term.starts, first), term.ends, calendar)
    return bool(whole) and left / whole >= HALF


def end_of_its_term(plan_from: date, setting: Setting) -> date | None:
    """By when a plan from that day must have been reviewed, so that no term is left out (6.65); None
    if unknown."""
    calendar = setting.calendar
    counted = [term for term in whole_terms(calendar) if _counts_from(term, plan_from, calendar)]
    if not counted:
        return None
    each = setting.rulebook.count("review_termly", counted[0].starts) or 1
    return last_school_day(counted[each - 1], calendar) if len(counted) >= each else None


def default_review_date(plan_from: date, setting: Setting) -> date:
    """The day that a plan's review date is filled in with (P3): after as many school days as the
    rule says, but within the term by whose end a review is due (D4), so that none is skipped.
    Raises `CalendarTooShort` when the terms known reach neither."""
    latest = end_of_its_term(plan_from, setting)
    days = setting.rulebook.days("review_on_date", plan_from)
    try:
        usual = add_school_days(plan_from, days or 0, setting.calendar)
    except CalendarTooShort:
        if latest is None:
            raise
        return latest
    return min(usual, latest) if latest else usual


def latest_review_date(plan_from: date) -> date:
    """The last day for which the review of a plan can be set: a year on. Reviews are held at least
    termly, which a setting may leave with a reason (D4, local policy); once a year the family is
    told how it goes by law (domain 0 on 6.65), so a day further ahead is a slip of the pen."""
    return add_years(plan_from, 1)


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
    try:
        day = review_on or default_review_date(plan_from, setting)
    except CalendarTooShort:
        return after_days("review_on_date", trigger, setting, so_far)
    return on_date("review_on_date", trigger, day, setting, so_far)


def due_give_record(
    meeting: str, held_on: date, owed: Iterable[Owed], setting: Setting
) -> list[Due]:
    """D5: what the meeting agreed is given to the family and the staff (6.71), one row a person.

    Who had it, and must have it again because it was corrected since, has as many days from the
    correction as there are from the meeting [derived]."""
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
