"""More cells than headings: often a comma inside a name that was not quoted."""

from typing import Any

from fourfold.domain.words import N_
from fourfold.foundation.intake.lines import Batch, Check, Line, Weight


def _test(line: Line, batch: Batch) -> dict[str, Any] | None:
    return {"extra": ", ".join(line.extra)} if line.extra else None


CHECK = Check(
    code="extra_cells",
    sentence=N_(
        "This line has more columns than there are headings (%(extra)s). Perhaps there is a comma within a name."
    ),
    fields=(),
    weight=Weight.LEFT_OUT,
    test=_test,
)
