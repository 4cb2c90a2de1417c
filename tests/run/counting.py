"""Compares what ran on one database with what ran on the other: equal, or each missing test is named with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field


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


def compare(sqlite: Mapping[str, Ran], postgresql: Mapping[str, Ran]) -> Count:
    """Compare two runs, each a mapping from a test's id to how it ended."""
    on = {"SQLite": _passed(sqlite), "PostgreSQL": _passed(postgresql)}
    reasons = {test: how.reason for ran in (sqlite, postgresql) for test, how in ran.items()}
    named, unnamed = [], []
    for here, there in (("SQLite", "PostgreSQL"), ("PostgreSQL", "SQLite")):
        for test in sorted(on[here] - on[there]):
            reason = reasons.get(test, "")
            line = f"only on {here}: {test}"
            (named if reason else unnamed).append(f"{line} ({reason})" if reason else line)
    failed = sum(how.outcome == "failed" for ran in (sqlite, postgresql) for how in ran.values())
    return Count(len(on["SQLite"]), len(on["PostgreSQL"]), failed, named, unnamed)
