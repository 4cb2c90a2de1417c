"""The cast of a walk, on the day on which each walk begins, with the clock that the walk moves."""

import pytest
import time_machine

from tests.cast import make_cast
from tests.machine.walk import DAY


@pytest.fixture
def cast(db):
    with time_machine.travel(DAY, tick=False) as clock:
        cast = make_cast()
        cast.clock = clock
        yield cast
