"""What cells mean, as schools' systems write them."""

from datetime import date

import pytest

from fourfold.casework.people.roll import cells
from fourfold.casework.people.roll.staff import some_roles
from fourfold.domain.words import Role
from fourfold.foundation.intake.checks.looks_like_formula import looks_like_formula
from fourfold.foundation.intake.columns import NotUnderstood
from fourfold.foundation.intake.reading import decoded, sheet_of


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (cells.a_date, "27/03/2017", date(2017, 3, 27)),
        (cells.a_date, "7.3.2017", date(2017, 3, 7)),
        (cells.a_date, "2017-03-27", date(2017, 3, 27)),
        (cells.a_date, "2017-03-27T00:00:00", date(2017, 3, 27)),
        (cells.a_date, "27/03/2017 00:00", date(2017, 3, 27)),
        (cells.a_year_group, "Year 4", "4"),
        (cells.a_year_group, "Yr 11", "11"),
        (cells.a_year_group, "04", "4"),
        (cells.a_year_group, "Reception", "R"),
        (cells.a_year_group, "N2", "N2"),
        (cells.a_year_group, "x", "X"),
        (cells.a_sen_code, "SEN support (K)", "K"),
        (cells.a_sen_code, "k", "K"),
        (cells.a_sen_code, "EHCP", "E"),
        (cells.a_sen_code, "No Special Educational Need", "N"),
        (cells.a_language, "Turkish", "tr"),
        (cells.a_language, "SOM", "so"),
        (cells.a_language, "KURM", "kmr"),
        (cells.is_yes, "TRUE", True),
        (cells.is_yes, "n", False),
        (cells.responsibility, "Yes", "yes"),
        (cells.responsibility, "not known", "unknown"),
        (cells.an_email, "A.B@School.example", "a.b@school.example"),
        (some_roles, "TA, Teacher", (Role.ASSISTANT, Role.TEACHER)),
    ],
)
def test_what_is_understood(read, text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (cells.a_date, "27/03/17"),
        (cells.a_date, "03/27/2017"),
        (cells.a_date, "31/02/2017"),
        (cells.a_date, "March"),
        (cells.a_year_group, "47"),
        (cells.a_year_group, "Kestrel"),
        (cells.a_sen_code, "S"),
        (cells.a_sen_code, "P"),
        (cells.a_upn, "123"),
        (cells.a_language, "Klingon"),
        (cells.is_yes, "perhaps"),
        (cells.an_email, "no at sign"),
        (some_roles, "Teacher, Wizard"),
    ],
)
def test_what_is_not_guessed(read, text):
    with pytest.raises(NotUnderstood) as reason:
        read(text)
    assert reason.value.sentence


def test_a_need_is_kept_as_written_whether_it_is_known_or_not():
    assert cells.a_need("SpLD").code == "SPLD"
    assert cells.a_need("Autistic spectrum disorder").code == "ASD"
    assert cells.a_need("Something else") == cells.NeedSaid("Something else", "")


def test_formulas_are_known_and_telephone_numbers_are_none():
    for formula in ("=1+1", "@sum", "+SUM(A1)", "-cmd"):
        assert looks_like_formula(formula)
    for text in ("+44 7700 900001", "-5", "Anna-Maria", "", "0770"):
        assert not looks_like_formula(text)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_sheet_is_read_whatever_stands_between_its_cells(mark):
    sheet = sheet_of(f'\n\nName{mark}Other\n"two\nlines"{mark}b\n\nc{mark}d\n')
    assert sheet.headings == ["Name", "Other"]
    assert sheet.lines == [(4, ["two lines", "b"]), (7, ["c", "d"])]


def test_letters_of_windows_are_guessed_and_said():
    assert decoded("Zoë,Müller".encode("cp1252")).encoding == "cp1252"
    assert decoded("Zoë,Müller".encode()).words == "Zoë,Müller"
