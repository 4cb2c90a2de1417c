"""The table of moves against what a truthful record needs, said a second time without looking at
the table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.domain.cycle import (
    CLOSED_STAGES,
    MOVES,
    OPEN_STAGES,
    SUPPORT_STAGES,
    CycleFacts,
    Deed,
    FamilyMember,
    LineFacts,
    Move,
    MoveRefused,
    OutcomeFacts,
    Stage,
    check,
    find_move,
    moves_from,
    next_stage,
)
from fourfold.domain.words import EndReason, NextStep, Say
from tests.complete_facts import CHILD, COMPLETE, DONE, MOTHER, ROLL_K, TODAY, TOMORROW

VARIANTS = (
    COMPLETE,
    replace(COMPLETE, decision_is_support=False),
    replace(COMPLETE, next_step=NextStep.EXIT),
    replace(COMPLETE, shared_versions=frozenset({1, 2})),
)
DEEDS = ("raised", "decision", "review", "answer", "exit", "ending")


def spoilings() -> Iterator[CycleFacts]:
    """Each variant as it is, and with one thing missing, contradicted or in the future."""
    blank = CycleFacts(today=TODAY)
    for facts in VARIANTS:
        yield facts
        for name in facts.__dataclass_fields__:
            if name != "today":
                yield replace(facts, **{name: getattr(blank, name)})
        for name in DEEDS:
            yield replace(facts, **{name: replace(DONE, by="  ")})
            yield replace(facts, **{name: replace(DONE, on=None)})
            yield replace(facts, **{name: replace(DONE, on=TOMORROW)})
            yield replace(facts, **{name: replace(DONE, on=date(2026, 3, 1))})
            yield replace(facts, **{name: replace(DONE, words=" ")})
        for version in (0, 3):
            yield replace(facts, reviewed_version=version)
        yield replace(facts, last_step_on=None, raised=replace(DONE, on=TODAY))
        yield replace(facts, inherited=(replace(ROLL_K, ends=date(2025, 1, 1)),))
        yield replace(facts, only_language=True)
        absent = replace(MOTHER, took_part=False, cannot_come=True, days_offered=1)
        yield replace(facts, family=(absent, CHILD))
        yield replace(facts, family=(replace(MOTHER, invited_on=TODAY), CHILD))
        yield replace(facts, next_review_on=TOMORROW, next_review_by=TODAY)
        yield replace(facts, others_asked=5)
        nobody = tuple(FamilyMember(p.person, p.is_child) for p in facts.family)
        yield replace(facts, shared_with=0, staff_shared_on=None, family=nobody)
        yield replace(facts, lines=(LineFacts("l1", "", False, 10, 7, to_change=True),))
        yield replace(facts, outcomes=(OutcomeFacts("o1"),))
        yield replace(facts, family=nobody)


ALL_FACTS = tuple(spoilings())


def told(deed: Deed, facts: CycleFacts) -> str:
    """What is untrue about a deed: nobody, no day, a day to come, no reasons."""
    if not deed.by.strip():
        return "nobody"
    if deed.on is None or deed.on > facts.today:
        return "no day in the past"
    return "" if deed.words.strip() else "no reasons"


def who_and_when(deed: Deed, facts: CycleFacts) -> str:
    return told(replace(deed, words="not asked"), facts)


def in_turn(deed: Deed, *before: date | None) -> str:
    """What is untrue about a deed that follows others: it lies before one of them."""
    days = [day for day in before if day is not None]
    return "before what it follows" if deed.on and days and deed.on < max(days) else ""


def untrue_decision(facts: CycleFacts, yes: bool) -> str:
    said = told(facts.decision, facts) or in_turn(facts.decision, facts.last_step_on)
    return said or ("" if facts.decision_is_support is yes else "the decision says something else")


def untrue_sharing(facts: CycleFacts) -> str:
    if facts.plan_version is None or not facts.shared_with:
        return "shared nothing, or with nobody"
    return "edited a shared version" if facts.plan_version in facts.shared_versions else ""


def untrue_review(facts: CycleFacts) -> str:
    if not {facts.reviewed_version} & facts.frozen_versions:
        return "judged no plan that was"
    return who_and_when(facts.review, facts)


def untrue_beginning(facts: CycleFacts, frm: Stage | None) -> str:
    if frm is not None:
        return untrue_decision(facts, yes=True)
    carried = any(s.begins <= facts.today <= (s.ends or facts.today) for s in facts.inherited)
    return "" if carried or facts.follows_cycle else "support from nowhere"


def untrue_ending(facts: CycleFacts) -> str:
    days = (facts.last_step_on, facts.raised.on)
    said = who_and_when(facts.ending, facts) or in_turn(facts.ending, *days)
    return said or ("" if facts.ending_reason else "no reason")


def untrue_answer(facts: CycleFacts) -> str:
    return told(facts.answer, facts) or in_turn(facts.answer, facts.last_step_on, facts.raised.on)


def untrue_start(facts: CycleFacts) -> str:
    whole = facts.plan_version is not None and facts.support_started_on is not None
    return "" if whole else "started nothing, or on no day"


ENTERING: dict[Stage, Callable[[CycleFacts, Stage | None], str]] = {
    Stage.CONCERN: lambda f, frm: told(f.raised, f),
    Stage.DISCUSSION: lambda f, frm: "",
    Stage.ANSWERED: lambda f, frm: untrue_answer(f),
    Stage.WITHDRAWN: lambda f, frm: (
        told(f.ending, f) or in_turn(f.ending, f.last_step_on, f.raised.on)
    ),
    Stage.DECIDED_NOT_NOW: lambda f, frm: untrue_decision(f, yes=False),
    Stage.ASSESS: untrue_beginning,
    Stage.PLAN: lambda f, frm: "",
    Stage.SHARED: lambda f, frm: untrue_sharing(f),
    Stage.DO: lambda f, frm: untrue_sharing(f) if frm is Stage.DO else untrue_start(f),
    Stage.REVIEW: lambda f, frm: "",
    Stage.REVIEWED: lambda f, frm: untrue_review(f),
    Stage.CONTINUED: lambda f, frm: (
        "" if f.next_step not in (None, NextStep.EXIT) else "goes on undecided"
    ),
    Stage.EXITED: lambda f, frm: told(f.exit, f) or in_turn(f.exit, f.last_step_on),
    Stage.ENDED: lambda f, frm: untrue_ending(f),
}
"""What each stage claims to be true of the facts, in our own second words."""

S = Stage
LEADS_TO: dict[Stage | None, set[Stage]] = {
    None: {S.CONCERN, S.ASSESS},
    S.CONCERN: {S.DISCUSSION, S.ANSWERED, S.WITHDRAWN, S.DECIDED_NOT_NOW, S.ASSESS, S.ENDED},
    S.DISCUSSION: {S.ANSWERED, S.WITHDRAWN, S.DECIDED_NOT_NOW, S.ASSESS, S.ENDED},
    S.DECIDED_NOT_NOW: {S.DISCUSSION, S.ANSWERED, S.ASSESS, S.ENDED},
    S.ASSESS: {S.PLAN, S.EXITED, S.ENDED},
    S.PLAN: {S.SHARED, S.DO, S.EXITED, S.ENDED},
    S.SHARED: {S.PLAN, S.DO, S.REVIEW, S.REVIEWED, S.EXITED, S.ENDED},
    S.DO: {S.DO, S.REVIEW, S.REVIEWED, S.EXITED, S.ENDED},
    S.REVIEW: {S.REVIEWED, S.EXITED, S.ENDED},
    S.REVIEWED: {S.CONTINUED, S.EXITED, S.ENDED},
}


def violations(moves: tuple[Move, ...], facts: CycleFacts) -> list[str]:
    """Every untrue thing that this table lets happen on these facts."""
    found = []
    for stage in (None, *Stage):
        for move in moves_from(stage, moves):
            if not check(move.id, stage, facts, moves=moves).allowed:
                continue
            if move.to not in LEADS_TO.get(stage, set()):
                found.append(f"{move.id}: {stage} never leads to {move.to}")
            untrue = ENTERING[move.to](facts, stage)
            if untrue:
                found.append(f"{move.id} from {stage}: {untrue}")
    return found


MUSTS = [(move.id, condition.id) for move in MOVES for condition in move.must]


def test_no_single_thing_missing_lets_an_untrue_move_through() -> None:
    assert [untrue for facts in ALL_FACTS for untrue in violations(MOVES, facts)] == []


@pytest.mark.parametrize(("move_id", "must_id"), MUSTS)
def test_the_table_without_one_must_is_caught(move_id: str, must_id: str) -> None:
    """`begin_from_inherited` and `begin_next_cycle` excuse each other in the second wording, so
    the other
    one's fact is taken away for them."""
    other = {"begin_from_inherited": "follows_cycle", "begin_next_cycle": "inherited"}
    mutated = tuple(
        replace(move, must=tuple(c for c in move.must if c.id != must_id))
        if move.id == move_id
        else move
        for move in MOVES
    )
    candidates = ALL_FACTS
    if move_id in other:
        blank = getattr(CycleFacts(today=TODAY), other[move_id])
        candidates = tuple(replace(facts, **{other[move_id]: blank}) for facts in ALL_FACTS)
    assert any(violations(mutated, facts) for facts in candidates)
    assert not any(violations(MOVES, facts) for facts in candidates)


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.id)
def test_each_move_goes_through_when_nothing_is_untrue(move: Move) -> None:
    for stage in move.frm or {None}:
        assert any(check(move.id, stage, facts).allowed for facts in VARIANTS), stage


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.id)
def test_each_condition_can_pass_and_can_fail(move: Move) -> None:
    for condition in (*move.must, *move.should):
        answers = {condition.test(facts) for facts in ALL_FACTS}
        assert answers == {True, False}, condition.id


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.id)
def test_a_complete_cycle_leaves_nothing_open(move: Move) -> None:
    assert any(
        not check(move.id, stage, facts).open for stage in move.frm or {None} for facts in VARIANTS
    )


