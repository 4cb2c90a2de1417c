"""The day on which each walk begins, with the clock that the walk moves, and the cast on that day."""

import pytest
import time_machine

from tests.cast import make_cast
from tests.machine.walk import DAY


@pytest.fixture
def clock(db):
    with time_machine.travel(DAY, tick=False) as clock:
        yield clock


@pytest.fixture
def cast(clock):
    return make_cast()
