"""What is done to the rows that do not go on when a child dies or leaves, within the verb that says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Grant
from fourfold.foundation.act.deliver import stop
from fourfold.foundation.notify.models import ON_ITS_WAY, Message


@dataclass(frozen=True)
class Gone:
    """Which child (public id) is not here any more, from which day, and why messages stop: a sentence."""

    child: str
    on: date
    why: str


Closer = Callable[[Gone, Actor, date], None]
_closers: dict[str, Closer] = {}


def when_child_gone(label: str, closer: Closer) -> None:
    """Let a room close or stop the rows of its table `label`: ``closer(gone, actor, today)``."""
    _closers[label] = closer


def close_for(gone: Gone, *, actor: Actor, today: date) -> None:
    """Close or stop what does not go on for a child, each table by its own room."""
    for closer in _closers.values():
        closer(gone, actor, today)


def stop_messages(gone: Gone, actor: Actor, today: date) -> None:
    """What waits, is held or is to be printed does not go any more; what has gone is left as it was."""
    for message in Message.objects.filter(child=gone.child, state__in=ON_ITS_WAY | {"failed"}):
        stop(message, gone.why, actor=actor)


def end_grants(gone: Gone, actor: Actor, today: date) -> None:
    """Who was invited to work with the child from outside sees no more of them here after their last day."""
    for grant in Grant.objects.filter(child=gone.child, ended_on__isnull=True, valid_to__gte=today):
        over = (
            {"ended_on": today} if gone.on <= today else {"valid_to": min(grant.valid_to, gone.on)}
        )
        grant.compare_and_set({"ended_on": None}, **over)
