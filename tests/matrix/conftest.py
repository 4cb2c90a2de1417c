"""One prepared world for all tests of a module: put back once, rolled back at the end, a savepoint for each test."""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import transaction
from pytest_django import DjangoDbBlocker

from fourfold.foundation.notify import registry
from tests.matrix.subjects import PING, PING_KIND
from tests.matrix.world import NOW, World, make_world
from tests.prepared import prepared


@pytest.fixture(scope="module")
def _made_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world: made once in a process, put back once for each module."""
    kinds = registry._kinds
    with (
        time_machine.travel(NOW, tick=False),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        registry._kinds = {**kinds, PING: PING_KIND}
        yield prepared("the world of the matrix", make_world)
        registry._kinds = kinds
        transaction.set_rollback(True)


@pytest.fixture
def world(_made_once: World) -> Iterator[World]:
    """The world, as it was made: what a test changes is taken back."""
    with transaction.atomic():
        yield _made_once
        transaction.set_rollback(True)
