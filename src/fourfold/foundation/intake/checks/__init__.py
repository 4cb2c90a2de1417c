"""Checks that hold for every kind of list, one a file. A kind adds its own."""

from fourfold.foundation.intake.checks.extra_cells import CHECK as EXTRA_CELLS
from fourfold.foundation.intake.checks.looks_like_formula import CHECK as LOOKS_LIKE_FORMULA
from fourfold.foundation.intake.checks.same_line_twice import CHECK as SAME_LINE_TWICE

EVERYWHERE = (SAME_LINE_TWICE, EXTRA_CELLS, LOOKS_LIKE_FORMULA)

__all__ = ["EVERYWHERE", "EXTRA_CELLS", "LOOKS_LIKE_FORMULA", "SAME_LINE_TWICE"]
