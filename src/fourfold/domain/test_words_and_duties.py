"""Words have labels, codes have dates, and duties bind whom the Act says."""

from __future__ import annotations

import inspect
from datetime import date

import pytest

from fourfold.domain import access, clock, cycle, duties, need_types, progress, rulebook, words
from fourfold.domain.duties import DUTIES, SupportBasis, duties_of, is_bound, sen_support_basis
from fourfold.domain.words import Role, SettingKind, Word, label

ON = date(2026, 3, 2)
K = SettingKind
LISTS = sorted(
    {
        found
        for module in (access, clock, cycle, duties, progress, rulebook, words)
        for _, found in inspect.getmembers(module, inspect.isclass)
        if issubclass(found, Word) and found is not Word
    },
    key=lambda found: found.__name__,
)


@pytest.mark.parametrize("words_of", LISTS, ids=lambda c: c.__name__)
def test_every_word_has_a_label_of_its_own_and_is_stored_as_plain_text(
    words_of: type[Word],
) -> None:
    labels = [label(word) for word in words_of]
    assert all(labels)
    assert len(set(labels)) == len(labels)
    for word in words_of:
        assert words_of(str(word)) is word
        assert str(word) == word.value


def test_no_label_uses_the_words_that_screens_avoid() -> None:
    for words_of in LISTS:
        for word in words_of:
            assert not {"record", "case", "entity", "submit"} & set(label(word).lower().split())


def test_every_role_of_staff_is_a_role() -> None:
    assert set(Role) - words.STAFF == {
        Role.FAMILY,
        Role.YOUNG_PERSON,
        Role.AUTHORITY_OFFICER,
        Role.PROFESSIONAL,
    }


def test_a_retired_code_holds_in_its_years_and_names_its_heir() -> None:
    old = need_types.need_type("BESD", date(2014, 8, 31))
    assert old is not None
    assert old.replaced_by == "SEMH"
    assert need_types.need_type("BESD", date(2014, 9, 1)) is None
    assert need_types.need_type("SEMH", date(2014, 8, 31)) is None
    assert need_types.need_type("SEMH", date(2014, 9, 1)) is not None


def test_codes_are_read_in_any_case_and_an_unknown_one_is_nobody() -> None:
    specific = need_types.need_type(" SpLD ", ON)
    assert specific is not None
    assert specific.code == "SPLD"
    assert need_types.need_type("XYZ", ON) is None
    codes = [each.code for each in need_types.need_types_on(ON)]
    assert len(codes) == len(set(codes)) == 14


def bound(duty: str) -> set[SettingKind]:
    return {kind for kind in SettingKind if is_bound(kind, duty, ON)}


def test_whom_the_sections_of_the_act_bind() -> None:
    mainstream = {K.MAINTAINED_MAINSTREAM, K.ACADEMY_MAINSTREAM}
    assert bound("best_endeavours") == mainstream | {
        K.MAINTAINED_NURSERY,
        K.PUPIL_REFERRAL_UNIT,
        K.ALTERNATIVE_PROVISION_ACADEMY,
        K.FURTHER_EDUCATION,
        K.SIXTH_FORM_COLLEGE,
        K.ACADEMY_16_TO_19,
    }
    assert bound("designate_senco") == mainstream | {K.MAINTAINED_NURSERY}
    assert bound("senco_qualification") == bound("designate_senco")
    assert K.FURTHER_EDUCATION not in bound("tell_parents")
    assert K.PUPIL_REFERRAL_UNIT in bound("tell_parents")
    assert K.INDEPENDENT_SCHOOL not in bound("have_regard_to_code")


def test_an_independent_school_is_bound_by_equality_and_its_own_standards_only() -> None:
    assert {duty.id for duty in duties_of(K.INDEPENDENT_SCHOOL, ON)} == {
        "reasonable_adjustments",
        "independent_school_standards",
    }


def test_on_what_footing_a_setting_gives_support() -> None:
    assert sen_support_basis(K.MAINTAINED_MAINSTREAM, ON) is SupportBasis.STATUTORY
    assert sen_support_basis(K.CHILDMINDER, ON) is SupportBasis.EYFS
    assert sen_support_basis(K.INDEPENDENT_SCHOOL, ON) is SupportBasis.VOLUNTARY
    assert sen_support_basis(K.TRUST, ON) is SupportBasis.NONE
    assert sen_support_basis(K.MAINTAINED_MAINSTREAM, date(2012, 1, 1)) is SupportBasis.VOLUNTARY


def test_duties_begin_on_their_day() -> None:
    before, after = date(2014, 8, 31), date(2014, 9, 1)
    assert not is_bound(K.MAINTAINED_MAINSTREAM, "tell_parents", before)
    assert is_bound(K.MAINTAINED_MAINSTREAM, "tell_parents", after)
    assert {duty.id for duty in duties_of(K.MAINTAINED_MAINSTREAM, before)} == {
        "reasonable_adjustments"
    }


def test_no_duty_binds_a_trust_and_each_is_cited() -> None:
    assert duties_of(K.TRUST, ON) == []
    assert all(duty.citation and duty.binds for duty in DUTIES)
    assert len({duty.id for duty in DUTIES}) == len(DUTIES)


def test_an_unknown_duty_is_an_error_and_not_a_no() -> None:
    with pytest.raises(KeyError):
        is_bound(K.TRUST, "dutys", ON)


def test_every_kind_with_children_adjusts_for_disabled_ones() -> None:
    assert bound("reasonable_adjustments") == set(duties.WITH_CHILDREN)
