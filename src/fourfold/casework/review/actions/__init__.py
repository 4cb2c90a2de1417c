"""The verbs of a review: prepare it and invite, write it down, give it to each, go on, end support."""

from fourfold.casework.review.actions.ending import (
    begin_next_cycle,
    continue_cycle,
    exit_support,
)
from fourfold.casework.review.actions.giving import give_review
from fourfold.casework.review.actions.holding import (
    Held,
    Judged,
    Meeting,
    Voice,
    hold_review,
    prepare_review,
)

__all__ = [
    "Held",
    "Judged",
    "Meeting",
    "Voice",
    "begin_next_cycle",
    "continue_cycle",
    "exit_support",
    "give_review",
    "hold_review",
    "prepare_review",
]
