"""The worker's standing jobs: looks to the trail, messages out of the outbox."""

from datetime import datetime

from fourfold.foundation.act.deliver import deliver_all
from fourfold.foundation.act.night import run_night
from fourfold.foundation.act.ticks import every_night, every_second
from fourfold.foundation.scope.statistics import refresh_statistics
from fourfold.foundation.trail.looks import drain


def _looks(now: datetime) -> None:
    drain()


def _messages(now: datetime) -> None:
    deliver_all(now)


every_second("looks", _looks)
every_second("messages", _messages)


def _night(now: datetime) -> None:
    run_night(now)


def _statistics(now: datetime) -> None:
    refresh_statistics()


every_night("due and heads", _night)
every_night("statistics", _statistics)
