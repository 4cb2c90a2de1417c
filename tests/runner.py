"""``bin/test``: every check, then every test on SQLite and on PostgreSQL, and how many ran on each.

Given pytest's arguments it runs just those, on SQLite, or on PostgreSQL with ``--postgres`` first.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from fourfold.config.launch.words import Stop  # noqa: E402 - found by the line above
from tests.judged import FOLDER, judged_in_all  # noqa: E402
from tests.run.browser import browser, prefer_light  # noqa: E402
from tests.run.checks import SIZES, checks  # noqa: E402
from tests.run.counting import Count, Ran, compare  # noqa: E402
from tests.run.migrated import MIGRATED  # noqa: E402
from tests.run.postgres import postgresql  # noqa: E402

AT_ONCE = 2
Check = tuple[str, list[str], Mapping[str, str]]

HELP = "bin/test [--postgres] [pytest's arguments]; without any: everything, on both databases.\n"


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _environment(scratch: str, more: Mapping[str, str]) -> dict[str, str]:
    """The environment of a test run: what we need of the machine's, nothing of an installation's."""
    # Compiled once for the hundred processes of a run, whatever the machine does otherwise.
    left = ("FOURFOLD_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left)}
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    ours = {"PYTHONPATH": path, "FOURFOLD_DATA": f"{scratch}/data", "LANG": "C.UTF-8"}
    ours["DJANGO_SETTINGS_MODULE"] = "fourfold.config.settings"
    return {**kept, **ours, **more}


def run_check(name: str, command: list[str], environ: Mapping[str, str]) -> bool:
    """Run one check and say how it went and how long it took; what it printed only if it failed."""
    started = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=dict(environ), text=True, capture_output=True, check=False
    )
    fine = done.returncode == 0
    lines = [f"{'fine  ' if fine else 'FAILED'} {time.monotonic() - started:6.1f} s  {name}"]
    if not fine or name == SIZES:
        lines.append((done.stdout + done.stderr).rstrip())
    say("\n".join(lines))
    return fine


def run_checks(todo: list[Check]) -> dict[str, bool]:
    """Run every check, as many at a time as there are cores for the tests. Returns which were fine."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        started = {check[0]: pool.submit(run_check, *check) for check in todo}
        return {name: ended.result() for name, ended in started.items()}


def run_tests(words: list[str], environ: Mapping[str, str], into: TextIO | None = None) -> int:
    """Run pytest with `words`, in the same terminal or `into` a file."""
    command = [sys.executable, "-m", "pytest", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=dict(environ), stdout=into, stderr=into, check=False
    )
    return done.returncode


def run_all_on(database: str, environ: Mapping[str, str]) -> tuple[dict[str, Ran], bool]:
    """Run every test that belongs on `database`, and print what pytest said when it has ended.

    Returns how each test ended, and whether pytest itself was content.
    """
    started = time.monotonic()
    report = Path(environ[FOLDER]).with_name(f"{database}.json")
    words = ["-n", str(AT_ONCE), "--dist=worksteal", f"--ids={report}"]
    with report.with_suffix(".txt").open("w+", encoding="utf-8") as file:
        code = run_tests(words, environ, file)
        file.seek(0)
        took = f"{'fine  ' if code == 0 else 'FAILED'} {time.monotonic() - started:6.1f} s"
        say(f"\nTests on {database}\n{file.read().rstrip()}\n{took}  {database}")
    if not report.exists():
        return {}, False
    ended = json.loads(report.read_text(encoding="utf-8"))
    return {test: Ran(**how) for test, how in ended.items()}, code == 0


def run_all(on: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[dict[str, Ran], bool]]:
    """Run the tests on every database at the same time, so that no core waits for the last test of one of them."""
    say(f"\nTests on {' and '.join(on)} …")
    with ThreadPoolExecutor(len(on)) as pool:
        started = {name: pool.submit(run_all_on, name, environ) for name, environ in on.items()}
        return {name: ended.result() for name, ended in started.items()}


def _closing(count: Count, checked: Mapping[str, bool], content: bool) -> int:
    for line in (*count.named, *(f"MISSING, and without a reason: {u}" for u in count.unnamed)):
        say(line)
    say(f"\n{count.sqlite} tests on SQLite, {count.postgresql} on PostgreSQL")
    broken = [name for name, fine in checked.items() if not fine]
    if broken:
        say(f"Checks that failed: {', '.join(broken)}")
    failed = count.failed + len(broken) + len(count.unnamed)
    if not failed and not (content and count.fine):
        failed = 1  # pytest stopped before it could say which test
    say(f"{count.sqlite + count.postgresql} passed, {failed} failed")
    return 1 if failed else 0


def _databases(scratch: str, server: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The environment of the tests on each database: they share what was judged, and copy one that is up to date."""
    kinds = {"SQLite": ({}, f"{scratch}/migrated.sqlite3"), "PostgreSQL": (server, "test_migrated")}
    return {
        database: _environment(scratch, {**more, FOLDER: f"{scratch}/judged", MIGRATED: name})
        for database, (more, name) in kinds.items()
    }


def everything() -> int:
    """All checks, and all tests on both databases."""
    started = time.monotonic()
    prefer_light()
    browser()
    with tempfile.TemporaryDirectory(prefix="fourfold-test-") as scratch, postgresql() as server:
        plain, on = _environment(scratch, {}), _databases(scratch, server)
        todo: list[Check] = [(name, words, plain) for name, words in checks(ROOT)]
        for database, environ in on.items():
            make = [sys.executable, "-m", "tests.run.migrated", environ[MIGRATED]]
            todo.insert(1, (f"all migrations on {database}", make, environ))
        checked = run_checks(todo)
        ran = run_all(on)
        say("\n" + judged_in_all(Path(scratch) / "judged"))
    say(f"\nAll of it took {(time.monotonic() - started) / 60:.1f} minutes.")
    count = compare(ran["SQLite"][0], ran["PostgreSQL"][0])
    return _closing(count, checked, all(content for _, content in ran.values()))


def just(words: list[str]) -> int:
    """Only the tests that `words` choose, on one database."""
    with tempfile.TemporaryDirectory(prefix="fourfold-test-") as scratch:
        if words[0] != "--postgres":
            return run_tests(words, _environment(scratch, {}))
        with postgresql() as server:
            return run_tests(words[1:], _environment(scratch, server))


def main(words: list[str]) -> int:
    """Run what `words` ask for and return the exit code."""
    if words in (["-h"], ["--help"]):
        sys.stdout.write(HELP)
        return 0
    return just(words) if words else everything()


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        say(stop.sentence)
        sys.exit(stop.code)
