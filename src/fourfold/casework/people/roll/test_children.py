"""A roll of children with planted faults: shown, brought in, undone."""

import time
from datetime import date

import pytest

from fourfold.casework.people.actions import add_care, change_pupil, commit_roll
from fourfold.casework.people.models import GroupPupil, InheritedSpell, Pupil, RollNote
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import differences
from fourfold.foundation.intake.actions import bring_file, leave, look_again, undo
from fourfold.foundation.intake.models import Intake, IntakeRow
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.rows import altered_rows
from tests.dumps import a_dump

DAY = date(2025, 11, 5)
HEADINGS = (
    "Forename,Surname,DOB,UPN,Adno,Year,Reg,SEN Status,SEN Start Date,SEN Need,Leaving date,House"
)
GOOD = "Mia,Stone,01/02/2017,B801200005001,000123,Year 4,Kestrel,SEN Support,03/09/2024,SLCN,,Red"
FAULTS = [
    GOOD,
    "Typo,Code,02/02/2017,,,4,Kestrel,KK,,,,Red",
    "Dup,One,03/02/2017,P207000016049,,4,Kestrel,N,,,,Red",
    "Dup,Two,04/02/2017,P207000016049,,4,Kestrel,N,,,,Red",
    "Blank,Birth,,,,4,Kestrel,N,,,,Red",
    "Lena,Leaver,05/02/2017,,,4,Kestrel,K,,MLD,18/07/2025,Red",
    "Zoë,Nowak-Wójcik,06/02/2017,,,4,Kestrel,E,,ASD,,Red",
    "Wrong,Year,07/02/2017,,,11,Kestrel,N,,,,Red",
    "Bad,Date,31/02/2017,,,4,Kestrel,N,,,,Red",
    "Extra,Cell,08/02/2017,,,4,Kestrel,N,,,,Red,surplus",
    '"=HYPERLINK(""x"")",Formula,09/02/2017,,,4,Kestrel,N,,,,Red',
    "No,Class,10/02/2017,,,4,Kestral,N,,,,Red",
    "Twice,Over,11/02/2017,,,4,Kestrel,N,,,,Red",
    "Twice,Over,11/02/2017,,,4,Kestrel,N,,,,Red",
    "Leo,Potts,01/06/2017,,,4,Kestrel,K,01/09/2025,Bespoke need,,Red",
    "AYAAN,Khan,04/03/2017,,,4,Kestrel,,,,,Red",
]


def a_file(lines=FAULTS, encoding="utf-8") -> bytes:
    return "\r\n".join([HEADINGS, *lines]).encode(encoding)


@pytest.fixture
def elm(cast):
    with tenant_scope(cast.elm.organisation.pk):
        yield cast.elm


def read(place, content, kind="children", name="roll.csv") -> Intake:
    return bring_file(
        place.organisation, kind, name, content, actor=place.actor("Ada", DAY), today=DAY
    )


def outcomes(intake) -> dict[str, str]:
    return {row.name: row.came_to for row in IntakeRow.objects.filter(intake=intake)}


def test_every_planted_fault_is_found_and_said_in_words(elm):
    intake = read(elm, a_file())
    rows = {row.number: row for row in IntakeRow.objects.filter(intake=intake)}
    codes = {line: {reason["code"] for reason in row.reasons} for line, row in rows.items()}
    assert rows[2].came_to == "new"
    assert codes[2] == set()
    assert rows[3].came_to == "new"
    assert codes[3] == {"not_understood"}
    assert rows[4].came_to == rows[5].came_to == "ask"
    assert "line 5" in rows[4].reasons[0]["sentence"]
    assert rows[6].came_to == "new"
    assert codes[6] == {"birth_date_missing"}
    assert rows[7].came_to == "left_out"
    assert codes[7] == {"has_left"}
    assert rows[8].came_to == "new"
    assert rows[8].name == "Zoë Nowak-Wójcik"
    assert codes[9] == {"year_does_not_fit"}
    assert rows[10].came_to == "left_out"
    assert "31/02/2017" in rows[10].reasons[0]["sentence"]
    assert rows[11].came_to == "left_out"
    assert "surplus" in rows[11].reasons[0]["sentence"]
    assert rows[12].came_to == "new"
    assert codes[12] == {"looks_like_formula"}
    assert codes[13] == {"class_not_here"}
    assert rows[14].came_to == "new"
    assert rows[15].came_to == "left_out"
    assert "line 14" in rows[15].reasons[0]["sentence"]
    assert rows[16].came_to == "changed"
    assert codes[16] == {"need_not_known"}
    assert rows[17].came_to == "same"
    assert Pupil.objects.count() == 4
    assert intake.counts == {"same": 1, "new": 8, "changed": 1, "ask": 2, "left_out": 4}


