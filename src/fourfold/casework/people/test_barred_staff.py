"""An order that bars a parent bars the same person as a member of staff, for that child and no other."""

import re
from datetime import date

import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Care, Contact, GroupPupil, TeachingGroup
from fourfold.casework.people.who import who_can_see
from fourfold.config import clock
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.intake.models import IntakeRow
from fourfold.foundation.intake.test_pages import _upload as upload
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.signed_in import as_person
from tests.typed import typed_into

DAY = date(2026, 2, 3)


@pytest.fixture
def elm(db):
    with time_machine.travel(f"{DAY} 09:00:00+00:00", tick=False):
        yield make_cast().elm


def _bars(elm, name: str, until: date | None = None) -> Care:
    """An order keeps everything about Ayaan from a contact with the address of that member of staff."""
    with tenant_scope(elm.organisation.pk):
        system = system_actor(elm.organisation.pk, "set-up")
        contact = people.add_contact(
            elm.organisation,
            actor=system,
            today=DAY,
            given_name="Somebody",
            family_name="Khan",
            email=f"{name.capitalize()}@elm.example",
        )
        return people.add_care(
            elm.children["Ayaan"],
            contact,
            actor=system,
            today=DAY,
            relationship="father",
            bars_all=True,
            order_to=until,
            another_person=True,
        )


def _child(elm, name: str) -> str:
    return f"/at/{elm.organisation.public_id}/child/{elm.children[name].public_id}/"


def _names(elm) -> set[str]:
    with tenant_scope(elm.organisation.pk):
        return {seen.called for seen in who_can_see(elm.children["Ayaan"], clock.today())}


@pytest.mark.parametrize("name", ["Ben", "Amina", "Ada"])
def test_staff_do_not_find_a_child_whom_an_order_keeps_from_them(elm, name):
    client, home = as_person(elm, name), f"/at/{elm.organisation.public_id}/"
    assert client.get(_child(elm, "Ayaan")).status_code == 200
    assert "Ayaan" in client.get(f"{home}children/").content.decode()
    called = elm.members[name].called
    assert called in _names(elm)
    _bars(elm, name)
    for page in ("", "facts/", "story/", "who/", "concern/"):
        assert client.get(_child(elm, "Ayaan") + page).status_code == 404, page
    for page in ("", "children/", "today/", "needs/"):
        assert "Ayaan" not in client.get(home + page).content.decode(), page
    assert client.get(_child(elm, "Rosa")).status_code == 200
    assert called not in _names(elm)


def test_others_of_the_staff_and_a_time_after_the_order_are_as_before(elm):
    _bars(elm, "Ben", until=date(2026, 2, 2))
    _bars(elm, "Tess")
    assert as_person(elm, "Ben").get(_child(elm, "Ayaan")).status_code == 200
    assert as_person(elm, "Amina").get(_child(elm, "Ayaan")).status_code == 200
    assert as_person(elm, "Tess").get(_child(elm, "Ayaan")).status_code == 404


def test_an_order_stands_after_the_care_ended_until_somebody_takes_it_off(elm):
    care = _bars(elm, "Ben")
    with tenant_scope(elm.organisation.pk):
        amina = elm.actor("Amina", DAY)
        people.end_care(care, DAY, "He moved away.", actor=amina, today=DAY)
    assert as_person(elm, "Ben").get(_child(elm, "Ayaan")).status_code == 404
    assert elm.members["Ben"].called not in _names(elm)
    facts = as_person(elm, "Amina").get(_child(elm, "Ayaan") + "facts/").content.decode()
    assert "The order stays in force" in facts
    assert f"{_child(elm, 'Ayaan')}family/{care.public_id}/" in facts
    assert (
        "Somebody"
        not in as_person(elm, "Tess").get(_child(elm, "Ayaan") + "facts/").content.decode()
    )
    with tenant_scope(elm.organisation.pk):
        people.change_care(care, actor=amina, seen={"bars_all": True}, today=DAY, bars_all=False)
    assert as_person(elm, "Ben").get(_child(elm, "Ayaan")).status_code == 200
    facts = as_person(elm, "Amina").get(_child(elm, "Ayaan") + "facts/").content.decode()
    assert "Somebody" not in facts


@pytest.mark.parametrize("new", [True, False])
def test_who_writes_an_address_down_is_not_told_that_it_is_of_the_family_of_a_child_kept_from_them(
    elm, new
):
    _bars(elm, "Ada")
    with tenant_scope(elm.organisation.pk):
        of = {"actor": elm.actor("Amina", DAY), "today": DAY}
        pat = people.add_contact(
            elm.organisation, given_name="Pat", family_name="Potts", email="pat@f.example", **of
        )
        care = people.add_care(elm.children["Leo"], pat, relationship="gran", **of)
        email = elm.contacts["Dilek"].email
    at = f"{_child(elm, 'Leo')}family/{'add' if new else care.public_id}/"
    said = {"given_name": "Jo", "family_name": "New", "relationship": "aunt", "email": email}
    said |= {"responsibility": "unknown", "order": "no"}

    def told(name: str) -> str:
        client = as_person(elm, name)
        page = client.post(at, typed_into(client.get(at)) | said)
        return " ".join(strip_tags(page.content.decode()).split())

    assert "It is the address of Dilek Khan." in told("Amina")
    asked = told("Ada")
    assert "Somebody else here has this e-mail address already" in asked
    assert "each needs a code of their own" in asked
    assert "Dilek" not in asked
    with tenant_scope(elm.organisation.pk):
        people.add_contact(
            elm.organisation, given_name="Sam", family_name="Stone", email=email, **of
        )
    assert "It is the address of Sam Stone." in told("Ada")


