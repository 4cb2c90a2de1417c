"""Staff sign in: password, then a second factor that no address goes round."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.sessions.models import Session
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from fourfold.config import clock
from fourfold.foundation.access.models import User
from tests.page_client import PageClient
from tests.signed_in import as_person
from tests.staff_sign_in import BEN, give_password, set_up_printed

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    return PageClient()


def app_code(secret: str, moment) -> str:
    return format_hotp_value(hotp_value(secret, int(moment.timestamp()) // 30))


def routes(patterns=None, before=""):
    """Every route below at/<setting>/."""
    found = []
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += routes(entry.url_patterns, route)
        elif isinstance(entry, URLPattern) and route.startswith("at/<str:setting>/"):
            found.append(route)
    return found


def addresses_of(setting) -> list[str]:
    """Every address below a setting, with something that fits for each of its other parts."""
    found = []
    for route in routes():
        bare = "/" + route.replace("<str:setting>", setting.public_id)
        tries = [re.sub(r"<[^>]+>", part, bare) for part in ("x", "1", "2026-02-03", "plan")]
        fitting = [one for one in tries if _fits(one)]
        assert fitting, f"Nothing fits {route}; say here what would."
        found.append(fitting[0])
    assert len(found) > 10
    return found


def _fits(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


def test_the_front_page_sends_a_stranger_to_the_way_in(cast, browser):
    assert browser.get("/").headers["Location"] == "/sign-in/"
    page = browser.get("/sign-in/?next=/at/x/").content.decode()
    assert "/sign-in/staff/?next=/at/x/" in page
    assert "/sign-in/family/?next=/at/x/" in page


def test_a_password_alone_lets_nobody_in(cast, browser):
    answer = give_password(browser)
    assert answer.headers["Location"] == "/sign-in/set-up/"
    assert browser.get("/").headers["Location"] == "/sign-in/"
    for address in addresses_of(cast.elm.organisation):
        for answer in (browser.get(address), browser.post(address)):
            assert answer.status_code == 303, address
            assert answer.headers["Location"].startswith("/sign-in/"), address


def test_a_session_that_the_library_made_by_itself_is_nobodys(cast, browser):
    user = User.objects.get(email=BEN)
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.session[BACKEND_SESSION_KEY] in settings.AUTHENTICATION_BACKENDS
    for address in addresses_of(cast.elm.organisation):
        assert browser.get(address).headers["Location"].startswith("/sign-in/"), address
    assert browser.get("/").headers["Location"] == "/sign-in/"
    assert browser.get("/sign-in/password/").headers["Location"].startswith("/sign-in/staff/")


def test_printed_codes_open_the_door_and_each_works_once(cast, browser):
    give_password(browser)
    codes = set_up_printed(browser)
    home = browser.get("/").headers["Location"]
    assert home == f"/at/{cast.elm.organisation.public_id}/"
    browser.post("/sign-out/")
    assert browser.get("/").headers["Location"] == "/sign-in/"
    assert give_password(browser).headers["Location"] == "/sign-in/second/"
    assert browser.post("/sign-in/second/", {"code": codes[0]}).status_code == 422
    assert browser.get("/").headers["Location"] == "/sign-in/"
    # Read from paper, with a space in the middle.
    answer = browser.post("/sign-in/second/", {"code": f"{codes[1][:4]} {codes[1][4:]}"})
    assert answer.headers["Location"] == "/"
    assert browser.get("/").headers["Location"] == home


def test_a_code_app_opens_the_door_and_a_code_seen_by_another_does_not(cast, browser):
    with time_machine.travel("2026-02-03 09:00:00+00:00", tick=False) as traveller:
        now = lambda: __import__("datetime").datetime.now(__import__("datetime").UTC)  # noqa: E731
        give_password(browser)
        page = browser.get("/sign-in/set-up/app/").content.decode()
        assert "<svg" in page
        secret = re.search(r'<strong translate="no">([A-Z2-7 ]+)</strong>', page)[1].replace(
            " ", ""
        )
        assert browser.post("/sign-in/set-up/app/", {"code": "000000"}).status_code == 422
        code = app_code(secret, now())
        assert browser.post("/sign-in/set-up/app/", {"code": code}).status_code == 303
        stored = Authenticator.objects.get(type="totp").data["secret"]
        assert secret not in stored
        other = PageClient()
        give_password(other)
        assert other.post("/sign-in/second/", {"code": code}).status_code == 422
        traveller.shift(60)
        assert other.post("/sign-in/second/", {"code": app_code(secret, now())}).status_code == 303
        assert other.get("/").headers["Location"].startswith("/at/")


def test_who_has_a_second_factor_cannot_set_up_another_with_the_password_alone(cast, browser):
    give_password(browser)
    set_up_printed(browser)
    thief = PageClient()
    give_password(thief)
    for address in ("", "app/", "printed/", "passkey/"):
        answer = thief.get(f"/sign-in/set-up/{address}")
        assert answer.headers["Location"] == "/sign-in/second/"
        assert (
            thief.post(f"/sign-in/set-up/{address}", {"code": "1"}).headers["Location"]
            == "/sign-in/second/"
        )


def test_who_has_used_up_the_printed_codes_sets_up_nothing_with_the_password_alone(cast, browser):
    give_password(browser)
    for code in set_up_printed(browser)[1:]:
        browser.post("/sign-out/")
        give_password(browser)
        assert browser.post("/sign-in/second/", {"code": code}).status_code == 303
    thief = PageClient()
    assert give_password(thief).headers["Location"] == "/sign-in/second/"
    assert thief.get("/sign-in/second/").status_code == 403
    assert thief.post("/sign-in/second/", {"code": "1"}).status_code == 403
    for address in ("", "app/", "printed/", "passkey/"):
        answer = thief.get(f"/sign-in/set-up/{address}")
        assert answer.headers["Location"] == "/sign-in/second/"
    # Who came in by the last one stays in front of the setting up until it is done.
    home = f"/at/{cast.elm.organisation.public_id}/"
    assert browser.get(home).headers["Location"] == "/sign-in/set-up/"
    assert "Go to your home page" not in browser.get("/sign-in/set-up/").content.decode()
    set_up_printed(browser)
    assert browser.get(home).status_code == 200
    assert "Go to your home page" in browser.get("/sign-in/set-up/").content.decode()


def test_the_last_printed_code_given_when_asked_again_leads_to_setting_up_too(cast, browser):
    give_password(browser)
    *others, last = set_up_printed(browser)[1:]
    browser.post("/sign-out/")
    for code in others:
        give_password(browser)
        browser.post("/sign-in/second/", {"code": code})
    home = f"/at/{cast.elm.organisation.public_id}/"
    assert browser.get(home).status_code == 200
    assert browser.post("/sign-in/again/", {"code": last}).status_code == 303
    assert browser.get(home).headers["Location"] == "/sign-in/set-up/"


def test_an_unknown_address_and_a_wrong_password_read_the_same(cast, browser):
    wrong = give_password(browser, password="not the password")
    unknown = give_password(browser, email="nobody@elm.example", password="not the password")
    said = [re.findall(r"do not belong together", a.content.decode()) for a in (wrong, unknown)]
    assert wrong.status_code == unknown.status_code == 422
    assert len(said[0]) == len(said[1]) > 0


def test_after_ten_wrong_passwords_the_right_one_waits_a_quarter_of_an_hour(cast, browser):
    with time_machine.travel("2026-02-03 09:00:00+00:00", tick=False) as traveller:
        for _ in range(10):
            assert give_password(browser, password="wrong").status_code == 422
        locked = give_password(browser)
        assert locked.status_code == 429
        assert "15 minutes" in locked.content.decode()
        assert give_password(browser, email="tess@elm.example").status_code == 303
        traveller.shift(15 * 60 + 1)
        assert give_password(browser).status_code == 303


def test_guessing_the_second_factor_is_locked_out_too(cast, browser):
    give_password(browser)
    codes = set_up_printed(browser)
    thief = PageClient()
    give_password(thief)
    for number in range(8):
        wrong = thief.post("/sign-in/second/", {"code": f"{number}" * 8})
        assert wrong.status_code == 422
    assert "Take the next one on your paper." in wrong.content.decode()
    assert thief.post("/sign-in/second/", {"code": codes[2]}).status_code == 429


def test_half_a_sign_in_is_forgotten_after_ten_minutes(cast, browser):
    with time_machine.travel("2026-02-03 09:00:00+00:00", tick=False) as traveller:
        give_password(browser)
        traveller.shift(601)
        assert browser.get("/sign-in/set-up/printed/").headers["Location"] == "/sign-in/staff/"


@pytest.mark.parametrize(
    ("minutes", "steps", "still_in"), [(59, 1, True), (61, 1, False), (50, 13, False)]
)
def test_a_session_ends_when_idle_for_an_hour_or_after_ten_hours(cast, minutes, steps, still_in):
    with time_machine.travel("2026-02-03 07:00:00+00:00", tick=False) as traveller:
        browser = PageClient()
        give_password(browser)
        set_up_printed(browser)
        for _ in range(steps):
            traveller.shift(minutes * 60)
            answer = browser.get("/")
        assert answer.headers["Location"].startswith("/at/") == still_in


def test_after_signing_in_one_is_where_one_wanted_to_be_and_never_elsewhere(cast, browser):
    give_password(browser, onwards="/at/abc/register/")
    codes = re.findall(
        r"<li>(\d{8})</li>", browser.get("/sign-in/set-up/printed/").content.decode()
    )
    answer = browser.post("/sign-in/set-up/printed/", {"code": codes[0]})
    assert answer.headers["Location"] == "/at/abc/register/"
    for bad in (
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
    ):
        other = PageClient()
        give_password(other, onwards=bad)
        assert other.post("/sign-in/second/", {"code": codes.pop()}).headers["Location"] == "/"


def test_a_session_that_is_over_lets_nobody_in_however_often_its_key_is_sent(cast):
    ben, home = as_person(cast.elm, "Ben"), f"/at/{cast.elm.organisation.public_id}/"
    key = ben.session.session_key
    assert ben.get(home).status_code == 200
    Session.objects.filter(session_key=key).update(expire_date=clock.now() - timedelta(seconds=1))
    for _ in range(2):
        other = PageClient()
        other.cookies[settings.SESSION_COOKIE_NAME] = key
        answer = other.get(home)
        assert answer.status_code in {302, 303}
        assert answer.headers["Location"].startswith("/sign-in/")
