"""The verbs of the stage “identify”: raise and answer a concern, talk, decide, tell the family."""

from fourfold.casework.identify.actions.deciding import (
    Ruling,
    carry_on,
    decide,
    decide_not_now,
    decide_support,
)
from fourfold.casework.identify.actions.raising import (
    Seen,
    add_to_answer,
    answer_concern,
    raise_concern,
    withdraw_concern,
)
from fourfold.casework.identify.actions.talking import give_note, note_tried, record_talk
from fourfold.casework.identify.actions.telling import letter_for, note_opened, put_right, tell

__all__ = [
    "Ruling",
    "Seen",
    "add_to_answer",
    "answer_concern",
    "carry_on",
    "decide",
    "decide_not_now",
    "decide_support",
    "give_note",
    "letter_for",
    "note_opened",
    "note_tried",
    "put_right",
    "raise_concern",
    "record_talk",
    "tell",
    "withdraw_concern",
]
