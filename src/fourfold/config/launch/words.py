"""What the launcher says, and how it stops: one plain sentence and an exit code that means something."""

import sys
from dataclasses import dataclass

# As in sysexits.h, so that a program that starts Fourfold can tell the cases apart.
WRONG_USE = 64
UNAVAILABLE = 69
SOFTWARE = 70
CANNOT_CREATE = 73


@dataclass
class Stop(Exception):
    """The command cannot go on. `sentence` says why and what would help; `code` is the exit code."""

    sentence: str
    code: int = UNAVAILABLE

    def __str__(self) -> str:
        return self.sentence


def say(sentence: str) -> None:
    """Print one sentence of progress at once. It goes to standard error: standard output is for facts."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
