"""Microsoft and Google, against a provider of our own on this machine: who is believed, who is let in."""

import json
import threading
import time
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.contrib.auth import SESSION_KEY

from fourfold.config.oidc import BadProviders, Provider, read_providers
from fourfold.foundation.access import second_factor
from fourfold.foundation.access.models import User
from fourfold.foundation.access.session import BEGAN, PROVED
from tests.cast import make_cast
from tests.page_client import PageClient

pytestmark = pytest.mark.django_db
TENANT = "11111111-2222-3333-4444-555555555555"
KEY, OTHER_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


class Fake(ThreadingHTTPServer):
    """Discovery, keys and tokens; `claims` is what the next token says, `key` what it is signed with."""

    claims: dict
    key = KEY

    @property
    def at(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Answers(BaseHTTPRequestHandler):
    def _say(self, what: dict) -> None:
        body = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        at = self.server.at
        if self.path.endswith("/keys"):
            jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return self._say({"keys": [jwk | {"kid": "one", "alg": "RS256"}]})
        return self._say(
            {
                "issuer": at,
                "jwks_uri": f"{at}/keys",
                "authorization_endpoint": f"{at}/authorize",
                "token_endpoint": f"{at}/token",
            }
        )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        now = int(time.time())
        claims = {
            "iss": self.server.at,
            "aud": "us",
            "iat": now,
            "exp": now + 60,
        } | self.server.claims
        token = jwt.encode(claims, self.server.key, algorithm="RS256", headers={"kid": "one"})
        self._say({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def log_message(self, *args) -> None:
        """Silent."""


@pytest.fixture
def fake(settings):
    server = Fake(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                Provider("microsoft", "Microsoft", server.at, "us", "s", TENANT).for_library(),
                Provider("google", "Google", server.at, "us", "s").for_library(),
            ]
        }
    }
    make_cast()
    yield server
    server.shutdown()
    server.server_close()


def through(fake, kind: str, claims: dict, browser=None, pressed=None, **change):
    """Press the button, be sent to the provider, and come back with a token that says `claims`."""
    browser = browser or PageClient()
    sent = urlsplit(browser.post(f"/sign-in/with/{kind}/", pressed or {}).headers["Location"])
    asked = {name: values[0] for name, values in parse_qs(sent.query).items()}
    assert sent.path == "/authorize"
    assert asked["code_challenge_method"] == "S256"
    fake.claims = {"nonce": asked["nonce"]} | claims
    back = {"code": "c", "state": asked["state"]} | change
    return browser, browser.get(f"/sign-in/with/{kind}/back/", back)


GOOGLE = {"sub": "g1", "email": "ben@elm.example", "email_verified": True}
MICROSOFT = {"sub": "m", "oid": "o1", "tid": TENANT, "preferred_username": "Ben@elm.example"}


@pytest.mark.parametrize(("kind", "claims"), [("google", GOOGLE), ("microsoft", MICROSOFT)])
def test_a_member_comes_in_and_is_known_by_the_account_afterwards(fake, kind, claims):
    browser, answer = through(fake, kind, claims)
    assert answer.headers["Location"] == "/"
    assert browser.get("/").headers["Location"].startswith("/at/")
    # The address there has changed since: the account is known.
    renamed = claims | {"email": "new@x.example", "preferred_username": "new@x.example"}
    browser, answer = through(fake, kind, renamed)
    assert browser.get("/").headers["Location"].startswith("/at/")


@pytest.mark.parametrize(
    ("kind", "claims"),
    [
        ("google", GOOGLE | {"email": "nobody@elm.example"}),
        ("google", GOOGLE | {"email_verified": False}),
        ("google", {"sub": "g1", "email": "ben@elm.example"}),
        ("microsoft", MICROSOFT | {"tid": "another"}),
        ("microsoft", MICROSOFT | {"idp": "https://elsewhere.example"}),
        (
            "microsoft",
            {"oid": "o1", "tid": TENANT, "email": "ben@elm.example", "email_verified": True},
        ),
    ],
)
def test_whom_we_do_not_know_or_cannot_believe_is_refused_and_no_account_is_made(
    fake, kind, claims
):
    users = User.objects.count()
    browser, answer = through(fake, kind, claims)
    assert answer.status_code == 403
    assert "no setting here does" in answer.content.decode()
    assert User.objects.count() == users
    assert browser.get("/").headers["Location"] == "/sign-in/"


def test_an_address_that_has_passed_to_another_person_does_not_take_the_account_with_it(fake):
    through(fake, "microsoft", MICROSOFT)
    assert through(fake, "microsoft", MICROSOFT | {"oid": "o2"})[1].status_code == 403


@pytest.mark.parametrize(
    ("claims", "change"),
    [
        ({}, {"state": "made-up"}),
        ({"nonce": "another"}, {}),
        ({"aud": "them"}, {}),
        ({"iss": "https://elsewhere.example"}, {}),
        ({"exp": 1}, {}),
        ({"sub": ""}, {}),
        ({}, {"code": "", "error": "access_denied"}),
    ],
)
def test_what_goes_wrong_on_the_way_is_a_sentence_and_nobody_is_in(fake, claims, change):
    browser, answer = through(fake, "google", GOOGLE | claims, **change)
    assert answer.status_code == 400
    assert "Begin again" in answer.content.decode()
    assert browser.get("/").headers["Location"] == "/sign-in/"


def test_a_token_signed_by_somebody_else_is_not_believed(fake):
    fake.key = OTHER_KEY
    assert through(fake, "google", GOOGLE)[1].status_code == 400


def test_a_provider_that_does_not_answer_is_a_sentence(fake, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][1]["settings"]["server_url"] = (
        "http://127.0.0.1:9"
    )
    assert PageClient().post("/sign-in/with/google/").status_code == 503


def test_only_a_tenant_of_ones_own_can_be_set_up(tmp_path):
    path = tmp_path / "providers.json"
    one = {"kind": "microsoft", "client_id": "a", "secret": "b", "tenant": "common"}
    path.write_text(json.dumps([one]), encoding="utf-8")
    with pytest.raises(BadProviders, match="directory id"):
        read_providers(path)
    path.write_text(json.dumps([one | {"tenant": TENANT}]), encoding="utf-8")
    assert read_providers(path)[0].origin == "https://login.microsoftonline.com"


SET_UP = "/sign-in/set-up/"
AGAIN = {"again": "yes", "next": SET_UP}


@pytest.fixture
def signed_in_for_long(fake):
    """Somebody who only ever signs in with Microsoft, eleven minutes ago, who now wants something weighty."""
    User.objects.filter(email="ben@elm.example").update(password="!unusable")
    browser, _ = through(fake, "microsoft", MICROSOFT)
    session = browser.session
    began = datetime.fromisoformat(session[BEGAN]) - timedelta(minutes=11)
    session[BEGAN] = began.isoformat()
    session.save()
    return browser


def _asked(browser) -> str:
    answer = browser.get(SET_UP)
    assert answer.headers["Location"].startswith("/sign-in/again/?next=")
    return browser.get(answer.headers["Location"]).content.decode()


def test_who_only_uses_a_provider_shows_there_again_who_they_are(fake, signed_in_for_long):
    page = _asked(signed_in_for_long)
    assert "Sign in with Microsoft once more" in page
    assert "Sign in with Google" not in page
    assert "Set up a code app or printed codes" in page
    assert 'type="password"' not in page
    fresh = MICROSOFT | {"auth_time": int(time.time())}
    browser, answer = through(fake, "microsoft", fresh, signed_in_for_long, AGAIN)
    assert answer.headers["Location"] == SET_UP
    assert browser.get(SET_UP).status_code == 200
    assert browser.get("/").headers["Location"].startswith("/at/")


def test_coming_in_through_a_provider_proves_nothing_that_is_weighty(fake):
    """Whoever sits at an open machine may be let in there without a question: a first factor is all that is for."""
    amina = {**GOOGLE, "sub": "a1", "email": "amina@elm.example"}
    browser, _ = through(fake, "google", amina | {"auth_time": int(time.time())})
    home = browser.get("/").headers["Location"]
    assert PROVED not in browser.session
    assert browser.get(SET_UP).status_code == 200
    assert browser.get(f"{home}staff/add/").headers["Location"].startswith("/sign-in/again/")
    second_factor._printed(User.objects.get(email="amina@elm.example"), "seed").save()
    assert browser.get(SET_UP).headers["Location"].startswith("/sign-in/again/")


def test_the_provider_is_asked_to_ask_for_the_password(fake, signed_in_for_long):
    sent = signed_in_for_long.post("/sign-in/with/microsoft/", AGAIN).headers["Location"]
    asked = parse_qs(urlsplit(sent).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])


