"""Where an order keeps the SENCO from a child, a senior leader owes the answer and is named in the letter."""

from datetime import date

import pytest

from fourfold.casework.identify.actions import Ruling, Seen, decide, letter_for, raise_concern
from fourfold.casework.people import actions as people
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.notify.registry import whom_to_ask
from fourfold.foundation.scope.tenancy import tenant_scope

DAY = date(2025, 11, 5)


@pytest.fixture
def elm(cast):
    with tenant_scope(cast.elm.organisation.pk):
        yield cast.elm


def _barred(elm, name: str) -> None:
    """An order keeps everything about Ayaan from a contact with the address of that member of staff."""
    of = {"actor": system_actor(elm.organisation.pk, "set-up"), "today": DAY}
    called = {"given_name": "Like", "family_name": name, "email": f"{name}@elm.example"}
    contact = people.add_contact(elm.organisation, **called, **of)
    ayaan = elm.children["Ayaan"]
    people.add_care(ayaan, contact, relationship="father", bars_all=True, **of)


@pytest.mark.parametrize(
    ("barred", "answers"),
    [((), "Amina"), (("Sol",), "Amina"), (("Amina",), "Hana"), (("Amina", "Sol"), "Hana")],
)
def test_a_concern_is_owed_by_and_a_letter_names_who_decides_and_is_not_kept_away(
    elm, barred, answers
):
    for name in barred:
        _barred(elm, name)
    ben, hana = elm.actor("Ben", DAY), elm.actor("Hana", DAY)
    concern = raise_concern(elm.children["Ayaan"], Seen("Hm."), actor=ben, today=DAY)
    other = raise_concern(elm.children["Leo"], Seen("Hm."), actor=hana, today=DAY)
    owners = dict(DueRow.objects.filter(rule="answer_concern").values_list("subject", "owner"))
    assert owners == {
        concern.public_id: elm.members[answers].public_id,
        other.public_id: elm.members["Amina"].public_id,
    }
    ruling = Ruling(True, "Reading has not moved.", ["cognition_and_learning"])
    decision = decide(concern.cycle, ruling, actor=hana, today=DAY)
    letter = letter_for(decision, elm.contacts["Dilek"], DAY, sender=hana)
    known, asked = elm.contacts["Dilek"].membership, elm.members[answers].called
    for words in (letter, whom_to_ask(known, elm.children["Ayaan"].public_id)):
        assert f"Ask for {asked}" in words
        assert (", the SENCO" in words) is (answers == "Amina")
    assert "Amina" in whom_to_ask(known, "")
