"""Who may be the one whom an order names: the same answer by hand, in a list, and by the person themselves."""

import re
from datetime import date

import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.people import actions as people
from fourfold.casework.people.actions.sign_in import change_own_address
from fourfold.casework.people.models import Care, Contact
from fourfold.foundation.access.actors import actor_of
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.intake.actions import bring_file, undo
from fourfold.foundation.intake.models import IntakeRow
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.signed_in import as_person

DAY = date(2026, 2, 3)
ORDER = {"bars_all": True, "order_type": "Prohibited steps"}
HEADS = (
    "Contact forename,Contact surname,Pupil forename,Pupil surname,DOB,Relationship,Email,Mobile"
)
WAYS = [
    {"email": "DEV@family.example"},
    {"phone": "+44 1632 960123"},
    {"given_name": "Dev"},
]


@pytest.fixture
def elm(db):
    """An order keeps Ayaan from Dev; Dilek, his mother, is another row."""
    with time_machine.travel(f"{DAY} 09:00:00+00:00", tick=False):
        elm = make_cast().elm
        with tenant_scope(elm.organisation.pk):
            dev, amina = elm.contacts["Dev"], elm.actor("Amina", DAY)
            people.change_contact(dev, actor=amina, seen={}, today=DAY, phone="01632 960123")
            people.change_care(_care(elm, "Dev"), actor=amina, seen={}, today=DAY, **ORDER)
            yield elm


def _care(elm, who) -> Care:
    return Care.objects.select_related("contact__membership", "pupil").get(
        contact=elm.contacts[who], pupil=elm.children["Ayaan"]
    )


def _changes(elm, **fields) -> bool:
    """Whether the order is hers too, once something of her is another."""
    ada = elm.actor("Ada", DAY)
    dilek = Contact.objects.get(pk=elm.contacts["Dilek"].pk)
    people.change_contact(dilek, actor=ada, seen={}, today=DAY, **fields)
    return _care(elm, "Dilek").bars_all


@pytest.mark.parametrize("fields", WAYS)
def test_an_order_goes_with_who_becomes_like_the_one_it_names(elm, fields):
    assert _changes(elm, **fields)


@pytest.mark.parametrize("fields", WAYS)
def test_but_not_if_somebody_says_that_it_is_another_person_and_they_are_not_asked_again(
    elm, fields
):
    assert not _changes(elm, **fields, another_person=True)
    assert not _changes(elm, **fields, address="1 High Street")


SECOND_ROWS = [
    {"given_name": "Dev", "family_name": "Khan"},
    {"given_name": "D.", "family_name": "K.", "email": "DEV@family.example"},
    {"given_name": "D.", "family_name": "K.", "phone": "+44 1632 960123"},
]


def _second_row(elm, **fields) -> Care:
    """Another row of Ayaan's family, from before there was an order."""
    of = {"actor": elm.actor("Ada", DAY), "today": DAY}
    people.change_care(_care(elm, "Dev"), seen={}, bars_all=False, order_type="", **of)
    second = people.add_contact(elm.organisation, **fields, **of)
    return people.add_care(
        elm.children["Ayaan"], second, relationship="father", another_person=True, **of
    )


@pytest.mark.parametrize("fields", SECOND_ROWS)
def test_an_order_that_is_written_goes_on_to_each_row_that_may_be_of_whom_it_names(elm, fields):
    second, of = _second_row(elm, **fields), {"actor": elm.actor("Ada", DAY), "today": DAY}
    people.change_care(_care(elm, "Dev"), seen={}, another_person=True, **ORDER, **of)
    assert not Care.objects.get(pk=second.pk).bars_all
    # Written once more it is no stricter; with no last day it is.
    people.change_care(_care(elm, "Dev"), seen={}, **ORDER, **of)
    assert not Care.objects.get(pk=second.pk).bars_all
    until = ORDER | {"order_to": DAY}
    people.change_care(_care(elm, "Dev"), seen={}, another_person=True, **until, **of)
    people.change_care(_care(elm, "Dev"), seen={}, **ORDER, order_to=None, **of)
    assert Care.objects.get(pk=second.pk).bars_all
    assert not _care(elm, "Dilek").bars_all


def test_an_order_goes_on_too_when_who_it_names_becomes_like_another_row_or_is_a_new_row(elm):
    of = {"actor": elm.actor("Ada", DAY), "today": DAY}
    dilek = Contact.objects.get(pk=elm.contacts["Dilek"].pk)
    dev = Contact.objects.get(pk=elm.contacts["Dev"].pk)
    people.change_contact(dev, seen={}, email=dilek.email, **of)
    assert _care(elm, "Dilek").bars_all
    second = _second_row(elm, given_name="Dev", family_name="Kahn", phone="01632 960999")
    third = people.add_contact(
        elm.organisation, given_name="D.", family_name="K.", phone="01632960999", **of
    )
    people.add_care(elm.children["Ayaan"], third, relationship="uncle", **ORDER, **of)
    assert Care.objects.get(pk=second.pk).bars_all


