"""A cycle of which nothing is missing, as the rules look at it: tests take one thing away."""

from dataclasses import replace
from datetime import date, timedelta

from fourfold.domain.cycle import (
    CycleFacts,
    Deed,
    FamilyMember,
    InheritedSpell,
    LineFacts,
    OutcomeFacts,
    SpellSource,
)
from fourfold.domain.words import AreaOfNeed, EndReason, Judgement, NextStep, Say, SenCode

TODAY = date(2026, 3, 12)
TOMORROW = TODAY + timedelta(days=1)
DONE = Deed(by="p1", on=date(2026, 3, 2), words="Because of what we saw.")
MOTHER = FamilyMember(
    "mother",
    told_on=TODAY,
    views_asked_on=TODAY,
    views_given_on=TODAY,
    plan_shared_on=TODAY,
    say=Say.AGREES,
    invited_on=date(2026, 2, 1),
    took_part=True,
)
CHILD = replace(MOTHER, person="child", is_child=True)
ROLL_K = InheritedSpell(SenCode.K, date(2024, 9, 1), None, SpellSource.ROLL)
COMPLETE = CycleFacts(
    today=TODAY,
    raised=DONE,
    raiser_answered_on=TODAY,
    teaching_tried=True,
    discussed_on=TODAY,
    discussion_note_given_on=TODAY,
    decision=DONE,
    decision_is_support=True,
    areas=frozenset({AreaOfNeed.COGNITION_AND_LEARNING}),
    look_again_on=TOMORROW,
    inherited=(ROLL_K,),
    follows_cycle="c1",
    family=(MOTHER, CHILD),
    others_asked=1,
    others_answered=1,
    strengths=1,
    needs=1,
    plan_version=2,
    shared_versions=frozenset({1}),
    frozen_versions=frozenset({1, 2}),
    last_step_on=date(2026, 3, 2),
    outcomes=(OutcomeFacts("o1", True, True, True, True, TOMORROW, Judgement.MET),),
    lines=(LineFacts("l1", "ta", True, 10, 8, decided=True),),
    responsibilities_of=frozenset({"family", "child", "setting"}),
    review_on=TOMORROW,
    shared_with=3,
    staff_shared_on=TODAY,
    support_started_on=TODAY,
    meets_on=date(2026, 3, 2),
    review=DONE,
    reviewed_version=2,
    next_step=NextStep.CONTINUE,
    next_step_decided=DONE,
    next_review_on=TOMORROW,
    next_review_by=TOMORROW,
    review_shared_on=TODAY,
    end_told_on=TODAY,
    answer=DONE,
    exit=DONE,
    watch_until=TOMORROW,
    ending=DONE,
    ending_reason=EndReason.LEFT,
)
