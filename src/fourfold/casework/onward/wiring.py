"""What this room tells the others: why a cycle ended here, its line of the story, and who has left with one open."""

from datetime import date

from fourfold.casework.cycles.facts import Part, contribute
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import register_story, register_todo
from fourfold.casework.onward.story import (
    asked_of_story,
    asked_of_todos,
    leavings_of,
    story,
    todos,
)
from fourfold.domain.cycle import Deed
from fourfold.domain.words import EndReason
from fourfold.foundation.scope.together import Turns


def asked_of_cycle(cycle: Cycle, today: date) -> Turns:
    """What `part_of_cycle` is read from."""
    yield [leavings_of.of(cycle.pupil)]


def part_of_cycle(cycle: Cycle, today: date) -> Part:
    """Who wrote down that the child has left, from which day, and why; nothing of a cycle that goes on."""
    mine = (each for each in leavings_of(cycle.pupil) if each.cycle_id == cycle.pk)
    leaving = next(mine, None)
    if leaving is None:
        return Part()
    by = leaving.by.public_id if leaving.by else ""
    return Part(
        facts={
            "ending": Deed(by, leaving.on, leaving.words),
            "ending_reason": EndReason(leaving.reason) if leaving.reason else None,
        }
    )


contribute("onward", part_of_cycle, asked_of_cycle)
register_story("onward", story, asked_of_story)
register_todo("onward", todos, asked_of_todos)
