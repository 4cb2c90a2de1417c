"""Server time, queries and bytes of every page, beside two floors measured in the same run.

``python -m bench.pages`` measures with 5 and with 200 of everything. The floors: the page's ready bytes through the
same middleware, and the same template with its facts already in hand. Aim: p95 at most 1.5 times the second floor plus
10 ms; at most 8 queries of its own beside sign-in, scope and trail; as many at 200 rows as at 5; at most 120 KiB;
looks written on the trail. It returns 1 if a page misses any of it, and says which.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import time_machine

ROOT = Path(__file__).resolve().parent.parent
SMALL, LARGE = 5, 200
# A Monday in term, whatever day it is: with school closed an assistant's day is empty.
DAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
MOST_QUERIES = 8
# No page is endless. A form every line of which is answered at once stays whole.
MOST_KIB, WHOLE = 120, {"review:hold"}
HEADS = [
    "page",
    "as",
    "KiB",
    "p50 / p95 ms",
    "ready bytes",
    "facts in hand",
    "ratio",
    "queries 5 → 200",
    "beside",
    "misses",
]


def _of(visit: Any, runs: int, now: Callable[[], float]) -> dict[str, Any]:
    from bench import measure  # noqa: PLC0415 - the apps have to be ready

    with measure.queries() as asked:
        visit.page().close()
    floor = visit.asks_nothing_in_hand()
    return {
        "page": visit.name,
        "as": visit.person,
        "bytes": visit.size,
        "own": dict(asked.own),
        "passing": asked.passing,
        "asked": [measure.short_name(sql) for sql in asked.sentences],
        "beside": [
            f"{measure.kind_of_beside(sql)}: {measure.short_name(sql)}" for sql in asked.beside
        ],
        "floor_asks": not floor,
        "took": vars(measure.times(visit.page, runs, now)),
        "ready": vars(measure.times(visit.ready_bytes, runs, now)),
        "in_hand": vars(measure.times(visit.facts_in_hand, runs, now)),
    }


def _looks() -> tuple[int, int]:
    from fourfold.foundation.act.night import verify  # noqa: PLC0415
    from fourfold.foundation.trail.looks import drain  # noqa: PLC0415

    return drain(), sum(len(faults) for faults in verify().values())


def _measure(rows: int, runs: int, now: Callable[[], float]) -> dict[str, Any]:
    """Measure every page in this process, with so many rows of everything in the large setting."""
    from bench import place  # noqa: PLC0415 - the settings are read at import

    with time_machine.travel(DAY), place.demonstration(rows):
        from bench import visits  # noqa: PLC0415 - the apps have to be ready

        found, left = visits.every_page(visits.the_setting())
        pages = [_of(visit, runs, now) for visit in found]
        looks, faults = _looks()
        return {"pages": pages, "left": left, "looks": looks, "faults": faults}


def _in_its_own_process(rows: int, runs: int, *more: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.pages", "--rows", str(rows), "--runs", str(runs), *more]
    environ = {key: value for key, value in os.environ.items() if not key.startswith("FOURFOLD_")}
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        env={**environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"},
    )
    return json.loads(done.stdout.splitlines()[-1])


def _misses(small: dict[str, Any], large: dict[str, Any]) -> list[str]:
    few, many = sum(small["own"].values()), sum(large["own"].values())
    missed = []
    if large["took"]["p95"] > 1.5 * large["in_hand"]["p95"] + 10:
        missed.append("time")
    if many > MOST_QUERIES:
        missed.append("queries")
    if many > few:
        missed.append("grows")
    if large["bytes"] > MOST_KIB * 1024 and large["page"] not in WHOLE:
        missed.append("length")
    if large["floor_asks"]:
        missed.append("its template asks")
    return missed


def _line(small: dict[str, Any], large: dict[str, Any], missed: list[str]) -> str:
    def both(times: dict[str, float]) -> str:
        return f"{times['p50']:.1f} / {times['p95']:.1f}"

    few, many = sum(small["own"].values()), sum(large["own"].values())
    cells = [
        large["page"],
        large["as"],
        f"{large['bytes'] / 1024:.1f}",
        both(large["took"]),
        both(large["ready"]),
        both(large["in_hand"]),
        f"{large['took']['p95'] / max(large['in_hand']['p95'], 0.001):.2f}",
        f"{few} → {many}",
        str(large["passing"]),
        ", ".join(missed),
    ]
    return f"| {' | '.join(cells)} |"


def _listed(pages: list[dict[str, Any]]) -> None:
    print("\nEach page’s own queries at 200 rows, and those beside them by what they are for:")
    for page in pages:
        own = sum(page["own"].values())
        print(f"\n{page['page']} as {page['as']}: {own} of its own, {page['passing']} beside")
        for name in page["asked"]:
            print(f"  own      {name}")
        for name in page["beside"]:
            print(f"  beside   {name}")


def _report(small: dict[str, Any], large: dict[str, Any], *, listed: bool) -> int:
    few = {(page["page"], page["as"]): page for page in small["pages"]}
    print(f"| {' | '.join(HEADS)} |")
    print("|---" * len(HEADS) + "|")
    missing = 0
    for page in large["pages"]:
        before = few.get((page["page"], page["as"]))
        missed = _misses(before or page, page) + ([] if before else ["only at 200"])
        missing += bool(missed)
        print(_line(before or page, page, missed))
    if listed:
        _listed(large["pages"])
    print("\nNot measured, and what they answered:")
    for name, why in sorted(large["left"].items()):
        print(f"- {name}: {why}")
    count = len(large["pages"])
    print(
        f"\n{large['looks']} looks were moved to the trail; faults of the chain: {large['faults']}."
    )
    print(f"{count - missing} of {count} pages meet the whole aim at {LARGE} rows.")
    return 1 if missing or large["faults"] or not large["looks"] else 0


def main() -> int:
    """Print a row for each page; returns 1 if a page misses the aim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, help="measure with so many rows only, as JSON")
    parser.add_argument("--runs", type=int, default=40, help="counted runs of each page (40)")
    parser.add_argument("--list", action="store_true", help="list each page's queries in short")
    parser.add_argument(
        "--processor",
        action="store_true",
        help="time of the processor, not of the clock: for a machine on which others are at work",
    )
    options = parser.parse_args()
    now = time.process_time if options.processor else time.perf_counter
    more = ["--processor"] if options.processor else []
    if options.rows is not None:
        print(json.dumps(_measure(options.rows, options.runs, now)))
        return 0
    small = _in_its_own_process(SMALL, 1, *more)
    large = _in_its_own_process(LARGE, options.runs, *more)
    return _report(small, large, listed=options.list)


if __name__ == "__main__":
    sys.exit(main())