def test_nor_comes_to_one_person_with_them_and_reads_how_they_are_reached(elm):
    _bars(elm, "Ada")
    dilek, at = elm.contacts["Dilek"], f"{_child(elm, 'Leo')}family/add/"
    said = {"given_name": "Dilek", "family_name": "Khan", "relationship": "aunt", "order": "no"}
    said |= {"responsibility": "unknown", "email": dilek.email, "here_already": "yes"}
    for name, asked in (("Amina", True), ("Ada", False)):
        client = as_person(elm, name)
        page = client.post(at, typed_into(client.get(at)) | said | {"here_already": ""})
        assert ("This looks like" in page.content.decode()) is asked
        assert ("Is it the address of both?" in page.content.decode()) is not asked
    ticked = re.search(r'name="shares_address"[^>]*value="([^"]*)"', page.content.decode())[1]
    sent = typed_into(client.get(at)) | said | {"shares_address": ticked}
    assert client.post(at, sent).status_code == 303
    with tenant_scope(elm.organisation.pk):
        assert {care.pupil.given_name for care in dilek.cares.all()} == {"Ayaan"}
        new = Care.objects.get(pupil=elm.children["Leo"], relationship="aunt").contact
        assert (new.phone, new.address) == ("", "")


@pytest.mark.parametrize("kind", ["contacts", "children", "groups"])
def test_a_list_shows_and_brings_in_nothing_of_a_child_kept_from_who_reads_it(elm, kind):
    of = {"actor": system_actor(elm.organisation.pk, "set-up"), "today": DAY}
    with tenant_scope(elm.organisation.pk):
        people.change_contact(elm.contacts["Dilek"], seen={}, address="7 Hidden Lane", **of)
    lines = {
        "children": "Forename,Surname,DOB,Year,Reg\nAyaan,Khan,04/03/2017,9,Osprey\n",
        "contacts": "Parent forename,Parent surname,Forename,Surname,DOB,Address\n"
        "Dilek,Khan,Ayaan,Khan,04/03/2017,1 High Street\n",
        "groups": "Group,Kind,Pupils\nOsprey,class,Khan Ayaan\nMerlin,class,Khan Ayaan\n",
    }[kind]
    tells = {"children": ["Kestrel"], "contacts": ["7 Hidden Lane"]}
    tells["groups"] = ["Ayaan Khan (Kestrel)", "Ayaan Khan is in the class"]
    ada, amina = as_person(elm, "Ada"), as_person(elm, "Amina")
    at = upload(ada, elm, lines, kind=kind)["Location"]

    def told(client) -> set[bool]:
        shown = client.get(at).content.decode()
        return {each in shown for each in tells[kind]}

    assert told(ada) == {True}
    _bars(elm, "Ada")
    assert told(ada) == {False}
    shown = ada.get(at).content.decode()
    assert "Somebody else here has to bring in the file for this line." in shown
    assert "There is nothing to bring in." in shown
    refused = ada.post(at, {"once": "b"})
    assert refused.status_code != 303
    assert "Somebody else here has to bring in this file." in refused.content.decode()
    assert "Nothing has come in yet" in ada.get(at).content.decode()
    # What was refused waits for somebody else.
    assert told(amina) == {True}
    assert amina.post(at, {"once": "c"}).status_code == 303
    assert (told(amina), told(ada)) == ({True}, {False})
    with tenant_scope(elm.organisation.pk):
        address = Contact.objects.get(pk=elm.contacts["Dilek"].pk).address
        assert (address == "1 High Street") is (kind == "contacts")
        assert TeachingGroup.objects.filter(name="Osprey").exists() is (kind != "contacts")