def deeds() -> st.SearchStrategy[Deed]:
    return st.builds(
        Deed,
        by=st.sampled_from(["", " ", "p1"]),
        on=st.sampled_from([None, date(2026, 3, 2), TODAY, TOMORROW]),
        words=st.sampled_from(["", " ", "Because."]),
    )


def any_facts() -> st.SearchStrategy[CycleFacts]:
    members = st.builds(
        FamilyMember,
        person=st.just("someone"),
        is_child=st.booleans(),
        told_on=st.sampled_from([None, TODAY]),
        views_given_on=st.sampled_from([None, TODAY]),
        plan_shared_on=st.sampled_from([None, TODAY]),
        say=st.sampled_from(Say),
    )
    return st.builds(
        CycleFacts,
        today=st.just(TODAY),
        raised=deeds(),
        decision=deeds(),
        decision_is_support=st.sampled_from([None, True, False]),
        inherited=st.sampled_from([(), (ROLL_K,), (replace(ROLL_K, ends=date(2025, 1, 1)),)]),
        follows_cycle=st.sampled_from(["", "c1"]),
        family=st.lists(members, max_size=3).map(tuple),
        strengths=st.integers(0, 1),
        plan_version=st.sampled_from([None, 1, 2]),
        shared_versions=st.frozensets(st.integers(1, 2)),
        frozen_versions=st.frozensets(st.integers(1, 3)),
        last_step_on=st.sampled_from([None, date(2026, 3, 2), TODAY]),
        shared_with=st.integers(0, 2),
        staff_shared_on=st.sampled_from([None, TODAY]),
        support_started_on=st.sampled_from([None, TODAY]),
        review=deeds(),
        reviewed_version=st.sampled_from([None, 0, 1, 2, 3]),
        next_step=st.sampled_from([None, *NextStep]),
        answer=deeds(),
        exit=deeds(),
        ending=deeds(),
        ending_reason=st.sampled_from([None, *EndReason]),
    )


