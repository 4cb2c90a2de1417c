"""The rules that hang on a setting's own terms and school year: D3, D4 and D6 (domain 3.6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

from fourfold.domain.clock import (
    AcademicYear,
    SchoolCalendar,
    Term,
    academic_year,
    count_school_days,
    whole_terms,
)
from fourfold.domain.rulebook.due import Due, Setting, SoFar, Trigger, Waiver, on_date
from fourfold.domain.rulebook.duties_due import HALF, Owed, last_school_day


@dataclass(frozen=True, slots=True)
class OnSupport:
    """A stretch in which a child was on SEN Support; `ends` None: still is. The last day is
    included."""

    child: str
    begins: date
    ends: date | None = None


def _terms_in(year: AcademicYear, calendar: SchoolCalendar) -> list[Term]:
    return [term for term in calendar.terms if term.starts in year]


def due_report_to_parents(
    child: str, year: AcademicYear, owed: Iterable[Owed], setting: Setting
) -> list[Due]:
    """D6: each parent has the yearly report by the end of the last term of the school year. No
    terms entered for
    the year: by its last day."""
    terms = _terms_in(year, setting.calendar)
    deadline = last_school_day(terms[-1], setting.calendar) if terms else year.ends
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
    whole = count_school_days(term.starts, term.ends, calendar)
    part = count_school_days(first, last, calendar)
    return part / whole if whole else 0.0


def due_review_termly(
    support: OnSupport,
    reviews_held: Iterable[date],
    setting: Setting,
    waivers: Mapping[date, Waiver] | None = None,
) -> list[Due]:
    """D4: a review in each term (or each n terms, where local policy says so) in which the child
    was
    on SEN Support for at least half of the days [derived]. Terms are this setting's own, two half
    terms being one; one row a term that has begun, or whose group of terms has.

    A review belongs to the term in which it is held, or before whose next term it is held. A
    second one
    in the same term makes up for the earliest term that was missed, late. One review never counts
    twice. `waivers` are by the first day of the term.
    """
    groups = _groups_of_terms(support, setting)
    starts = [group[0].starts for group in groups]
    met = _first_in_each(starts, sorted(reviews_held))
    return [
        on_date(
            "review_termly",
            Trigger(
                setting.rulebook.rule("review_termly", group[0].starts).trigger,
                group[0].starts,
                support.child,
            ),
            last_school_day(group[-1], setting.calendar),
            setting,
            SoFar(met[group[0].starts], (waivers or {}).get(group[0].starts)),
        )
        for group in groups
    ]


def _groups_of_terms(support: OnSupport, setting: Setting) -> list[list[Term]]:
    """The terms that count for this child and have begun, in runs as long as local policy says. The
    last run is whole only once all its terms have begun; until then its end is the last one
    known."""
    counted = [
        term
        for term in whole_terms(setting.calendar)
        if term.starts <= setting.today and _share_of_term(term, support, setting.calendar) >= HALF
    ]
    groups: list[list[Term]] = []
    for term in counted:
        size = setting.rulebook.count("review_termly", term.starts) or 1
        if groups and len(groups[-1]) < size:
            groups[-1].append(term)
        else:
            groups.append([term])
    return [group for group in groups if _is_whole(group, setting)]


def _is_whole(group: list[Term], setting: Setting) -> bool:
    return len(group) >= (setting.rulebook.count("review_termly", group[-1].starts) or 1)


def _first_in_each(starts: list[date], held: list[date]) -> dict[date, date | None]:
    """For each window (from its start to the next one's) the first review in it; then the others,
    in
    order, make up for windows before them that have none."""
    met: dict[date, date | None] = dict.fromkeys(starts)
    spare: list[date] = []
    for day in held:
        window = max((start for start in starts if start <= day), default=None)
        if window is not None and met[window] is None:
            met[window] = day
        else:
            spare.append(day)
    for day in spare:
        missed = next((s for s in starts if met[s] is None and s <= day), None)
        if missed is not None:
            met[missed] = day
    return met


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
        last = last_school_day(terms[-1], setting.calendar)
    held = sorted(day for day in meetings_held if day in year)
    what = setting.rulebook.rule("three_meetings", year.starts).trigger
    found: list[Due] = []
    for number in range(1, expected + 1):
        deadline = date.fromordinal(first.toordinal() + (last - first).days * number // expected)
        met = held[number - 1] if number <= len(held) else None
        trigger = Trigger(what, first, support.child, str(number))
        found.append(on_date("three_meetings", trigger, deadline, setting, SoFar(met)))
    return found