@pytest.mark.parametrize(
    "auth_time", [None, "soon", True, "old", "future"], ids=lambda one: f"{one}"
)
def test_a_sign_in_there_that_is_not_new_proves_nothing(fake, signed_in_for_long, auth_time):
    now = int(time.time())
    said = {"old": now - 600, "future": now + 3600}.get(auth_time, auth_time)
    claims = MICROSOFT | ({} if said is None else {"auth_time": said})
    browser, answer = through(fake, "microsoft", claims, signed_in_for_long, AGAIN)
    assert answer.status_code == 403
    assert "set up a code app or printed codes within ten minutes" in answer.content.decode()
    assert "Sign in with Microsoft once more" in _asked(browser)


@pytest.mark.parametrize("known", [True, False])
def test_another_account_there_proves_nothing_and_changes_nobody(fake, signed_in_for_long, known):
    tess = {"oid": "o2", "preferred_username": "tess@elm.example", "auth_time": int(time.time())}
    if known:
        assert through(fake, "microsoft", MICROSOFT | tess)[1].headers["Location"] == "/"
    browser, answer = through(fake, "microsoft", MICROSOFT | tess, signed_in_for_long, AGAIN)
    assert answer.status_code == 403
    assert "not the account with which you are signed in" in answer.content.decode()
    _asked(browser)
    assert User.objects.get(pk=browser.session[SESSION_KEY]).email == "ben@elm.example"


def test_a_stranger_who_says_again_comes_in_like_anybody(fake):
    browser, answer = through(fake, "google", GOOGLE, pressed={"again": "yes"})
    assert answer.headers["Location"] == "/"
    assert browser.get("/").headers["Location"].startswith("/at/")


def test_without_a_password_and_a_factor_no_posted_password_proves_anything(
    fake, signed_in_for_long
):
    answer = signed_in_for_long.post("/sign-in/again/", {"password": "!unusable"})
    assert answer.status_code != 303
    _asked(signed_in_for_long)