@given(st.lists(st.tuples(any_facts(), st.sampled_from(MOVES)), max_size=25))
def test_no_walk_through_the_table_reaches_an_untrue_state(
    steps: list[tuple[CycleFacts, Move]],
) -> None:
    stage: Stage | None = None
    for facts, move in steps:
        verdict = check(move.id, stage, facts)
        if not verdict.allowed:
            assert verdict.not_from_here or verdict.refused_because
            with pytest.raises(MoveRefused):
                next_stage(move.id, stage, facts)
            continue
        after = next_stage(move.id, stage, facts)
        assert after in LEADS_TO[stage]
        assert ENTERING[after](facts, stage) == ""
        stage = after


def test_every_open_stage_leads_on_and_no_closed_one_does() -> None:
    assert all(moves_from(stage) for stage in OPEN_STAGES)
    assert not any(moves_from(stage) for stage in CLOSED_STAGES)


def test_every_stage_can_be_reached_from_the_beginning() -> None:
    reached: set[Stage] = set()
    waiting: list[Stage | None] = [None]
    while waiting:
        for move in moves_from(waiting.pop()):
            if move.to not in reached:
                reached.add(move.to)
                waiting.append(move.to)
    assert reached == set(Stage)


def test_a_child_may_leave_or_end_support_at_any_stage_of_it() -> None:
    assert find_move("exit_support").frm == SUPPORT_STAGES
    assert find_move("end_here").frm == OPEN_STAGES


def test_ids_are_unique_and_one_id_is_one_condition() -> None:
    assert len({move.id for move in MOVES}) == len(MOVES)
    seen: dict[str, object] = {}
    for move in MOVES:
        for condition in (*move.must, *move.should):
            assert seen.setdefault(condition.id, condition) is condition


def test_asking_for_an_unknown_move_is_an_error() -> None:
    with pytest.raises(KeyError):
        check("skip_everything", Stage.DO, COMPLETE)
