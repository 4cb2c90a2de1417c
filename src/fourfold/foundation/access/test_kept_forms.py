"""What somebody was writing when their session ended waits for them, and for nobody else."""

import re

import pytest
import time_machine
from django.test import RequestFactory

from fourfold.foundation.access import kept_forms
from fourfold.foundation.access.models import KeptForm, User
from fourfold.foundation.access.session import THROUGH
from tests.cast import PASSWORD, make_cast
from tests.page_client import PageClient
from tests.signed_in import as_person

pytestmark = pytest.mark.django_db
WORDS = "He reads “dog” as “bog”, and hides under the table when asked to write."


@pytest.fixture
def moment():
    with time_machine.travel("2026-02-03 09:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast(moment):
    return make_cast()


def come_in(browser, name: str) -> list[str]:
    """Password and printed codes; the codes that are left."""
    browser.post("/sign-in/staff/", {"email": f"{name}@elm.example", "password": PASSWORD})
    codes = re.findall(
        r"<li>(\d{8})</li>", browser.get("/sign-in/set-up/printed/").content.decode()
    )
    browser.post("/sign-in/set-up/printed/", {"code": codes[0]})
    return codes[1:]


def again(browser, name: str, code: str, onwards: str):
    address = onwards.replace("/sign-in/", "/sign-in/staff/", 1)
    browser.post(address, {"email": f"{name}@elm.example", "password": PASSWORD})
    return browser.post("/sign-in/second/", {"code": code})


def a_form(browser, cast) -> tuple[str, dict[str, str]]:
    """Open the page on which a concern is raised, and fill it as a browser without script would."""
    address = f"/at/{cast.elm.organisation.public_id}/child/{cast.elm.children['Ayaan'].public_id}/concern/"
    page = browser.get(address)
    assert page.status_code == 200
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.content.decode())
    )
    assert hidden["kept_for"]
    return address, hidden | {"words": WORDS}


@pytest.mark.parametrize("token", ["good", "expired"])
def test_a_long_form_survives_a_lost_session(cast, moment, token):
    browser = PageClient(enforce_csrf_checks=False)
    codes = come_in(browser, "ben")
    address, typed = a_form(browser, cast)
    moment.shift(61 * 60)
    late = browser
    if token == "expired":
        late = PageClient(enforce_csrf_checks=True)
        late.cookies = browser.cookies
        typed |= {"csrfmiddlewaretoken": "0" * 64}
    lost = late.post(address, typed)
    assert lost.status_code == 303
    onwards = lost.headers["Location"]
    assert onwards.startswith("/sign-in/?next=")
    assert "kept=yes" in onwards
    assert "What you wrote is kept" in browser.get(onwards).content.decode()
    kept = KeptForm.objects.get()
    assert WORDS[:10] not in kept.sealed
    back = again(browser, "ben", codes[0], onwards).headers["Location"]
    assert back == f"{address}?kept={kept.public_id}"
    shown = browser.get(back).content.decode()
    assert "hides under the table" in shown
    assert "Nothing has been sent yet" in shown
    request = RequestFactory().get("/")
    request.user, request.session = User.objects.get(email="ben@elm.example"), browser.session
    assert [one.path for one in kept_forms.waiting_for(request)] == [address]


def test_who_sends_where_nothing_is_any_more_gets_the_words_back_to_copy(cast, moment):
    browser = PageClient()
    come_in(browser, "ben")
    address, typed = a_form(browser, cast)
    gone = address.replace(cast.elm.children["Ayaan"].public_id, "goneaway")
    assert gone != address
    assert "Nothing that you wrote is lost" in browser.get(gone).content.decode()
    answer = browser.post(gone, typed | {"words": "She <b>hums</b> to herself."})
    shown = answer.content.decode()
    assert answer.status_code == 404
    assert "She &lt;b&gt;hums&lt;/b&gt; to herself." in shown
    assert "copy it from here now" in shown
    assert "Nothing that you wrote is lost" not in shown
    refused = browser.post(f"/at/{cast.elm.organisation.public_id}/staff/add/", typed)
    assert refused.status_code == 403
    assert "hides under the table" in refused.content.decode()
    # Words that bear no note of the sender's are not written on a page of ours.
    for other in (browser, as_person(cast.elm, "Tess")):
        less = typed if other is not browser else {"kept_for": "forged"}
        assert "hums" not in other.post(gone, less | {"words": "She hums."}).content.decode()


