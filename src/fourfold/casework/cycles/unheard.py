"""Of which cycles somebody may not even know: each room says so of what it holds, and the door keeps them out."""

from collections.abc import Callable

from fourfold.casework.cycles.models import Cycle
from fourfold.foundation.access.actors import Actor

Says = Callable[[Cycle, Actor], bool]
_rooms: list[Says] = []


def hidden_where(says: Says) -> None:
    """Let a room say of which cycles an actor may not know."""
    _rooms.append(says)


def is_hidden(cycle: Cycle, actor: Actor) -> bool:
    """Whether a cycle is as not there for an actor, by what any of the rooms says."""
    return any(says(cycle, actor) for says in _rooms)