def test_whoever_writes_an_order_is_asked_of_the_other_rows_that_are_like_it(elm):
    second = _second_row(elm, given_name="Dev", family_name="Khan")
    ids = (elm.organisation.public_id, elm.children["Ayaan"].public_id)
    one = "/at/{}/child/{}/family/{}/".format(*ids, _care(elm, "Dev").public_id)
    ada = as_person(elm, "Ada")
    sent = {"given_name": "Dev", "family_name": "Khan", "relationship": "father"}
    sent |= {"responsibility": "yes", "order": "yes", "order_type": "PSO", "bars_all": "on"}
    sent |= {"order_from-day": "1", "order_from-month": "2", "order_from-year": "2026"}
    sent |= {"order_seen_by": "Ms Ada", "email": "other@family.example"}

    def says(at, once, **more):
        page = ada.get(at).content.decode()
        seen = re.search(r'name="seen" value="([^"]*)"', page)
        return ada.post(at, sent | {"seen": seen[1] if seen else "", "once": once} | more)

    for at in (one, "/at/{}/child/{}/family/add/".format(*ids)):
        asked = says(at, f"{at}a").content.decode()
        assert "name, e-mail address or telephone number: Dev Khan" in asked
        assert "the order names?" in asked
    assert not Care.objects.filter(bars_all=True, pupil=elm.children["Ayaan"]).exists()
    assert says(one, "b", same_person="yes").status_code == 303
    assert _care(elm, "Dev").bars_all
    assert Care.objects.get(pk=second.pk).bars_all


def _shares(client, at: str, sent: dict[str, str]) -> dict[str, str]:
    """That it is another person who has that address too, as the page asks it."""
    said = {"same_person": "no"}
    asked = client.post(at, sent | said | {"once": "s"}).content.decode()
    return said | {
        "shares_address": re.search(r'name="shares_address"[^>]*value="([^"]*)"', asked)[1]
    }


def test_whoever_changes_a_contact_is_asked_whether_it_is_who_the_order_names(elm):
    ids = (elm.organisation.public_id, elm.children["Ayaan"].public_id)
    at = "/at/{}/child/{}/family/{}/".format(*ids, _care(elm, "Dilek").public_id)
    ada = as_person(elm, "Ada")
    page = ada.get(at).content.decode()
    assert "same_person" not in page
    sent = {"seen": re.search(r'name="seen" value="([^"]*)"', page)[1], "family_name": "Khan"}
    sent |= {"given_name": "Dilek", "relationship": "mother", "responsibility": "yes"}
    sent |= {"order": "no", "email": "dev@family.example"}
    asked = ada.post(at, sent | {"once": "a"}).content.decode()
    assert "same e-mail address" in asked
    assert "the order names?" in asked
    assert "the order names? (if you wish)" not in asked
    assert Contact.objects.get(given_name="Dilek").email != "dev@family.example"
    assert ada.post(at, sent | _shares(ada, at, sent) | {"once": "b"}).status_code == 303
    assert not _care(elm, "Dilek").bars_all
    seen = re.search(r'name="seen" value="([^"]*)"', ada.get(at).content.decode())[1]
    number = {"phone": "01632 960123", "seen": seen, "same_person": "yes", "once": "c"}
    assert ada.post(at, sent | number).status_code == 303
    assert _care(elm, "Dilek").bars_all


def test_a_family_member_does_not_take_that_address_by_themselves_and_is_not_told_why(elm):
    dilek = elm.contacts["Dilek"]
    with pytest.raises(Impossible, match="Ask the setting") as why:
        change_own_address(
            dilek,
            "Dev@family.example",
            seen=dilek.email,
            actor=actor_of(dilek.membership, DAY),
            today=DAY,
        )
    assert "order" not in why.value.sentence


