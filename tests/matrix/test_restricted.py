"""Lines for named people only do not exist for anybody else: with them and without them everything is the same."""

from datetime import date

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from fourfold.casework.assess.actions import add_need, add_observation
from fourfold.casework.assess.models import Line
from fourfold.casework.assess.queries import picture_of
from fourfold.casework.cycles.facts import facts_of
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import first_todos, story_of, todos_for
from fourfold.foundation.access.actors import Actor
from fourfold.foundation.act.organisations import restrict
from fourfold.foundation.scope.remembered import remembering
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.matrix.addresses import within
from tests.matrix.walking import all_of, path, same, taken_back, visit
from tests.matrix.world import AT_ELM, TODAY, World

ADDRESSES = {address.name: address for address in within()}
# Where a line, or a number of lines, could stand.
PAGES = (
    "assess:picture",
    "identify:cycle",
    "desk:child",
    "desk:home",
    "desk:needs",
    "desk:story",
    "plan:plan",
    "plan:line_add",
    "plan:shared",
    "plan:preview",
    "people:facts",
    "people:who",
    "review:hold",
)
MARK = "Quillnamed"
# To whom what Ayaan needs is open, and who so can be named.
CAN_BE_NAMED = ["Amina", "Ben", "Hana", "Evie"]

LINES = st.lists(
    st.tuples(
        st.sampled_from(["need", "observation"]),
        st.sampled_from(["Amina", "Ben"]),
        st.lists(st.sampled_from(CAN_BE_NAMED), min_size=1, max_size=3, unique=True),
        st.lists(
            st.sampled_from(["cognition_and_learning", "communication_and_interaction"]),
            unique=True,
        ),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20),
    ),
    min_size=1,
    max_size=3,
)


def _write(world: World, cycle: Cycle, line: tuple) -> tuple[Line, set[str]]:
    """Write one line for named people; who they are, the writer among them."""
    kind, by, named, areas, more = line
    writer, words = world.elm.actor(by, TODAY), f"{MARK} {more}"
    readers = [world.elm.members[name] for name in named]
    if kind == "need":
        row = add_need(cycle, words, areas, actor=writer, today=TODAY, readers=readers)
    else:
        row = add_observation(cycle, words, "hall", TODAY, actor=writer, today=TODAY)
        restrict(row, readers, actor=writer)
    return row, {by, *named}


def _known(cycle: Cycle, actor: Actor, today: date) -> tuple:
    """All that the readers below the pages say to one actor."""
    with remembering():
        return (
            picture_of(cycle, actor),
            list(story_of(cycle.pupil, actor)),
            [(list(each), len(each)) for each in [story_of(cycle.pupil, actor, range(2))]],
            todos_for(actor, today),
            first_todos(actor, today, range(10)),
        )


def _shown(world: World, person: str) -> dict[str, tuple]:
    made, client = world.about("Ayaan"), world.client(person)
    answers = {name: visit(client, path(ADDRESSES[name], made)) for name in PAGES}
    return {name: (*same(answer), MARK in all_of(answer)) for name, answer in answers.items()}


@given(lines=LINES, person=st.sampled_from(sorted(AT_ELM)))
@settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_with_lines_for_named_people_and_without_all_is_the_same_for_others(
    world: World, lines: list, person: str
):
    assume(not all(person in (line[1], *line[2]) for line in lines))
    cycle = world.about("Ayaan").get("cycle")
    with taken_back():
        before = _shown(world, person)
        with tenant_scope(world.elm.organisation.pk):
            actors = {name: world.elm.actor(name, TODAY) for name in AT_ELM}
            without = {name: _known(cycle, actor, TODAY) for name, actor in actors.items()}
            facts = facts_of(cycle, TODAY)
            written = [_write(world, cycle, line) for line in lines]
            assert facts_of(cycle, TODAY) == facts
            for name, actor in actors.items():
                mine = {row.public_id for row, named in written if name in named}
                if not mine:
                    assert _known(cycle, actor, TODAY) == without[name], name
                seen = picture_of(cycle, actor)
                new = [each for each in (*seen.needs, *seen.observations) if MARK in each.words]
                assert {each.public_id for each in new} == mine, name
                assert len(seen.restricted) == len(new)
        if not any(person in named for _, named in written):
            assert _shown(world, person) == before
