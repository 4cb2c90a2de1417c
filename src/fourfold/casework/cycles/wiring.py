"""What this room offers the rooms below it: the door to a cycle, and the code of each child."""

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.queries import codes_of, find_cycle
from fourfold.casework.cycles.unheard import is_hidden
from fourfold.casework.people.codes import codes_come_from
from fourfold.casework.people.relations import standing
from fourfold.domain.access import Standing
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import Door, register
from fourfold.foundation.retention.registry import ChildGone, PersonGone, declare


def stands(actor: Actor, cycle: Cycle, role: Role) -> Standing:
    """An actor stands to a cycle as to its child; one of which they may not know is not there for them."""
    known = standing(actor, cycle.pupil, role)
    return Standing(role, known.on) if is_hidden(cycle, actor) else known


register(Door("cycle", Cycle, find_cycle, stands))
codes_come_from(codes_of)
declare("cycles.Cycle", child_gone=ChildGone.CLOSES, person_gone=PersonGone.HANDED_OVER)
