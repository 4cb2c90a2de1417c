"""What should be there and is not: of whom, or of what, and which part of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fourfold.domain.cycle import (
    MOVES,
    Condition,
    Deed,
    FamilyMember,
    LineFacts,
    OutcomeFacts,
    Stage,
    check,
)
from tests.complete_facts import CHILD, COMPLETE, DONE, MOTHER, TODAY

WHO_IS_MISSING = {
    "parents_asked": ({"family": (FamilyMember("father"), MOTHER, CHILD)}, ("father",)),
    "family_told": ({"family": (MOTHER, FamilyMember("father"))}, ("father",)),
    "say_asked": ({"family": (MOTHER, FamilyMember("child", is_child=True))}, ("child",)),
    "outcomes_clear": ({"outcomes": (COMPLETE.outcomes[0], OutcomeFacts("o2"))}, ("o2",)),
    "changed_as_agreed": (
        {"lines": (LineFacts("l2", to_change=True), *COMPLETE.lines)},
        ("l2",),
    ),
    "support_staffed": ({"lines": (LineFacts("l2"), COMPLETE.lines[0])}, ("l2",)),
}


def should(id_: str) -> Condition:
    return next(each for move in MOVES for each in move.should if each.id == id_)


@pytest.mark.parametrize("id_", WHO_IS_MISSING)
def test_a_condition_finds_of_whom_or_what_it_is_missing(id_):
    spoiled, who = WHO_IS_MISSING[id_]
    condition = should(id_)
    facts = replace(COMPLETE, **spoiled)
    assert not condition.test(facts)
    assert condition.who(facts) == who
    assert "%(who)s" in condition.named


def test_of_an_outcome_that_is_not_clear_only_the_parts_that_are_missing_are_named():
    whole = COMPLETE.outcomes[0]
    facts = replace(COMPLETE, outcomes=(replace(whole, by=None), OutcomeFacts("o2")))
    clear = should("outcomes_clear")
    assert clear.parts(facts, ("o1",)) == ("a date",)
    assert clear.parts(facts, ("o2",)) == ("a measure", "a start value", "a target", "a date")
    assert clear.parts(facts, ("o1", "o2")) == clear.parts(facts, ("o2",))
    assert clear.parts(COMPLETE, ("o1",)) == ()


@pytest.mark.parametrize(("days", "missing"), [(22, False), (21, True), (15, True), (3, True)])
def test_an_invitation_is_missing_from_three_weeks_before_the_review_on(days, missing):
    """Two weeks before it they have it; a week to write it is our own choice."""
    nobody = replace(MOTHER, invited_on=None)
    on = TODAY + timedelta(days=days)
    facts = replace(COMPLETE, family=(nobody, CHILD), review_on=on, meets_on=None, review=Deed())
    open_ = {each.id for each in check("prepare_review", Stage.DO, facts).open}
    assert ("invited" in open_) is missing
    # A review that is brought forward is held without them all the same: there is no later day for it.
    for held in (Deed(), replace(DONE, on=TODAY)):
        verdict = check("hold_review", Stage.DO, replace(facts, review=held))
        assert "invited_before" in {each.id for each in verdict.open}


@pytest.mark.parametrize(("days", "late"), [(13, True), (14, False)])
def test_who_was_invited_late_is_so_by_the_day_for_which_they_were_asked(days, late):
    """However far off the day is that the plan names."""
    asked = replace(MOTHER, invited_on=TODAY)
    meets, planned = TODAY + timedelta(days=days), TODAY + timedelta(days=60)
    family = (asked, FamilyMember("father"), CHILD)
    facts = replace(COMPLETE, family=family, review_on=planned, meets_on=meets, review=Deed())
    assert should("invited_before").who(facts) == ("father",)
    assert should("invited_in_time").who(facts) == (("mother",) if late else ())
