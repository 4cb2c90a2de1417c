"""The fixtures of journeys. The cast is made once for each process and database; each journey gets a copy."""

import copy
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from django.core.signals import got_request_exception
from playwright.sync_api import Browser, sync_playwright
from pytest_django import DjangoDbBlocker

from conftest import name_of_database
from tests import databases
from tests.cast import Cast, make_cast
from tests.journeys.signing_in import give_code_apps
from tests.journeys.stage import (
    FIRST_DAY,
    FLAGS,
    Stage,
    allow_orm_beside_playwright,
    pictures_folder,
    served,
)
from tests.run.browser import browser as path_of_browser

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for this process; each person gets a profile of their own."""
    allow_orm_beside_playwright()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path_of_browser(), headless=True, args=FLAGS
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def prepared(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, Cast]]:
    """The name of a database that holds the cast, and the cast."""
    name = name_of_database("prepared", tmp_path_factory.mktemp("prepared"))
    with django_db_blocker.unblock():
        with databases.copied(databases.in_use(), name):
            cast = make_cast()
            give_code_apps(cast)
        yield name, cast
        databases.remove(name)


@pytest.fixture
def stage(
    prepared: tuple[str, Cast],
    browser: Browser,
    django_db_blocker: DjangoDbBlocker,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> Iterator[Stage]:
    """Fourfold served on this journey's own copy of the prepared database."""
    original, cast = prepared
    mine = name_of_database(f"journey{next(_numbers)}", tmp_path)
    pictures = pictures_folder(renew=request.config.getoption("--tour"))
    with (
        django_db_blocker.unblock(),
        databases.copy(original, mine),
        served() as url,
        time_machine.travel(FIRST_DAY) as clock,
    ):
        here = Stage(url, copy.deepcopy(cast), browser, pictures, clock)
        got_request_exception.connect(here.failed)
        yield here
        got_request_exception.disconnect(here.failed)
        here.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """With a journey that fails, what each browser showed."""
    report = yield
    here = getattr(item, "funcargs", {}).get("stage")
    if report.when == "call" and report.failed and isinstance(here, Stage):
        for where, words in here.showing():
            report.sections.append((f"the browser at {where}", words))
    return report
