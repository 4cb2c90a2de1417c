"""What this room tells the others: why a cycle ended here, its line of the story, and who has left with one open."""

from datetime import date

from fourfold.casework.cycles.facts import Part, contribute
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import register_story, register_todo
from fourfold.casework.onward.models import Leaving
from fourfold.casework.onward.story import story, todos
from fourfold.domain.cycle import Deed
from fourfold.domain.words import EndReason
from fourfold.foundation.scope.writing import writing


def part_of_cycle(cycle: Cycle, today: date) -> Part:
    """Who wrote down that the child has left, from which day, and why; nothing of a cycle that goes on."""
    # A cycle that is open ends only within a verb: a page need not ask.
    if cycle.ended_on is None and writing() is None:
        return Part()
    leaving = Leaving.objects.filter(cycle=cycle).select_related("by").first()
    if leaving is None:
        return Part()
    by = leaving.by.public_id if leaving.by else ""
    return Part(
        facts={
            "ending": Deed(by, leaving.on, leaving.words),
            "ending_reason": EndReason(leaving.reason) if leaving.reason else None,
        }
    )


contribute("onward", part_of_cycle)
register_story("onward", story)
register_todo("onward", todos)
