"""Times, percentiles and queries, for the benchmarks that run Fourfold in their own process."""

import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import connection

from fourfold.foundation.access import entry

ALWAYS_PASSING = {"django_session", "trail_chainhead", "trail_trailentry", "trail_trailsalt"}
_TABLE = re.compile(r'(?:FROM|INTO|UPDATE)\s+"?(\w+)"?', re.IGNORECASE)
_TABLES = re.compile(r'(?:FROM|INTO|UPDATE|JOIN)\s+"?([a-z]\w+_\w+)"?', re.IGNORECASE)


def short_name(sql: str) -> str:
    """A query in short: its verb, into how many arms it falls if it asks for several things, and its tables."""
    arms = sql.count(" UNION ALL ")
    tables = " ".join(dict.fromkeys(_TABLES.findall(sql)))
    return f"{sql.split(None, 1)[0]}{f' ({arms} together)' if arms else ''} {tables}"


def kind_of_beside(sql: str) -> str:
    """What a query beside a page's own is for: scope, trail or sign-in."""
    table = next(iter(_TABLES.findall(sql)), "")
    if not table or "set_config" in sql:
        return "scope"
    return "trail" if table.startswith("trail_") else "sign-in"


@dataclass(frozen=True)
class Times:
    """Server times of one thing, in milliseconds."""

    p50: float
    p95: float


def percentiles(taken: list[float]) -> Times:
    """The middle and the 95th of a hundred."""
    ordered = sorted(taken)
    return Times(
        statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    )


class Answer(Protocol):
    """What a server closes once it is sent."""

    def close(self) -> None:
        """Do what is left to do."""


def times(
    what: Callable[[], Answer], runs: int, now: Callable[[], float] = time.perf_counter
) -> Times:
    """Run `what` three times to warm up and `runs` times to count, by the clock `now`, until it is there to be sent."""
    for _ in range(3):
        what().close()
    taken = []
    for _ in range(runs):
        begun = now()
        answer = what()
        taken.append((now() - begun) * 1000)
        answer.close()
    return percentiles(taken)


@dataclass
class Asked:
    """The queries of one request: those of sign-in, scope and trail, and the page's own by their first table."""

    passing: int = 0
    own: Counter[str] = field(default_factory=Counter)
    sentences: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    inside: bool = False

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Note a query and let it through."""
        found = _TABLE.search(sql)
        table = found.group(1) if found else ""
        if table and self.inside and table not in ALWAYS_PASSING:
            self.own[table] += 1
            self.sentences.append(sql)
        elif table:
            self.passing += 1
            self.beside.append(sql)
        return execute(sql, params, many, context)


@contextmanager
def queries() -> Iterator[Asked]:
    """Note the queries within the block; a page's own are those after its doors were reached."""
    asked, original = Asked(), entry._through_doors

    def at_the_doors(*words: Any) -> Any:
        asked.inside = True
        return original(*words)

    entry._through_doors = at_the_doors
    try:
        with connection.execute_wrapper(asked):
            yield asked
    finally:
        entry._through_doors = original
