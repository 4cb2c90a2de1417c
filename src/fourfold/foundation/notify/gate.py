"""The disclosure gate: before anything leaves, may this person be told this, by this channel, now?

Rooms that know more register a question; any one of them can hold or stop an item, none can let through what
another stops.
"""

from collections.abc import Callable
from dataclasses import dataclass

from fourfold.foundation.notify.models import Message


@dataclass(frozen=True)
class Held:
    """The item does not go now: `stop` for good, otherwise until a person releases it. `why` in words."""

    why: str
    stop: bool


Question = Callable[[Message], Held | None]

_questions: list[Question] = []


def ask(question: Question) -> None:
    """Let a room put a question to every item before it leaves."""
    if question not in _questions:
        _questions.append(question)


def held(message: Message) -> Held | None:
    """Why `message` does not go, or None if it may."""
    answers = [answer for question in _questions if (answer := question(message))]
    return next((answer for answer in answers if answer.stop), answers[0] if answers else None)
