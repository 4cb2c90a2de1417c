"""The same UPN on two lines: one of the two children has the other's number."""

from typing import Any

from fourfold.domain.words import N_
from fourfold.foundation.intake.lines import Batch, Check, Line, Weight


def _test(line: Line, batch: Batch) -> dict[str, Any] | None:
    upn = line.value("upn")
    others = [each.number for each in batch.all_with("upn", upn) if each is not line] if upn else []
    return {"upn": upn, "line": others[0]} if others else None


CHECK = Check(
    code="upn_twice",
    sentence=N_(
        "%(upn)s stands on line %(line)s too. If you bring this child in, it is without that number."
    ),
    fields=("upn",),
    weight=Weight.ASK,
    test=_test,
)
