"""Dated rules, and the local numbers that the law leaves room for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fourfold.domain.rulebook import (
    NATIONAL,
    RULES,
    LocalSetting,
    NotAllowedHere,
    Rulebook,
    SetBy,
)
from fourfold.domain.words import Force

ON = date(2026, 3, 2)


def local(
    rule_id: str, *, by: SetBy = SetBy.SETTING, begins: date = ON, **numbers: int
) -> LocalSetting:
    return LocalSetting(rule_id, by, begins, **numbers)


def test_the_ten_rows_of_the_catalogue_are_there_under_their_words() -> None:
    rows = {rule.catalogue: rule.id for rule in RULES if rule.catalogue}
    assert rows == {
        "D1": "tell_parents",
        "D2": "review_on_date",
        "D3": "three_meetings",
        "D4": "review_termly",
        "D5": "give_record",
        "D6": "report_to_parents",
        "D7": "copy_of_report",
        "D8": "senco_qualification",
        "D9": "refresh_information_report",
        "D24": "first_support",
    }


def test_each_rule_holds_today_with_a_citation_and_a_trigger() -> None:
    for rule in RULES:
        assert NATIONAL.rule(rule.id, ON) is rule
        assert rule.citation
        assert rule.trigger


def test_a_number_in_the_law_cannot_be_changed_locally() -> None:
    for rule in RULES:
        if rule.force is Force.STATUTE and rule.may_change:
            assert rule.stricter_only, rule.id
    with pytest.raises(NotAllowedHere, match="same everywhere"):
        Rulebook(RULES, (local("senco_qualification", days=10),))


@given(st.integers(-5, 60))
def test_a_setting_may_tell_families_sooner_and_never_later(days: int) -> None:
    setting = local("tell_parents", days=days)
    if 1 <= days <= 5:
        assert Rulebook(RULES, (setting,)).days("tell_parents", ON) == days
    else:
        assert NATIONAL.why_not(setting) is not None
        with pytest.raises(NotAllowedHere):
            Rulebook(RULES, (setting,))


@given(st.integers(0, 9))
def test_a_setting_may_meet_families_more_often_and_never_less(count: int) -> None:
    refused = NATIONAL.why_not(local("three_meetings", count=count)) is not None
    assert refused == (count < 3)


def test_a_local_number_holds_only_on_its_days() -> None:
    setting = replace(local("first_support", days=10), ends=ON + timedelta(days=30))
    book = Rulebook(RULES, (setting,))
    days = [book.days("first_support", ON + timedelta(days=n)) for n in (-1, 0, 30, 31)]
    assert days == [20, 10, 10, 20]


def test_the_settings_own_number_goes_before_the_authoritys_and_the_newer_before_the_older() -> (
    None
):
    later = ON + timedelta(days=10)
    book = Rulebook(
        RULES,
        (
            local("first_support", by=SetBy.AUTHORITY, days=15),
            local("first_support", days=12),
            local("first_support", begins=later, days=8),
            local("review_termly", by=SetBy.AUTHORITY, count=2),
        ),
    )
    assert book.days("first_support", ON) == 12
    assert book.days("first_support", later) == 8
    assert book.count("review_termly", ON) == 2


@pytest.mark.parametrize(
    ("setting", "sentence"),
    [
        (local("nonsense", days=1), "no such rule"),
        (local("first_support"), "Give a number"),
        (local("first_support", count=2), "no such number"),
        (local("first_support", days=0), "at least one"),
        (local("three_meetings", count=2), "not for less"),
    ],
)
def test_a_local_number_that_makes_no_sense_is_refused_in_words(
    setting: LocalSetting, sentence: str
) -> None:
    refusal = NATIONAL.why_not(setting)
    assert refusal is not None
    assert sentence in refusal


def test_a_new_version_begins_where_the_old_one_ends() -> None:
    change = date(2029, 9, 1)
    old = replace(NATIONAL.rule("review_termly", ON), effective_to=change - timedelta(days=1))
    new = replace(old, version=2, effective_from=change, effective_to=None, default_count=2)
    book = Rulebook((old, new))
    assert book.rule("review_termly", change - timedelta(days=1)).version == 1
    assert book.rule("review_termly", change).version == 2
    with pytest.raises(ValueError, match="Two versions"):
        Rulebook((replace(old, effective_to=None), new))
    with pytest.raises(KeyError):
        book.rule("review_termly", date(2010, 1, 1))
