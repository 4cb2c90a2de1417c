"""The worker: one process at low priority that drains, runs queued tasks and ticks. Started beside the web process.

``python -m fourfold.config.worker``. A piece of work that fails is logged, by its name and kind of error only, and
tried again at its next turn; the others go on.
"""

import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from importlib import import_module
from pathlib import Path

import django
import structlog
from django.apps import apps
from django.conf import settings
from django.db import close_old_connections

from fourfold.config import clock
from fourfold.config.frames import with_room
from fourfold.config.stopping import ToldToStop
from fourfold.foundation.act import ticks

NICENESS = 10
NIGHT = 2  # o'clock in England, after which the night's jobs are done once
MINUTE = timedelta(minutes=1)
log = structlog.get_logger("fourfold.worker")


def _tried(name: str, work: Callable[[], object]) -> bool:
    try:
        work()
    except Exception as error:  # one room’s fault must not stop the work of the others
        # Never the message: an exception may quote a row, and a row may name a child.
        log.error("work failed", work=name, error=type(error).__name__)
        return False
    return True


def run_queued_tasks() -> None:
    """Run the tasks that wait in the queue, one after another; takes no write lock when there are none."""
    if not apps.get_model("django_tasks_database", "DBTaskResult").objects.ready().exists():
        return
    # Its module needs the apps to be ready, which they are not when this one is read. Not its command: that takes
    # the signals away from us.
    queue = import_module("django_tasks_db.management.commands.db_worker")
    queue.Worker(
        queue_names=["*"], excluded_queue_names=[], interval=0.0, batch=True, backend_name="default",
        startup_delay=False, max_tasks=None, worker_id=f"worker-{os.getpid()}",
    ).run()  # fmt: skip


def each_second(now: datetime) -> None:
    """The jobs for each second, then the queue."""
    for name, job in ticks.jobs_each_second().items():
        _tried(name, partial(job, now))
    _tried("tasks", run_queued_tasks)


def is_due_tonight(last: datetime | None, now: datetime) -> bool:
    """Whether a nightly job, last done at `last`, should be done at `now`: once a day after 02:00 in England."""
    here = now.astimezone(clock.LONDON)
    tonight = here.replace(hour=NIGHT, minute=0, second=0, microsecond=0)
    if here < tonight:
        tonight -= timedelta(days=1)
    return last is None or last < tonight


def each_minute(now: datetime) -> None:
    """The jobs for each minute, and those of the night that are due; what failed counts as not done."""
    done = ticks.last_ticks()
    for name, job in ticks.jobs_each_minute().items():
        if _tried(name, partial(job, now)):
            done[f"minute:{name}"] = now
    for name, job in ticks.jobs_each_night().items():
        if is_due_tonight(done.get(f"night:{name}"), now) and _tried(name, partial(job, now)):
            done[f"night:{name}"] = now
    done["worker"] = now
    ticks.note_ticks(done)


@contextmanager
def the_only_one(data: Path) -> Iterator[bool]:
    """Hold the worker's lock of this data folder; False when another worker holds it."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "worker.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


@with_room
def work_until(stopped: ToldToStop, now: Callable[[], datetime] = clock.now) -> None:
    """Work each second, tick when a minute has passed since the last tick, until `stopped`."""
    ticked: datetime | None = None
    while not stopped.wait(0):
        close_old_connections()
        moment = now()
        each_second(moment)
        if ticked is None or moment - ticked >= MINUTE:
            each_minute(moment)
            ticked = moment
        stopped.wait(1.0)


def main() -> int:
    """Work until told to stop. Returns 0, or 75 when another worker has this data folder."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fourfold.config.settings")
    os.nice(NICENESS)
    os.umask(0o077)
    django.setup()
    stopped = ToldToStop()
    with the_only_one(Path(settings.DATA)) as alone:
        if not alone:
            log.error("another worker has this data folder")
            return 75
        work_until(stopped)
    return 0


if __name__ == "__main__":
    sys.exit(main())