def test_a_language_is_shown_by_its_name(elm):
    listed = "Forename,Surname,DOB,Year,Language\nLeo,Potts,01/06/2017,4,Polish"
    rows = IntakeRow.objects.filter(intake=read(elm, listed.encode()))
    [said] = [each for each in rows.get().differences if each["what"] == "Language at home"]
    assert said["new"] == "Polish"


def test_what_was_shown_comes_in_and_nothing_else(elm):
    intake = read(elm, a_file())
    ada = elm.actor("Ada", DAY)
    twins = IntakeRow.objects.filter(intake=intake, came_to="ask").order_by("number")
    commit_roll(intake, actor=ada, today=DAY, choices={twins[0].public_id: "new"})
    mia = Pupil.objects.get(given_name="Mia")
    assert (mia.upn, mia.admission_number, mia.year_group) == ("B801200005001", "000123", "4")
    spell = InheritedSpell.objects.get(pupil=mia)
    assert (spell.code, spell.begins, spell.source) == ("K", date(2024, 9, 3), "roll")
    assert spell.came_on == DAY
    assert RollNote.objects.get(pupil=mia).code == "SLCN"
    assert GroupPupil.objects.get(pupil=mia).group.name == "Kestrel"
    assert InheritedSpell.objects.get(pupil__given_name="Zoë").begins == DAY
    assert RollNote.objects.get(pupil__given_name="Typo").text == "KK"
    one = Pupil.objects.get(given_name="Dup")
    assert (one.family_name, one.upn) == ("One", "")
    assert Pupil.objects.get(family_name="Formula").given_name == '=HYPERLINK("x")'
    assert GroupPupil.objects.get(pupil__given_name="No").group.name == "Kestral"
    leo = Pupil.objects.get(given_name="Leo")
    assert RollNote.objects.get(pupil=leo).text == "Bespoke need"
    assert GroupPupil.objects.filter(pupil=leo, valid_to=None).count() == 1
    assert not Pupil.objects.filter(family_name__in=["Leaver", "Date", "Cell"]).exists()
    assert Pupil.objects.filter(given_name="Twice").count() == 1
    assert list(altered_rows()) == []
    assert differences() == []


def test_after_undoing_every_table_is_as_it_was(elm):
    changed = [
        *FAULTS,
        "Rosa,Márquez-O’Brien,20/11/2016,,77,5,Merlin,E,,ASD,,Red",
        "Iğdır,Şahin,30/09/2016,,,4,Kestrel,,,,01/11/2025,Red",
    ]
    before = a_dump()
    intake = read(elm, a_file(changed))
    assert a_dump() == before
    ada = elm.actor("Ada", DAY)
    commit_roll(intake, actor=ada, today=DAY)
    assert a_dump() != before
    assert Pupil.objects.get(given_name="Iğdır").left_on == date(2025, 11, 1)
    undo(Intake.objects.get(pk=intake.pk), actor=ada)
    assert a_dump() == before
    assert list(altered_rows()) == []
    assert differences() == []
    with pytest.raises(Impossible):
        undo(Intake.objects.get(pk=intake.pk), actor=ada)


