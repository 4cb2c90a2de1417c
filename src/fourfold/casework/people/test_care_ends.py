"""Whoever cares for a child no more sees nothing of them from then on, and is told nothing, nor that it was so said."""

import re
from datetime import date, timedelta

import pytest
import time_machine

from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Care, Contact
from fourfold.casework.people.outgoing import NOT_THEIRS
from fourfold.casework.people.queries import informed_family
from fourfold.casework.voice.actions import ask_views
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.signed_in import as_person

DAY = date(2026, 2, 3)


@pytest.fixture
def elm(db):
    with time_machine.travel(f"{DAY} 09:00:00+00:00", tick=False):
        elm = make_cast().elm
        with tenant_scope(elm.organisation.pk):
            yield elm


def care_of(elm, who="Dev", child="Ayaan") -> Care:
    return Care.objects.select_related("contact__membership", "pupil").get(
        contact=elm.contacts[who], pupil=elm.children[child], valid_to__isnull=True
    )


def ends(elm, on=DAY, reason="The parents have parted.", by="Amina"):
    return people.end_care(care_of(elm), on, reason, actor=elm.actor(by, DAY), today=DAY)


def _page(elm, who, page=""):
    child = elm.children["Ayaan"].public_id
    at = f"/at/{elm.organisation.public_id}/child/{child}/{page}"
    return as_person(elm, who).get(at).status_code


def test_they_lose_sight_of_the_child_at_once_and_nobody_tells_them(elm):
    ask = {"child": False, "how": "message", "reply_by": None, "today": DAY}
    contacts = [elm.contacts[name] for name in ("Dev", "Dilek")]
    ask_views(elm.children["Ayaan"], contacts, actor=elm.actor("Ben", DAY), **ask)
    assert [_page(elm, "Dev", page) for page in ("", "story/", "facts/")] == [200, 200, 200]
    before = Message.objects.count()
    ends(elm)
    assert [_page(elm, "Dev", page) for page in ("", "story/", "facts/")] == [404, 404, 404]
    assert _page(elm, "Dilek") == 200
    assert Message.objects.count() == before
    states = dict(Message.objects.values_list("to__called", "state"))
    assert states == {"Dev Khan": "stopped", "Dilek Khan": "queued"}
    assert Message.objects.get(state="stopped").why == NOT_THEIRS
    assert (care := Care.objects.get(contact=elm.contacts["Dev"])).ended_because.startswith(
        "The par"
    )
    assert care.valid_to == DAY - timedelta(days=1)


def test_it_ends_on_a_day_that_was_for_a_reason_and_once(elm):
    for on in (DAY + timedelta(days=1), date(2025, 9, 1)):
        with pytest.raises(Impossible, match="between the day"):
            ends(elm, on=on)
    with pytest.raises(Impossible, match="Say why"):
        ends(elm, reason=" ")
    care = ends(elm)
    with pytest.raises(Stale):
        people.end_care(care, DAY, "Again.", actor=elm.actor("Amina", DAY), today=DAY)


@pytest.mark.parametrize("who", ["Ben", "Tess", "Sol", "Dilek"])
def test_nobody_else_says_so(elm, who):
    with pytest.raises(NotAllowed):
        ends(elm, by=who)


def test_who_cares_for_the_child_again_has_a_second_time(elm):
    ends(elm)
    again = DAY + timedelta(days=30)
    people.add_care(
        elm.children["Ayaan"],
        elm.contacts["Dev"],
        actor=elm.actor("Amina", DAY),
        today=again,
        relationship="father",
    )
    assert Care.objects.filter(contact=elm.contacts["Dev"]).count() == 2


ORDER = {"bars_all": True, "order_type": "Prohibited steps", "order_to": date(2027, 2, 3)}


def _cares_again(elm, contact, **fields) -> Care:
    ada = elm.actor("Ada", DAY)
    return people.add_care(
        elm.children["Ayaan"], contact, actor=ada, today=DAY, relationship="father", **fields
    )


@pytest.mark.parametrize("fields", [{}, {"bars_all": False, "order_type": ""}])
def test_an_order_goes_with_who_cares_again(elm, fields):
    dev = elm.contacts["Dev"]
    people.change_care(care_of(elm), actor=elm.actor("Amina", DAY), seen={}, today=DAY, **ORDER)
    ends(elm)
    again = _cares_again(elm, dev, **fields)
    assert (again.bars_all, again.order_type, again.order_to) == tuple(ORDER.values())
    assert _page(elm, "Dev") == 404
    # It is taken off where it stands now.
    people.change_care(again, actor=elm.actor("Amina", DAY), seen={}, today=DAY, bars_all=False)
    assert _page(elm, "Dev") == 200


