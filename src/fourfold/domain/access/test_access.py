"""Deny by default, from every side; and the promises made to each role."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.domain.access import (
    BARS,
    GRANTS,
    Action,
    Allowed,
    Bar,
    Refused,
    Standing,
    decide,
    decide_any,
    roles_that_may,
)
from fourfold.domain.words import Role

A = Action
ON = date(2026, 3, 12)
RELATIONS = (
    "teaches",
    "leads_group",
    "family_of",
    "parental_responsibility",
    "is_self",
    "shared_with",
    "named",
    "reads_first",
    "raised_it",
    "child_is_young_person",
    "young_person_agrees",
)


def member(role: Role, **relations: object) -> Standing:
    return Standing(role, ON, at_this_setting=True, in_force=True, **relations)  # type: ignore[arg-type]


def may(role: Role, **relations: object) -> set[Action]:
    standing = member(role, **relations)
    return {action for action in Action if isinstance(decide(action, standing), Allowed)}


def standings() -> st.SearchStrategy[Standing]:
    return st.builds(
        Standing,
        role=st.sampled_from(Role),
        on=st.just(ON),
        at_this_setting=st.booleans(),
        in_force=st.booleans(),
        granted_until=st.sampled_from([None, ON - timedelta(days=1), ON, ON + timedelta(days=9)]),
        barred_from=st.frozensets(st.sampled_from(Bar)),
        **{name: st.booleans() for name in RELATIONS},
    )


@given(st.sampled_from(Role))
def test_a_stranger_has_no_answer_but_no_and_learns_nothing(role: Role) -> None:
    for action in Action:
        answer = decide(action, Standing(role, ON))
        assert isinstance(answer, Refused)
        assert answer.hidden


@given(standings())
def test_another_settings_thing_does_not_exist_whatever_else_holds(standing: Standing) -> None:
    for action in Action:
        for missing in ("at_this_setting", "in_force"):
            answer = decide(action, replace(standing, **{missing: False}))
            assert isinstance(answer, Refused)
            assert answer.hidden


@given(standings())
def test_a_contact_barred_by_an_order_gets_nothing_from_any_side(standing: Standing) -> None:
    """Invariant 7."""
    for action in Action:
        barred = replace(standing, barred_from=frozenset({Bar.EVERYTHING}))
        answer = decide(action, barred)
        assert isinstance(answer, Refused)
        assert answer.hidden
        senco = member(Role.SENCO)
        assert isinstance(decide_any(action, [senco, barred]), Refused) == (
            barred.at_this_setting and barred.in_force
        ) or isinstance(decide(action, senco), Refused)


@given(standings(), st.sampled_from(Bar))
def test_one_bar_takes_away_what_it_names(standing: Standing, bar: Bar) -> None:
    for action in Action:
        if action in BARS[bar]:
            barred = replace(standing, barred_from=standing.barred_from | {bar})
            assert isinstance(decide(action, barred), Refused)


@given(standings())
def test_a_bar_never_gives(standing: Standing) -> None:
    for action in Action:
        if isinstance(decide(action, standing), Allowed):
            assert isinstance(decide(action, replace(standing, barred_from=frozenset())), Allowed)


@given(standings(), st.sampled_from([n for n in RELATIONS if n != "child_is_young_person"]))
def test_a_relation_more_never_takes_anything_away(standing: Standing, relation: str) -> None:
    for action in Action:
        if isinstance(decide(action, standing), Allowed):
            assert isinstance(decide(action, replace(standing, **{relation: True})), Allowed)


@given(standings())
def test_every_answer_gives_its_reason(standing: Standing) -> None:
    for action in Action:
        answer = decide(action, standing)
        assert answer.reason_id
        assert answer.sentence


@given(standings())
def test_nobody_from_outside_gets_past_the_last_day_of_a_grant(standing: Standing) -> None:
    for action in Action:
        for role in (Role.PROFESSIONAL, Role.AUTHORITY_OFFICER):
            ended = replace(standing, role=role, granted_until=ON - timedelta(days=1))
            assert isinstance(decide(action, ended), Refused)


def test_a_professional_sees_the_one_case_until_the_grant_ends() -> None:
    assert may(Role.PROFESSIONAL, granted_until=ON) == {
        A.RAISE_CONCERN,
        A.SEE_CHILD,
        A.SEE_NEEDS,
        A.SEE_SUPPORT,
        A.GIVE_VIEWS,
        A.ADD_OBSERVATION,
    }
    assert may(Role.PROFESSIONAL) == set()


def test_an_officer_sees_only_what_was_sent() -> None:
    assert may(Role.AUTHORITY_OFFICER, granted_until=ON, shared_with=True) == {A.SEE_SENT_CASE}
    assert may(Role.AUTHORITY_OFFICER, granted_until=ON) == set()


def test_a_governor_sees_the_whole_and_no_child() -> None:
    everything = dict.fromkeys(RELATIONS, True)
    assert may(Role.GOVERNOR, **everything) == {A.SEE_WHOLE_SETTING}
    refused = decide(A.SEE_CHILD, member(Role.GOVERNOR))
    assert isinstance(refused, Refused)
    assert refused.hidden


def test_a_teacher_sees_the_children_they_teach_and_can_worry_about_any() -> None:
    assert may(Role.TEACHER, raised_it=True) - may(Role.TEACHER) == {
        A.SEE_ANSWER,
        A.WITHDRAW_CONCERN,
    }
    assert may(Role.TEACHER) == {A.RAISE_CONCERN, A.PASS_TO_SAFEGUARDING, A.SEE_TODAY}
    taught = may(Role.TEACHER, teaches=True)
    assert {A.SEE_NEEDS, A.WRITE_PLAN, A.HOLD_REVIEW, A.LOG_SESSION} <= taught
    assert not taught & {A.RECORD_DECISION, A.SEE_RESTRICTED, A.MANAGE_PEOPLE, A.SEE_SEALED}
    assert may(Role.KEYWORKER, teaches=True) == taught


def test_an_assistant_sees_the_groups_they_lead_and_decides_nothing() -> None:
    assert may(Role.ASSISTANT, leads_group=True) - may(Role.ASSISTANT) == {
        A.SEE_CHILD,
        A.SEE_SUPPORT,
        A.LOG_SESSION,
        A.ADD_OBSERVATION,
    }


def test_a_parent_sees_what_was_shared_and_takes_part() -> None:
    before = may(Role.FAMILY, family_of=True)
    assert A.SEE_SHARED_PLAN not in before
    assert may(Role.FAMILY, family_of=True, shared_with=True) - before == {
        A.SEE_SHARED_PLAN,
        A.EXPORT_SHARED,
    }
    assert not before & {A.SEE_NEEDS, A.LOG_SESSION, A.SEE_TRAIL, A.SEE_RESTRICTED}
    assert may(Role.FAMILY, shared_with=True, parental_responsibility=True) == set()


def test_from_the_end_of_school_age_a_parent_keeps_what_they_were_given() -> None:
    """Invariant 12: new things go by the young person's agreement, what was given stays."""
    grown = {"family_of": True, "shared_with": True, "child_is_young_person": True}
    without, agreed = may(Role.FAMILY, **grown), may(Role.FAMILY, young_person_agrees=True, **grown)
    assert A.SEE_SHARED_PLAN in without
    assert agreed - without == {A.SAY_ON_PLAN}


