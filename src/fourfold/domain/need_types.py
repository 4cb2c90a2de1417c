"""The type-of-need codes of the census and SEN2, as dated data (domain 8.2).

Codes come and go; a retired code is kept for the years in which it held. An unknown code from a
roll is
kept as text by the import and never forced into this list. A child may have several areas at
once; a
code's own area is only where the Department's list puts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from fourfold.domain.words import N_, AreaOfNeed, Certainty

_CI = AreaOfNeed.COMMUNICATION_AND_INTERACTION
_CL = AreaOfNeed.COGNITION_AND_LEARNING
_SEMH = AreaOfNeed.SOCIAL_EMOTIONAL_AND_MENTAL_HEALTH
_SP = AreaOfNeed.SENSORY_AND_OR_PHYSICAL


@dataclass(frozen=True, slots=True)
class NeedType:
    """One code: its meaning, its area (None: across areas), and the days on which it may be
    used."""

    code: str
    label: str
    area: AreaOfNeed | None
    valid_from: date | None
    valid_to: date | None
    certainty: Certainty
    replaced_by: str = ""

    def holds_on(self, on: date) -> bool:
        """Whether the code may be used on that day."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


_REFORM_2014 = date(2014, 9, 1)

NEED_TYPES: Final[tuple[NeedType, ...]] = (
    NeedType("SPLD", N_("Specific learning difficulty"), _CL, None, None, Certainty.SOURCE),
    NeedType("MLD", N_("Moderate learning difficulty"), _CL, None, None, Certainty.SOURCE),
    NeedType("SLD", N_("Severe learning difficulty"), _CL, None, None, Certainty.SOURCE),
    NeedType(
        "PMLD", N_("Profound and multiple learning difficulty"), _CL, None, None, Certainty.SOURCE
    ),
    NeedType(
        "SLCN", N_("Speech, language and communication needs"), _CI, None, None, Certainty.SOURCE
    ),
    NeedType("ASD", N_("Autistic spectrum disorder"), _CI, None, None, Certainty.SOURCE),
    NeedType(
        "SEMH",
        N_("Social, emotional and mental health needs"),
        _SEMH,
        _REFORM_2014,
        None,
        Certainty.SOURCE,
    ),
    NeedType(
        "BESD",
        N_("Behaviour, emotional and social difficulties (no longer used)"),
        _SEMH,
        None,
        date(2014, 8, 31),
        Certainty.SOURCE,
        replaced_by="SEMH",
    ),
    NeedType("HI", N_("Hearing impairment"), _SP, None, None, Certainty.SOURCE),
    NeedType("VI", N_("Vision impairment"), _SP, None, None, Certainty.SOURCE),
    NeedType("MSI", N_("Multi-sensory impairment"), _SP, None, None, Certainty.SOURCE),
    NeedType("PD", N_("Physical disability"), _SP, None, None, Certainty.SOURCE),
    NeedType("DS", N_("Down syndrome"), None, date(2025, 1, 1), None, Certainty.FROM_MEMORY),
    NeedType("OTH", N_("Other difficulty"), None, None, None, Certainty.SOURCE),
    NeedType(
        "NSA",
        N_("SEN Support, no specialist assessment of the type of need"),
        None,
        _REFORM_2014,
        None,
        Certainty.SOURCE,
    ),
)


def need_types_on(on: date) -> tuple[NeedType, ...]:
    """The codes that may be used on that day, in the order of the list."""
    return tuple(each for each in NEED_TYPES if each.holds_on(on))


def need_type(code: str, on: date) -> NeedType | None:
    """The code as it stands on that day, read without regard to case ("SpLD"), or None if unknown
    then."""
    wanted = code.strip().upper()
    return next((each for each in need_types_on(on) if each.code == wanted), None)
