"""The UPN against a dated table of numbers, true and false."""

import pytest

from fourfold.casework.people.upn import Verdict, check_letter, is_temporary, judged, normalised

# Worked out by hand from the Department's rule and held against published ones, November 2026. The first is also the
# worked example of python-stdnum; the second has the digits of an example that two help pages answer wrongly with Q.
TRUE = (
    "B801200005001", "P207000016049", "M80120000500A", "Y80120000500Z", "L20736140500H",
    "Y838200024017", "L839400023005", "M940300125123", "N942200124001", "U943400025999",
    "F001999919001", "F201361426001",
)  # fmt: skip
FALSE = (
    ("A801200005001", Verdict.WRONG_LETTER),
    ("B207000016049", Verdict.WRONG_LETTER),
    ("Q207000016049", Verdict.WRONG_LETTER),
    ("B80120000500I", Verdict.WRONG_SHAPE),
    ("B80120000500O", Verdict.WRONG_SHAPE),
    ("B80120000500S", Verdict.WRONG_SHAPE),
    ("X80120000A001", Verdict.WRONG_SHAPE),
    ("B80120000500", Verdict.WRONG_SHAPE),
    ("B8012000050010", Verdict.WRONG_SHAPE),
    ("B80120000500\u0661", Verdict.WRONG_SHAPE),
    ("", Verdict.WRONG_SHAPE),
)


@pytest.mark.parametrize("upn", TRUE)
def test_a_true_number_is_good(upn):
    assert judged(upn) is Verdict.GOOD
    assert check_letter(upn[1:]) == upn[0]


@pytest.mark.parametrize(("upn", "verdict"), FALSE)
def test_a_false_number_is_told_apart(upn, verdict):
    assert judged(upn) is verdict


def test_any_one_digit_changed_changes_the_letter():
    for at in range(1, 13):
        for digit in "0123456789":
            other = "B801200005001"[:at] + digit + "B801200005001"[at + 1 :]
            if other != "B801200005001":
                assert judged(other) is Verdict.WRONG_LETTER


def test_writing_is_made_one_before_it_is_judged():
    assert normalised(" b801 2000-05001 ") == "B801200005001"
    assert is_temporary("M80120000500A")
    assert not is_temporary("B801200005001")


def test_a_letter_is_worked_out_for_the_right_shape_only():
    with pytest.raises(ValueError):
        check_letter("80120000500")
