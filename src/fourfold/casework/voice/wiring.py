"""What this room offers the rooms below it: the door to a contribution, its message, and what is due."""

from collections.abc import Iterable

from fourfold.casework.people.relations import standing
from fourfold.casework.people.rules import rules_here
from fourfold.casework.voice.messages import register_messages
from fourfold.casework.voice.models import Contribution
from fourfold.casework.voice.queries import find_contribution, first_reader, sent_about
from fourfold.domain.access import Standing
from fourfold.domain.rulebook import SoFar, due_read_contribution
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import Door, register
from fourfold.foundation.due.registry import Asked, Duty, provide
from fourfold.foundation.retention.registry import ChildGone, declare


def stands(actor: Actor, contribution: Contribution, role: Role) -> Standing:
    """An actor stands to what was sent as to its child; who reads first is decided by the role."""
    return standing(actor, contribution.pupil, role)


def duties(asked: Asked) -> Iterable[Duty]:
    """`read_contribution`: what a child or a family sent is read by the next school day (W9)."""
    rows = list(sent_about(asked.children))
    if not rows:
        return []
    setting = rules_here(asked.today)
    reader = first_reader(asked.today)
    return [
        Duty(
            due=due_read_contribution(
                row.public_id, row.received_on, setting, SoFar(met_on=row.read_on)
            ),
            subject_label=Contribution._meta.label,
            child=row.pupil.public_id,
            owner=reader.public_id if reader else "",
        )
        for row in rows
    ]


register(Door("contribution", Contribution, find_contribution, stands))
provide("read_contribution", duties)
register_messages()
declare("voice.Ask", child_gone=ChildGone.STOPS)
