"""Small rules of the stage "plan": what an outcome still lacks, and the next draft from a
reviewed plan (R3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from fourfold.domain.words import N_, Judgement, LineDecision, Word

GIVEN_BY_SHARING: Final = ("plan_to_family", "plan_to_staff", "say_asked")
"""What sharing a plan itself does: nobody is told before it that this is missing."""


class OutcomePart(Word):
    """The parts of an outcome that can be told from others: what, how we know, from where, to
    where, by when."""

    WORDS = "words", N_("Say what the child will do.")
    MEASURE = "measure", N_("Say how we can tell.")
    BASELINE = "baseline", N_("Say where the child is now.")
    TARGET = "target", N_("Say what we aim for.")
    BY = "by", N_("Say by when.")


@dataclass(frozen=True, slots=True)
class OutcomeContent:
    """One outcome as text and values. `cycles_old` counts how many cycles it has been carried."""

    key: str
    words: str = ""
    measure: str = ""
    baseline: str = ""
    target: str = ""
    by: date | None = None
    cycles_old: int = 0


@dataclass(frozen=True, slots=True)
class LineContent:
    """One line of support: what, towards which outcomes, who, how often. `to_change` marks a line
    that the review
    wants changed, until someone has."""

    key: str
    what: str
    outcomes: frozenset[str] = frozenset()
    given_by: str = ""
    per_week: int = 0
    minutes: int = 0
    group_size: int = 1
    cycles_old: int = 0
    to_change: bool = False


@dataclass(frozen=True, slots=True)
class PlanContent:
    """All that a plan says. `responsibilities` maps family, child and setting to what each does."""

    outcomes: tuple[OutcomeContent, ...] = ()
    lines: tuple[LineContent, ...] = ()
    adjustments: tuple[str, ...] = ()
    responsibilities: tuple[tuple[str, str], ...] = ()
    review_on: date | None = None


_TEXT_PARTS: Final = (
    (OutcomePart.WORDS, "words"),
    (OutcomePart.MEASURE, "measure"),
    (OutcomePart.BASELINE, "baseline"),
    (OutcomePart.TARGET, "target"),
)


_LIKE_A_TIME: Final = re.compile(r"(?<!\d)(\d{1,4})[:.h](\d{2})(?!\d)")
_HOURS, _MINUTES = 24, 60


def no_time_of_day(words: str) -> str:
    """The first thing in these words that is written as a time and is none (“25:99”); else empty.

    When in the day support is given is said in words, such as “9:15” or “after lunch”: of a time
    that there is not, nobody could say whether it was kept.
    """
    for found in _LIKE_A_TIME.finditer(words):
        if int(found[1]) >= _HOURS or int(found[2]) >= _MINUTES:
            return found[0]
    return ""


def missing_of(outcome: OutcomeContent) -> tuple[OutcomePart, ...]:
    """What an outcome still lacks to be told apart from a wish (P1; 6.48). Never a reason to
    stop."""
    missing = [part for part, name in _TEXT_PARTS if not getattr(outcome, name).strip()]
    if outcome.by is None:
        missing.append(OutcomePart.BY)
    return tuple(missing)


def carry_forward(
    plan: PlanContent,
    judged: Mapping[str, Judgement],
    decided: Mapping[str, LineDecision],
    latest: Mapping[str, str] | None = None,
    on: date | None = None,
) -> PlanContent:
    """The draft of the next cycle from the plan just reviewed, so that nothing is typed again (R3).

    - An outcome that was met is not carried, unless a line that is kept works towards it: then it
    goes on.
    - Every other outcome is carried as it stands, one cycle older. Its start value becomes the
    `latest` that the review
      saw, measured or in words, where there is one. A date that lies ahead of the day `on` which
      the next cycle begins stays; one that is over is open again.
    - A line goes on unless the review stopped it; one without an answer is kept. `to_change`
    marks it for a change.
    - Adjustments and responsibilities go on. The day of the next review is left open for the
    default.
    """
    values = latest or {}
    lines = tuple(
        replace(
            line,
            cycles_old=line.cycles_old + 1,
            to_change=decided.get(line.key) is LineDecision.CHANGE,
        )
        for line in plan.lines
        if decided.get(line.key) is not LineDecision.STOP
    )
    still_worked_on = {
        key for line in lines if decided.get(line.key) is not None for key in line.outcomes
    }
    outcomes = tuple(
        replace(
            outcome,
            baseline=values.get(outcome.key) or outcome.baseline,
            by=outcome.by if outcome.by and on and outcome.by > on else None,
            cycles_old=outcome.cycles_old + 1,
        )
        for outcome in plan.outcomes
        if judged.get(outcome.key) is not Judgement.MET or outcome.key in still_worked_on
    )
    kept = {outcome.key for outcome in outcomes}
    return PlanContent(
        outcomes=outcomes,
        lines=tuple(replace(line, outcomes=line.outcomes & kept) for line in lines),
        adjustments=plan.adjustments,
        responsibilities=plan.responsibilities,
        review_on=None,
    )
