"""The code N, K or E of children on a day, asked of the room that derives it from decisions and inherited spells."""

from collections.abc import Callable, Iterable
from datetime import date

from fourfold.casework.people.models import Pupil
from fourfold.domain.words import SenCode

Answer = Callable[[Iterable[Pupil], date], dict[int, SenCode]]
_answers: list[Answer] = []


def codes_come_from(answer: Answer) -> None:
    """Let `answer` say the code of each child, by database id, in few queries."""
    _answers.append(answer)


def codes_on(pupils: Iterable[Pupil], on: date) -> dict[int, SenCode]:
    """The code of each child on a day, by database id."""
    return _answers[-1](list(pupils), on)
