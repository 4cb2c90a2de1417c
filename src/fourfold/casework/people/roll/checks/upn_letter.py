"""The check letter of a UPN does not fit: often one mistyped digit."""

from typing import Any

from fourfold.casework.people.upn import Verdict, check_letter, judged
from fourfold.domain.words import N_
from fourfold.foundation.intake.lines import Batch, Check, Line, Weight


def _test(line: Line, batch: Batch) -> dict[str, Any] | None:
    upn = line.value("upn")
    if not upn or judged(upn) is Verdict.GOOD:
        return None
    return {"upn": upn, "letter": check_letter(upn[1:])}


CHECK = Check(
    code="upn_letter",
    sentence=N_(
        "The check letter of %(upn)s does not fit: by its digits it would be %(letter)s. Please look."
    ),
    fields=("upn",),
    weight=Weight.REMARK,
    test=_test,
)
