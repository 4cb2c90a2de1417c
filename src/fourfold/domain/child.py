"""What can be right of a child who is new here: the day of birth, and whether they are one who is here already.

Good practice, no law: a slip of the hand in a birth date moves rights and ages, and a child who is
here twice has two plans, each of which misses half. Only what cannot be is refused; the rest is
asked, and whoever knows the child goes on.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Final

from fourfold.domain.duties import COLLEGES, EARLY_YEARS, MAINSTREAM_SCHOOLS
from fourfold.domain.words import SettingKind

YOUNGEST_AND_OLDEST: Final = (
    (EARLY_YEARS, 0, 7),
    (MAINSTREAM_SCHOOLS, 2, 20),
    (COLLEGES, 14, 26),
)
"""The ages between which children of these kinds of setting are: a year wider than the usual on
either side, so that nobody is asked about a late starter."""
YOUNGEST: Final = 0
OLDEST: Final = 26
"""For every other kind: SEN Support and plans end at 25 (Children and Families Act 2014, s.83)."""


class Alike(StrEnum):
    """What two of one name are to each other."""

    SAME = "same"
    PERHAPS = "perhaps"
    OTHERS = "others"


def age_on(born: date, on: date) -> int:
    """The whole years between a birth and a day; less than 0 for somebody not born yet."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_born(born: date, today: date) -> bool:
    """Whether somebody with this birth date can be here: nobody is before they are born."""
    return born <= today


def is_likely_age(born: date, kind: SettingKind | None, today: date) -> bool:
    """Whether somebody born on that day is of an age that a setting of this kind has; `kind` None: any setting."""
    ages = ((low, high) for kinds, low, high in YOUNGEST_AND_OLDEST if kind in kinds)
    youngest, oldest = next(ages, (YOUNGEST, OLDEST))
    return youngest <= age_on(born, today) <= oldest


def alike(born: date | None, number: str, born_here: date | None, number_here: str) -> Alike:
    """What a new child is to one of the same name who is here, by birth dates and pupil numbers for good ("": none).

    The same number is the same child. Two numbers are two children, unless they were born on one
    day. Without both numbers the same birth date is the same child, and all else is asked.
    """
    if number and number == number_here:
        return Alike.SAME
    same_day = born is not None and born == born_here
    if number and number_here:
        return Alike.PERHAPS if same_day else Alike.OTHERS
    return Alike.SAME if same_day else Alike.PERHAPS
