"""What the worker does each second, each minute and each night; rooms add to the lists at start."""

from collections.abc import Callable
from datetime import datetime

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
