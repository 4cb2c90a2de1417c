"""Who is a parent: Education Act 1996 s.576."""

from __future__ import annotations

import pytest

from fourfold.domain.parents import is_parent


@pytest.mark.parametrize(
    ("relationship", "responsibility", "lives_with", "is_one"),
    [
        ("childminder", "no", False, False),
        ("Step father", "no", False, False),
        ("grandmother", "no", False, False),
        ("", "no", False, False),
        ("childminder", "unknown", False, True),
        ("childminder", "", False, True),
        ("aunt", "yes", False, True),
        ("grandmother", "no", True, True),
        ("Father", "no", False, True),
        (" birth mother ", "no", False, True),
    ],
)
def test_who_has_responsibility_or_care_or_is_a_natural_parent_is_one_and_no_guess_keeps_out(
    relationship: str, responsibility: str, lives_with: bool, is_one: bool
) -> None:
    assert is_parent(relationship, responsibility, lives_with=lives_with) is is_one