def test_what_was_built_on_cannot_be_undone_and_says_about_whom(elm):
    intake = read(elm, a_file())
    ada = elm.actor("Ada", DAY)
    commit_roll(intake, actor=ada, today=DAY)
    mia = Pupil.objects.get(given_name="Mia")
    care = add_care(mia, elm.contacts["Dev"], actor=ada, today=DAY, relationship="uncle")
    before = a_dump()
    with pytest.raises(Impossible, match="Mia Stone"):
        undo(intake, actor=ada)
    assert a_dump() == before
    assert care.pk
    leo = Pupil.objects.get(given_name="Leo")
    change_pupil(leo, actor=ada, seen={"given_name": "Leo"}, given_name="Leonard")


def test_a_later_change_by_hand_stops_the_undoing(elm):
    intake = read(elm, a_file(["Leo,Potts,01/06/2017,,9,5,Kestrel,,,,,"]))
    ada = elm.actor("Ada", DAY)
    commit_roll(intake, actor=ada, today=DAY)
    leo = Pupil.objects.get(given_name="Leo")
    change_pupil(leo, actor=ada, seen={"year_group": "5"}, year_group="6")
    with pytest.raises(Impossible, match="Leo Potts"):
        undo(intake, actor=ada)
    assert Pupil.objects.get(pk=leo.pk).year_group == "6"


def test_the_same_list_again_changes_nothing(elm):
    ada = elm.actor("Ada", DAY)
    commit_roll(read(elm, a_file([GOOD])), actor=ada, today=DAY)
    again = read(elm, a_file([GOOD]))
    assert outcomes(again) == {"Mia Stone": "same"}
    count = Pupil.objects.count()
    commit_roll(again, actor=ada, today=DAY)
    assert Pupil.objects.count() == count


def test_a_list_is_brought_in_once_and_not_after_it_was_left(elm):
    ada = elm.actor("Ada", DAY)
    intake = read(elm, a_file([GOOD]))
    commit_roll(intake, actor=ada, today=DAY)
    with pytest.raises(Impossible, match="already"):
        commit_roll(Intake.objects.get(pk=intake.pk), actor=ada, today=DAY)
    other = read(elm, a_file(["A,B,01/01/2017,,,4,Kestrel,,,,,"]))
    leave(other, actor=ada)
    with pytest.raises(Impossible):
        commit_roll(other, actor=ada, today=DAY)
    assert not Pupil.objects.filter(given_name="A").exists()


def test_a_list_that_came_out_of_date_is_shown_again(elm):
    ada = elm.actor("Ada", DAY)
    intake = read(elm, a_file([GOOD]))
    commit_roll(read(elm, a_file([GOOD])), actor=ada, today=DAY)
    with pytest.raises(Stale):
        commit_roll(Intake.objects.get(pk=intake.pk), actor=ada, today=DAY)
    waiting = Intake.objects.get(pk=intake.pk)
    assert waiting.state == "read"
    look_again(waiting, actor=ada, today=DAY)
    assert outcomes(waiting) == {"Mia Stone": "same"}


def test_a_list_that_was_brought_in_meanwhile_is_not_read_again(elm):
    ada = elm.actor("Ada", DAY)
    seen = read(elm, a_file([GOOD]))
    commit_roll(Intake.objects.get(pk=seen.pk), actor=ada, today=DAY)
    assert seen.state == "read"
    with pytest.raises(Impossible, match="not waiting"):
        look_again(seen, actor=ada, today=DAY)
    now = Intake.objects.get(pk=seen.pk)
    assert now.state == "committed"
    assert now.journal


def test_blank_cells_erase_nothing_and_missing_lines_delete_nothing(elm):
    ada = elm.actor("Ada", DAY)
    leo = elm.children["Leo"]
    intake = read(elm, a_file(["Leo,Potts,01/06/2017,,,,,,,,,"]))
    assert outcomes(intake) == {"Leo Potts": "same"}
    commit_roll(intake, actor=ada, today=DAY)
    assert Pupil.objects.get(pk=leo.pk).year_group == "4"
    assert Pupil.objects.count() == 4


