"""Fixtures for every test, and the report by which ``bin/test`` counts what ran on each database."""

import gc
import itertools
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

from fourfold.config.frames import with_room
from tests import databases
from tests.cast import Cast, make_cast
from tests.page_client import PageClient
from tests.pseudo import PseudoClient, pseudo_language
from tests.run.counting import NO_DATABASE
from tests.run.migrated import MIGRATED

ROOT = Path(__file__).parent
JOURNEYS = ROOT / "tests" / "journeys"
# What takes long begins first, so that no core is idle at the end.
LONG = (JOURNEYS, ROOT / "tests" / "machine")
_numbers = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Our options."""
    parser.addoption("--ids", metavar="FILE", help="write how each test ended, as JSON")
    parser.addoption("--tour", action="store_true", help="journeys renew the pictures in docs/tour")


def _only_on(item: pytest.Item) -> tuple[str, str] | None:
    """On which one database a test runs, and why; None for both."""
    for vendor in ("sqlite", "postgresql"):
        marker = item.get_closest_marker(f"only_{vendor}")
        if marker:
            if not marker.kwargs.get("reason"):
                raise pytest.UsageError(f"{item.nodeid}: only_{vendor} needs a reason.")
            return vendor, str(marker.kwargs["reason"])
    if item.get_closest_marker("journey") and not item.get_closest_marker("on_postgres"):
        return "sqlite", "a journey; a marked part of them runs on both"
    if not _may_ask_the_database(item):
        return "sqlite", NO_DATABASE
    return None


def _may_ask_the_database(item: pytest.Item) -> bool:
    """Whether a test may reach the database of the run: pytest-django refuses what others ask of it."""
    asks = "django_db_setup" in getattr(item, "fixturenames", ())
    return asks or item.get_closest_marker("django_db") is not None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep what belongs on this database; refuse a test that would have the database flushed."""
    kept, left = [], []
    for item in items:
        if JOURNEYS in item.path.parents:
            item.add_marker("journey")
        marker = item.get_closest_marker("django_db")
        flushes = marker is not None and marker.kwargs.get("transaction")
        if flushes or "transactional_db" in getattr(item, "fixturenames", ()):
            raise pytest.UsageError(
                f"{item.nodeid} would flush the database, which the trail refuses: use own_database."
            )
        only = _only_on(item)
        if only:
            item.user_properties.append(("only_here", only[1]))
        (left if only and only[0] != connection.vendor else kept).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
    items[:] = _long_ones_first(kept, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def _long_ones_first(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """The same tests; each worker begins with a run of equal length, and with its share of the long ones.

    A journey waits for its browser half of the time; one worker with all of them would be the last to end.
    """
    long = [each for each in items if any(where in each.path.parents for where in LONG)]
    are_long = set(long)
    others = iter([each for each in items if each not in are_long])
    ordered = []
    for number in range(workers):
        mine = long[number::workers]
        length = (len(items) - len(ordered)) // (workers - number)  # as xdist deals them out
        ordered += [*mine, *itertools.islice(others, max(0, length - len(mine)))]
    return [*ordered, *others]


@with_room
def _within_room(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    runtestprotocol(item, nextitem=nextitem)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool:
    """Run a test as pytest does, with room for its calls."""
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    _within_room(item, nextitem)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def pytest_collection_finish() -> None:
    """Look through all that was imported and collected less often for garbage: there is none among it."""
    gc.set_threshold(500_000, 20, 100)


class Ids:
    """Collects how each test ended and writes it down at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ended: dict[str, dict[str, str]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test fails if any part of it fails; it has passed when its call has."""
        before = self.ended.get(report.nodeid, {}).get("outcome")
        if report.failed or (report.when == "call" and before != "failed") or report.skipped:
            reason = dict(report.user_properties).get("only_here", "")
            self.ended[report.nodeid] = {"outcome": report.outcome, "reason": str(reason)}

    def pytest_sessionfinish(self) -> None:
        """Write the report."""
        self.path.write_text(json.dumps(self.ended), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Report from the process that sees every test, not from a worker of xdist; hash passwords quickly."""
    settings.PASSWORD_HASHERS = ["tests.quick.QuickArgon2"]
    path = config.getoption("--ids")
    if path and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Ids(Path(path)), "ids")


@pytest.fixture(scope="session")
def journals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the journals of the tests lie: a folder for each test takes longer to make and clear than many a test."""
    return tmp_path_factory.mktemp("journals")


@pytest.fixture(autouse=True)
def own_journal(settings: Any, journals: Path) -> None:
    """Each test has a journal of its own: its looks belong to rows that are rolled back with it."""
    settings.JOURNAL = journals / str(next(_numbers))


def name_of_database(what: str, folder: Path) -> str:
    """A name for a database: a path on SQLite, and on PostgreSQL one that no other process uses."""
    if databases.kind() == "sqlite":
        return str(folder / f"{what}.sqlite3")
    return f"test_{what}_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The database of this process's tests, up to date; each test's changes are rolled back."""
    name = name_of_database("main", tmp_path_factory.mktemp("database"))
    databases.in_haste()
    ready = os.environ.get(MIGRATED)
    made = databases.copy(ready, name) if ready else databases.migrated(name)
    with django_db_blocker.unblock(), made, django_db_blocker.block():
        yield


@pytest.fixture
def own_database(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[None]:
    """A migrated database for this test alone, in which commits are real and threads see each other."""
    name = name_of_database(f"own{next(_numbers)}", tmp_path)
    with django_db_blocker.unblock(), databases.copy(databases.in_use(), name):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of the tests, from the first day of the school year on; made once in a process."""
    return make_cast()


@pytest.fixture
def client() -> PageClient:
    """A browser of sorts; every page that it fetches is held against the page standard."""
    return PageClient()


@pytest.fixture(params=["left to right", "right to left"])
def pseudo_client(request: pytest.FixtureRequest) -> Iterator[PseudoClient]:
    """A browser that asks for the pseudo-language, in either direction: a word of ours in plain letters fails."""
    with pseudo_language(right_to_left=request.param == "right to left"):
        yield PseudoClient()
