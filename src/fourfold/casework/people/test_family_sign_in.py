"""Families sign in: a link that only a press uses, a shared address, a device not used before."""

import re

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.utils.html import strip_tags

from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Contact
from fourfold.config import clock
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.access.codes import start_anew
from fourfold.foundation.access.models import FamilyAddress, SignInLink
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.tenancy import tenant_scope
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


def test_a_known_address_and_an_unknown_one_get_the_same_answer(cast, browser):
    plain = lambda a: re.sub(r'value="[^"]+"', "", a.content.decode())  # noqa: E731
    known = browser.post("/sign-in/family/", {"email": DILEK.upper()})
    unknown = browser.post("/sign-in/family/", {"email": "nobody@family.example"})
    assert plain(known) == plain(unknown)
    assert [m.to for m in mail.outbox] == [[DILEK.rpartition("@")[0].upper() + "@family.example"]]
    assert not re.search("Ayaan|Khan|Elm|SEN|child", mail.outbox[0].subject + mail.outbox[0].body)


def test_looking_at_a_link_uses_nothing_and_the_press_uses_it_once(cast, browser):
    link = link_for(browser)
    scanner = PageClient()
    for _ in range(3):
        assert scanner.get(link).status_code == scanner.head(link).status_code == 200
    assert SignInLink.objects.get().used_at is None
    assert who_is_in(scanner) == {}
    browser.post(link)
    assert who_is_in(browser) == {
        cast.elm.organisation.public_id: cast.elm.contacts["Dilek"].membership.public_id
    }
    assert browser.get("/").headers["Location"] == f"/at/{cast.elm.organisation.public_id}/"
    again = scanner.post(link)
    assert again.status_code == 410
    assert "used already" in again.content.decode()
    assert "/sign-in/family/" in again.content.decode()
    assert who_is_in(scanner) == {}
    # A second press in the browser that is in, or a look back, leads home.
    assert browser.post(link).headers["Location"] == "/"


def test_a_link_is_kept_as_a_hash_and_is_nowhere_in_the_outbox(cast, browser):
    token = link_for(browser).split("/")[3]
    assert token not in SignInLink.objects.get().token
    assert not FamilyAddress.objects.filter(key__contains="@").exists()
    with tenant_scope(cast.elm.organisation.pk):
        assert not Message.objects.filter(payload__icontains=token).exists()


def test_a_link_is_too_old_after_a_quarter_of_an_hour_and_only_the_newest_works(
    cast, browser, moment
):
    first, second = link_for(browser), link_for(browser)
    moment.shift(1)
    assert browser.get(first).status_code == 410
    moment.shift(15 * 60)
    late = browser.post(second)
    assert late.status_code == 410
    assert "too old" in late.content.decode()
    assert browser.get("/sign-in/link/nonsense/").status_code == 410


def test_the_link_of_another_family_gives_only_that_family(cast, browser):
    sign_in(browser, "marta@family.example")
    assert who_is_in(browser) == {
        cast.elm.organisation.public_id: cast.elm.contacts["Marta"].membership.public_id
    }
    at, ayaan = cast.elm.organisation.public_id, cast.elm.children["Ayaan"].public_id
    assert browser.get(f"/at/{at}/child/{ayaan}/").status_code == 404


def test_whom_an_order_bars_from_every_child_gets_no_link(cast, browser):
    browser.post("/sign-in/family/", {"email": "ivan@family.example"})
    assert mail.outbox == []
    ivan = cast.elm.contacts["Ivan"]
    code = paper_for(cast.elm, ivan)
    assert browser.post("/sign-in/code/", {"setting": "elm", "code": code}).status_code == 422
    assert who_is_in(browser) == {}
    # The office reads so; he himself, still signed in on an older day, reads whom to ask and no word of an order.
    home = f"/at/{cast.elm.organisation.public_id}/"
    office = as_person(cast.elm, "Amina").post(f"{home}families/sign-in/", {"name": "ivan"})
    text = office.content.decode()
    assert "no code lets them in, while the court order stands" in text
    assert "by a link to their e-mail address" not in text
    assert "Make a sign-in code" not in text
    for page in ("", "concern/"):
        text = strip_tags(as_person(cast.elm, "Ivan").get(f"{home}{page}").content.decode())
        assert "nothing here that we can show you today. Ask for Ms Amina Obi, the SENCO." in text
        assert "court" not in text
        assert "Find the child by name" not in text


