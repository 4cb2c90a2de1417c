"""Who may write now: rows of a tenant change only while a verb of `foundation.act` is at work."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field


class WroteOutsideVerb(Exception):
    """A row of a tenant was about to change although no verb was at work."""


class WrongTenant(Exception):
    """A row of one tenant was about to be written, or tied to another row, from within another tenant."""


@dataclass
class Writing:
    """What one verb has done so far.

    `rows` are (label, public id, what happened, fields) in order; `children` the public ids of the children
    whom the changed rows are about, so that what is due for them is worked out again.
    """

    tenant: int
    act: str
    rows: list[tuple[str, str, str, dict[str, object]]] = field(default_factory=list)
    children: set[str] = field(default_factory=set)
    whole_setting: bool = False

    def wrote(
        self, label: str, public_id: str, what: str, fields: dict[str, object], child: str | None
    ) -> None:
        """Note that a row was `created`, `changed` or `removed`; `child` is the public id of the child it is about."""
        self.rows.append((label, public_id, what, fields))
        if child:
            self.children.add(child)
        else:
            self.whole_setting = True


_now: ContextVar[Writing | None] = ContextVar("writing", default=None)


def writing() -> Writing | None:
    """The verb at work, if one is."""
    return _now.get()


def must_be_writing(tenant: int | None) -> Writing:
    """The verb at work in `tenant`. Raises `WroteOutsideVerb` or `WrongTenant`."""
    current = _now.get()
    if current is None:
        raise WroteOutsideVerb("Rows of a tenant are written by verbs only (foundation.act).")
    if tenant is not None and tenant != current.tenant:
        raise WrongTenant("A verb writes rows of its own tenant only.")
    return current


@contextmanager
def verb_at_work(tenant: int, act: str) -> Iterator[Writing]:
    """Open the writing of one verb. Only `foundation.act` calls this; a contract test sees to it."""
    opened = Writing(tenant=tenant, act=act)
    token = _now.set(opened)
    try:
        yield opened
    finally:
        _now.reset(token)
