"""A cell that a spreadsheet would run as a formula: it comes in as the text that it is."""

from typing import Any

from fourfold.domain.words import N_
from fourfold.foundation.intake.lines import Batch, Check, Line, Weight

_BEGINS = ("=", "@", "\t", "\r")


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet program might run a cell with this text."""
    if text.startswith(_BEGINS):
        return True
    return text[:1] in {"+", "-"} and not text[1:].replace(" ", "").isdigit()


def _test(line: Line, batch: Batch) -> dict[str, Any] | None:
    found = [text for text in line.raw.values() if looks_like_formula(text)]
    return {"cell": found[0][:60]} if found else None


CHECK = Check(
    code="looks_like_formula",
    sentence=N_(
        "“%(cell)s” looks like a formula of a spreadsheet. It comes in as it is written, as text."
    ),
    fields=(),
    weight=Weight.REMARK,
    test=_test,
)