def test_the_query_of_the_address_is_kept_with_what_was_typed(cast, moment):
    browser = PageClient()
    codes = come_in(browser, "ben")
    address, _typed = a_form(browser, cast)
    address += "?duty=a%26b&n=1"
    note = r'name="kept_for" value="([^"]*)"'
    hidden = {"kept_for": re.search(note, browser.get(address).content.decode())[1]}
    moment.shift(61 * 60)
    onwards = browser.post(address, hidden | {"words": WORDS}).headers["Location"]
    kept = KeptForm.objects.get()
    back = again(browser, "ben", codes[0], onwards).headers["Location"]
    assert back == f"{address}&kept={kept.public_id}"
    shown = browser.get(back).content.decode()
    assert "hides under the table" in shown
    # Sent at last: nothing is offered any more.
    fresh = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown))
    sent = browser.post(back, fresh | {"words": WORDS, "spoken": "yes"})
    assert sent.status_code == 303
    assert KeptForm.objects.get().used_at is not None


def test_a_form_of_another_is_not_opened_behind_a_query_either(cast, moment):
    browser = PageClient()
    come_in(browser, "ben")
    tess = come_in(PageClient(), "tess")
    address, typed = a_form(browser, cast)
    note = r'name="kept_for" value="([^"]*)"'
    typed["kept_for"] = re.search(note, browser.get(f"{address}?a=b").content.decode())[1]
    moment.shift(61 * 60)
    onwards = browser.post(f"{address}?a=b", typed).headers["Location"]
    assert again(browser, "tess", tess[0], onwards).headers["Location"] == "/"


def test_a_page_with_a_query_is_come_back_to_with_it(cast, moment):
    browser = PageClient()
    codes = come_in(browser, "ben")
    address, _typed = a_form(browser, cast)
    moment.shift(61 * 60)
    onwards = browser.get(f"{address}?page=2").headers["Location"]
    assert again(browser, "ben", codes[0], onwards).headers["Location"] == f"{address}?page=2"


def test_somebody_else_who_signs_in_on_that_machine_is_offered_nothing(cast, moment):
    browser = PageClient()
    come_in(browser, "ben")
    tess = come_in(PageClient(), "tess")
    address, typed = a_form(browser, cast)
    moment.shift(61 * 60)
    onwards = browser.post(address, typed).headers["Location"]
    assert again(browser, "tess", tess[0], onwards).headers["Location"] == "/"
    kept = KeptForm.objects.get()
    shown = browser.get(f"{address}?kept={kept.public_id}")
    assert "hides under the table" not in shown.content.decode()


def test_a_stranger_cannot_have_a_form_kept_or_make_a_note_for_another(cast):
    stranger = PageClient()
    address = f"/at/{cast.elm.organisation.public_id}/child/x/concern/"
    for note in ("", "made-up", "WyJ1c2VyOngiLCIvIl0:1x:y"):
        answer = stranger.post(address, {"kept_for": note, "words": WORDS})
        assert answer.status_code == 303
        assert "kept" not in answer.headers["Location"]
    assert KeptForm.objects.count() == 0


def test_no_password_and_no_code_is_ever_kept(cast, moment):
    browser = PageClient(enforce_csrf_checks=True)
    browser.force_login(User.objects.get(email="ben@elm.example"), backend=THROUGH)
    page = browser.get("/sign-in/password/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    secret = {"password_now": PASSWORD, "password_new": PASSWORD, "code": "12345678"}
    browser.post("/sign-in/password/", hidden | secret | {"csrfmiddlewaretoken": "0" * 64})
    kept = KeptForm.objects.get()
    assert "".join(kept_forms.typed_in(kept, kept.owner).values()) == ""


def test_every_form_of_who_is_signed_in_carries_the_note(cast):
    browser = PageClient()
    browser.force_login(User.objects.get(email="ben@elm.example"), backend=THROUGH)
    form = re.search(
        r'name="kept_for" value="([^"]*)"', browser.get("/sign-in/password/").content.decode()
    )
    assert form[1]
    other = PageClient().get("/sign-in/staff/").content.decode()
    assert not re.search(r'name="kept_for" value="[^"]', other)


def test_after_seven_days_what_was_kept_is_offered_no_more(cast, moment):
    browser = PageClient()
    ben = User.objects.get(email="ben@elm.example")
    browser.force_login(ben, backend=THROUGH)
    address, form = a_form(browser, cast)
    moment.shift(61 * 60)
    onwards = browser.post(address, form).headers["Location"]
    assert "kept" in onwards
    for days, is_offered in ((6.9, True), (0.1, False)):
        moment.shift(days * 24 * 60 * 60)
        browser.force_login(ben, backend=THROUGH)
        kept = KeptForm.objects.get()
        shown = browser.get(f"{address}?kept={kept.public_id}").content.decode()
        assert (WORDS[:10] in shown) is is_offered