def test_codes_change_by_a_roll_as_far_as_a_roll_may_change_them(elm):
    ada = elm.actor("Ada", DAY)

    def bring(code, day):
        intake = bring_file(
            elm.organisation,
            "children",
            "r.csv",
            a_file([f"Leo,Potts,01/06/2017,,,,,{code},,,,"]),
            actor=ada,
            today=day,
        )
        row = IntakeRow.objects.get(intake=intake)
        choices = {row.public_id: row.candidates[0]["id"]} if row.candidates else {}
        commit_roll(intake, actor=ada, today=day, choices=choices)
        return row.came_to

    assert bring("K", date(2025, 11, 5)) == "changed"
    assert bring("K", date(2025, 11, 6)) == "same"
    assert bring("E", date(2026, 1, 5)) == "changed"
    assert bring("N", date(2026, 3, 2)) == "ask"
    spells = list(InheritedSpell.objects.order_by("begins").values_list("code", "begins", "ends"))
    assert spells == [
        ("K", date(2025, 11, 5), date(2026, 1, 4)),
        ("E", date(2026, 1, 5), date(2026, 3, 1)),
    ]


def test_a_teacher_and_a_parent_may_not_bring_in_a_roll(elm):
    for name in ("Ben", "Hana", "Marta", "Sol"):
        with pytest.raises(NotAllowed):
            bring_file(
                elm.organisation,
                "children",
                "r.csv",
                a_file(),
                actor=elm.actor(name, DAY),
                today=DAY,
            )
    assert Intake.objects.count() == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_names_come_in_whole_whatever_the_encoding(elm, encoding):
    lines = ["Siobhán,Ó Súilleabháin,01/02/2017,,,4,Kestrel,,,,,"]
    intake = read(elm, a_file(lines, encoding))
    assert (intake.encoding, list(outcomes(intake))) == (encoding, ["Siobhán Ó Súilleabháin"])


def test_four_hundred_and_twenty_children_come_in_within_ten_seconds(elm):
    lines = [
        f"Child{n},Family{n},0{n % 9 + 1}/0{n % 9 + 1}/2017,,A{n},4,Class {n % 14},{'NKE'[n % 3]},,SLCN,,"
        for n in range(420)
    ]
    ada = elm.actor("Ada", DAY)
    begun = time.perf_counter()
    intake = read(elm, a_file(lines))
    commit_roll(intake, actor=ada, today=DAY)
    assert time.perf_counter() - begun < 10
    assert Pupil.objects.count() == 424
    before = DueRow.objects.count()
    undo(intake, actor=ada)
    assert Pupil.objects.count() == 4
    assert DueRow.objects.count() <= before


def test_a_name_that_is_here_an_age_that_is_not_and_a_day_to_come_are_said(elm):
    lines = [
        "Ayaan,Khan,05/06/2018,,,3,Kestrel,N,,,,Red",
        "Late,Comer,11/02/1950,,,4,Kestrel,N,,,,Red",
        "Not,Yet,11/02/2031,,,4,Kestrel,N,,,,Red",
    ]
    rows = list(IntakeRow.objects.filter(intake=read(elm, a_file(lines))).order_by("number"))
    assert [row.came_to for row in rows] == ["ask", "new", "left_out"]
    codes = [{reason["code"] for reason in row.reasons} for row in rows]
    assert codes[0] == {"other_birth_date"}
    assert "age_not_likely" in codes[1]
    assert codes[2] == {"not_born_yet"}


@pytest.mark.parametrize(
    "heading", ["Reg Group", "Reg", "Registration group", "Form", "Tutor group", "Class"]
)
def test_the_class_is_known_by_what_schools_call_it(elm, heading):
    lines = f"Forename,Surname,{heading}\nMia,Stone,Merlin\n"
    intake = read(elm, lines.encode())
    assert intake.mapping["class_name"] == heading
