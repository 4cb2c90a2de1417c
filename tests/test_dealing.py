"""However many workers share a run, every test is dealt out once, and each begins with its share of the long ones."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from conftest import JOURNEYS, ROOT, _long_ones_first


@dataclass(eq=False)
class _Test:
    path: Path


def _tests(long: int, short: int) -> list:
    paths = [Path(ROOT / "src" / "a.py")] * short + [JOURNEYS / "test_a.py"] * long
    return [_Test(path) for path in paths]


@pytest.mark.parametrize("workers", [1, 2, 3, 5])
@pytest.mark.parametrize(("long", "short"), [(7, 20), (0, 4), (6, 0), (1, 1), (9, 2)])
def test_every_test_is_dealt_out_once(workers: int, long: int, short: int) -> None:
    items = _tests(long, short)
    assert sorted(map(id, _long_ones_first(items, workers))) == sorted(map(id, items))


def test_each_of_two_begins_with_its_share() -> None:
    ordered = _long_ones_first(_tests(7, 20), 2)
    long = [each.path.parent == JOURNEYS for each in ordered]
    assert long == [True] * 4 + [False] * 9 + [True] * 3 + [False] * 11
