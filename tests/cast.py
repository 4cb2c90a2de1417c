"""The people of the tests are those of the small demonstration: `fourfold.config.demo.cast`."""

from datetime import date

from fourfold.config.demo import cast as demonstration
from fourfold.config.demo.cast import PASSWORD, Cast, Place
from tests.prepared import prepared

__all__ = ["PASSWORD", "Cast", "Place", "make_cast"]


def make_cast(day: date = date(2025, 9, 2)) -> Cast:
    """Everybody, from `day` on: made by the verbs once in a process, and put back as rows for each test."""
    return prepared(("cast", day), lambda: demonstration.make_cast(day))
