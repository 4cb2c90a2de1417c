"""An order that bars a parent bars the same person as a member of staff, for that child and no other."""

import re
from datetime import date

import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Care, Contact, TeachingGroup
from fourfold.casework.people.who import who_can_see
from fourfold.config import clock
from fourfold.foundation.access.actors import system_actor
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


@pytest.mark.parametrize("kind", ["contacts", "children"])
def test_a_list_shows_and_brings_in_nothing_of_a_child_kept_from_who_reads_it(elm, kind):
    of = {"actor": system_actor(elm.organisation.pk, "set-up"), "today": DAY}
    with tenant_scope(elm.organisation.pk):
        people.change_contact(elm.contacts["Dilek"], seen={}, address="7 Hidden Lane", **of)
    lines = {
        "children": "Forename,Surname,DOB,Year,Reg\nAyaan,Khan,04/03/2017,9,Osprey\n",
        "contacts": "Parent forename,Parent surname,Forename,Surname,DOB,Address\n"
        "Dilek,Khan,Ayaan,Khan,04/03/2017,1 High Street\n",
    }[kind]
    tells = {"children": "Kestrel", "contacts": "7 Hidden Lane"}[kind]
    ada, amina = as_person(elm, "Ada"), as_person(elm, "Amina")
    at = upload(ada, elm, lines, kind=kind)["Location"]
    assert tells in ada.get(at).content.decode()
    _bars(elm, "Ada")
    shown = ada.get(at).content.decode()
    assert tells not in shown
    assert "Somebody else here can bring in this line." in shown
    assert "There is nothing to bring in." in shown
    assert ada.post(at, {"once": "b"}).status_code == 303
    assert tells not in ada.get(at).content.decode()
    assert tells in amina.get(at).content.decode()
    with tenant_scope(elm.organisation.pk):
        assert Contact.objects.get(pk=elm.contacts["Dilek"].pk).address == "7 Hidden Lane"
        assert not TeachingGroup.objects.filter(name="Osprey").exists()
    again = upload(amina, elm, lines, kind=kind, once="c")["Location"]
    assert tells in amina.get(again).content.decode()


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
