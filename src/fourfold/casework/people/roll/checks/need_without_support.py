"""A type of need beside the code N: the census asks for none there."""

from typing import Any

from fourfold.domain.words import N_, SenCode
from fourfold.foundation.intake.lines import Batch, Check, Line, Weight


def _test(line: Line, batch: Batch) -> dict[str, Any] | None:
    return {} if line.value("need_type") and line.value("sen_status") is SenCode.N else None


CHECK = Check(
    code="need_without_support",
    sentence=N_("There is a type of need although the code is N. It is kept as text."),
    fields=("need_type", "sen_status"),
    weight=Weight.REMARK,
    test=_test,
)
