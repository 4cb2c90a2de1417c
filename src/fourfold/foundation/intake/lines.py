"""A line of a file while it is looked at: what it says, what was found, and what it comes to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _


class Outcome(StrEnum):
    """What a line comes to."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    ASK = "ask"
    LEFT_OUT = "left_out"


class Weight(StrEnum):
    """What a finding means for its line: it is left out, a person is asked, or it comes in with a remark."""

    LEFT_OUT = "left_out"
    ASK = "ask"
    REMARK = "remark"


@dataclass(frozen=True)
class Finding:
    """Something to say about a line: a code, the sentence, and what it means for the line."""

    code: str
    sentence: str
    weight: Weight


@dataclass(frozen=True)
class Difference:
    """What changes: which fact, from what, to what (words to show)."""

    what: str
    old: str
    new: str


@dataclass(frozen=True)
class Candidate:
    """One of several rows that a line may be about."""

    id: str
    name: str


@dataclass
class Line:
    """A line: its number, cells as received and understood by column code, and what was found.

    `target` is the row of ours that it is about; `about` are the public ids of whom else it tells or changes something.
    """

    number: int
    raw: dict[str, str]
    name: str = ""
    extra: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    outcome: Outcome = Outcome.SAME
    target: str = ""
    about: list[str] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    choice: str = ""

    def say(self, code: str, sentence: str, weight: Weight) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, sentence, weight))

    def left_out(self, code: str, sentence: str) -> None:
        """The line is left out, for this reason."""
        self.say(code, sentence, Weight.LEFT_OUT)
        self.outcome = Outcome.LEFT_OUT

    def ask(self, code: str, sentence: str, candidates: Sequence[Candidate] = ()) -> None:
        """A person is asked what the line is about."""
        self.say(code, sentence, Weight.ASK)
        self.candidates = list(candidates)
        if self.outcome is not Outcome.LEFT_OUT:
            self.outcome = Outcome.ASK

    @property
    def is_out(self) -> bool:
        """Whether the line is left out."""
        return self.outcome is Outcome.LEFT_OUT

    def value(self, code: str) -> Any:
        """What the line says under a column, or None where it says nothing."""
        return self.values.get(code)


@dataclass
class Batch:
    """All lines of a file, with an index of which lines say a thing."""

    lines: list[Line]
    _index: dict[str, dict[Any, list[Line]]] = field(default_factory=dict)
    _alike: dict[Any, Line] = field(default_factory=dict)

    def all_with(self, code: str, value: Any) -> list[Line]:
        """The lines whose column `code` has `value`, leaving out those that repeat another line."""
        if code not in self._index:
            index: dict[Any, list[Line]] = {}
            for line in self.lines:
                if not line.is_out:
                    index.setdefault(line.value(code), []).append(line)
            self._index[code] = index
        return self._index[code].get(value, [])

    def first_line_like(self, line: Line) -> Line:
        """The first line with the very same cells."""
        if not self._alike:
            for each in self.lines:
                self._alike.setdefault(tuple(sorted(each.raw.items())), each)
        return self._alike[tuple(sorted(line.raw.items()))]


Test = Callable[[Line, Batch], dict[str, Any] | None]


@dataclass(frozen=True)
class Check:
    """One rule over lines: its code, its sentence (a message id), the columns it looks at, and its test.

    The test returns None for a line that is well, or the words for the sentence.
    """

    code: str
    sentence: str
    fields: tuple[str, ...]
    weight: Weight
    test: Test

    def look(self, line: Line, batch: Batch) -> None:
        """Hold the rule against one line."""
        words = self.test(line, batch)
        if words is None:
            return
        sentence = _(self.sentence) % words
        if self.weight is Weight.LEFT_OUT:
            line.left_out(self.code, sentence)
        elif self.weight is Weight.ASK:
            line.ask(self.code, sentence)
        else:
            line.say(self.code, sentence, self.weight)
