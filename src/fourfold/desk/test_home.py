"""What a home shows besides what needs somebody: what they were writing, and where a family changes their address."""

import re
from datetime import date

import pytest
import time_machine

from fourfold.config import clock
from fourfold.foundation.access.models import KeptForm, User
from fourfold.foundation.access.session import THROUGH
from fourfold.foundation.due.models import NightReport
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import Cast, make_cast
from tests.page_client import PageClient
from tests.signed_in import as_person

pytestmark = pytest.mark.django_db
WORDS = "He hides under the table when asked to write."


@pytest.fixture
def moment():
    with time_machine.travel("2026-02-03 09:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast(moment):
    return make_cast()


def _home(cast: Cast) -> str:
    return f"/at/{cast.elm.organisation.public_id}/"


def _signed_in_as(browser: PageClient, name: str) -> None:
    browser.force_login(User.objects.get(email=f"{name}@elm.example"), backend=THROUGH)


def _lost(browser: PageClient, cast: Cast, moment, child: str = "Ayaan") -> str:
    """Ben writes about a child until his session has ended; the address of the page."""
    _signed_in_as(browser, "ben")
    address = f"{_home(cast)}child/{cast.elm.children[child].public_id}/concern/"
    page = browser.get(address).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    moment.shift(61 * 60)
    assert "kept" in browser.post(address, hidden | {"words": WORDS}).headers["Location"]
    return address


def test_home_says_what_was_being_written_until_it_is_sent(cast, moment):
    browser = PageClient()
    address = _lost(browser, cast, moment)
    _lost(browser, cast, moment)
    _lost(browser, cast, moment, "Rosa")
    _signed_in_as(browser, "ben")
    home = browser.get(_home(cast)).content.decode()
    assert "2 texts that you were writing have not been sent" in home
    assert WORDS[:10] not in home
    listed = browser.get(f"{_home(cast)}unsent/").content.decode()
    for words in (WORDS, "a concern about", "Ayaan", "Rosa", "Tuesday 3 February"):
        assert words in listed
    latest = KeptForm.objects.filter(path=address).latest("pk")
    onwards = f"{address}?kept={latest.public_id}"
    assert f'href="{onwards}"' in listed
    shown = browser.get(onwards).content.decode()
    assert "hides under the table" in shown
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown))
    sent = hidden | {"words": WORDS, "spoken": "yes"}
    assert browser.post(address, sent).status_code == 303
    left = browser.get(_home(cast)).content.decode()
    assert left.count("We kept it for you") == 1
    assert "Ayaan" in left or "Rosa" in left


@pytest.mark.parametrize("other", ["tess", "amina"])
def test_somebody_else_who_signs_in_there_sees_nothing_of_it(cast, moment, other):
    browser = PageClient()
    _lost(browser, cast, moment)
    kept = KeptForm.objects.get().public_id
    _signed_in_as(browser, other)
    home = browser.get(_home(cast)).content.decode()
    assert "We kept it" not in home
    assert kept not in home


def test_a_family_member_there_sees_nothing_of_it_either(cast, moment):
    _lost(PageClient(), cast, moment)
    assert "We kept it" not in as_person(cast.elm, "Dilek").get(_home(cast)).content.decode()


def test_a_family_member_finds_where_to_change_their_address_and_staff_do_not(cast):
    words = "Change your e-mail address"
    assert words in as_person(cast.elm, "Dilek").get(_home(cast)).content.decode()
    assert words not in as_person(cast.elm, "Amina").get(_home(cast)).content.decode()


def test_home_says_what_the_night_found_to_who_looks_after_the_data(cast, client):
    with tenant_scope(cast.elm.organisation.pk):
        NightReport.objects.create(
            tenant_id=cast.elm.organisation.pk,
            day=date(2026, 2, 1),
            at=clock.now(),
            differences=[["a", "is missing"], ["b", "is missing"]],
        )
    shown = {
        name: "2 things did not follow"
        in as_person(cast.elm, name).get(_home(cast)).content.decode()
        for name in ("Amina", "Ada", "Ben", "Dilek")
    }
    assert shown == {"Amina": True, "Ada": True, "Ben": False, "Dilek": False}


@pytest.mark.parametrize(
    ("who", "says", "offers"),
    [
        ("Grace", "there is no report for governors yet", []),
        ("Evie", "for as long as the invitation lasts", []),
        ("Ada", "You see no child’s plan", ["children/add/", "bring-in/", "terms/"]),
        ("Sol", "You read first what children and families send", ["read-first/", "children/"]),
        ("Hana", "What is late or coming up", ["due/", "staff/"]),
        ("Tess", "The children whom you support", ["today/"]),
    ],
)
def test_each_home_says_what_is_so_and_offers_what_this_person_can_do(cast, who, says, offers):
    home = as_person(cast.elm, who).get(_home(cast)).content.decode()
    main = home[home.index("<main") :]
    assert says in main
    assert all(f'href="{_home(cast)}{path}"' in main for path in offers)
    assert ("What you can do here" in main) is bool(offers)
    assert ("Last checked by the clock" in main or "clock has not been" in main) is (
        who in {"Ada", "Hana"}
    )