def test_and_with_who_is_added_anew_by_the_same_address(elm):
    dev = elm.contacts["Dev"]
    people.change_care(care_of(elm), actor=elm.actor("Amina", DAY), seen={}, today=DAY, **ORDER)
    ends(elm)
    called = {"given_name": "D.", "family_name": "Khan", "email": dev.email.upper()}
    anew = people.add_contact(elm.organisation, actor=elm.actor("Ada", DAY), today=DAY, **called)
    assert _cares_again(elm, anew).bars_all


def _barred_dev(elm, **order):
    people.change_care(
        care_of(elm), actor=elm.actor("Amina", DAY), seen={}, today=DAY, **ORDER | order
    )


def _anew(elm, given="Deven", what="dad", email="DEV@family.example", **fields) -> Care:
    called, ada = (
        {"given_name": given, "family_name": "Khan", "email": email},
        elm.actor("Ada", DAY),
    )
    contact = people.add_contact(elm.organisation, actor=ada, today=DAY, **called)
    of = {"actor": ada, "today": DAY, "relationship": what}
    return people.add_care(elm.children["Ayaan"], contact, **of, **fields)


@pytest.mark.parametrize(
    ("given", "what", "email"),
    [
        ("Deven", "dad", "DEV@family.example"),
        ("D.", "Dad", "dev@family.example"),
        ("Deven", "step father", "dev@family.example"),
        ("Dev", "dad", ""),
        ("Dev", "uncle", "dev2@family.example"),
    ],
)
def test_an_order_goes_with_who_may_be_the_one_it_names_unless_somebody_says_they_are_not(
    elm, given, what, email
):
    _barred_dev(elm)
    anew = _anew(elm, given, what, email=email)
    assert (anew.bars_all, anew.order_type) == (True, "Prohibited steps")
    assert anew.contact not in [c.contact for c in informed_family(elm.children["Ayaan"], DAY)]
    assert not _anew(elm, given, what, email=email, another_person=True).bars_all


def test_whom_the_order_names_is_never_another_person_and_a_longer_order_is_not_cut_short(elm):
    _barred_dev(elm)
    ends(elm)
    assert _cares_again(elm, elm.contacts["Dev"], another_person=True).bars_all
    longer = {"bars_all": True, "order_type": "Non-molestation", "order_to": date(2028, 2, 3)}
    for until, holds in (
        (date(2026, 6, 1), ORDER["order_to"]),
        (date(2028, 2, 3), date(2028, 2, 3)),
        (None, None),
        (date(2028, 2, 3), None),
    ):
        assert _anew(elm, **longer | {"order_to": until}).order_to == holds


def test_the_office_is_asked_whether_who_has_the_address_of_an_order_is_the_same_person(elm):
    _barred_dev(elm)
    ada, ayaan = as_person(elm, "Ada"), elm.children["Ayaan"].public_id
    at, ask = f"/at/{elm.organisation.public_id}/child/{ayaan}/family/add/", "same e-mail address"
    sent = {"given_name": "Deven", "family_name": "Kahn", "relationship": "dad", "order": "no"}
    sent |= {"responsibility": "yes", "email": "dev@family.example"}
    assert "same_person" not in ada.get(at).content.decode()
    assert ask in ada.post(at, sent | {"once": "a"}).content.decode()
    assert (
        "the same name"
        in ada.post(
            at, sent | {"family_name": "Khan", "given_name": "Dev", "email": "", "once": "b"}
        ).content.decode()
    )
    assert not Contact.objects.filter(given_name="Deven").exists()
    shared = ada.post(at, sent | {"same_person": "yes", "once": "s"}).content.decode()
    tick = dict(re.findall(r'name="(shares_address)"[^>]*value="([^"]*)"', shared))
    for once, same in (("c", "yes"), ("d", "no")):
        said = {"same_person": same, "here_already": "no", "once": once}
        assert ada.post(at, sent | said | tick).status_code == 303
    cares = Care.objects.filter(contact__given_name="Deven").order_by("pk")
    assert [care.bars_all for care in cares] == [True, False]


def test_but_not_an_order_that_was_over(elm):
    over = ORDER | {"order_to": DAY - timedelta(days=1)}
    people.change_care(care_of(elm), actor=elm.actor("Amina", DAY), seen={}, today=DAY, **over)
    ends(elm)
    assert not _cares_again(elm, elm.contacts["Dev"]).bars_all


def test_the_office_says_so_on_a_page(elm):
    ids = (elm.organisation.public_id, elm.children["Ayaan"].public_id, care_of(elm).public_id)
    at, ada = "/at/{}/child/{}/family/{}/end/".format(*ids), as_person(elm, "Ada")
    facts = ada.get(at.split("family")[0] + "facts/").content.decode()
    assert at in facts
    assert "From which day?" in ada.get(at).content.decode()
    sent = {"reason": "He has moved away.", "once": "c1"}
    sent |= {f"on-{part}": str(getattr(DAY, part)) for part in ("day", "month", "year")}
    assert ada.post(at, sent).status_code == 303
    assert "Dev Khan" not in ada.get(at.split("family")[0] + "facts/").content.decode()
    assert ada.get(at).status_code == 404
