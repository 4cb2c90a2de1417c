"""A birth date that cannot be, one that hardly can, and a child who may be here already."""

from __future__ import annotations

from datetime import date

import pytest

from fourfold.domain.child import Alike, alike, is_born, is_likely_age
from fourfold.domain.words import SettingKind

TODAY = date(2026, 1, 12)
BORN = date(2017, 3, 4)
ONE, TWO = "B801200005001", "P207000016049"


@pytest.mark.parametrize(
    ("born", "kind", "can_be", "likely"),
    [
        (date(2026, 1, 12), SettingKind.CHILDMINDER, True, True),
        (date(2026, 1, 13), SettingKind.CHILDMINDER, False, False),
        (date(2017, 3, 4), SettingKind.MAINTAINED_MAINSTREAM, True, True),
        (date(1950, 3, 4), SettingKind.MAINTAINED_MAINSTREAM, True, False),
        (date(2025, 3, 4), SettingKind.ACADEMY_MAINSTREAM, True, False),
        (date(2017, 3, 4), SettingKind.FURTHER_EDUCATION, True, False),
        (date(2001, 3, 4), SettingKind.FURTHER_EDUCATION, True, True),
        (date(2001, 3, 4), None, True, True),
        (date(1950, 3, 4), None, True, False),
    ],
)
def test_nobody_is_here_before_they_are_born_and_an_unlikely_age_is_known(
    born: date, kind: SettingKind | None, can_be: bool, likely: bool
) -> None:
    assert is_born(born, TODAY) is can_be
    assert is_likely_age(born, kind, TODAY) is likely


@pytest.mark.parametrize(
    ("new", "here", "are"),
    [
        ((BORN, ""), (BORN, ONE), Alike.SAME),
        ((None, ONE), (BORN, ONE), Alike.SAME),
        ((None, ""), (BORN, ""), Alike.PERHAPS),
        ((BORN, ""), (None, ONE), Alike.PERHAPS),
        ((date(2017, 4, 3), ""), (BORN, ONE), Alike.PERHAPS),
        ((BORN, ONE), (BORN, TWO), Alike.PERHAPS),
        ((date(2018, 4, 3), ONE), (BORN, TWO), Alike.OTHERS),
    ],
)
def test_two_of_one_name_are_asked_about_unless_number_or_birth_date_tells(
    new: tuple[date | None, str], here: tuple[date | None, str], are: Alike
) -> None:
    assert alike(*new, *here) is are
