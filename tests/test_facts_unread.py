"""What a page leaves unread of a cycle is what no condition of the move it asks about looks at."""

from dataclasses import MISSING, fields, replace
from typing import Any

import pytest
import time_machine

from fourfold.casework.cycles.facts import _contributions, facts_of
from fourfold.casework.cycles.models import Cycle
from fourfold.domain.cycle import MOVES, CycleFacts, Stage, check, conditions_of
from fourfold.domain.cycle.test_moves import COMPLETE
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.prepared import prepared
from tests.test_page_queries import FEW, NOW, _filled

CONDITIONS = {each.id: each for move in MOVES for each in (*move.must, *move.should)}
SOME = {name: each for name, each in _contributions.items() if each.of}


@pytest.fixture
def cycles(db):
    """The cycles of a setting with children at every depth."""
    with time_machine.travel(NOW, tick=False):
        setting = prepared("few rows", lambda: _filled(*FEW))
        with tenant_scope(setting.pk):
            yield list(Cycle.objects.select_related("pupil").order_by("pk"))


def _blank(of: Any, names: set[str]) -> Any:
    defaults = {
        each.name: each.default_factory() if each.default is MISSING else each.default
        for each in fields(of)
        if each.name in names
    }
    return replace(of, **defaults)


def _without(facts: CycleFacts, name: str, cycles: list[Cycle]) -> CycleFacts:
    """The facts without whatever this contribution ever fills in."""
    parts = [SOME[name].contributor(cycle, NOW) for cycle in cycles]

    def filled(kind: str) -> set[str]:
        return {key for part in parts for known in getattr(part, kind).values() for key in known}

    assert any(part.facts or part.people or part.lines for part in parts)
    facts = replace(
        facts,
        family=tuple(_blank(each, filled("people")) for each in facts.family),
        outcomes=tuple(_blank(each, filled("outcomes")) for each in facts.outcomes),
        lines=tuple(_blank(each, filled("lines")) for each in facts.lines),
    )
    return _blank(facts, {key for part in parts for key in part.facts})


@pytest.mark.parametrize("name", sorted(SOME))
def test_no_other_condition_looks_at_what_is_left_unread(cycles, name):
    assert SOME[name].of <= CONDITIONS.keys()
    shared = replace(COMPLETE, shared_versions=frozenset({COMPLETE.plan_version}))
    for facts in (COMPLETE, shared, replace(COMPLETE, raiser_answered_on=None)):
        less = _without(facts, name, cycles)
        assert less != facts
        for condition in CONDITIONS.values():
            if condition.id not in SOME[name].of:
                assert condition.test(less) == condition.test(facts), condition.id


def test_a_page_that_asks_about_one_move_is_told_what_one_is_told_that_read_everything(cycles):
    for cycle in cycles:
        for move in MOVES:
            asked = facts_of(cycle, NOW, conditions_of(move.id))
            stage = Stage(cycle.stage)
            assert check(move.id, stage, asked) == check(move.id, stage, facts_of(cycle, NOW))
