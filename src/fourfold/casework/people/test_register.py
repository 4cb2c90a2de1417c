"""Whether a child is on SEN Support stands in the register for those who may know it of that child, and no others."""

from datetime import date

import pytest
import time_machine

from fourfold.casework.people import actions as people
from fourfold.casework.people.register import Wanted, listed
from fourfold.config import clock
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.signed_in import as_person


@pytest.fixture
def cast(db):
    with time_machine.travel("2026-02-03 09:00:00+00:00", tick=False):
        yield make_cast()


def _at(place, path: str = "") -> str:
    return f"/at/{place.organisation.public_id}/{path}"


def test_whether_a_child_is_on_sen_support_stands_in_the_list_for_those_who_may_know_it(cast):
    elm = cast.elm
    with tenant_scope(elm.organisation.pk):
        system = system_actor(elm.organisation.pk, "set-up")
        came = date(2025, 9, 2)
        people.note_inherited_spell(
            elm.children["Ayaan"], "K", came, "roll", actor=system, today=came
        )
    for name, knows in (
        ("Amina", True),
        ("Hana", True),
        ("Sol", True),
        ("Ben", True),
        ("Evie", True),
        ("Tess", False),
        ("Ada", False),
    ):
        client = as_person(elm, name)
        page = client.get(_at(elm, "children/")).content.decode()
        assert "Ayaan" in page
        assert ('name="code"' in page, ">SEN Support<" in page.split("<table")[1]) == (knows, knows)
        found = [client.get(_at(elm, "children/"), {"code": c}).content.decode() for c in "KN"]
        assert ["Ayaan" in each for each in found] == ([True, False] if knows else [True, True])


def test_who_teaches_some_and_runs_the_office_knows_it_of_those_whom_they_teach(cast):
    elm = cast.elm
    with tenant_scope(elm.organisation.pk):
        system, ben = system_actor(elm.organisation.pk, "set-up"), elm.members["Ben"]
        today = clock.today()
        other = people.add_pupil(
            elm.organisation, actor=system, given_name="Zora", family_name="Quill"
        )
        for child in (elm.children["Ayaan"], other):
            came = date(2025, 9, 2)
            people.note_inherited_spell(child, "K", came, "roll", actor=system, today=came)
        people.set_roles(ben, [Role.TEACHER, Role.ADMINISTRATOR], actor=system, today=today)
        entries = listed(elm.actor("Ben", today), Wanted(), today).entries
    codes = {each.pupil.given_name: str(each.code or "") for each in entries}
    assert (codes["Ayaan"], codes["Zora"]) == ("K", "")
