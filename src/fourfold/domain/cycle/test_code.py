"""The pupil-level code: derived, in the same way for every history."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.domain.cycle import (
    AuthorityPlan,
    CycleTrace,
    Deed,
    InheritedSpell,
    OwnSpell,
    PupilHistory,
    SpellSource,
    Stage,
    end_inherited_support,
    own_spells,
    projected_code,
)
from fourfold.domain.words import SenCode

START = date(2025, 9, 1)
days = st.integers(0, 12).map(lambda n: START + timedelta(days=n))


@st.composite
def spans(draw: st.DrawFn) -> tuple[date, date | None]:
    begins = draw(days)
    ends = draw(st.none() | days.filter(lambda day: day >= begins))
    return begins, ends


def inherited() -> st.SearchStrategy[InheritedSpell]:
    return st.builds(
        lambda code, span, source, came: InheritedSpell(code, *span, source, came),
        st.sampled_from([SenCode.K, SenCode.E]),
        spans(),
        st.sampled_from(SpellSource),
        st.none() | days,
    )


def histories() -> st.SearchStrategy[PupilHistory]:
    return st.builds(
        PupilHistory,
        st.lists(inherited(), max_size=3).map(tuple),
        st.lists(spans().map(lambda s: OwnSpell(s[0], "p1", "why", s[1])), max_size=3).map(tuple),
        st.lists(spans().map(lambda s: AuthorityPlan(s[0], "Elm", s[1])), max_size=2).map(tuple),
    )


@given(histories(), days)
def test_no_child_is_on_support_without_a_decision_or_an_inherited_spell(
    history: PupilHistory, on: date
) -> None:
    """Invariant 1, for spells that begin here: who and why are part of the spell."""
    if projected_code(history, on) is SenCode.K:
        own = [
            s for s in history.own if s.decided_on <= on and (s.ended_on is None or on < s.ended_on)
        ]
        assert all(s.decided_by and s.reasons for s in own)
        assert own or [s for s in history.inherited if s.code is SenCode.K]


@given(histories(), days)
def test_only_the_authority_gives_and_takes_away_a_plan(history: PupilHistory, on: date) -> None:
    """Invariant 9."""
    without = PupilHistory(own=history.own)
    assert projected_code(without, on) is not SenCode.E
    if projected_code(history, on) is SenCode.E:
        after_exit = end_inherited_support(history, on - timedelta(days=1))
        assert projected_code(after_exit, on) is SenCode.E


@given(histories(), days)
def test_an_exit_ends_every_inherited_support_that_still_ran(
    history: PupilHistory, on: date
) -> None:
    after = end_inherited_support(history, on)
    following = on + timedelta(days=1)
    still = [s for s in after.inherited if s.code is SenCode.K and s.begins <= on]
    assert not any(spell.covers(following) for spell in still)
    assert projected_code(after, on) is projected_code(history, on)


@given(inherited(), days, days)
def test_a_spell_asks_for_nothing_before_it_began_came_and_the_setting_was_here(
    spell: InheritedSpell, first_day: date, day: date
) -> None:
    """A second way: on each day it is either too early by one of the three, or it asks."""
    here = day >= spell.begins and day >= first_day and (spell.came_on or day) <= day
    assert (day >= spell.asks_from(first_day)) == here
    ended = end_inherited_support(PupilHistory(inherited=(spell,)), day).inherited[0]
    assert ended.asks_from(first_day) == spell.asks_from(first_day)


@given(histories(), days)
def test_the_code_is_the_strongest_of_what_holds_that_day(history: PupilHistory, on: date) -> None:
    """A second way: mark every day of every spell on a line and read off that day."""
    line: dict[date, str] = {}
    far = START + timedelta(days=100)
    spells = [(s.begins, s.ends or far, str(s.code)) for s in history.inherited]
    spells += [(o.decided_on, (o.ended_on or far) - timedelta(days=1), "K") for o in history.own]
    spells += [(p.issued_on, (p.ceased_on or far) - timedelta(days=1), "E") for p in history.plans]
    for begins, ends, code in sorted(spells, key=lambda spell: "NKE".index(spell[2])):
        for ordinal in range(begins.toordinal(), ends.toordinal() + 1):
            line[date.fromordinal(ordinal)] = code
    assert str(projected_code(history, on)) == line.get(on, "N")


def test_the_day_of_an_exit_is_the_first_without_support_and_an_inherited_last_day_is_the_last_with() -> (
    None
):
    ends = START + timedelta(days=9)
    own = PupilHistory(own=(OwnSpell(START, "p1", "why", ends),))
    roll = PupilHistory(inherited=(InheritedSpell(SenCode.K, START, ends, SpellSource.ROLL),))
    plan = PupilHistory(plans=(AuthorityPlan(START, "Elm", ends),))
    day = timedelta(days=1)
    assert [str(projected_code(own, on)) for on in (START - day, START, ends - day, ends)] == [
        *"NKKN"
    ]
    assert [str(projected_code(roll, on)) for on in (START - day, START, ends, ends + day)] == [
        *"NKKN"
    ]
    assert [str(projected_code(plan, on)) for on in (START - day, START, ends - day, ends)] == [
        *"NEEN"
    ]


DECIDED = Deed("p1", START, "why")


def test_a_next_cycle_carries_the_decision_on_and_an_exit_ends_it() -> None:
    cycles = [
        CycleTrace(DECIDED, Stage.CONTINUED, date(2025, 12, 1)),
        CycleTrace(None, Stage.EXITED, date(2026, 3, 1)),
    ]
    assert own_spells(cycles) == (OwnSpell(START, "p1", "why", date(2026, 3, 1)),)


def test_coming_back_after_an_exit_keeps_both_spells() -> None:
    """Invariant 14."""
    again = Deed("p2", date(2026, 6, 1), "again")
    cycles = [
        CycleTrace(DECIDED, Stage.EXITED, date(2026, 3, 1)),
        CycleTrace(None, Stage.ANSWERED, date(2026, 4, 1)),
        CycleTrace(again, Stage.DO),
    ]
    spells = own_spells(cycles)
    assert [spell.decided_by for spell in spells] == ["p1", "p2"]
    history = PupilHistory(own=spells)
    assert [str(projected_code(history, date(2026, m, 15))) for m in (1, 4, 7)] == ["K", "N", "K"]


@st.composite
def traces(draw: st.DrawFn) -> list[CycleTrace]:
    """Cycles one after the other, each with a decision or none, each closed but perhaps the last."""
    found = []
    day = START
    for number in range(draw(st.integers(0, 6))):
        day += timedelta(days=10)
        decided = Deed(f"p{number}", day, "why") if draw(st.booleans()) else None
        stage = draw(st.sampled_from([Stage.CONTINUED, Stage.EXITED, Stage.ANSWERED, Stage.ENDED]))
        found.append(CycleTrace(decided, stage, day + timedelta(days=5)))
    if found and draw(st.booleans()):
        found[-1] = CycleTrace(found[-1].support_decided, Stage.DO)
    return found


@given(traces(), st.integers(0, 6))
def test_what_comes_later_changes_nothing_of_what_was(cycles: list[CycleTrace], first: int) -> None:
    """Invariant 14: the spells that had ended stay as they were, and each day of them tells the same
    code."""
    before, after = own_spells(cycles[:first]), own_spells(cycles)
    ended = tuple(spell for spell in before if spell.ended_on is not None)
    assert after[: len(ended)] == ended
    for number, cycle in enumerate(cycles):
        on = START + timedelta(days=10 * (number + 1))
        begun = [c.support_decided is not None for c in cycles[: number + 1]]
        left = [c.stage in {Stage.EXITED, Stage.ENDED} for c in cycles[:number]]
        last_end = max((n for n, gone in enumerate(left) if gone), default=-1)
        code = projected_code(PupilHistory(own=after), on)
        assert code is (SenCode.K if any(begun[last_end + 1 :]) else SenCode.N), cycle


def test_a_concern_alone_gives_no_spell() -> None:
    assert own_spells([CycleTrace(None, Stage.CONCERN)]) == ()


@pytest.mark.parametrize(
    "make",
    [
        lambda: InheritedSpell(SenCode.N, START, None, SpellSource.ROLL),
        lambda: InheritedSpell(SenCode.K, START, START - timedelta(days=1), SpellSource.ROLL),
        lambda: OwnSpell(START, "", "why"),
        lambda: OwnSpell(START, "p1", " "),
        lambda: OwnSpell(START, "p1", "why", START - timedelta(days=1)),
        lambda: AuthorityPlan(START, " "),
        lambda: AuthorityPlan(START, "Elm", START - timedelta(days=1)),
        lambda: own_spells([CycleTrace(Deed("p1", None, "why"), Stage.DO)]),
        lambda: own_spells([CycleTrace(DECIDED, Stage.EXITED)]),
    ],
)
def test_a_spell_that_cannot_be_true_cannot_be_made(make: object) -> None:
    with pytest.raises(ValueError):
        make()  # type: ignore[operator]
