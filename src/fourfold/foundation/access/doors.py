"""The doors: the only way from an address, an API call or a job to a row of a tenant.

A door belongs to a kind of thing (``pupil``, ``cycle``). It finds the row by its public id within the scope of
the actor's tenant, and says how the actor is related to it; `domain.access` decides. Another tenant's row, and one
that the actor must not know of, are not found: a 404 either way.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model

from fourfold.config import clock
from fourfold.domain.access import Action, Allowed, Refused, Standing, decide_any
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.models import Organisation
from fourfold.foundation.scope.remembered import remembered
from fourfold.foundation.scope.rows import TenantRow

Relate = Callable[[Actor, Any, Role], Standing]


@dataclass(frozen=True)
class Door:
    """How rows of one kind are found and how an actor stands to them.

    `find` takes a public id and returns the row of the tenant in scope or None. `relate` returns the standing of
    an actor, in one of the roles held, to a row.
    """

    kind: str
    model: type
    find: Callable[[str], Any | None]
    relate: Relate


_doors: dict[str, Door] = {}


class NoDoor(LookupError):
    """Nobody has said how this kind of thing is reached; nothing is reached that way."""


def register(door: Door) -> None:
    """Let a room offer the door to its rows. Raises `ValueError` for a second door of that kind."""
    if door.kind in _doors:
        raise ValueError(f"There is a door for {door.kind} already.")
    _doors[door.kind] = door


def door(kind: str) -> Door:
    """The door of that kind. Raises `NoDoor`."""
    if kind not in _doors:
        raise NoDoor(kind)
    return _doors[kind]


def _door_of(subject: object) -> Door:
    for candidate in _doors.values():
        if type(subject) is candidate.model:
            return candidate
    raise NoDoor(type(subject).__name__)


def standing_at_setting(actor: Actor, subject: Organisation | TenantRow, role: Role) -> Standing:
    """How an actor stands to the setting itself, or to a row that belongs to it as a whole: in it, in a role."""
    tenant = subject.pk if isinstance(subject, Organisation) else subject.tenant_id
    here = actor.tenant == tenant
    return Standing(role, clock.today(), at_this_setting=here, in_force=here)


register(Door("setting", Organisation, lambda public_id: None, standing_at_setting))


def _standings(actor: Actor, subject: object) -> list[Standing]:
    """How an actor stands to a row, in each role held."""
    the_door = _door_of(subject)
    return [the_door.relate(actor, subject, role) for role in sorted(actor.roles)]


# A page asks for many actions of the same row.
_standings_known = remembered(_standings)


def decide_for(action: Action, actor: Actor, subject: object) -> Allowed | Refused:
    """Whether `actor` may do `action` to `subject`, and why.

    An actor without a role is a stranger. Raises `NoDoor` if the subject's kind has no door.
    """
    is_there = isinstance(subject, Model) and subject.pk is not None
    standings = (_standings_known if is_there else _standings)(actor, subject)
    answer = decide_any(action, standings)
    if isinstance(answer, Refused) and not answer.hidden and _is_of_a_child(subject):
        # “Not for you” would say that there is such a child: only who may know that is told so.
        known = decide_any(Action.SEE_CHILD, standings)
        return known if isinstance(known, Refused) else answer
    if isinstance(answer, Refused) and actor.is_family and isinstance(subject, TenantRow):
        # A family is not told that a message, a list or a member of staff of such an address is there at all.
        return replace(answer, hidden=True)
    return answer


def _is_of_a_child(subject: object) -> bool:
    return isinstance(subject, TenantRow) and bool(subject.child_public_id())


def may(action: Action, actor: Actor, subject: object) -> bool:
    """Whether a button for `action` is shown: the same answer as the door gives."""
    return isinstance(decide_for(action, actor, subject), Allowed)
