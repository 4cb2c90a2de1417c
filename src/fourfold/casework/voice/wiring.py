"""What this room offers the rooms below it: the door to a contribution, its message, and what is due."""

from collections.abc import Iterable
from dataclasses import replace

from fourfold.casework.people.relations import standing
from fourfold.casework.people.rules import rules_here
from fourfold.casework.voice.messages import register_messages
from fourfold.casework.voice.models import Contribution
from fourfold.casework.voice.queries import find_contribution, sent_about
from fourfold.casework.voice.readers import children_without_reader, readers_of
from fourfold.domain.access import Standing
from fourfold.domain.rulebook import SoFar, due_read_contribution
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import Door, register
from fourfold.foundation.access.models import Membership
from fourfold.foundation.due.registry import Asked, Duty, provide
from fourfold.foundation.retention.registry import ChildGone, declare


def stands(actor: Actor, contribution: Contribution, role: Role) -> Standing:
    """An actor stands to what was sent as to its child; who reads first is decided by the role.

    A senior leader reads it where an order keeps everybody from the child who would.
    """
    known = standing(actor, contribution.pupil, role)
    instead = role is Role.SENIOR_LEADER and contribution.pupil_id in children_without_reader(
        known.on
    )
    return replace(known, reads_first=instead)


def duties(asked: Asked) -> Iterable[Duty]:
    """`read_contribution`: what a child or a family sent is read by the next school day (W9)."""
    rows = sent_about(asked.children)
    if not rows:
        return []
    setting = rules_here(asked.today)
    readers = readers_of({row.pupil.public_id for row in rows}, asked.today)
    return [
        Duty(
            due=due_read_contribution(
                row.public_id, row.received_on, setting, SoFar(met_on=row.read_on)
            ),
            subject_label=Contribution._meta.label,
            child=row.pupil.public_id,
            owner=_owner(readers.get(row.pupil.public_id)),
        )
        for row in rows
    ]


def _owner(reader: Membership | None) -> str:
    return reader.public_id if reader else ""


register(Door("contribution", Contribution, find_contribution, stands))
provide("read_contribution", duties, sent_about)
register_messages()
declare("voice.Ask", child_gone=ChildGone.STOPS)
