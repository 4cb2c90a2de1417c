"""No birth date: a child can come in without one, but ages and rights are counted from it."""

from typing import Any

from fourfold.domain.words import N_
from fourfold.foundation.intake.lines import Batch, Check, Line, Weight


def _test(line: Line, batch: Batch) -> dict[str, Any] | None:
    return None if line.value("birth_date") else {}


CHECK = Check(
    code="birth_date_missing",
    sentence=N_("There is no birth date."),
    fields=("birth_date",),
    weight=Weight.REMARK,
    test=_test,
)
