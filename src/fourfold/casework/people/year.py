"""From terms and days without school to what the page of the year shows."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from fourfold.casework.people.models import Closure
from fourfold.casework.people.pages import Cells
from fourfold.domain.clock import SchoolCalendar, count_school_days, is_school_day
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.format import long_day

A_WEEKEND = timedelta(days=3)


def term_rows(calendar: SchoolCalendar) -> list[Cells]:
    """One line a term, with its school days counted."""
    return [
        [
            ui.written(term.name),
            long_day(term.starts),
            long_day(term.ends),
            ui.Cell(str(count_school_days(term.starts, term.ends, calendar)), number=True),
        ]
        for term in calendar.terms
    ]


def closure_rows(today: date) -> list[Cells]:
    """One line a day on which there is no school, or a run of them with one name; a weekend does not end a run."""
    runs: list[list[Closure]] = []
    for one in Closure.objects.order_by("day"):
        before = runs[-1][-1] if runs else None
        if before and before.name == one.name and one.day - before.day <= A_WEEKEND:
            runs[-1].append(one)
        else:
            runs.append([one])
    return [
        [
            long_day(run[0].day)
            if len(run) == 1
            else _("%(first)s to %(last)s")
            % {"first": long_day(run[0].day), "last": long_day(run[-1].day)},
            ui.written(run[0].name),
        ]
        for run in runs
    ]


@dataclass(frozen=True)
class Month:
    """One month of the picture: its name, a sign for each day, the same said, and how many school days it has."""

    name: str
    days: str
    in_words: str
    school_days: int


def _has_school(day: date, calendar: SchoolCalendar) -> bool:
    """Whether there is school; False too on a day that the terms do not reach, since a picture claims nothing of it."""
    within = any(day in term for term in calendar.terms)
    return within and is_school_day(day, calendar)


def _runs(school: list[bool]) -> str:
    """The days of a month with school, as said: each run of them by its first and last day."""
    runs: list[tuple[int, int]] = []
    for day, has_school in enumerate(school, start=1):
        if has_school and runs and runs[-1][1] == day - 1:
            runs[-1] = (runs[-1][0], day)
        elif has_school:
            runs.append((day, day))
    if not runs:
        return _("no school")
    return _(", ").join(
        str(first) if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
        for first, last in runs
    )


def year_picture(calendar: SchoolCalendar, today: date) -> list[Month]:
    """The school year around `today`, a month a line; a school day is filled, any other day is not."""
    first = today.year if today.month >= 9 else today.year - 1
    months = []
    for step in range(12):
        year, month = first + (8 + step) // 12, (8 + step) % 12 + 1
        days = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
        school = [_has_school(day, calendar) for day in days]
        months.append(
            Month(
                long_day(days[0]).split(" ", 2)[-1],
                "".join("■" if one else "·" for one in school),
                _runs(school),
                sum(school),
            )
        )
    return months
