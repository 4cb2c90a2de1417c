"""Server time, queries and bytes of every page, beside two floors measured in the same run.

``python -m bench.pages`` measures with 5 and with 200 children in one setting. The floors: the page's ready bytes
through the same middleware, and the same template with its facts already in hand. Aim: p95 at most 1.5 times the
second floor plus 10 ms; at most 8 queries of its own; as many at 200 rows as at 5; looks written on the trail.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SMALL, LARGE = 5, 200
HEADS = [
    "page",
    "as",
    "KiB",
    "p50 / p95 ms",
    "ready bytes",
    "facts in hand",
    "ratio",
    "own queries (5 → 200) + passing",
    "aim",
]


def _measure(rows: int, runs: int) -> list[dict[str, Any]]:
    """Measure every page in this process, with so many children in the large setting."""
    from bench import measure, place  # noqa: PLC0415 - the settings are read at import

    with place.demonstration(rows):
        from bench import visits  # noqa: PLC0415 - the apps have to be ready

        found = []
        for visit in visits.every_page():
            own, passing = visit.queries()
            page = measure.times(visit.page, runs)
            ready = measure.times(visit.ready_bytes, runs)
            in_hand = measure.times(visit.facts_in_hand, runs)
            found.append(
                {
                    "page": visit.name,
                    "as": visit.person,
                    "rows": rows,
                    "bytes": visit.size,
                    "own": dict(own),
                    "passing": passing,
                    "p50": page.p50,
                    "p95": page.p95,
                    "ready_p50": ready.p50,
                    "ready_p95": ready.p95,
                    "in_hand_p50": in_hand.p50,
                    "in_hand_p95": in_hand.p95,
                }
            )
        return found


def _in_its_own_process(rows: int, runs: int) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "bench.pages", "--rows", str(rows), "--runs", str(runs)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        env={**os.environ, "PYTHONPATH": "src:."},
    )
    return json.loads(done.stdout)


def _line(small: dict[str, Any], large: dict[str, Any]) -> tuple[str, bool]:
    queries_small, queries = sum(small["own"].values()), sum(large["own"].values())
    bound = 1.5 * large["in_hand_p95"] + 10
    good = large["p95"] <= bound and queries <= 8 and queries == queries_small
    own = ", ".join(f"{table} {n}" for table, n in sorted(large["own"].items()))
    cells = [
        large["page"],
        large["as"],
        f"{large['bytes'] / 1024:.1f}",
        f"{large['p50']:.1f} / {large['p95']:.1f}",
        f"{large['ready_p50']:.1f} / {large['ready_p95']:.1f}",
        f"{large['in_hand_p50']:.1f} / {large['in_hand_p95']:.1f}",
        f"{large['p95'] / max(large['in_hand_p95'], 0.001):.2f}",
        f"{queries_small} → {queries} ({own}) + {large['passing']}",
        "yes" if good else "**no**",
    ]
    return f"| {' | '.join(cells)} |", good


def main() -> int:
    """Print a row for each page; returns 1 if a page misses the aim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, help="measure with so many children only, as JSON")
    parser.add_argument("--runs", type=int, default=40, help="counted runs of each page (40)")
    options = parser.parse_args()
    if options.rows is not None:
        print(json.dumps(_measure(options.rows, options.runs)))
        return 0
    small, large = (_in_its_own_process(rows, options.runs) for rows in (SMALL, LARGE))
    print(f"| {' | '.join(HEADS)} |")
    print("|---" * len(HEADS) + "|")
    results = [_line(a, b) for a, b in zip(small, large, strict=True)]
    for line, _ in results:
        print(line)
    met = sum(good for _, good in results)
    print(f"\n{met} of {len(results)} pages meet the aim.")
    return 0 if met == len(results) else 1


if __name__ == "__main__":
    sys.exit(main())
