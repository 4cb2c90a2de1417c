"""Below a function that makes room, no depth of calls makes the system give and take memory at each call."""

import resource
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from fourfold.config import wsgi
from fourfold.config.frames import with_room

CALLS = 1000


def _nothing() -> None:
    pass


# A frame larger than that of `_at`, so that at some depth one finds room and the other none.
_nothing.__code__ = _nothing.__code__.replace(co_stacksize=100)


def _given() -> int:
    """How often the system has given this thread a piece of memory that it had not touched."""
    return resource.getrusage(resource.RUSAGE_THREAD).ru_minflt


def _at(depth: int) -> int:
    """How often it does so within as many calls from that depth."""
    if depth:
        return _at(depth - 1)
    before = _given()
    for _ in range(CALLS):
        _nothing()
    return _given() - before


def _worst() -> int:
    return max(_at(depth) for depth in range(250))


def _in_a_thread_of_its_own(function: Callable[..., int], *args: object) -> int:
    """A test has room already; a new thread begins without."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function, *args).result()


def test_below_a_function_with_room_no_depth_asks_for_memory_at_each_call():
    @with_room
    def worst(more: int) -> int:
        return _worst() + more

    assert 5 <= _in_a_thread_of_its_own(worst, 5) < CALLS / 2


def test_a_request_is_answered_with_room():
    answered = _in_a_thread_of_its_own(wsgi.within_room, lambda *_: _worst(), {}, None)
    assert answered < CALLS / 2