LINES = [
    "Dilek,Khan,Ayaan,Khan,04/03/2017,mother,DEV@family.example,",
    "Dilek,Khan,Ayaan,Khan,04/03/2017,mother,,01632960123",
    "Derya,Khan,Ayaan,Khan,04/03/2017,aunt,dev@family.example,",
    "Derya,Khan,Ayaan,Khan,04/03/2017,aunt,,01632 960123",
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("another", [False, True])
def test_a_list_asks_the_same_and_an_order_goes_on_unless_it_is_another_person(elm, line, another):
    ada, here, told = elm.actor("Ada", DAY), elm.organisation, f"{HEADS}\n{line}".encode()
    intake = bring_file(here, "contacts", "list.csv", told, actor=ada, today=DAY)
    (row,) = IntakeRow.objects.filter(intake=intake)
    assert (row.came_to, row.reasons[0]["code"]) == ("ask", "perhaps_barred")
    assert [each["name"] for each in row.candidates if each["name"]] == [
        "Dev Khan",
        "another person",
    ]
    choices = {row.public_id: row.candidates[another]["id"]}
    people.commit_contacts(intake, actor=ada, today=DAY, choices=choices)
    cares = Care.objects.filter(pupil=elm.children["Ayaan"], contact__family_name="Khan")
    barred = cares.get(contact__given_name=line.split(",", 1)[0])
    assert (barred.bars_all, barred.order_type) == (
        (False, "") if another else (True, "Prohibited steps")
    )
    # Undone, it is as it was.
    undo(intake, actor=ada)
    assert not cares.exclude(contact__given_name="Dev").filter(bars_all=True).exists()


def test_a_list_asks_of_another_child_of_the_same_person(elm):
    ada, leo = elm.actor("Ada", DAY), elm.children["Leo"]
    of = {"actor": ada, "today": DAY, "relationship": "aunt"}
    people.add_care(leo, elm.contacts["Dilek"], **of)
    line = "Dilek,Khan,Leo,Potts,01/06/2017,aunt,DEV@family.example,"
    told = f"{HEADS}\n{line}".encode()
    intake = bring_file(elm.organisation, "contacts", "list.csv", told, actor=ada, today=DAY)
    (row,) = IntakeRow.objects.filter(intake=intake)
    assert row.came_to == "ask"
    choices = {row.public_id: row.candidates[0]["id"]}
    people.commit_contacts(intake, actor=ada, today=DAY, choices=choices)
    assert _care(elm, "Dilek").bars_all
    assert not Care.objects.get(pupil=leo, contact=elm.contacts["Dilek"]).bars_all


TWO_LINES = [
    "Dilek,Khan,Leo,Potts,01/06/2017,aunt,dev@family.example,",
    "Dilek,Khan,Ayaan,Khan,04/03/2017,mother,dev@family.example,",
]


@pytest.mark.parametrize("lines", [TWO_LINES, TWO_LINES[::-1]])
@pytest.mark.parametrize("same", [0, 1])
def test_of_two_lines_about_one_contact_each_can_say_that_it_is_who_the_order_names(
    elm, lines, same
):
    ada = elm.actor("Ada", DAY)
    of = {"actor": ada, "today": DAY}
    people.add_care(elm.children["Leo"], elm.contacts["Dilek"], relationship="aunt", **of)
    told = "\n".join([HEADS, *lines]).encode()
    intake = bring_file(elm.organisation, "contacts", "list.csv", told, **of)
    rows = IntakeRow.objects.filter(intake=intake).order_by("number")
    choices = {
        row.public_id: row.candidates[0 if n == same else 1]["id"] for n, row in enumerate(rows)
    }
    people.commit_contacts(intake, choices=choices, **of)
    assert _care(elm, "Dilek").bars_all


@pytest.mark.parametrize("same", [0, 1])
def test_nor_is_it_lost_where_both_lines_are_about_one_new_contact_and_one_child(elm, same):
    of = {"actor": elm.actor("Ada", DAY), "today": DAY}
    told = "\n".join([HEADS, LINES[2], LINES[2].replace("aunt", "mother")]).encode()
    intake = bring_file(elm.organisation, "contacts", "list.csv", told, **of)
    rows = IntakeRow.objects.filter(intake=intake).order_by("number")
    choices = {
        row.public_id: row.candidates[0 if n == same else 1]["id"] for n, row in enumerate(rows)
    }
    people.commit_contacts(intake, choices=choices, **of)
    assert Care.objects.get(contact__given_name="Derya").bars_all


def test_a_list_by_which_who_is_named_becomes_like_another_row_asks_and_the_order_goes_on(elm):
    of = {"actor": elm.actor("Ada", DAY), "today": DAY}
    line = f"Dev,Khan,Ayaan,Khan,04/03/2017,father,{elm.contacts['Dilek'].email},"
    intake = bring_file(elm.organisation, "contacts", "l.csv", f"{HEADS}\n{line}".encode(), **of)
    (row,) = IntakeRow.objects.filter(intake=intake)
    assert [each["name"] for each in row.candidates if each["name"]] == [
        "Dilek Khan",
        "another person",
    ]
    people.commit_contacts(intake, choices={row.public_id: row.candidates[0]["id"]}, **of)
    assert _care(elm, "Dilek").bars_all


def _of_leo(elm, who) -> dict[str, str]:
    """What the office types of somebody at another child."""
    contact = elm.contacts[who]
    names = {"given_name": contact.given_name.upper(), "family_name": contact.family_name}
    return names | {
        "email": contact.email.upper(),
        "phone": "01632 960777",
        "relationship": "aunt",
        "responsibility": "no",
        "lives_with": "on",
        "order": "no",
    }


def test_whoever_is_here_already_is_one_person_with_both_children_if_the_office_says_so(elm):
    leo, ada, sent = elm.children["Leo"], as_person(elm, "Ada"), _of_leo(elm, "Dilek")
    at = f"/at/{elm.organisation.public_id}/child/{leo.public_id}/family/add/"
    before = Contact.objects.count()
    assert "here_already" not in ada.get(at).content.decode()
    asked = ada.post(at, sent | {"once": "a"}).content.decode()
    assert "This looks like Dilek Khan, mother of Ayaan Khan." in asked
    assert "each needs a code of their own" in asked
    assert not re.search(r'name="here_already"[^>]*checked', asked)
    assert Contact.objects.count() == before
    assert ada.post(at, sent | {"once": "b", "here_already": "yes"}).status_code == 303
    assert Contact.objects.count() == before
    dilek = Contact.objects.get(pk=elm.contacts["Dilek"].pk)
    assert (dilek.given_name, dilek.phone) == ("Dilek", "01632 960777")
    assert {care.pupil.given_name for care in dilek.cares.all()} == {"Ayaan", "Leo"}
    # Asked of the same child again, they are one of its contacts already.
    again = ada.post(at, sent | {"once": "c"}).content.decode()
    assert "is a contact of this child already" in again
    assert ada.post(at, sent | {"once": "d", "here_already": "yes"}).status_code == 200
    assert dilek.cares.count() == 2
    assert ada.post(at, sent | {"once": "e", "here_already": "no"}).status_code == 303
    assert Contact.objects.count() == before + 1


def test_that_two_share_an_address_is_said_of_that_address_and_asked_beside_another_question(elm):
    leo, ada = elm.children["Leo"], as_person(elm, "Ada")
    at = f"/at/{elm.organisation.public_id}/child/{leo.public_id}/family/add/"
    of = {"actor": elm.actor("Ada", DAY), "today": DAY}
    pat = {"given_name": "Pat", "family_name": "Potts", "phone": "01632 960123"}
    people.add_contact(elm.organisation, **pat, **of)
    shown = {"email": elm.contacts["Dilek"].email, "relationship": "gran", "order": "no"}
    shown |= pat | {"responsibility": "unknown"}

    def says(**more):
        shown["once"] = f"{shown.get('once', '')}a"
        return ada.post(at, shown | more)

    def tick(page) -> str:
        found = re.search(r'name="shares_address"[^>]*value="([^"]*)"', page.content.decode())
        return found[1] if found else ""

    assert tick(says()) == ""
    for same in ("yes", "no"):
        asked = says(here_already=same)
        assert "It is the address of Dilek Khan." in strip_tags(asked.content.decode())
    of_dilek = {"here_already": "no", "shares_address": tick(asked)}
    assert elm.contacts["Dilek"].email not in of_dilek["shares_address"]
    again = says(**of_dilek, relationship="").content.decode()
    assert re.search(r'name="shares_address"[^>]*checked', again)
    other = says(**of_dilek | {"email": elm.contacts["Dev"].email})
    assert "It is the address of Dev Khan." in strip_tags(other.content.decode())
    assert not re.search(r'name="shares_address"[^>]*checked', other.content.decode())
    assert Contact.objects.filter(given_name="Pat").count() == 1
    assert says(**of_dilek).status_code == 303
    # Who was asked about and is another person is the only one with an address: that was the same question.
    alone = {"email": "potts@family.example", "here_already": "no"}
    people.change_contact(
        Contact.objects.get(given_name="Pat", email=""), seen={}, **of, email=alone["email"]
    )
    assert says(**alone).status_code == 303


def test_an_order_about_whoever_has_both_children_then_stays_with_the_child_whom_it_is_about(elm):
    leo, ada, dev = elm.children["Leo"], elm.actor("Ada", DAY), elm.contacts["Dev"]
    of = {"actor": ada, "today": DAY, "relationship": "father"}
    known = people.join_contact(leo, dev, {"phone": "01632 960999"}, **of)
    assert not known.bars_all
    assert _care(elm, "Dev").bars_all
    assert Contact.objects.get(pk=dev.pk).phone == "01632 960123"
    people.end_care(_care(elm, "Dev"), DAY, "A mistake", actor=ada, today=DAY)
    assert people.join_contact(elm.children["Ayaan"], dev, {}, **of).bars_all