@given(standings(), st.sampled_from([Role.FAMILY, Role.FAMILY, *Role]))
def test_growing_up_takes_nothing_back_that_was_given(standing: Standing, role: Role) -> None:
    """Invariant 12: what was given stays with whom it was given to; only taking part asks for a
    young person's leave."""
    here = replace(
        standing, role=role, at_this_setting=True, in_force=True, barred_from=frozenset()
    )
    child = replace(here, child_is_young_person=False)
    grown = replace(here, child_is_young_person=True, young_person_agrees=False)
    agreed = replace(grown, young_person_agrees=True)
    for action in Action:
        if action is not A.SAY_ON_PLAN:
            assert decide(action, grown) == decide(action, child)
        assert decide(action, agreed) == decide(action, child)


def test_asking_for_a_needs_assessment_depends_on_no_stage_and_nobodys_leave() -> None:
    """Invariant 8: parent, young person and setting, with nothing else true."""
    for standing in (
        member(Role.FAMILY, family_of=True),
        member(Role.YOUNG_PERSON, is_self=True),
        member(Role.SENCO),
        member(Role.SENIOR_LEADER),
    ):
        assert isinstance(decide(A.ASK_NEEDS_ASSESSMENT, standing), Allowed)


def test_what_is_kept_for_named_people_does_not_exist_for_the_others() -> None:
    for role in Role:
        answer = decide(A.SEE_RESTRICTED, member(role, teaches=True, family_of=True, is_self=True))
        assert isinstance(answer, Refused)
        assert answer.hidden
    assert A.SEE_RESTRICTED in may(Role.SENCO, named=True)


