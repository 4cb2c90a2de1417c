"""The worker: each second, each minute, each night; what fails does not stop the rest."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from fourfold.config import worker
from fourfold.foundation.act import ticks

NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of its own, and empty lists of jobs."""
    settings.DATA = tmp_path
    for name in ("_each_second", "_each_minute", "_each_night"):
        monkeypatch.setattr(ticks, name, {})


def _broken(now: datetime) -> None:
    raise ValueError("Ayaan Khan")


def test_a_job_that_fails_stops_no_other_and_is_not_counted_as_done(
    capsys: pytest.CaptureFixture[str],
) -> None:
    did: list[datetime] = []
    ticks.every_minute("broken", _broken)
    ticks.every_minute("whole", did.append)
    worker.each_minute(NOON)
    assert did == [NOON]
    assert ticks.last_ticks() == {"minute:whole": NOON, "worker": NOON}
    said = capsys.readouterr().out
    assert "broken" in said
    assert "Ayaan" not in said


@pytest.mark.django_db
def test_a_second_does_its_jobs() -> None:
    did: list[datetime] = []
    ticks.every_second("broken", _broken)
    ticks.every_second("whole", did.append)
    worker.each_second(NOON)
    assert did == [NOON]


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, NOON, True),
        (NOON, NOON + timedelta(hours=1), False),
        # July: two in the morning in England is one in the morning UTC.
        (NOON, datetime(2026, 7, 2, 0, 59, tzinfo=UTC), False),
        (NOON, datetime(2026, 7, 2, 1, 0, tzinfo=UTC), True),
        # January: there it is two.
        (datetime(2026, 1, 5, 12, tzinfo=UTC), datetime(2026, 1, 6, 1, 59, tzinfo=UTC), False),
        (datetime(2026, 1, 5, 12, tzinfo=UTC), datetime(2026, 1, 6, 2, 0, tzinfo=UTC), True),
        # The machine was off for days: once, as soon as it is on.
        (NOON, NOON + timedelta(days=3), True),
        (datetime(2026, 7, 1, 0, 30, tzinfo=UTC), NOON, True),
    ],
)
def test_the_nights_jobs_are_done_once_a_day_after_two_in_england(
    last: datetime | None, now: datetime, due: bool
) -> None:
    assert worker.is_due_tonight(last, now) is due


def test_a_night_that_was_missed_is_caught_up_once() -> None:
    did: list[datetime] = []
    ticks.every_night("recompute", did.append)
    for now in (NOON, NOON + timedelta(minutes=1), NOON + timedelta(days=3)):
        worker.each_minute(now)
    assert did == [NOON, NOON + timedelta(days=3)]


def test_when_it_last_ticked_can_be_asked() -> None:
    assert ticks.last_tick() is None
    worker.each_minute(NOON)
    assert ticks.last_tick() == NOON


def test_a_file_of_ticks_that_is_no_json_counts_as_never(tmp_path: Path) -> None:
    (tmp_path / "ticks.json").write_text("{", encoding="utf-8")
    assert ticks.last_ticks() == {}


def test_a_second_worker_on_the_same_folder_is_turned_away(tmp_path: Path) -> None:
    with worker.the_only_one(tmp_path) as first, worker.the_only_one(tmp_path) as second:
        assert (first, second) == (True, False)
    with worker.the_only_one(tmp_path) as again:
        assert again
