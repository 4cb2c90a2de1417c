"""An empty system asks its first administrator in, once, by a code that only who runs the server can read."""

import re
import stat

import pytest
import time_machine

from fourfold.casework.people import first
from fourfold.foundation.access.models import Invitation, Membership, Organisation, RoleHeld, User
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.chain import walk
from tests.page_client import PageClient

pytestmark = pytest.mark.django_db
PASSWORD = "four words of nonsense"


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel("2026-02-03 09:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def data(settings, tmp_path):
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def browser():
    return PageClient()


def answers(code: str, **change) -> dict[str, str]:
    return {
        "code": code,
        "setting": "Ash Nursery",
        "kind": "maintained_nursery",
        "first_day-day": "5",
        "first_day-month": "1",
        "first_day-year": "2026",
        "called": "Ms Quill",
        "email": "Quill@ash.example",
        "once": "one-form",
    } | change


def test_a_stranger_is_led_from_the_front_page_of_an_empty_system_to_its_beginning(browser):
    assert browser.get("/").headers["Location"] == "/begin/"
    page = browser.get("/begin/").content.decode()
    assert "You will be its first administrator" in page


def test_the_first_administrator_sets_up_the_setting_and_comes_home(browser, data):
    code = first.new_first_code()
    answer = browser.post("/begin/", answers(code))
    assert answer.status_code == 303
    invited = answer.headers["Location"]
    assert invited.startswith("/sign-in/invited/")
    new = {"password_new": PASSWORD, "password_again": PASSWORD}
    assert browser.post(invited, new).headers["Location"] == "/sign-in/set-up/"
    printed = browser.get("/sign-in/set-up/printed/").content.decode()
    one = re.findall(r"<li>(\d{8})</li>", printed)[0]
    assert browser.post("/sign-in/set-up/printed/", {"code": one}).status_code == 303
    home = browser.get("/").headers["Location"]
    setting = Organisation.objects.get()
    assert home == f"/at/{setting.public_id}/"
    assert browser.get(home).status_code == 200
    assert browser.get(f"{home}staff/").status_code == 200
    assert (setting.name, str(setting.first_day)) == ("Ash Nursery", "2026-01-05")
    with tenant_scope(setting.pk):
        member = Membership.objects.get()
        roles = list(RoleHeld.objects.values_list("role", flat=True))
        assert (member.called, member.user.email) == ("Ms Quill", "quill@ash.example")
        assert roles == ["administrator"]
        assert list(walk()) == []
    assert not (data / "first-code").exists()


def test_once_there_is_a_member_of_staff_there_is_no_such_page(browser, data):
    code = first.new_first_code()
    browser.post("/begin/", answers(code))
    other = PageClient()
    assert other.get("/").headers["Location"] == "/sign-in/"
    assert other.get("/begin/").status_code == 404
    again = answers(code, once="another-form", email="thief@else.example")
    assert other.post("/begin/", again).status_code == 404
    assert first.new_first_code() == ""
    assert Organisation.objects.count() == User.objects.count() == 1


def test_a_second_press_of_the_same_form_goes_where_the_first_went(browser):
    code = first.new_first_code()
    browser.post("/begin/", answers(code))
    second = browser.post("/begin/", answers(code))
    assert second.status_code == 303
    assert PageClient().get(second.headers["Location"]).status_code == 200
    assert Organisation.objects.count() == 1
    assert Invitation.objects.filter(used_at__isnull=True).count() == 1


def test_of_two_with_the_code_at_once_only_one_founds_anything(monkeypatch):
    code = first.new_first_code()
    said = first.Beginning(
        "Ash", first.SettingKind.CHILDMINDER, first.date(2026, 1, 5), "A", "a@x.example"
    )
    # The second has passed every look at the empty system before the first is done.
    monkeypatch.setattr(first, "is_empty", lambda: True)
    first.begin(said, code, "one", today=first.date(2026, 2, 3))
    with pytest.raises(first.NotEmpty):
        first.begin(said, code, "two", today=first.date(2026, 2, 3))
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("wrong", ["bcdf ghjk mnpq", "", "  "])
def test_a_wrong_code_is_a_sentence_and_nothing_that_was_typed_is_lost(browser, wrong):
    first.new_first_code()
    answer = browser.post("/begin/", answers(wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "shown" in page
    assert "Ash Nursery" in page
    assert not Organisation.objects.exists()


def test_without_a_start_there_is_no_code_that_works(browser):
    assert browser.post("/begin/", answers("")).status_code == 422
    assert browser.post("/begin/", answers("bcdfghjkmnpq")).status_code == 422


def test_ten_wrong_codes_shut_the_page_for_a_quarter_of_an_hour(browser, moment):
    code = first.new_first_code()
    for _ in range(10):
        assert browser.post("/begin/", answers("bcdf ghjk mnpq")).status_code == 422
    assert browser.post("/begin/", answers(code)).status_code == 429
    moment.shift(15 * 60 + 1)
    assert browser.post("/begin/", answers(code.upper().replace(" ", "-"))).status_code == 303


def test_each_start_makes_a_new_code_kept_as_a_hash_that_only_its_owner_reads(data):
    before, code = first.new_first_code(), first.new_first_code()
    assert not first.is_first_code(before)
    assert first.is_first_code(code)
    kept = data / "first-code"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert code.replace(" ", "") not in kept.read_text()
    assert [path.name for path in data.iterdir()] == ["first-code"]


def test_a_day_still_to_come_and_a_kind_that_is_none_are_asked_again(browser):
    code = first.new_first_code()
    for change in ({"first_day-year": "2027"}, {"kind": "castle"}, {"email": "nobody"}):
        assert browser.post("/begin/", answers(code, **change)).status_code == 422
    assert first.is_first_code(code)


def test_a_demonstration_has_no_beginning(browser, settings):
    settings.DEMO = True
    assert browser.get("/begin/").status_code == 404
    assert first.new_first_code() == ""


def test_the_beginning_in_the_pseudo_language(pseudo_client):
    pseudo_client.get("/begin/")
