"""Small rules of the stage "review": what a next step leads to, and what is said before it is
chosen (R3, R5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from fourfold.domain.rulebook.prompts import Prompt, ReviewSeen, prompts
from fourfold.domain.words import Judgement, LineDecision, NextStep

_CLOSING: Final[dict[NextStep, str]] = {
    NextStep.CONTINUE: "continue_cycle",
    NextStep.CHANGE: "continue_cycle",
    NextStep.STEP_DOWN: "continue_cycle",
    NextStep.INVOLVE_SPECIALIST: "continue_cycle",
    NextStep.ASK_NEEDS_ASSESSMENT: "continue_cycle",
    NextStep.EXIT: "exit_support",
}

ANSWERED_BY_REVIEW: Final = (
    "family_in_review",
    "child_in_review",
    "outcomes_judged",
    "lines_decided",
    "delivered_enough",
    "next_step",
    "next_review_termly",
    "review_given",
)
"""What a review itself answers: nobody is told before it that this is missing."""


def closing_move(step: NextStep) -> str:
    """The move that a next step leads to. Bringing in a specialist, or asking for a needs
    assessment, never ends
    support: both go on beside the next cycle (domain 3.1)."""
    return _CLOSING[step]


def next_review(step: NextStep | str | None, day: date | None) -> date | None:
    """The day of the next review: none where the step ends support, whatever was filled in. Then the
    family is told in writing and the child is watched instead (domain 3.2, row 14)."""
    return None if step == NextStep.EXIT else day


def goes_on(step: NextStep | str | None) -> bool:
    """Whether a review decided that support goes on, in a next cycle: what `next_step_goes_on` asks for."""
    return bool(step) and closing_move(NextStep(step or "")) == "continue_cycle"


def suggested_next_step(
    judged: Iterable[Judgement], decided: Mapping[str, LineDecision]
) -> NextStep | None:
    """What the answers so far suggest, to be filled in and changed at will; None while there are
    none.

    All met and every line stopped: support may end. All met and some go on: less support.
    Something not yet met and a
    line changed or stopped: carry on with a change. Else: carry on.
    """
    answers = list(judged)
    if not answers:
        return None
    lines = set(decided.values())
    if all(answer is Judgement.MET for answer in answers):
        return NextStep.EXIT if lines <= {LineDecision.STOP} else NextStep.STEP_DOWN
    if lines & {LineDecision.CHANGE, LineDecision.STOP}:
        return NextStep.CHANGE
    return NextStep.CONTINUE


def said_at_review(reviews: list[ReviewSeen]) -> tuple[Prompt, ...]:
    """What is said before the next step is chosen, reviews oldest first. Never a gate."""
    return prompts(reviews)
