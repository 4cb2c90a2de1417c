"""Every address below a setting, for everybody: who comes in and why, and that nobody else finds or writes anything."""

import re

import pytest
from django.http import HttpResponse

from fourfold.domain.access import Allowed
from fourfold.foundation.access.doors import decide_for
from fourfold.foundation.scope.remembered import remembering
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.matrix.addresses import Address, outside, within
from tests.matrix.subjects import child_of
from tests.matrix.table import FAMILIES, OUTSIDE, TABLE, WORRIED
from tests.matrix.walking import all_of, counts, path, taken_back, visit, watched
from tests.matrix.world import (
    AT_ELM,
    CHILDREN,
    ELSEWHERE,
    EVERYBODY,
    NOBODY,
    World,
    leaks,
    never,
)

ADDRESSES = {address.name: address for address in within()}
# Who may know that the child is there, and may find the name elsewhere: in their own, for one.
KNOWN_TO = TABLE["desk:child"].reasons()
every_address = pytest.mark.parametrize("name", ADDRESSES)


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(TABLE) == set(ADDRESSES)


def _is(answer, status: int) -> bool:
    """Whether an answer has a status; 302 and 303 both send on."""
    return answer.status_code == status or {answer.status_code, status} == {302, 303}


def _expected(name: str, person: str) -> int:
    return 303 if person == NOBODY else TABLE[name].status(person)


def _told_too_much(world: World, name: str, person: str, answer: HttpResponse) -> list[str]:
    """What an answer tells of a child whom this person may not know, or of whom they may not read this."""
    if person in TABLE[name].reasons():
        found = leaks(world, person, answer)
        # Any member of staff may worry about any child here, and so finds the name; nothing else of it.
        return [] if name in WORRIED and person not in FAMILIES.split() else found
    about = world.about(child_of(name))
    secrets = [about.mark] if person in KNOWN_TO else about.secrets()
    said = all_of(answer)
    return [word for word in secrets if word in said]


@every_address
def test_who_may_read_it_and_nobody_finds_a_child_whom_they_may_not_know(world: World, name: str):
    wrong: dict[str, str] = {}
    where = path(ADDRESSES[name], world.about(child_of(name)))
    for person in EVERYBODY:
        answer = visit(world.client(person), where)
        if not _is(answer, _expected(name, person)):
            wrong[person] = f"{answer.status_code} and not {_expected(name, person)}"
        elif told := _told_too_much(world, name, person, answer):
            wrong[person] = f"may not know of {told}"
    assert wrong == {}


@every_address
def test_whoever_may_not_read_it_may_not_write_to_it_and_nothing_is_written(
    world: World, name: str
):
    where, wrong = path(ADDRESSES[name], world.about(child_of(name))), {}
    tenants = [world.elm.organisation.pk, world.oak.organisation.pk, world.cast.authority.pk]
    before = counts(tenants)
    for person in EVERYBODY:
        if person in TABLE[name].reasons():
            continue
        with watched() as wrote:
            answer = visit(world.client(person), where, "post")
        if answer.status_code != _expected(name, person) or wrote.tables:
            wrong[person] = f"{answer.status_code}, wrote {wrote.tables}"
    assert wrong == {}
    assert counts(tenants) == before


@every_address
def test_whoever_may_read_it_can_send_its_form_empty_and_gets_a_sentence(world: World, name: str):
    where, wrong = path(ADDRESSES[name], world.about(child_of(name))), {}
    for person in TABLE[name].reasons():
        with taken_back():
            answer = visit(world.client(person), where, "post")
        # 409: nothing says which version was looked at, so it is shown anew beside what was typed.
        fine = {404} if person in TABLE[name].finds_nothing.split() else {200, 302, 303, 409}
        if answer.status_code not in fine:
            wrong[person] = answer.status_code
    assert wrong == {}


def _subject(address: Address, world: World):
    kinds = [*address.doors.values()]
    return world.about(child_of(address.name)).get(kinds[-1]) if kinds else world.elm.organisation


@every_address
def test_the_door_knows_the_reason_of_each_answer(world: World, name: str):
    address = ADDRESSES[name]
    action = address.view.entry.action
    if action is None:
        assert set(TABLE[name].reasons().values()) == {""}
        return
    with tenant_scope(world.elm.organisation.pk), remembering():
        subject = _subject(address, world)
        answers = {
            person: decide_for(action, world.elm.actor(person, world.about("Ayaan").today), subject)
            for person in AT_ELM
        }
    assert {who: a.reason_id for who, a in answers.items() if isinstance(a, Allowed)} == TABLE[
        name
    ].reasons()


@every_address
def test_at_the_other_setting_it_is_nobodys_of_ours(world: World, name: str):
    nia = world.about("Nia")
    where, wrong = path(ADDRESSES[name], nia), {}
    for person in [*AT_ELM, "Ellis"]:
        answer = visit(world.client(person), where)
        if answer.status_code != 404 or any(word in all_of(answer) for word in nia.secrets()):
            wrong[person] = answer.status_code
    assert wrong == {}


def test_the_people_of_the_other_setting_are_in_the_table_of_nobody():
    named = {who for row in TABLE.values() for who in [*row.reasons(), *row.no.split()]}
    assert named & {*ELSEWHERE, NOBODY, "Greta", "Rolf"} == set()


@pytest.mark.parametrize("address", outside(), ids=lambda address: address.name)
def test_outside_a_setting_nobody_finds_anything_of_a_child(world: World, address: Address):
    where = "/" + re.sub(r"<[^>]*>", never(), address.route)
    answer = visit(world.client(NOBODY), where)
    assert _is(answer, OUTSIDE[address.name][0])
    assert [
        w for child in CHILDREN for w in world.about(child).secrets() if w in all_of(answer)
    ] == []
