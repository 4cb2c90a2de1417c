"""A type of need that is not among the census codes: it is kept as text."""

from typing import Any

from fourfold.domain.words import N_
from fourfold.foundation.intake.lines import Batch, Check, Line, Weight


def _test(line: Line, batch: Batch) -> dict[str, Any] | None:
    need = line.value("need_type")
    return {"need": need.text[:60]} if need and not need.code else None


CHECK = Check(
    code="need_not_known",
    sentence=N_("“%(need)s” is not a type of need that the census knows. It is kept as text."),
    fields=("need_type",),
    weight=Weight.REMARK,
    test=_test,
)
