"""Every page of every room, in the pseudo-language and from right to left, as everybody who may open it.

No word of ours may be left in plain letters: not on the page, not in what is said when its form is sent empty, by one
of the staff and one of a family. Each page is held against the page standard too.
"""

import re
from collections.abc import Iterator

import pytest
from django.http import HttpResponse

from tests.matrix.addresses import Address, outside, within
from tests.matrix.subjects import child_of
from tests.matrix.table import FAMILIES, OUTSIDE, TABLE
from tests.matrix.walking import path, taken_back, visit
from tests.matrix.world import NOBODY, World, never
from tests.page_client import BelowStandard
from tests.pseudo import PseudoClient, Untranslated, pseudo_language

pytestmark = pytest.mark.only_sqlite(
    reason="Asks of each page how its words read, which no database changes; the matrix opens each on both."
)
ADDRESSES = {address.name: address for address in within()}
TURNED = re.compile(r'<html[^>]* dir="rtl"')


@pytest.fixture(scope="module", autouse=True)
def _right_to_left() -> Iterator[None]:
    """The pseudo-language, right to left, for all tests here."""
    with pseudo_language(right_to_left=True):
        yield


def _reader(world: World, person: str) -> PseudoClient:
    client = PseudoClient()
    client.cookies = world.client(person).cookies
    return client


def _faults(client: PseudoClient, where: str, method: str) -> tuple[str, HttpResponse | None]:
    """What is wrong with what comes back, or nothing; and the answer."""
    try:
        answer = visit(client, where, method)
    except (Untranslated, BelowStandard) as fault:
        return str(fault), None
    is_page = answer.headers.get("Content-Type", "").startswith("text/html") and answer.content
    if is_page and not TURNED.search(answer.content.decode()):
        return f"{where} is not turned round", answer
    return "", answer


def _sending(people: list[str]) -> Iterator[tuple[str, str]]:
    """Who sends its form empty: one of the staff, and one of a family, to whom it may read otherwise."""
    for kind in (set(people) - set(FAMILIES.split()), set(people) & set(FAMILIES.split())):
        yield from [(person, "post") for person in people if person in kind][:1]


@pytest.mark.parametrize("name", ADDRESSES)
def test_every_page_is_in_the_language_and_direction_of_its_reader(world: World, name: str) -> None:
    where, wrong = path(ADDRESSES[name], world.about(child_of(name))), {}
    people = list(TABLE[name].reasons())
    for person, method in [*((each, "get") for each in people), *_sending(people)]:
        with taken_back():
            found, _ = _faults(_reader(world, person), where, method)
        if found:
            wrong[person, method] = found
    assert wrong == {}, "\n".join(f"{who} {found}" for who, found in wrong.items())


@pytest.mark.parametrize("address", outside(), ids=lambda address: address.name)
def test_so_is_every_page_without_a_setting(world: World, address: Address) -> None:
    where = "/" + re.sub(r"<[^>]*>", never(), address.route)
    found, answer = _faults(_reader(world, NOBODY), where, "get")
    assert not found
    assert answer is not None
    assert {answer.status_code, OUTSIDE[address.name][0]} <= {answer.status_code, 302, 303}


@pytest.mark.parametrize("person", ["Dilek", "Grace", "Tess"])
def test_so_is_the_page_that_says_no_and_the_one_that_finds_nothing(
    world: World, person: str
) -> None:
    said = []
    for name in ("desk:due", "people:kind", "assess:picture"):
        where = path(ADDRESSES[name], world.about("Ayaan"))
        found, answer = _faults(_reader(world, person), where, "get")
        assert not found
        assert answer is not None
        said.append(answer.status_code)
    assert set(said) <= {403, 404}, said
