"""Codes on paper by which families sign in: who makes them, what they open, and how somebody starts anew."""

import re

import pytest
import time_machine
from django.db.models import Count
from django.utils.html import strip_tags

from fourfold.casework.people import actions as people
from fourfold.config import clock
from fourfold.foundation.access import throttle
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.access.models import Attempt, FamilyCode
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.models import TrailEntry
from tests.cast import make_cast
from tests.family_signs_in import (
    DILEK,
    another_contact,
    link_for,
    own_code,
    paper_for,
    sign_in,
    who_is_in,
)
from tests.page_client import PageClient
from tests.signed_in import as_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def moment():
    with time_machine.travel("2026-02-03 09:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast(moment):
    return make_cast()


@pytest.fixture
def browser():
    return PageClient()


def test_a_code_by_letter_signs_in_once_within_fourteen_days(cast, browser, moment):
    amina = as_person(cast.elm, "Amina")
    dev = cast.elm.contacts["Dev"]
    address = f"/at/{cast.elm.organisation.public_id}/contact/{dev.public_id}/sign-in-code/"
    assert amina.get(address).status_code == 200
    paper = amina.post(address).content.decode()
    code = re.search(r"<dd[^>]*>\s*<bdi[^>]*>([a-z2-9]{4} [a-z2-9]{4})</bdi>\s*</dd>", paper)[1]
    with tenant_scope(cast.elm.organisation.pk):
        entry = TrailEntry.objects.order_by("-position").first()
        assert entry.act == "contact.sign_in_code"
    assert code.replace(" ", "") not in str(list(FamilyCode.objects.values()))
    for word, typed in (("oak", code), ("elm", "bbbb bbbb"), ("", code)):
        assert browser.post("/sign-in/code/", {"setting": word, "code": typed}).status_code == 422
    assert own_code(browser.post("/sign-in/code/", {"setting": "Elm", "code": code.upper()}))
    assert list(who_is_in(browser).values()) == [dev.membership.public_id]
    other = PageClient()
    assert other.post("/sign-in/code/", {"setting": "elm", "code": code}).status_code == 422
    late = paper_for(cast.elm, dev)
    moment.shift(14 * 86_400 + 1)
    assert other.post("/sign-in/code/", {"setting": "elm", "code": late}).status_code == 422


def test_a_young_person_with_an_account_gets_a_code_and_nobody_elses_account_is_there(cast):
    accounts = {}
    for place, child in ((cast.elm, "Leo"), (cast.oak, "Nia")):
        system = system_actor(place.organisation.pk, "set-up")
        with tenant_scope(place.organisation.pk):
            accounts[child] = people.open_own_account(
                place.children[child], actor=system, today=clock.today()
            ).public_id
    address = f"/at/{cast.elm.organisation.public_id}/families/sign-in/"
    amina = as_person(cast.elm, "Amina")
    assert accounts["Leo"] in amina.get(address).content.decode()
    paper = amina.post(address, {"account": accounts["Leo"]}).content.decode()
    assert re.search(r"<dd[^>]*>\s*<bdi[^>]*>([a-z2-9]{4} [a-z2-9]{4})</bdi>\s*</dd>", paper)
    for other in (accounts["Nia"], "zzzzzzzzzzzzzz", ""):
        assert amina.post(address, {"account": other}).status_code == 404


def test_two_of_one_name_are_told_apart_by_the_child_and_by_their_place(cast):
    for child in ("Ayaan", "Rosa", "Rosa"):
        another_contact(cast.elm, child, "Sam", "")
    page = as_person(cast.elm, "Hana").get(
        f"/at/{cast.elm.organisation.public_id}/families/sign-in/"
    )
    said = strip_tags(page.content.decode())
    assert "Start anew Sam Khan (carer, Ayaan Khan)" in said
    assert said.count("Start anew Sam Khan (carer, Rosa Márquez-O’Brien)") == 2
    assert said.count("Sam Khan (carer, Rosa Márquez-O’Brien), number") == 2


@pytest.mark.parametrize(("name", "answer"), [("Ben", 403), ("Tess", 403), ("Marta", 404)])
def test_only_who_manages_people_makes_codes(cast, name, answer):
    dev = cast.elm.contacts["Dev"]
    at = f"/at/{cast.elm.organisation.public_id}"
    assert (
        as_person(cast.elm, name).post(f"{at}/contact/{dev.public_id}/sign-in-code/").status_code
        == answer
    )
    assert (
        as_person(cast.oak, "Cara").post(f"{at}/contact/{dev.public_id}/sign-in-code/").status_code
        == 404
    )
    nia = cast.oak.contacts["Obi"].public_id
    assert as_person(cast.elm, "Amina").post(f"{at}/contact/{nia}/sign-in-code/").status_code == 404


def test_a_code_given_at_signing_in_is_a_proof_for_a_while(cast, browser, moment):
    page = f"/at/{cast.elm.organisation.public_id}/your-address/"
    code = paper_for(cast.elm, cast.elm.contacts["Dilek"])
    browser.post("/sign-in/code/", {"setting": "elm", "code": code})
    assert browser.get(page).status_code == 200
    moment.shift(11 * 60)
    assert browser.get(page).headers["Location"].startswith("/sign-in/again/")


@pytest.mark.parametrize(
    "page",
    [
        "contact/{dev}/sign-in-code/",
        "contact/{dev}/start-anew/",
        "staff/add/",
        "staff/{ben}/",
        "senco/",
    ],
)
def test_codes_for_a_family_and_roles_ask_again_who_it_is(cast, moment, page):
    dev, ben = cast.elm.contacts["Dev"].public_id, cast.elm.members["Ben"].public_id
    address = f"/at/{cast.elm.organisation.public_id}/{page.format(dev=dev, ben=ben)}"
    amina = as_person(cast.elm, "Amina")
    assert amina.get(address).status_code == 200
    moment.shift(11 * 60)
    assert amina.get(address).headers["Location"].startswith("/sign-in/again/?next=")
    assert amina.post(address).headers["Location"].startswith("/sign-in/again/?next=")
    assert FamilyCode.objects.count() == 0
    # Refused before anybody is asked for a proof.
    assert as_person(cast.elm, "Ben").get(address).status_code == 403


def _anew(place, contact) -> str:
    return f"/at/{place.organisation.public_id}/contact/{contact.public_id}/start-anew/"


def _paper_code(answer) -> str:
    pattern = r"<dd[^>]*>\s*<bdi[^>]*>([a-z2-9]{4} [a-z2-9]{4})</bdi>\s*</dd>"
    return re.search(pattern, answer.content.decode())[1]


def test_started_anew_nothing_that_a_contact_had_opens_any_more(cast, browser):
    dilek, home = cast.elm.contacts["Dilek"], f"/at/{cast.elm.organisation.public_id}/"
    own = sign_in(browser)
    paper = paper_for(cast.elm, dilek)
    assert browser.get(home).status_code == 200
    amina = as_person(cast.elm, "Amina")
    assert _anew(cast.elm, dilek) in amina.get(f"{home}families/sign-in/").content.decode()
    assert amina.get(_anew(cast.elm, dilek)).status_code == 200
    assert browser.get(home).status_code == 200
    fresh = _paper_code(amina.post(_anew(cast.elm, dilek)))
    # Signed out, also where they were signed in; those who were not meant stay.
    assert browser.get(home).headers["Location"].startswith("/sign-in/")
    assert amina.get(home).status_code == 200
    assert _tries_on_paper("elm", paper) == 422
    # The device is new again, and the link alone is not enough, though no code of their own is left.
    assert browser.post(link_for(browser)).headers["Location"] == "/sign-in/who/"
    assert browser.post("/sign-in/who/", {"code": own}).status_code == 422
    assert who_is_in(browser) == {}
    answer = browser.post("/sign-in/who/", {"code": fresh})
    assert own_code(answer) != own
    assert browser.get(home).status_code == 200
    with tenant_scope(cast.elm.organisation.pk):
        told = Message.objects.filter(kind="contact.started_anew")
        assert sorted(m.address or m.to.called for m in told) == ["Ms Amina Obi", DILEK]
        assert TrailEntry.objects.filter(act="contact.start_anew").count() == 1


def test_started_anew_a_young_person_is_out_and_gets_another_code(cast, browser):
    with tenant_scope(cast.elm.organisation.pk):
        system = system_actor(cast.elm.organisation.pk, "set-up")
        child = cast.elm.children["Leo"]
        account = people.open_own_account(child, actor=system, today=clock.today())
    home = f"/at/{cast.elm.organisation.public_id}/"
    amina = as_person(cast.elm, "Amina")
    asked = {"account": account.public_id}
    first = _paper_code(amina.post(f"{home}families/sign-in/", asked))
    assert own_code(browser.post("/sign-in/code/", {"setting": "elm", "code": first}))
    again = _paper_code(amina.post(f"{home}families/sign-in/", asked | {"anew": "yes"}))
    assert browser.get(home).headers["Location"].startswith("/sign-in/")
    assert _tries_on_paper("elm", first) == 422
    assert _tries_on_paper("elm", again) == 200


@pytest.mark.parametrize(("name", "answer"), [("Ben", 403), ("Marta", 404)])
def test_only_who_manages_people_starts_anew(cast, browser, name, answer):
    dev = cast.elm.contacts["Dev"]
    paper = paper_for(cast.elm, dev)
    assert as_person(cast.elm, name).post(_anew(cast.elm, dev)).status_code == answer
    assert as_person(cast.oak, "Cara").post(_anew(cast.elm, dev)).status_code == 404
    assert _tries_on_paper("elm", paper) == 200


def test_a_code_for_a_young_person_asks_again_too(cast, moment):
    with tenant_scope(cast.elm.organisation.pk):
        account = people.open_own_account(
            cast.elm.children["Leo"],
            actor=system_actor(cast.elm.organisation.pk, "set-up"),
            today=clock.today(),
        )
    amina = as_person(cast.elm, "Amina")
    moment.shift(11 * 60)
    address = f"/at/{cast.elm.organisation.public_id}/families/sign-in/"
    answer = amina.post(address, {"account": account.public_id})
    assert answer.headers["Location"].startswith("/sign-in/again/")
    assert FamilyCode.objects.count() == 0


def _tries_on_paper(word: str, code: str, place: str = "127.0.0.1") -> int:
    sent = {"setting": word, "code": code}
    return int(PageClient(REMOTE_ADDR=place).post("/sign-in/code/", sent).status_code)


def test_wrong_tries_with_the_word_of_a_setting_keep_no_other_family_out(cast):
    dev = cast.elm.contacts["Dev"]
    for number in range(6):
        assert _tries_on_paper("elm", f"bbbb bb{number}", place=f"10.0.0.{number % 2}") == 422
    # What is counted together is of one place; nothing is counted for the word.
    counted = Attempt.objects.values("key").annotate(tries=Count("key"))
    assert sorted(each["tries"] for each in counted) == [1] * 6 + [3] * 2
    assert _tries_on_paper("elm", paper_for(cast.elm, dev)) == 200


def test_however_the_word_and_a_code_are_spelled_they_are_counted_together(cast, monkeypatch):
    spelled = ["Elm", " ELM ", "élm", "elm primary", "eLM", "elm"]
    for word in spelled[:5]:
        assert _tries_on_paper(word, "bbbb-bbbb") == 422
    assert _tries_on_paper(spelled[5], "BBBBbbbb") == 429
    assert _tries_on_paper("elm", "bbbb bbbc") == 422
    # Of many codes it is the place from which they are tried that is closed, and no other.
    monkeypatch.setattr(throttle, "MOST_FROM_ONE_PLACE", 6)
    assert _tries_on_paper("élm", "bbbb bbbd") == 429
    assert _tries_on_paper("élm", "bbbb bbbd", place="10.0.0.9") == 422
