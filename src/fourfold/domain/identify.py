"""Small rules of the stage "identify": what to look at before deciding, and when to come back.

All are prompts. Slow progress does not mean SEN and average attainment does not rule it out
(6.23), so nothing
here decides; and no diagnosis is ever asked for (I7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from fourfold.domain.clock import SchoolCalendar, add_school_days
from fourfold.domain.words import N_, Certainty, Word

LOOK_AGAIN_AFTER: Final = 30
"""School days until a child who is watched is looked at again, if nobody says otherwise
[derived]."""


class Raiser(Word):
    """Who may raise a concern: anyone around a child (I1; domain 3.2 row 1)."""

    CHILD = "child", N_("The child")
    PARENT = "parent", N_("A parent or carer")
    STAFF = "staff", N_("Staff here")
    PREVIOUS_SETTING = "previous_setting", N_("The setting before")
    HEALTH = "health", N_("Health")
    PROFESSIONAL = "professional", N_("Another professional")
    SCREEN = "screen", N_("A look at results")


class LookAt(Word):
    """What may explain a difficulty, and is looked at beside SEN, never instead of help."""

    HEARING_AND_SIGHT = "hearing_and_sight", N_("Have hearing and sight been checked?")
    LANGUAGE = (
        "language",
        N_("Does the child learn in a language that is new to them? That alone is not SEN."),
    )
    ABSENCE = "absence", N_("Has the child missed much school?")
    MOVES = "moves", N_("Has the child moved school or home?")
    LIFE_EVENTS = "life_events", N_("Bullying, a death, trouble at home: look for the cause.")
    BEHAVIOUR = "behaviour", N_("Behaviour alone is not SEN: what lies behind it?")
    TEACHING = "teaching", N_("What was tried, and how did it go?")


_PARAGRAPHS: Final[dict[LookAt, str]] = {
    LookAt.HEARING_AND_SIGHT: "Code 6.34",
    LookAt.LANGUAGE: "Children and Families Act 2014, section 20(4); Code 6.24",
    LookAt.ABSENCE: "Code 6.21 to 6.23",
    LookAt.MOVES: "Code 6.16 and 6.57",
    LookAt.LIFE_EVENTS: "Code 6.21 and 6.22",
    LookAt.BEHAVIOUR: "Code 6.21",
    LookAt.TEACHING: "Code 6.19 and 6.37",
}


@dataclass(frozen=True, slots=True)
class Look:
    """One thing to look at, with its paragraph and how sure we are of it."""

    at: LookAt
    citation: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about a child before a decision; everything else is still to be looked at."""

    hearing_and_sight_checked: bool = False
    new_to_the_language: bool = False
    much_absence: bool = False
    moved: bool = False
    life_event: bool = False
    behaviour_named: bool = False
    teaching_tried: bool = False


def look_at_first(known: Known) -> tuple[Look, ...]:
    """What to look at beside SEN, for this child: gaps in what is known, and what is known to
    weigh."""
    chosen = (
        (LookAt.TEACHING, not known.teaching_tried),
        (LookAt.HEARING_AND_SIGHT, not known.hearing_and_sight_checked),
        (LookAt.LANGUAGE, known.new_to_the_language),
        (LookAt.ABSENCE, known.much_absence),
        (LookAt.MOVES, known.moved),
        (LookAt.LIFE_EVENTS, known.life_event),
        (LookAt.BEHAVIOUR, known.behaviour_named),
    )
    return tuple(Look(at, _PARAGRAPHS[at], Certainty.FROM_MEMORY) for at, shown in chosen if shown)


def default_look_again(decided_on: date, calendar: SchoolCalendar) -> date:
    """The day filled in for looking again at a child who is watched. Raises `CalendarTooShort`."""
    return add_school_days(decided_on, LOOK_AGAIN_AFTER, calendar)
