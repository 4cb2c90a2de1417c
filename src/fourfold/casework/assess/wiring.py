"""What this room offers the rooms below it: doors to its lines, facts of a cycle, its part of the story."""

from datetime import date

from fourfold.casework.assess.models import Line, Need, Observation, Strength
from fourfold.casework.assess.queries import (
    find_need,
    find_observation,
    find_strength,
    open_lines,
    voices,
)
from fourfold.casework.assess.story import asked_of_story, asked_of_todos, story, todos
from fourfold.casework.cycles.facts import Part, contribute
from fourfold.casework.cycles.mending import Page, mends, the_child, the_cycle
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import register_story, register_todo
from fourfold.casework.identify.queries import decisions_about, decisions_for
from fourfold.casework.people.relations import standing
from fourfold.casework.voice.queries import asked_for_days_of_views
from fourfold.domain.access import Action, Standing
from fourfold.domain.words import AreaOfNeed, Role
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.access.doors import Door, register
from fourfold.foundation.access.restricted import is_open_to
from fourfold.foundation.scope.together import Turns


def stands(actor: Actor, line: Line, role: Role) -> Standing:
    """As to its child; a line that is for named people only is not there for anybody else."""
    known = standing(actor, line.pupil, role)
    return known if is_open_to(line, actor) else Standing(role, known.on)


def asked_of_cycle(cycle: Cycle, today: date) -> Turns:
    """What `contribution` is read from."""
    lines = [open_lines.of(Need, cycle), open_lines.of(Strength, cycle)]
    yield [*lines, decisions_about.of(cycle.pupil_id)]


def asked_of_voices(cycle: Cycle, today: date) -> Turns:
    """What `heard` is read from."""
    yield asked_for_days_of_views(cycle.pupil, cycle.ended_on)


OF_VOICES = frozenset(
    {"child_asked", "child_heard", "parents_asked", "parents_heard", "child_in_review"}
)


def heard(cycle: Cycle, today: date) -> Part:
    """Who was asked for views, and whose were read."""
    return Part(people={person: dict(known) for person, known in voices(cycle).items()})


def contribution(cycle: Cycle, today: date) -> Part:
    """What the moves look at. Restricted lines are not counted: a number would tell of them."""
    needs = [each for each in open_lines(Need, cycle) if isinstance(each, Need)]
    own, support = decisions_for(cycle)
    decided = own or support
    named = {area for need in needs for area in need.areas} | set(decided.areas if decided else [])
    return Part(
        facts={
            "strengths": len(open_lines(Strength, cycle)),
            "needs": len(needs),
            "areas": frozenset(AreaOfNeed(area) for area in named),
        },
    )


register(Door("need", Need, find_need, stands))
register(Door("strength", Strength, find_strength, stands))
register(Door("observation", Observation, find_observation, stands))
contribute("assess", contribution, asked_of_cycle)
contribute("assess.voices", heard, asked_of_voices, OF_VOICES)
register_story("assess", story, asked_of_story)
register_todo("assess", todos, asked_of_todos)
mends(("child_asked", "parents_asked"), Page("voice:ask", "child", the_child, Action.ASK_VIEWS))
mends(
    ("child_heard",),
    Page("voice:child_with_staff", "child", the_child, Action.WRITE_DOWN_VIEWS),
)
mends(("parents_heard",), Page("voice:write_down", "child", the_child, Action.WRITE_DOWN_VIEWS))
mends(("strength",), Page("assess:add_strength", "cycle", the_cycle, Action.WRITE_ASSESSMENT))
mends(
    ("need", "areas", "not_only_language"),
    Page("assess:add_need", "cycle", the_cycle, Action.WRITE_ASSESSMENT),
)
mends(("others_heard",), Page("assess:picture", "cycle", the_cycle, Action.SEE_NEEDS))