def test_what_went_to_the_safeguarding_lead_is_theirs_alone() -> None:
    assert set(roles_that_may(A.SEE_SEALED)) == {Role.SAFEGUARDING_LEAD}
    assert A.SEE_STORY not in may(Role.SAFEGUARDING_LEAD)
    answer = decide(A.SEE_SEALED, member(Role.SENCO))
    assert isinstance(answer, Refused)
    assert answer.hidden


def test_first_readers_are_appointed() -> None:
    assert A.READ_CONTRIBUTION not in may(Role.TEACHER, teaches=True)
    assert A.READ_CONTRIBUTION in may(Role.TEACHER, reads_first=True)
    assert A.READ_CONTRIBUTION in may(Role.SENCO)


def test_a_child_whom_one_may_not_see_is_not_there_and_a_verb_of_others_is_refused_plainly() -> (
    None
):
    unseen = decide(A.WRITE_PLAN, member(Role.TEACHER))
    assert isinstance(unseen, Refused)
    assert unseen.hidden
    seen = decide(A.WRITE_PLAN, member(Role.ASSISTANT, leads_group=True))
    assert isinstance(seen, Refused)
    assert not seen.hidden
    setting = decide(A.MANAGE_PEOPLE, member(Role.TEACHER))
    assert isinstance(setting, Refused)
    assert not setting.hidden
    unshared = decide(A.SEE_SHARED_PLAN, member(Role.FAMILY, family_of=True))
    assert isinstance(unshared, Refused)
    assert unshared.reason_id == "not_shared"


def test_a_person_with_two_roles_has_what_either_gives() -> None:
    both = [member(Role.GOVERNOR), member(Role.FAMILY, family_of=True)]
    assert isinstance(decide_any(A.SEE_WHOLE_SETTING, both), Allowed)
    assert isinstance(decide_any(A.GIVE_VIEWS, both), Allowed)
    assert isinstance(decide_any(A.WRITE_PLAN, both), Refused)
    assert decide_any(A.SEE_CHILD, []) == decide(A.SEE_CHILD, Standing(Role.FAMILY, ON))


@pytest.mark.parametrize("action", Action, ids=str)
def test_every_action_is_somebodys_and_never_everybodys(action: Action) -> None:
    assert 0 < len(roles_that_may(action)) < len(Role)


def test_the_table_says_each_thing_once() -> None:
    rows = [(grant.action, grant.role, grant.relation.id) for grant in GRANTS]
    assert len(rows) == len(set(rows))


@given(standings())
def test_an_answer_is_the_table_read_row_by_row(standing: Standing) -> None:
    """A second way, without the index: a yes has a row whose relation holds, a no has none or a
    bar."""
    for action in Action:
        rows = [g for g in GRANTS if g.action is action and g.role is standing.role]
        holds = any(g.relation.holds(standing) for g in rows)
        barred = any(action in BARS[bar] for bar in standing.barred_from)
        here = standing.at_this_setting and standing.in_force
        assert isinstance(decide(action, standing), Allowed) == (holds and here and not barred)
