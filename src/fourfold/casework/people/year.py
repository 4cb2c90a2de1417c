"""From terms and days without school to what the page of the year shows."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from markupsafe import Markup

from fourfold.casework.people.models import Closure, Term
from fourfold.casework.people.pages import Cells
from fourfold.domain.clock import SchoolCalendar, count_school_days, is_school_day
from fourfold.foundation.design import components as ui
from fourfold.foundation.design.format import long_day
from fourfold.foundation.scope.addresses import reverse


def term_rows(terms: list[Term], calendar: SchoolCalendar, setting: str) -> list[Cells]:
    """One line a term, with its school days counted, and the way to put it right."""
    return [
        [
            ui.written(term.name),
            long_day(term.first_day),
            long_day(term.last_day),
            ui.Cell(str(count_school_days(term.first_day, term.last_day, calendar)), number=True),
            _put_right("term", term, term.name, setting),
        ]
        for term in terms
    ]


def closure_rows(runs: list[list[Closure]], setting: str) -> list[Cells]:
    """One line a day on which there is no school, or a run of them with one name, and the way to put it right."""
    return [
        [
            long_day(run[0].day)
            if len(run) == 1
            else _("%(first)s to %(last)s")
            % {"first": long_day(run[0].day), "last": long_day(run[-1].day)},
            ui.written(run[0].name),
            _put_right("closure", run[0], f"{run[0].name} {long_day(run[0].day)}", setting),
        ]
        for run in runs
    ]


def _put_right(kind: str, row: Term | Closure, name: str, setting: str) -> Markup:
    ids = {"setting": setting, kind: row.public_id}
    return ui.link(_("Put right"), reverse(f"people:{kind}", kwargs=ids), about=ui.written(name))


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
