"""The same line twice: the second one says nothing new."""

from typing import Any

from fourfold.domain.words import N_
from fourfold.foundation.intake.lines import Batch, Check, Line, Weight


def _test(line: Line, batch: Batch) -> dict[str, Any] | None:
    first = batch.first_line_like(line)
    return None if first is line else {"line": first.number}


CHECK = Check(
    code="same_line_twice",
    sentence=N_("This line is the same as line %(line)s."),
    fields=(),
    weight=Weight.LEFT_OUT,
    test=_test,
)
