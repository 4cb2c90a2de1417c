"""Compares what ran on one database with what ran on the other: equal, or each missing test is named with a reason."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

# The reason of a test that never reaches the database of the run: these are named by module, since there are many.
NO_DATABASE = "touches no database, and ran once"


@dataclass(frozen=True)
class Ran:
    """How one test ended, and why it runs on one database only, if so."""

    outcome: str
    reason: str = ""


@dataclass(frozen=True)
class Count:
    """Both databases side by side. `named` and `unnamed` are lines about tests that only one of them passed."""

    sqlite: int
    postgresql: int
    failed: int
    named: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)

    @property
    def fine(self) -> bool:
        """Whether something ran on both, nothing failed and nothing is missing without a name."""
        return bool(self.sqlite and self.postgresql) and not self.failed and not self.unnamed


def _passed(ran: Mapping[str, Ran]) -> set[str]:
    return {test for test, how in ran.items() if how.outcome == "passed"}


def _by_module(tests: list[str]) -> list[str]:
    if not tests:
        return []
    modules = Counter(test.split("::")[0] for test in tests)
    listed = [f"  {number} in {module}" for module, number in sorted(modules.items())]
    return [f"{len(tests)} tests touch no database and ran once:", *listed]


def _by_reason(tests: Mapping[str, str]) -> list[str]:
    """Each test with its reason; those of one function that share a reason in one line, with how many they are."""
    alike = Counter(
        (test.split("[")[0], reason)
        for test, reason in tests.items()
        if reason not in ("", NO_DATABASE)
    )
    named = {(test.split("[")[0], reason): test for test, reason in tests.items()}
    return [
        f"{function}, {number} times ({reason})"
        if number > 1
        else f"{named[function, reason]} ({reason})"
        for (function, reason), number in alike.items()
    ]


def compare(sqlite: Mapping[str, Ran], postgresql: Mapping[str, Ran]) -> Count:
    """Compare two runs, each a mapping from a test's id to how it ended."""
    on = {"SQLite": _passed(sqlite), "PostgreSQL": _passed(postgresql)}
    reasons = {test: how.reason for ran in (sqlite, postgresql) for test, how in ran.items()}
    named, unnamed = [], []
    for here, there in (("SQLite", "PostgreSQL"), ("PostgreSQL", "SQLite")):
        only_here = {test: reasons.get(test, "") for test in sorted(on[here] - on[there])}
        unnamed += [f"only on {here}: {test}" for test, reason in only_here.items() if not reason]
        named += [f"only on {here}: {line}" for line in _by_reason(only_here)]
        named += _by_module([t for t, reason in only_here.items() if reason == NO_DATABASE])
    failed = sum(how.outcome == "failed" for ran in (sqlite, postgresql) for how in ran.values())
    return Count(len(on["SQLite"]), len(on["PostgreSQL"]), failed, named, unnamed)
