"""What every command is made of."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

FINE = 0
FOUND_SOMETHING = 1
WRONG_USE = 64
UNAVAILABLE = 69
FAILED = 70

EXIT_CODES = """exit codes:
  0   it went well, and nothing is wrong
  1   it went well, and found something wrong (check, verify)
  2   the command line could not be understood
  64  refused: what was asked for would not be right here
  69  something it needs is not there (a port, a file, a network)
  70  it failed; the sentence says at what
  130 stopped from the keyboard"""


@dataclass
class Refused(Exception):
    """The command will not do it. `sentence` says why and what would be right; `code` is the exit code."""

    sentence: str
    code: int = WRONG_USE

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class Command:
    """A command: its name, one line of help, its options, and what it does (returning the exit code)."""

    name: str
    help: str
    options: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def say(sentence: str) -> None:
    """Print progress, to standard error: standard output is for facts."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def show(facts: Mapping[str, object], *, as_json: bool) -> None:
    """Print facts to standard output: one a line, or as JSON for programs."""
    if as_json:
        sys.stdout.write(json.dumps(facts, ensure_ascii=False, default=str) + "\n")
        return
    width = max(len(name) for name in facts)
    for name, value in facts.items():
        sys.stdout.write(f"{name.replace('_', ' '):{width}}  {value}\n")
