"""Prompt, never gate: what is only expected holds no help back (promise 2; I5, I7)."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fourfold.domain.cycle import (
    MOVES,
    CycleFacts,
    FamilyMember,
    Move,
    Stage,
    check,
    find_move,
    next_stage,
)
from fourfold.domain.cycle.shoulds import AGREED, FAMILY_TOLD, PLAN_TO_FAMILY, SAY_ASKED
from fourfold.domain.cycle.test_moves import CHILD, COMPLETE, DONE, MOTHER, TODAY, any_facts
from fourfold.domain.words import Say

HELP_NEVER_WAITS_FOR = (
    "raiser_answered_on",
    "teaching_tried",
    "discussed_on",
    "discussion_note_given_on",
    "areas",
    "look_again_on",
    "others_answered",
    "strengths",
    "needs",
    "outcomes",
    "lines",
    "responsibilities_of",
    "review_on",
    "review_shared_on",
    "end_told_on",
    "watch_until",
)


@given(any_facts(), st.sampled_from(MOVES), st.sampled_from([None, *Stage]), st.data())
def test_what_is_only_expected_never_changes_whether_a_move_is_allowed(
    facts: CycleFacts, move: Move, stage: Stage | None, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(HELP_NEVER_WAITS_FOR))
    changed = replace(facts, **{name: getattr(COMPLETE, name)})
    assert check(move.id, stage, changed).allowed == check(move.id, stage, facts).allowed


@given(any_facts(), st.sampled_from(MOVES), st.sampled_from([None, *Stage]))
def test_neither_silence_nor_disagreement_nor_a_missing_notice_holds_help_back(
    facts: CycleFacts, move: Move, stage: Stage | None
) -> None:
    family = tuple(replace(p, told_on=None, say=Say.DISAGREES) for p in facts.family)
    content = replace(
        facts, family=tuple(replace(p, told_on=TODAY, say=Say.AGREES) for p in family)
    )
    assert (
        check(move.id, stage, replace(facts, family=family)).allowed
        == check(move.id, stage, content).allowed
    )


def test_help_can_start_from_a_bare_decision_a_plan_and_a_day() -> None:
    facts = CycleFacts(
        today=TODAY,
        raised=DONE,
        decision=DONE,
        decision_is_support=True,
        plan_version=1,
        support_started_on=TODAY,
    )
    stage: Stage | None = None
    for move_id in ("raise_concern", "decide_support", "write_plan", "start_support"):
        stage = next_stage(move_id, stage, facts)
    assert stage is Stage.DO


def test_no_condition_asks_for_a_diagnosis_or_for_money() -> None:
    words = {w for m in MOVES for c in (*m.must, *m.should) for w in c.sentence.lower().split()}
    assert not words & {"diagnosis", "diagnosed", "cost", "price", "budget", "£6,000"}


members = st.builds(
    FamilyMember,
    person=st.just("someone"),
    is_child=st.booleans(),
    plan_shared_on=st.sampled_from([None, TODAY]),
    withheld_because=st.sampled_from(["", "Serious harm is likely."]),
)


@given(st.lists(members, min_size=1, max_size=4))
def test_each_who_is_entitled_has_the_plan_or_a_lawful_reason_why_not(
    family: list[FamilyMember],
) -> None:
    """Invariant 6, the half that the domain can state: nobody is forgotten without it being
    said."""
    lacking = [p for p in family if p.plan_shared_on is None and not p.withheld_because]
    facts = CycleFacts(today=TODAY, family=tuple(family))
    assert PLAN_TO_FAMILY.test(facts) == (not lacking)


def test_whoever_was_not_asked_is_not_said_to_disagree() -> None:
    """Before the plan of a second cycle is shared nobody has said anything of it."""
    for said, lacking in (
        (Say.NOT_ASKED, {"say_asked"}),
        (Say.NO_REPLY, {"agreed"}),
        (Say.DISAGREES, {"agreed"}),
        (Say.AGREES, set()),
    ):
        mother = replace(MOTHER, say=said)
        facts = CycleFacts(today=TODAY, family=(mother,))
        found = {each.id for each in (SAY_ASKED, AGREED) if not each.test(facts)}
        assert found == lacking


def test_an_empty_family_is_never_taken_for_a_family_that_was_told() -> None:
    assert not PLAN_TO_FAMILY.test(CycleFacts(today=TODAY))
    assert not FAMILY_TOLD.test(CycleFacts(today=TODAY, family=(CHILD,)))


def test_the_news_is_owed_to_every_parent_and_then_to_the_young_person() -> None:
    untold = replace(MOTHER, person="father", told_on=None)
    both = CycleFacts(today=TODAY, family=(MOTHER, untold, CHILD))
    assert not FAMILY_TOLD.test(both)
    assert FAMILY_TOLD.test(replace(both, is_young_person=True))
    assert FAMILY_TOLD.test(replace(both, news_is_owed=False))
    silent = replace(both, family=(MOTHER, replace(CHILD, told_on=None)))
    assert FAMILY_TOLD.test(silent)
    assert not FAMILY_TOLD.test(replace(silent, is_young_person=True))


def test_nobody_is_owed_the_news_of_a_decision_before_it_is_made() -> None:
    before = {"raise_concern", "look_into_it", "decide_support", "begin_from_inherited"}
    for move in before:
        assert FAMILY_TOLD not in find_move(move).should
    for move in ("write_plan", "share_plan", "start_support"):
        assert FAMILY_TOLD in find_move(move).should
