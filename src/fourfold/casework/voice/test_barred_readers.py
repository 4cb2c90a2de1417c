"""An order that keeps everybody who reads first from a child: a senior leader reads what comes about that child."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from fourfold.casework.people import actions as people
from fourfold.casework.voice.actions import Said, give_views, read_contribution
from fourfold.casework.voice.models import RELEASED, Contribution
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.act.verbs import NotAllowed
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import Place
from tests.signed_in import as_person

DAY = date(2026, 1, 12)
NAMED = ("Amina", "Sol")


@pytest.fixture
def elm(cast):
    with time_machine.travel(f"{DAY} 09:00:00+00:00", tick=False):
        yield cast.elm


def _barred(elm: Place, *names: str) -> None:
    """An order keeps everything about Ayaan from a contact with the address of each of these members of staff."""
    with tenant_scope(elm.organisation.pk):
        system = system_actor(elm.organisation.pk, "set-up")
        for name in names:
            contact = people.add_contact(
                elm.organisation,
                actor=system,
                today=DAY,
                given_name="Somebody",
                family_name=f"Like {name}",
                email=f"{name.capitalize()}@elm.example",
            )
            people.add_care(
                elm.children["Ayaan"],
                contact,
                actor=system,
                today=DAY,
                relationship="father",
                bars_all=True,
            )


def _sent(elm: Place, who: str = "Dilek", about: str = "Ayaan") -> Contribution:
    with tenant_scope(elm.organisation.pk):
        actor = elm.actor(who, DAY)
        return give_views(elm.children[about], Said(words="Hm."), actor=actor, today=DAY)


def _at(elm: Place, name: str, **parts: str) -> str:
    return reverse(name, kwargs={"setting": elm.organisation.public_id, **parts})


def _status(elm: Place, who: str, said: Contribution) -> int:
    at = _at(elm, "voice:read", contribution=said.public_id)
    return as_person(elm, who).get(at).status_code


def _owner(elm: Place, said: Contribution) -> str:
    with tenant_scope(elm.organisation.pk):
        owner = DueRow.objects.get(rule="read_contribution", subject=said.public_id).owner
    return next((name for name, each in elm.members.items() if each.public_id == owner), "")


def test_a_senior_leader_reads_first_where_every_other_named_adult_is_kept_from_the_child(elm):
    _barred(elm, *NAMED)
    said, home = _sent(elm), _at(elm, "desk:home")
    assert [_status(elm, who, said) for who in NAMED] == [404, 404]
    hana, at = as_person(elm, "Hana"), _at(elm, "voice:read", contribution=said.public_id)
    assert at in hana.get(home).content.decode()
    assert "a family sent" in hana.get(_at(elm, "desk:due")).content.decode()
    page = hana.get(at)
    assert page.status_code == 200
    assert home in page.content.decode()
    assert hana.post(at).headers["Location"] == home
    with tenant_scope(elm.organisation.pk):
        assert Contribution.objects.get(pk=said.pk).state == RELEASED


@pytest.mark.parametrize(
    ("barred", "reader"),
    [((), "Amina"), (("Sol",), "Amina"), (("Amina",), "Sol"), (NAMED, "Hana")],
)
def test_who_reads_first_is_who_is_named_to_the_family_and_owes_it(elm, barred, reader):
    _barred(elm, *barred)
    said = _sent(elm)
    assert _owner(elm, said) == reader
    asked = _at(elm, "voice:give", child=elm.children["Ayaan"].public_id)
    page = as_person(elm, "Dilek").get(asked).content.decode()
    called = {name: elm.members[name].called in page for name in (*NAMED, "Hana")}
    assert called[reader]
    assert not any(called[name] for name in barred if name != "Sol")
    assert (_status(elm, "Hana", said) == 200) is (reader == "Hana")


def test_nothing_of_another_child_and_nothing_to_a_senior_leader_who_is_kept_away_too(elm):
    _barred(elm, *NAMED)
    rosa = _sent(elm, "Marta", "Rosa")
    home = as_person(elm, "Hana").get(_at(elm, "desk:home")).content.decode()
    assert rosa.public_id not in home
    assert _status(elm, "Hana", rosa) != 200
    with tenant_scope(elm.organisation.pk), pytest.raises(NotAllowed):
        read_contribution(rosa, actor=elm.actor("Hana", DAY), today=DAY)
    _barred(elm, "Hana")
    said = _sent(elm)
    assert _status(elm, "Hana", said) == 404
    assert said.public_id not in as_person(elm, "Hana").get(_at(elm, "desk:home")).content.decode()
    assert not _owner(elm, said)
