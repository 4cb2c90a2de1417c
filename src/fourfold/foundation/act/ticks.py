"""What the worker does each second, each minute and each night; rooms add to the lists at start."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings

Job = Callable[[datetime], None]

_each_second: dict[str, Job] = {}
_each_minute: dict[str, Job] = {}
_each_night: dict[str, Job] = {}


def every_second(name: str, job: Job) -> None:
    """Add a job that takes a moment: it is handed the time and runs at low priority, one after another."""
    _each_second[name] = job


def every_minute(name: str, job: Job) -> None:
    """Add a job for each minute; minutes that were missed are not repeated, since jobs work from facts."""
    _each_minute[name] = job


def every_night(name: str, job: Job) -> None:
    """Add a job for once a day, after 02:00, or when the machine is next on."""
    _each_night[name] = job


def jobs_each_second() -> dict[str, Job]:
    """The jobs by name."""
    return dict(_each_second)


def jobs_each_minute() -> dict[str, Job]:
    """The jobs by name."""
    return dict(_each_minute)


def jobs_each_night() -> dict[str, Job]:
    """The jobs by name."""
    return dict(_each_night)


# ---- when each was last done: a file beside the data, since the worker that writes it is one per data folder ----


def _file() -> Path:
    return Path(settings.DATA) / "ticks.json"


def last_ticks() -> dict[str, datetime]:
    """When each minute's and night's job was last done, and ``worker`` itself; empty before its first minute."""
    try:
        written = json.loads(_file().read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return {name: datetime.fromisoformat(at) for name, at in written.items()}


def last_tick() -> datetime | None:
    """When the worker last ticked, or None if it never did."""
    return last_ticks().get("worker")


def note_ticks(done: dict[str, datetime]) -> None:
    """Write down when each was last done, in one step: a crash leaves the old file or the new one."""
    fresh = _file().with_suffix(".new")
    fresh.write_text(json.dumps({name: at.isoformat() for name, at in done.items()}), "utf-8")
    fresh.replace(_file())
