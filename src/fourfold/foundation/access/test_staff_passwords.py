"""Passwords of staff: set by an invitation, forgotten, changed, and not guessed."""

import re

import pytest
import time_machine
from django.core import mail

from fourfold.foundation.access import links
from fourfold.foundation.access.models import User
from tests.cast import PASSWORD
from tests.page_client import PageClient
from tests.staff_sign_in import BEN, give_password, set_up_printed

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    return PageClient()


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(cast, browser):
    known = browser.post("/sign-in/forgotten/", {"email": BEN})
    unknown = browser.post("/sign-in/forgotten/", {"email": "nobody@elm.example"})
    same, other = (re.sub(r'value="[^"]+"', "", a.content.decode()) for a in (known, unknown))
    assert same == other
    assert len(mail.outbox) == 1
    words = mail.outbox[0].subject + mail.outbox[0].body
    assert not re.search("child|pupil|SEN|Elm|Ben", words)
    link = re.search(r"http://[^/]+(/sign-in/password/\S+)", mail.outbox[0].body)[1]
    assert browser.head(link).status_code == browser.get(link).status_code == 200
    weak = browser.post(link, {"password_new": "password", "password_again": "password"})
    assert weak.status_code == 422
    new = {"password_new": "four wholly other words", "password_again": "four wholly other words"}
    assert browser.post(link, new).status_code == 200
    assert browser.post(link, new).status_code == 410
    assert give_password(browser).status_code == 422
    assert give_password(browser, password="four wholly other words").status_code == 303
    assert browser.get("/").headers["Location"] == "/sign-in/"


def test_an_invitation_sets_a_password_and_a_second_factor_and_works_once_for_seven_days(cast):
    with time_machine.travel("2026-02-03 07:00:00+00:00", tick=False) as traveller:
        user = User.objects.get(email=BEN)
        token = links.invitation(user)
        browser, new = (
            PageClient(),
            {"password_new": "a quite new passphrase", "password_again": "a quite new passphrase"},
        )
        assert browser.get(f"/sign-in/invited/{token}/").status_code == 200
        assert (
            browser.post(f"/sign-in/invited/{token}/", new).headers["Location"]
            == "/sign-in/set-up/"
        )
        set_up_printed(browser)
        assert browser.get("/").headers["Location"].startswith("/at/")
        assert browser.get(f"/sign-in/invited/{token}/").status_code == 410
        late = links.invitation(user)
        traveller.shift(7 * 86_400 + 1)
        assert PageClient().get(f"/sign-in/invited/{late}/").status_code == 410


def test_a_changed_password_needs_the_old_one_and_is_told_by_mail(cast, browser):
    browser.force_login(User.objects.get(email=BEN))
    new = {"password_new": "four wholly other words", "password_again": "four wholly other words"}
    assert browser.post("/sign-in/password/", new | {"password_now": "wrong"}).status_code == 422
    assert browser.post("/sign-in/password/", new | {"password_now": PASSWORD}).status_code == 200
    assert len(mail.outbox) == 1
    assert browser.get("/").headers["Location"].startswith("/at/")


def test_the_present_password_is_not_guessed_from_a_session_left_open(cast, browser):
    browser.force_login(User.objects.get(email=BEN))
    new = {"password_new": "four wholly other words", "password_again": "four wholly other words"}
    for _ in range(10):
        answer = browser.post("/sign-in/password/", new | {"password_now": "wrong"})
        assert answer.status_code == 422
    assert browser.post("/sign-in/password/", new | {"password_now": PASSWORD}).status_code == 429
    assert User.objects.get(email=BEN).check_password(PASSWORD)


def test_of_two_who_press_on_one_invitation_the_second_sets_no_password(cast, monkeypatch):
    token = links.invitation(User.objects.get(email=BEN))
    live = links.live

    def pressed_by_another_meanwhile(model, typed):
        found = live(model, typed)
        assert links.use(found)
        return found

    monkeypatch.setattr(links, "live", pressed_by_another_meanwhile)
    new = {"password_new": "a quite new passphrase", "password_again": "a quite new passphrase"}
    assert PageClient().post(f"/sign-in/invited/{token}/", new).status_code == 410
    assert User.objects.get(email=BEN).check_password(PASSWORD)