def test_one_person_at_two_settings_chooses_where_to_go(cast, browser):
    with tenant_scope(cast.oak.organisation.pk):
        system = system_actor(cast.oak.organisation.pk, "set-up")
        day = cast.oak.organisation.first_day
        there = people.add_contact(
            cast.oak.organisation,
            actor=system,
            today=day,
            given_name="Dilek",
            family_name="Khan",
            email=DILEK,
        )
        people.add_care(
            cast.oak.children["Nia"], there, actor=system, today=day, relationship="aunt"
        )
    sign_in(browser)
    assert len(who_is_in(browser)) == 2
    page = browser.get("/").content.decode()
    assert "Elm Primary" in page
    assert "Oak Primary" in page


def test_a_code_from_one_setting_opens_no_other_that_has_started_anew(cast, browser):
    oak = another_contact(cast.oak, "Nia", "Dilek", DILEK)
    sign_in(browser)
    assert len(who_is_in(browser)) == 2
    lingers = paper_for(cast.oak, oak)
    with tenant_scope(cast.elm.organisation.pk):
        fresh = start_anew(cast.elm.contacts["Dilek"].membership)
    for code, opens in ((lingers, cast.oak), (fresh, cast.elm)):
        elsewhere = PageClient()
        assert elsewhere.post(link_for(elsewhere)).headers["Location"] == "/sign-in/who/"
        elsewhere.post("/sign-in/who/", {"code": code})
        assert list(who_is_in(elsewhere)) == [opens.organisation.public_id]


def test_a_shared_address_asks_who_and_for_what_only_that_person_was_given(cast, browser):
    other = another_contact(cast.elm, "Rosa", "Sam", DILEK)
    answer = browser.post(link_for(browser))
    assert answer.headers["Location"] == "/sign-in/who/"
    page = browser.get("/sign-in/who/").content.decode()
    assert "Dilek" in page
    assert "Sam" in page
    assert "Khan" not in page
    assert who_is_in(browser) == {}
    dilek, code = cast.elm.contacts["Dilek"].membership.public_id, paper_for(cast.elm, other)
    assert browser.post("/sign-in/who/", {"who": dilek, "code": code}).status_code == 422
    assert browser.post("/sign-in/who/", {"who": other.membership.public_id}).status_code == 422
    assert who_is_in(browser) == {}
    mine = {"who": other.membership.public_id, "code": f"{code[:4].upper()} {code[4:]}"}
    assert own_code(browser.post("/sign-in/who/", mine))
    assert list(who_is_in(browser).values()) == [other.membership.public_id]


def test_a_link_to_a_mailbox_that_a_barred_father_reads_lets_nobody_in_without_a_code(
    cast, browser
):
    ana = another_contact(cast.elm, "Rosa", "Ana", "ivan@family.example")
    answer = browser.post(link_for(browser, "ivan@family.example"))
    assert answer.headers["Location"] == "/sign-in/who/"
    assert who_is_in(browser) == {}
    assert browser.post("/sign-in/who/", {"code": "bcdfgh"}).status_code == 422
    browser.post("/sign-in/who/", {"code": paper_for(cast.elm, ana)})
    assert list(who_is_in(browser).values()) == [ana.membership.public_id]


def test_nor_where_the_one_who_is_barred_has_the_very_same_name(cast, browser):
    ivan = another_contact(cast.elm, "Rosa", "Ivan", "ivan@family.example", family="O’Brien")
    answer = browser.post(link_for(browser, "ivan@family.example"))
    assert answer.headers["Location"] == "/sign-in/who/"
    assert who_is_in(browser) == {}
    browser.post("/sign-in/who/", {"code": paper_for(cast.elm, ivan)})
    assert list(who_is_in(browser).values()) == [ivan.membership.public_id]


def test_nor_on_a_device_that_the_household_used_before_the_order(cast, browser):
    another_contact(cast.oak, "Nia", "Dilek", DILEK)
    own = sign_in(browser)
    assert len(who_is_in(browser)) == 2
    dev = another_contact(cast.elm, "Ayaan", "Dev", DILEK)
    with tenant_scope(cast.elm.organisation.pk):
        system, care = system_actor(cast.elm.organisation.pk, "set-up"), dev.cares.get()
        of = {"today": clock.today(), "another_person": True}
        people.change_care(care, actor=system, seen={}, bars_all=True, **of)
    browser.post("/sign-out/")
    assert browser.post(link_for(browser)).headers["Location"] == "/sign-in/who/"
    assert who_is_in(browser) == {}
    assert "have not signed in on this device" not in browser.get("/sign-in/who/").content.decode()
    # The code opens what it was given for, and on this device, too, no more than that.
    browser.post("/sign-in/who/", {"code": own})
    assert list(who_is_in(browser)) == [cast.elm.organisation.public_id]


