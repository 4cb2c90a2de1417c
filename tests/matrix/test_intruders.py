"""Another parent tries the child's address, and so does everybody else who should not, from every side (T14).

`test_matrix` goes to every address as everybody. Here every kind of door is tried, at one address that has it, with
ids of every sort; the door is the same code at the other addresses.
"""

import pytest

from tests.matrix.addresses import Address, within
from tests.matrix.made import MAKERS
from tests.matrix.table import STAFF, TABLE, WORRIED
from tests.matrix.walking import all_of, path, same, visit, watched
from tests.matrix.world import AT_ELM, EVERYBODY, KNOW, NOBODY, World, leaks, never

ADDRESSES = {address.name: address for address in within()}
NONSENSE = ["0", "1", "None", "x" * 200, "%00", "' OR 1=1 --", "ж"]


def _one_for_each_door() -> dict[str, Address]:
    """One address for each kind of door: about a child before one about the setting, then the first by name."""
    found: dict[str, Address] = {}
    for address in sorted(within(), key=lambda a: (TABLE[a.name].of_setting, a.name)):
        for kind in address.doors.values():
            if address.name not in WORRIED:
                found.setdefault(kind, address)
    return found


DOORS = _one_for_each_door()
every_door = pytest.mark.parametrize("kind", DOORS)


def test_every_kind_of_door_is_tried():
    assert set(DOORS) == {kind for address in within() for kind in address.doors.values()}


@every_door
@pytest.mark.parametrize("child", ["Rosa", "Yusuf"])
def test_who_may_not_know_a_child_comes_through_no_door_to_it(world: World, kind: str, child: str):
    """Ivan among them, whom an order bars from his own child, and every other parent (T14)."""
    address, wrong = DOORS[kind], {}
    where = path(address, world.about(child))
    told = TABLE[address.name].no.split() if TABLE[address.name].of_setting else []
    for person in sorted(set(AT_ELM) - KNOW[child]):
        if TABLE[address.name].of_setting and person in TABLE[address.name].reasons():
            continue
        for method in ("get", "post"):
            with watched() as wrote:
                answer = visit(world.client(person), where, method)
            found = leaks(world, person, answer)
            expected = 403 if person in told else 404
            if answer.status_code != expected or wrote.tables or found:
                wrong[person, method] = (answer.status_code, wrote.tables, found)
    assert wrong == {}


@pytest.mark.parametrize("name", sorted(WORRIED & set(ADDRESSES)))
def test_who_may_worry_about_a_child_finds_no_more_than_its_name(world: World, name: str):
    rosa, wrong = world.about("Rosa"), {}
    for person in sorted(set(AT_ELM) - KNOW["Rosa"]):
        said = all_of(visit(world.client(person), path(ADDRESSES[name], rosa)))
        hidden = [rosa.mark] if person in STAFF.split() else rosa.secrets()
        if any(word in said for word in hidden if word not in world.names_of(person)):
            wrong[person] = said
    assert wrong == {}


@every_door
def test_what_is_not_there_and_what_one_may_not_know_of_are_the_same(world: World, kind: str):
    """A difference of one byte would tell an intruder which of the two it is."""
    address, ayaan, wrong = DOORS[kind], world.about("Ayaan"), []
    there = path(address, ayaan)
    not_there = path(address, ayaan, **{part: never() for part in address.doors})
    for person in EVERYBODY:
        if person == NOBODY or TABLE[address.name].status(person) == 404:
            one, other = (visit(world.client(person), where) for where in (there, not_there))
            if same(one) != same(other):
                wrong.append(person)
    assert wrong == []


@every_door
def test_a_setting_that_is_not_there_and_one_that_is_not_ones_own_are_the_same(
    world: World, kind: str
):
    address, nia, wrong = DOORS[kind], world.about("Nia"), []
    for person in ("Amina", "Marta", "Grace", NOBODY):
        client = world.client(person)
        one = visit(client, path(address, nia))
        other = visit(client, path(address, nia, setting=never()))
        if same(one) != same(other) or one.status_code not in {404, 303}:
            wrong.append(person)
    assert wrong == []


@every_door
def test_an_id_of_another_setting_is_not_found(world: World, kind: str):
    address, wrong = DOORS[kind], []
    foreign = str(world.about("Nia").get(kind).public_id)
    for part in address.doors:
        where = path(address, world.about("Ayaan"), **{part: foreign})
        for person in ("Amina", "Ben", "Dilek"):
            for method in ("get", "post"):
                with watched() as wrote:
                    answer = visit(world.client(person), where, method)
                if answer.status_code not in {404, 403} or wrote.tables:
                    wrong.append((part, person, method, answer.status_code, wrote.tables))
                wrong += leaks(world, person, answer)
    assert wrong == []


@every_door
def test_an_id_of_another_kind_is_not_found(world: World, kind: str):
    """Made-up ids of every sort, and the ids of things that are there, here and elsewhere, but are no such thing."""
    address, ayaan, wrong = DOORS[kind], world.about("Ayaan"), []
    part = next(part for part, of in address.doors.items() if of == kind)
    own = ayaan.get(kind).public_id
    others = [about.get(k).public_id for about in (ayaan, world.about("Nia")) for k in MAKERS]
    for value in [*dict.fromkeys(str(other) for other in others if other != own), *NONSENSE]:
        answer = visit(world.client("Amina"), path(address, ayaan, **{part: value}))
        if answer.status_code != 404 and not _is_another_of_that_kind(kind, value, world):
            wrong.append((part, value[:20], answer.status_code))
    assert wrong == []


def _is_another_of_that_kind(kind: str, value: str, world: World) -> bool:
    return value in {str(about.get(kind).public_id) for about in world.made.values()}
