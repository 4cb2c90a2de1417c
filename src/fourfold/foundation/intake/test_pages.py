"""The pages by which a list comes in, for who may and who may not, with files that are wrong in every usual way."""

import html
import io
import re

import pytest
from django.utils.html import strip_tags

from fourfold.casework.people.models import Pupil
from fourfold.foundation.intake.models import Intake, IntakeRow
from fourfold.foundation.intake.registry import kinds
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.signed_in import as_person

ROLL = (
    "Forename,Surname,DOB,UPN,Year,Reg,SEN Status,House\n"
    "Mia,Stone,01/02/2017,B801200005001,4,Kestrel,K,Red\n"
    "<b>Bold</b>,=HYPERLINK(1),02/02/2017,,4,Kestrel,N,Red\n"
    "Leo,Potts,01/06/2017,,5,Kestrel,,Red\n"
    "Dup,One,03/02/2017,P207000016049,4,Kestrel,,Red\n"
    "Dup,Two,04/02/2017,P207000016049,4,Kestrel,,Red\n"
    "Bad,Date,31/02/2017,,4,Kestrel,,Red\n"
)


def _start(place) -> str:
    return f"/at/{place.organisation.public_id}/bring-in/"


def _upload(client, place, content, kind="children", once="a", name="roll.csv", at=""):
    data = content if isinstance(content, bytes) else content.encode()
    file = io.BytesIO(data)
    file.name = name
    return client.post(at or _start(place), {"kind": kind, "file": file, "once": once})


def test_a_list_is_read_shown_brought_in_and_undone(cast):
    ada = as_person(cast.elm, "Ada")
    assert ada.get(_start(cast.elm)).status_code == 200
    one = _upload(ada, cast.elm, ROLL)["Location"]
    shown = ada.get(one)
    text = shown.content.decode()
    assert "Nothing has come in yet" in text
    assert "31/02/2017" in text
    assert "House" in text
    assert "&lt;b&gt;Bold&lt;/b&gt;" in text
    with tenant_scope(cast.elm.organisation.pk):
        assert Pupil.objects.count() == 4
        line = IntakeRow.objects.get(name="Dup One").public_id
    done = ada.post(one, {"once": "b", line: "new"})
    assert done.status_code == 303
    again = ada.post(one, {"once": "b", line: "new"})
    assert again.status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert Pupil.objects.count() == 7
    after = ada.get(one).content.decode()
    assert "Undo" in after
    assert ada.post(f"{one}undo/", {"once": "c"}).status_code == 303
    assert ada.post(f"{one}undo/", {"once": "c"}).status_code == 303
    assert ada.post(f"{one}undo/", {"once": "d"}).status_code == 303
    assert "undone" in ada.get(one).content.decode()
    with tenant_scope(cast.elm.organisation.pk):
        assert Pupil.objects.count() == 4
    assert ada.get(_start(cast.elm)).status_code == 200


def test_the_same_upload_pressed_twice_is_one(cast):
    ada = as_person(cast.elm, "Ada")
    first, second = (_upload(ada, cast.elm, ROLL)["Location"] for _ in range(2))
    assert first == second
    with tenant_scope(cast.elm.organisation.pk):
        assert Intake.objects.count() == 1


def test_a_list_that_is_left_is_not_brought_in_any_more(cast):
    ada = as_person(cast.elm, "Ada")
    one = _upload(ada, cast.elm, ROLL)["Location"]
    assert ada.post(f"{one}leave/", {"once": "l"}).status_code == 303
    ada.post(one, {"once": "m"})
    assert "Nothing of this list came in" in ada.get(one).content.decode()
    with tenant_scope(cast.elm.organisation.pk):
        assert Pupil.objects.count() == 4


def test_something_that_changed_meanwhile_is_shown_before_anything_comes_in(cast):
    ada = as_person(cast.elm, "Ada")
    one = _upload(ada, cast.elm, ROLL, once="a")["Location"]
    two = _upload(ada, cast.elm, ROLL, once="b")["Location"]
    ada.post(one, {"once": "c"})
    ada.post(two, {"once": "d"})
    text = ada.get(two).content.decode()
    assert "has changed since" in text
    assert "Nothing has come in yet" in text


