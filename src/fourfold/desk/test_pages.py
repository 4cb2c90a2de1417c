"""The desk's pages for each role, and for those who must not see them."""

import re
from dataclasses import dataclass

import pytest

from fourfold.config import clock
from fourfold.foundation.act.deliver import deliver_all
from fourfold.foundation.notify import registry
from fourfold.foundation.notify.models import Message
from fourfold.foundation.notify.outbox import queue
from fourfold.foundation.notify.registry import Kind, Rendered
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work
from tests.cast import Cast
from tests.signed_in import as_person

STAFF = ["Amina", "Ben", "Tess", "Hana", "Grace", "Sol", "Ada", "Evie"]
FAMILY = ["Dilek", "Dev", "Marta", "Ivan"]


def _at(cast: Cast, path: str = "") -> str:
    return f"/at/{cast.elm.organisation.public_id}/{path}"


def _child(cast: Cast, name: str, path: str = "") -> str:
    return _at(cast, f"child/{cast.elm.children[name].public_id}/{path}")


@pytest.mark.parametrize("name", [*STAFF, *FAMILY])
def test_everybody_has_a_home(cast, name):
    response = as_person(cast.elm, name).get(_at(cast))
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("Amina", 200),
        ("Ben", 200),
        ("Tess", 200),
        ("Hana", 200),
        ("Grace", 404),
        ("Sol", 200),
        ("Evie", 200),
        ("Dilek", 200),
        ("Dev", 200),
        ("Marta", 404),
        ("Ivan", 404),
    ],
)
def test_who_may_open_a_childs_page(cast, name, status):
    response = as_person(cast.elm, name).get(_child(cast, "Ayaan"))
    assert response.status_code == status
    if status == 404:
        assert b"Ayaan" not in response.content


def test_an_order_bars_a_father_from_his_own_childs_page(cast):
    assert as_person(cast.elm, "Marta").get(_child(cast, "Rosa")).status_code == 200
    answer = as_person(cast.elm, "Ivan").get(_child(cast, "Rosa"))
    assert answer.status_code == 404
    assert "Rosa" not in as_person(cast.elm, "Ivan").get(_at(cast)).content.decode()


def test_another_settings_staff_find_nothing(cast):
    cara = as_person(cast.oak, "Cara")
    assert cara.get(_at(cast)).status_code == 404
    assert cara.get(_child(cast, "Ayaan")).status_code == 404
    oak = cast.oak.organisation.public_id
    child = cast.elm.children["Ayaan"].public_id
    assert cara.get(f"/at/{oak}/child/{child}/").status_code == 404


def test_what_is_due_is_for_those_who_look_after_all(cast):
    assert as_person(cast.elm, "Amina").get(_at(cast, "due/")).status_code == 200
    assert as_person(cast.elm, "Hana").get(_at(cast, "due/")).status_code == 200
    assert as_person(cast.elm, "Tess").get(_at(cast, "due/")).status_code == 404


@dataclass(frozen=True)
class Ping:
    """The payload of a kind of message that only these tests have."""

    on: str


@pytest.fixture
def kind(monkeypatch) -> str:
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(
        Kind(
            "test.ping",
            Ping,
            lambda p, to: Rendered("News from Elm", ("Hello.",), "/x/"),
            Ping("d"),
        )
    )
    return "test.ping"


def _queue(cast: Cast, kind: str, channel: str = "email") -> None:
    payload = registry.kinds()[kind].example
    with verb_at_work(cast.elm.organisation.pk, "test"):
        queue(
            kind,
            payload,
            to=cast.elm.contacts["Dev"].membership,
            channel=channel,
            address="dev@family.example",
        )


def test_a_message_goes_from_the_outbox_into_the_post(cast, kind, settings, tmp_path, mailoutbox):
    with tenant_scope(cast.elm.organisation.pk):
        _queue(cast, kind)
        _queue(cast, kind, "print")
    amina = as_person(cast.elm, "Amina")
    assert "goes out within a minute" in amina.get(_at(cast, "messages/")).content.decode()
    assert deliver_all(clock.now()) == 2
    assert [mail.to for mail in mailoutbox] == [["dev@family.example"]]
    page = amina.get(_at(cast, "messages/")).content.decode()
    assert "to be printed and given" in page
    assert as_person(cast.elm, "Ben").get(_at(cast, "messages/")).status_code == 403


def test_what_waits_to_be_printed_can_be_dropped_and_tells_nobody(cast, kind):
    with tenant_scope(cast.elm.organisation.pk):
        _queue(cast, kind, "print")
        deliver_all(clock.now())
        message = Message.objects.get()
    at = _at(cast, f"messages/{message.public_id}/")
    for who in ("Ben", "Dev"):
        assert as_person(cast.elm, who).post(at, {"drop": "yes"}).status_code in {403, 404}
    amina = as_person(cast.elm, "Amina")
    assert "It need not be printed any more" in amina.get(at).content.decode()
    amina.post(at, {"drop": "yes"})
    assert "need not be printed" in amina.get(at).content.decode()
    with tenant_scope(cast.elm.organisation.pk):
        message = Message.objects.get()
    assert (message.state, message.reached_on) == ("stopped", None)


def test_each_kind_of_message_has_a_preview(cast, kind):
    amina = as_person(cast.elm, "Amina")
    page = amina.get(_at(cast, "messages/kinds/")).content.decode()
    listed = re.findall(r"messages/kinds/([\w.]+)/\"[^>]*>([^<]+)", page)
    assert (kind, "News from Elm") in [(code, words.strip()) for code, words in listed]
    assert not [words for code, words in listed if code in words]
    assert "News from Elm" in amina.get(_at(cast, f"messages/kinds/{kind}/")).content.decode()
    assert amina.get(_at(cast, "messages/kinds/no.such/")).status_code == 404


def test_there_is_no_mailbox_outside_a_demonstration(cast, settings, tmp_path):
    client = as_person(cast.elm, "Amina")
    assert client.get("/demonstration/mail/").status_code == 404
    settings.DEMO, settings.EMAIL_FILE_PATH = True, tmp_path
    assert client.get("/demonstration/mail/").status_code == 200
