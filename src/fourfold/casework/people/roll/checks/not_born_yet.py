"""A birth date that is still to come: a slip of the hand, and nobody can come in with it."""

from typing import Any

from fourfold.config import clock
from fourfold.domain.child import is_born
from fourfold.domain.words import N_
from fourfold.foundation.design.format import long_day
from fourfold.foundation.intake.lines import Batch, Check, Line, Weight


def _test(line: Line, batch: Batch) -> dict[str, Any] | None:
    born = line.value("birth_date")
    return {"born": long_day(born)} if born and not is_born(born, clock.today()) else None


CHECK = Check(
    code="not_born_yet",
    sentence=N_("The birth date, %(born)s, is still to come. Put it right in the list."),
    fields=("birth_date",),
    weight=Weight.LEFT_OUT,
    test=_test,
)
