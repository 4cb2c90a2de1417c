"""The year group is more than one year away from what goes with the birth date."""

from typing import Any

from fourfold.config import clock
from fourfold.domain.words import N_
from fourfold.foundation.design.format import long_day
from fourfold.foundation.intake.lines import Batch, Check, Line, Weight

_BEFORE_ONE = {"N1": -2, "N2": -1, "R": 0}


def _test(line: Line, batch: Batch) -> dict[str, Any] | None:
    born, year = line.value("birth_date"), line.value("year_group")
    if born is None or year is None or year == "X":
        return None
    today = clock.today()
    school_year = today.year if today.month >= 9 else today.year - 1
    age_at_start = school_year - born.year - (1 if born.month >= 9 else 0)
    said = _BEFORE_ONE[year] if year in _BEFORE_ONE else int(year)
    if abs(said - (age_at_start - 4)) <= 1:
        return None
    return {"year": year, "born": long_day(born)}


CHECK = Check(
    code="year_does_not_fit",
    sentence=N_("Year %(year)s does not go with a birth date of %(born)s. Please look."),
    fields=("birth_date", "year_group"),
    weight=Weight.REMARK,
    test=_test,
)
