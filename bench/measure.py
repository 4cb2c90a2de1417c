"""Times, percentiles and queries, for the benchmarks that run Fourfold in their own process."""

import re
import statistics
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

# What a page pays for being let in and for being written down, whoever asks and whatever it shows.
SIGN_IN = {
    "django_session",
    "access_user",
    "access_organisation",
    "access_membership",
    "access_roleheld",
    "mfa_authenticator",
}
TRAIL = {"trail_chainhead", "trail_trailentry", "trail_trailsalt"}
_TABLE = re.compile(r'(?:FROM|INTO|UPDATE)\s+"?(\w+)"?', re.IGNORECASE)


@dataclass(frozen=True)
class Times:
    """Server times of one thing, in milliseconds."""

    p50: float
    p95: float


def times(what: Callable[[], object], runs: int) -> Times:
    """Run `what` three times to warm up and `runs` times to count."""
    for _ in range(3):
        what()
    taken = []
    for _ in range(runs):
        begun = time.perf_counter()
        what()
        taken.append((time.perf_counter() - begun) * 1000)
    ordered = sorted(taken)
    return Times(
        statistics.median(ordered), ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    )


def queries(what: Callable[[], object]) -> tuple[int, Counter[str]]:
    """How many queries `what` makes: those for sign-in, scope and trail, and its own by the first table of each."""
    with CaptureQueriesContext(connection) as captured:
        what()
    own: Counter[str] = Counter()
    passing = 0
    for query in captured.captured_queries:
        found = _TABLE.search(query["sql"])
        table = found.group(1) if found else ""
        if table in SIGN_IN or table in TRAIL or not table:
            passing += 1
        else:
            own[table] += 1
    return passing, own
