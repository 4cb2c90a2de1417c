"""What was read once in answering a request is not read again: relations, the calendar, where a cycle stands.

The memory lives as long as one request and belongs to it alone. The end of a verb empties it, and while one is at work
nothing is remembered: a verb sees the rows as they are. Only what is worked out at its end, `between_writes`, has a
memory of its own.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from fourfold.foundation.scope.tenancy import active_tenant
from fourfold.foundation.scope.writing import writing

F = TypeVar("F", bound=Callable[..., Any])

_memory: ContextVar[dict[object, Any] | None] = ContextVar("memory", default=None)
_between_writes: ContextVar[bool] = ContextVar("between_writes", default=False)


@contextmanager
def remembering() -> Iterator[None]:
    """Within the block, what a `remembered` reader answered is not asked again."""
    token = _memory.set({})
    try:
        yield
    finally:
        _memory.reset(token)


@contextmanager
def between_writes() -> Iterator[None]:
    """Like `remembering`, in a verb too: the caller writes nothing within the block, and begins with no memory."""
    token = _between_writes.set(True)
    try:
        with remembering():
            yield
    finally:
        _between_writes.reset(token)


def forget() -> None:
    """Empty the memory of this request: something was written."""
    memory = _memory.get()
    if memory is not None:
        memory.clear()


def remembered(reader: F) -> F:
    """Let a reader be asked once in a request for the same positional arguments, which can be hashed.

    Its answer is shared by those who ask: it is not to be changed by them.
    """

    @functools.wraps(reader)
    def run(*args: Any, **kwargs: Any) -> Any:
        memory = _memory.get()
        at_work = writing() is not None and not _between_writes.get()
        if memory is None or kwargs or at_work:
            return reader(*args, **kwargs)
        key = (reader, active_tenant(), *args)
        if key not in memory:
            memory[key] = reader(*args)
        return memory[key]

    run.reader = reader  # type: ignore[attr-defined]
    return run  # type: ignore[return-value]


def is_remembering() -> bool:
    """Whether what is read now is remembered: within a request, and no verb at work that may still write."""
    return _memory.get() is not None and (writing() is None or _between_writes.get())


def is_remembered(reader: Callable[..., Any], *args: object) -> bool:
    """Whether a `remembered` reader has been asked for `args`."""
    memory = _memory.get() or {}
    return (reader.reader, active_tenant(), *args) in memory  # type: ignore[attr-defined]


def remember(reader: Callable[..., Any], answer: object, *args: object) -> None:
    """Remember what a `remembered` reader would answer to `args`, because it is known already."""
    memory = _memory.get()
    if memory is not None:
        memory[(reader.reader, active_tenant(), *args)] = answer  # type: ignore[attr-defined]
