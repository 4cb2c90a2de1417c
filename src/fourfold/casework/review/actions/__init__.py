"""The verbs of a review: prepare it and invite, write it down, give it to each, go on, end support."""

from fourfold.casework.review.actions.answering import (
    answer_absence,
    cannot_come,
    look_again,
    note_opened,
    will_come,
)
from fourfold.casework.review.actions.correcting import correct_review
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
from fourfold.casework.review.actions.telling import tell_of_end

__all__ = [
    "Held",
    "Judged",
    "Meeting",
    "Voice",
    "answer_absence",
    "begin_next_cycle",
    "cannot_come",
    "continue_cycle",
    "correct_review",
    "exit_support",
    "give_review",
    "hold_review",
    "look_again",
    "note_opened",
    "prepare_review",
    "tell_of_end",
    "will_come",
]
