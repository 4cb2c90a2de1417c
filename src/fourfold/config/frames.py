"""Room for the frames of calls, which Python else asks of the system, and gives back, again and again.

CPython lays the frames of each thread in pieces of 16 kB. A call that goes over the end of a piece asks the system for
the next, and its return gives that back: a loop that happens to call from there does so at each step. A piece is as
large as its first frame needs, up to the next power of two: below a frame that needs half a megabyte others find room.
"""

from collections.abc import Callable
from typing import Final, TypeVar

C = TypeVar("C", bound=Callable[..., object])
PLACES: Final = 2**16 + 2**10
"""So many places of eight bytes: a little more than half a megabyte, so that nearly as much is left to the others."""


def with_room(function: C) -> C:
    """The same function; what it calls finds room for its frames. For one that a whole page or task is done within."""
    function.__code__ = function.__code__.replace(co_stacksize=PLACES)
    return function