def test_names_are_not_told_before_the_link_has_proved_the_address(cast, browser):
    another_contact(cast.elm, "Rosa", "Sam", DILEK)
    link = link_for(browser)
    assert browser.get("/sign-in/who/").headers["Location"] == "/sign-in/family/"
    assert "Dilek" not in browser.get(link).content.decode()


def test_a_persons_code_cannot_be_guessed(cast, browser):
    other = another_contact(cast.elm, "Rosa", "Sam", DILEK)
    code = paper_for(cast.elm, other)
    browser.post(link_for(browser))
    another = PageClient()
    another.post(link_for(another))
    for guess in ("bcdfgh", "bcdfgj", "bcdfgk", "bcdfgm", "bcdfgn"):
        bad = {"who": other.membership.public_id, "code": guess}
        assert browser.post("/sign-in/who/", bad).status_code == 422
    locked = browser.post("/sign-in/who/", {"who": other.membership.public_id, "code": code})
    assert locked.status_code == 429
    assert "15 minutes" in locked.content.decode()
    assert who_is_in(browser) == {}
    # Nobody else is kept out, the person least of all; they and the SENCO hear of it, once a day.
    for guess in ("bcdfgh", "bcdfgj", "bcdfgk", "bcdfgm", "bcdfgn"):
        assert another.post("/sign-in/who/", bad | {"code": guess}).status_code == 422
    theirs = PageClient()
    theirs.post(link_for(theirs))
    answer = theirs.post("/sign-in/who/", bad | {"code": code})
    assert answer.status_code in {200, 303}
    assert len(who_is_in(theirs)) == 1
    with tenant_scope(cast.elm.organisation.pk):
        told = Message.objects.filter(kind="contact.guessed")
        assert sorted((m.to.called, m.channel) for m in told) == [
            ("Ms Amina Obi", "in_app"),
            ("Sam Khan", "email"),
        ]


def test_a_new_device_asks_for_the_persons_own_code_and_is_told_of(cast, browser):
    own = sign_in(browser)
    with tenant_scope(cast.elm.organisation.pk):
        told = Message.objects.filter(kind="contact.new_device")
        assert sorted((m.to.called, m.channel) for m in told) == [
            ("Dilek Khan", "email"),
            ("Ms Amina Obi", "in_app"),
        ]
    # The same device again: the link is enough, and nobody is told.
    browser.post("/sign-out/")
    assert browser.post(link_for(browser)).headers["Location"] == "/"
    elsewhere = PageClient()
    assert elsewhere.post(link_for(elsewhere)).headers["Location"] == "/sign-in/who/"
    assert elsewhere.post("/sign-in/who/", {"code": "zzzzzz"}).status_code == 422
    assert elsewhere.post("/sign-in/who/", {"code": own.upper()}).headers["Location"] == "/"
    with tenant_scope(cast.elm.organisation.pk):
        assert Message.objects.filter(kind="contact.new_device").count() == 4


def test_a_family_session_ends_after_half_an_hour_of_nothing(cast, browser, moment):
    sign_in(browser)
    moment.shift(29 * 60)
    assert browser.get("/").headers["Location"].startswith("/at/")
    moment.shift(31 * 60)
    assert browser.get("/").headers["Location"] == "/sign-in/"


def test_changing_the_address_asks_again_and_tells_both_addresses_and_the_senco(
    cast, browser, moment
):
    own = sign_in(browser)
    page = f"/at/{cast.elm.organisation.public_id}/your-address/"
    # Asked at once: a link alone shows only that somebody reads the mail of the address.
    answer = browser.get(page)
    assert answer.headers["Location"].startswith("/sign-in/again/?next=")
    asked = answer.headers["Location"]
    assert browser.post(asked, {"code": "zzzzzz"}).status_code == 422
    assert browser.post(asked, {"code": own}).headers["Location"] == page
    shown = browser.get(page).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', shown)[1]
    new = {"email": "new@family.example", "seen": seen}
    assert browser.post(page, new).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert Contact.objects.get(given_name="Dilek").email == "new@family.example"
        told = Message.objects.filter(kind="contact.address_changed")
        assert sorted(m.address or m.to.called for m in told) == [
            "Ms Amina Obi",
            DILEK,
            "new@family.example",
        ]
    browser.post("/sign-in/family/", {"email": DILEK})
    assert len(mail.outbox) == 1
    assert link_for(browser, "new@family.example")
    # A form from before the change finds that it is stale.
    assert browser.post(page, {"email": "third@family.example", "seen": DILEK}).status_code == 409


def test_a_device_cookie_is_closed_to_script_and_says_nothing(cast, browser):
    sign_in(browser)
    cookie = browser.cookies["device"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert len(cookie.value) > 40
    assert settings.SESSION_COOKIE_NAME in browser.cookies