@pytest.mark.parametrize("who", ["Dilek", "Somebody"])
def test_a_list_makes_nobody_who_cares_for_such_a_child_the_contact_of_another_one(elm, who):
    of = {"actor": system_actor(elm.organisation.pk, "set-up"), "today": DAY}
    bars, dilek = _bars(elm, "Ada"), elm.contacts["Dilek"]
    with tenant_scope(elm.organisation.pk):
        people.change_contact(dilek, seen={}, address="7 Hidden Lane", **of)
        if who == "Somebody":
            # By this line they come to be like Dilek, who is named then.
            people.add_care(elm.children["Leo"], bars.contact, relationship="uncle", **of)
    leo = "Khan,Leo,Potts,01/06/2017"
    lines = "Parent forename,Parent surname,Forename,Surname,DOB,Email,Phone\n"
    lines += f"{who},{leo},{dilek.email},01632 960999\nJo,{leo},,01632 960888\n"
    ada, amina = as_person(elm, "Ada"), as_person(elm, "Amina")
    at = upload(ada, elm, lines, kind="contacts")["Location"]
    said = "Somebody else here has to bring in the file for this line."
    assert said not in amina.get(at).content.decode()
    shown = ada.get(at).content.decode()
    assert said in shown
    assert "If it is the same person" not in shown
    assert ("Dilek Khan" in shown) is (who == "Dilek")
    assert ada.post(at, {"once": "b"}).status_code == 303
    for client in (ada, amina):
        after = client.get(at).content.decode()
        assert said in after
        assert "960888" in after
        assert "960999" not in after
    facts = ada.get(f"{_child(elm, 'Leo')}facts/").content.decode()
    assert "Jo Khan" in facts
    assert "7 Hidden Lane" not in facts
    with tenant_scope(elm.organisation.pk):
        assert {care.pupil.given_name for care in dilek.cares.all()} == {"Ayaan"}
        assert not Contact.objects.filter(phone="01632 960999").exists()


def test_nor_where_who_brings_it_in_says_which_child_is_meant(elm):
    _bars(elm, "Ada")
    with tenant_scope(elm.organisation.pk):
        other = {"given_name": "Leo", "family_name": "Potts", "birth_date": date(2018, 6, 1)}
        other |= {"year_group": "3", "joined_on": DAY}
        people.add_pupil(
            elm.organisation, actor=system_actor(elm.organisation.pk, "set-up"), **other
        )
    dilek, heads = elm.contacts["Dilek"], "Parent forename,Parent surname,Forename,Surname,Email"
    line = f"{heads}\nDilek,Khan,Leo,Potts,{dilek.email}\n"
    ada, asked = as_person(elm, "Ada"), "Whose family is this?"
    at = upload(ada, elm, line, kind="contacts")["Location"]
    assert asked in as_person(elm, "Amina").get(at).content.decode()
    assert asked not in ada.get(at).content.decode()
    with tenant_scope(elm.organisation.pk):
        row = IntakeRow.objects.get(name="Dilek Khan").public_id
    chosen = {"once": "b", row: elm.children["Leo"].public_id}
    assert ada.post(at, chosen).status_code != 303
    with tenant_scope(elm.organisation.pk):
        assert {care.pupil.given_name for care in dilek.cares.all()} == {"Ayaan"}


def test_of_a_list_of_groups_the_lines_of_other_children_come_in_as_they_were_shown(elm):
    _bars(elm, "Ada")
    lines = "Group,Kind,Pupils\nMaths 1,subject,Ayaan Khan\nMaths 1,,Leo Potts\n"
    lines += "Kestrel,,Ayaan Khan\n"
    ada, amina = as_person(elm, "Ada"), as_person(elm, "Amina")
    at = upload(ada, elm, lines, kind="groups")["Location"]
    said = "Somebody else here has to bring in the file for this line."
    assert ada.get(at).content.decode().count(said) == 2
    assert ada.post(at, {"once": "b"}).status_code == 303
    assert amina.get(at).content.decode().count(said) == 1
    with tenant_scope(elm.organisation.pk):
        maths = TeachingGroup.objects.get(name="Maths 1")
        assert maths.kind == "subject"
        names = GroupPupil.objects.filter(group=maths).values_list("pupil__given_name", flat=True)
        assert list(names) == ["Leo"]
        leo = GroupPupil.objects.filter(pupil=elm.children["Leo"], valid_to=None)
        assert {row.group.name for row in leo} == {"Kestrel", "Maths 1"}


def test_nor_who_else_is_like_somebody_whom_an_order_keeps_from_that_child(elm):
    of = {"actor": system_actor(elm.organisation.pk, "set-up"), "today": DAY}
    bars = _bars(elm, "Ada")
    with tenant_scope(elm.organisation.pk):
        care = people.add_care(elm.children["Leo"], bars.contact, relationship="uncle", **of)
    at = f"{_child(elm, 'Leo')}family/{care.public_id}/"
    said = {"responsibility": "unknown", "email": elm.contacts["Dilek"].email, "order": "no"}
    for name, named in (("Amina", True), ("Ada", False)):
        client = as_person(elm, name)
        asked = client.post(at, typed_into(client.get(at)) | said).content.decode()
        assert "Is it the person whom the order names?" in asked
        assert ("telephone number: Dilek Khan" in asked) is named
        assert ("Dilek" in asked) is named


def test_who_ends_the_care_reads_that_the_order_stays(elm):
    care = _bars(elm, "Ben")
    at = f"{_child(elm, 'Ayaan')}family/{care.public_id}/end/"
    assert "The order stays in force" in as_person(elm, "Amina").get(at).content.decode()