def test_columns_are_chosen_by_hand_and_remembered(cast):
    ada = as_person(cast.elm, "Ada")
    odd = ROLL.replace("Forename,Surname", "Forename,Nachname")
    asked = _upload(ada, cast.elm, odd)["Location"]
    text = ada.get(ada.get(asked)["Location"]).content.decode()
    assert "legal surname" in text
    assert "?kind=children" in text
    chosen = {"given_name": "Forename", "family_name": "Nachname", "birth_date": "DOB"}
    assert ada.post(f"{asked}columns/", chosen | {"once": "n"})["Location"] == asked
    assert "Mia Stone" in ada.get(asked).content.decode()
    one = _upload(ada, cast.elm, ROLL.replace("DOB", "Geburtstag"), once="b")["Location"]
    assert ada.get(f"{one}columns/").status_code == 200
    mapping = {
        "given_name": "Forename",
        "family_name": "Surname",
        "birth_date": "Geburtstag",
        "class_name": "Reg",
    }
    assert ada.post(f"{one}columns/", mapping | {"once": "e"}).status_code == 303
    twice = ada.post(f"{one}columns/", mapping | {"class_name": "Surname", "once": "f"})
    assert "used for another column" in twice.content.decode()
    ada.post(one, {"once": "g"})
    next_time = _upload(ada, cast.elm, ROLL.replace("DOB", "Geburtstag"), once="h")["Location"]
    with tenant_scope(cast.elm.organisation.pk):
        mapping = Intake.objects.get(public_id=next_time.split("/")[-2]).mapping
    assert mapping["birth_date"] == "Geburtstag"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "spreadsheet"),
        (b"\xd0\xcf\x11\xe0....", "spreadsheet"),
        (b"a,b\x00\n", "not a list in text"),
        (b"just one heading\nvalue\n", "no line of headings"),
        (b"Forename,Surname\n", "nothing below"),
        (b"Forename,Surname\n" + b"x" * (5 * 1024 * 1024), "larger than 5 MB"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_sentence(cast, content, sentence):
    answer = _upload(as_person(cast.elm, "Ada"), cast.elm, content)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    with tenant_scope(cast.elm.organisation.pk):
        assert Intake.objects.count() == 0


def test_two_columns_that_are_not_there_and_two_files_of_one_name_are_told_apart(cast):
    """The client refuses a page on which two links have the same words."""
    ada = as_person(cast.elm, "Ada")
    one = _upload(ada, cast.elm, ROLL)["Location"]
    for once in ("b", "c"):
        _upload(ada, cast.elm, ROLL, once=once)
    assert ada.get(_start(cast.elm)).content.decode().count(", number 3") == 1
    none = ada.post(f"{one}columns/", {"given_name": "", "family_name": ""}).content.decode()
    assert "Choose an answer to “First name”." in none
    same = {"given_name": "Forename", "family_name": "Forename", "birth_date": "Forename"}
    twice = ada.post(f"{one}columns/", same).content.decode()
    assert twice.count("it is used for another column") >= 2


UNKNOWN = "Group,Adult,Learner\nMaths 1,Mr Ben Hall,Ayaan Khan\n"


def test_what_a_list_does_not_tell_is_said_outside_of_any_fold(cast):
    ada = as_person(cast.elm, "Ada")
    one = _upload(ada, cast.elm, UNKNOWN, kind="groups")["Location"]
    openly = ada.get(one).content.decode().split("<details")[0]
    assert "These columns of your file are not used" in openly
    assert "which children are in the group" in openly
    assert "who teaches or supports the group" in openly
    known = UNKNOWN.replace("Adult,Learner", "Teacher,Pupil")
    one = _upload(ada, cast.elm, known, kind="groups", once="b")["Location"]
    assert "which children are in the group" not in ada.get(one).content.decode()


@pytest.mark.parametrize("kind", [each.code for each in kinds()])
def test_an_example_of_each_kind_is_read_as_it_is(cast, kind):
    ada = as_person(cast.elm, "Ada")
    file = ada.get(f"{_start(cast.elm)}example/", {"kind": kind})
    assert file["Content-Type"].startswith("text/csv")
    one = _upload(ada, cast.elm, file.content, kind=kind)["Location"]
    assert "not used" not in ada.get(one).content.decode()
    with tenant_scope(cast.elm.organisation.pk):
        intake = Intake.objects.get(public_id=one.split("/")[-2])
        (row,) = IntakeRow.objects.filter(intake=intake)
    assert not {"not_understood", "nothing_there"} & {each["code"] for each in row.reasons}
    assert len(intake.mapping) >= 3


def test_without_a_file_or_a_kind_it_says_so(cast):
    ada = as_person(cast.elm, "Ada")
    assert "Choose a file" in ada.post(_start(cast.elm), {"kind": "children"}).content.decode()
    assert _upload(ada, cast.elm, ROLL, kind="nonsense").status_code == 200


@pytest.mark.parametrize("name", ["Ben", "Tess", "Hana", "Grace", "Sol", "Evie", "Dilek"])
def test_who_may_not_bring_in_a_roll_finds_nothing_to_do(cast, name):
    one = _upload(as_person(cast.elm, "Ada"), cast.elm, ROLL)["Location"]
    person = as_person(cast.elm, name)
    for address in (_start(cast.elm), one):
        assert person.get(address).status_code in {403, 404}
    assert person.post(one, {"once": "x"}).status_code in {403, 404}
    with tenant_scope(cast.elm.organisation.pk):
        assert Pupil.objects.count() == 4


def test_another_settings_list_does_not_exist(cast):
    one = _upload(as_person(cast.elm, "Ada"), cast.elm, ROLL)["Location"]
    cara = as_person(cast.oak, "Cara")
    elsewhere = one.replace(cast.elm.organisation.public_id, cast.oak.organisation.public_id)
    for address in (one, elsewhere):
        for part in ("", "columns/"):
            assert cara.get(address + part).status_code == 404
        for part in ("", "undo/", "leave/"):
            assert cara.post(address + part, {"once": "x"}).status_code == 404


def test_a_demonstration_warns_of_real_lists(cast, settings):
    settings.DEMO = True
    assert "real people" in as_person(cast.elm, "Ada").get(_start(cast.elm)).content.decode()


def test_of_a_line_that_is_left_out_it_is_not_said_what_is_kept_of_it(cast):
    ada = as_person(cast.elm, "Ada")
    roll = (
        "Forename,Surname,DOB,Year,Reg,SEN Status\n"
        "Bad,Date,31/02/2017,4,Kestrel,KK\n"
        "Good,Date,01/02/2017,4,Kestrel,KK\n"
    )
    one = _upload(ada, cast.elm, roll)["Location"]
    text = ada.get(one).content.decode()
    assert "31/02/2017" in text
    assert text.count("It is kept as a note, and no SEN status is set.") == 1
    assert "For you to decide" in text


def test_a_list_of_groups_says_what_is_added_what_stays_and_what_ends(cast):
    ada = as_person(cast.elm, "Ada")
    lines = "Group,Kind,Staff,Children\nKestrel,class,Mr Ben Hall,Ayaan Khan\n"
    ada.post(_upload(ada, cast.elm, lines, kind="groups")["Location"], {"once": "b"})
    lines = "Group,Kind,Staff,Children\nOsprey,class,,Leo Potts\n"
    ada.post(_upload(ada, cast.elm, lines, kind="groups", once="c")["Location"], {"once": "d"})
    lines = "Group,Kind,Staff,Children\nOsprey,class,Ms Tess Price,Ayaan Khan\n"
    page = ada.get(_upload(ada, cast.elm, lines, kind="groups", once="e")["Location"])
    said = " ".join(strip_tags(page.content.decode().replace("<", " <")).split())
    assert "Whoever is in a group now stays in it" in said
    assert "What Staff who join Who Ms Tess Price" in said
    assert "What Children who join Who Ayaan Khan" in said
    assert "What Children who leave a class Who Ayaan Khan (Kestrel)" in said
    assert "Becomes" not in said


@pytest.mark.parametrize(
    ("headings", "kind", "looks"),
    [
        ("Forename,Surname,DOB,UPN,Year,Reg,SEN Status", "contacts", "children"),
        ("Given name,Family name,Date of birth,Class", "contacts", "children"),
        (
            "Parent forename,Parent surname,Forename,Surname,DOB,Relationship",
            "children",
            "contacts",
        ),
        ("Forename,Surname,DOB,UPN,Year,Reg,SEN Status", "children", ""),
        ("Parent forename,Parent surname,Forename,Surname,DOB,Relationship", "contacts", ""),
        ("Reg group,Forename,Surname,UPN,DOB", "groups", ""),
    ],
)
def test_a_file_of_another_kind_is_known_by_its_headings_with_a_way_to_the_right_one(
    cast, headings, kind, looks
):
    ada = as_person(cast.elm, "Ada")
    line = ",".join("x" for _ in headings.split(","))
    one = _upload(ada, cast.elm, f"{headings}\n{line}\n", kind=kind)["Location"]
    page = ada.get(one, follow=True).content.decode()
    assert ("looks like a list of another kind" in page) == bool(looks)
    if looks:
        assert f'href="{_start(cast.elm)}?kind={looks}&amp;instead={one.split("/")[-2]}"' in page


def _led_on(client, wrong: str) -> str:
    """The way to the right kind that the page of a list read as the wrong one shows."""
    page = client.get(wrong, follow=True).content.decode()
    return html.unescape(re.search(r'href="([^"]*\?kind=[^"]*)"', page)[1])


AS_CHILDREN = "Forename,Surname,DOB,Reg\nMia,Stone,01/02/2017,Kestrel\n"


def test_a_file_that_is_read_again_as_the_right_kind_waits_no_more_as_the_wrong_one(cast):
    ada, start = as_person(cast.elm, "Ada"), _start(cast.elm)
    wrong = _upload(ada, cast.elm, AS_CHILDREN, kind="contacts")["Location"]
    way = _led_on(ada, wrong)
    right = _upload(ada, cast.elm, AS_CHILDREN, once="b", at=way)["Location"]
    shown = ada.get(right).content.decode()
    assert "Nothing has come in yet" in shown
    assert "The list that waited as “Families” does not wait any more" in shown
    assert "Nothing of this list came in." in ada.get(wrong).content.decode()
    listed = ada.get(start).content.decode()
    assert (listed.count("waiting for you"), listed.count("not brought in")) == (1, 1)
    # What waits no more, or is of another setting, is left as it is.
    for other in (way, f"{start}?kind=children&instead=x-y", f"{start}?kind=children&instead=x"):
        again = _upload(ada, cast.elm, AS_CHILDREN, once=other[-9:], at=other)["Location"]
        assert "does not wait any more" not in ada.get(again).content.decode()
    there = _led_on(ada, _upload(ada, cast.elm, AS_CHILDREN, kind="contacts", once="c")["Location"])
    there = there.replace(cast.elm.organisation.public_id, cast.oak.organisation.public_id)
    theirs = _upload(as_person(cast.oak, "Cara"), cast.oak, AS_CHILDREN, once="d", at=there)
    assert theirs.status_code == 303
    assert _states(cast.elm) == {"contacts": ["left", "read"], "children": ["read"] * 4}


def _states(place) -> dict[str, list[str]]:
    with tenant_scope(place.organisation.pk):
        found = {}
        for kind, state in Intake.objects.order_by("pk").values_list("kind", "state"):
            found.setdefault(kind, []).append(state)
    return found


def test_what_nobody_was_led_away_from_still_waits(cast):
    ada = as_person(cast.elm, "Ada")
    right = _upload(ada, cast.elm, AS_CHILDREN)["Location"]
    _upload(ada, cast.elm, AS_CHILDREN, kind="contacts", once="b")
    assert "Nothing has come in yet" in ada.get(right).content.decode()
    assert _states(cast.elm) == {"children": ["read"], "contacts": ["read"]}
    # Whoever is led to another kind and still chooses this one has not left it.
    wrong = _upload(ada, cast.elm, AS_CHILDREN, kind="contacts", once="c")["Location"]
    _upload(ada, cast.elm, AS_CHILDREN, kind="contacts", once="d", at=_led_on(ada, wrong))
    assert _states(cast.elm)["contacts"] == ["read"] * 3
