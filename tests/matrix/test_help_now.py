"""Every page that a family member, a young person or a child sees says where to get help now (W9)."""

import pytest

from fourfold.foundation.access.models import Membership
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work
from tests.matrix.addresses import within
from tests.matrix.subjects import child_of
from tests.matrix.table import FAMILIES, TABLE
from tests.matrix.walking import path, visit
from tests.matrix.world import World

ADDRESSES = {address.name: address for address in within()}
# What goes onto paper is given by hand, with the setting's own words.
ON_PAPER = {"identify:letter", "identify:proof", "plan:file"}
CHILDLINE = "tel:08001111"


def _of(world: World, name: str, people: list[str]) -> dict[str, str]:
    """The pages that `people` get there on reading."""
    where, found = path(ADDRESSES[name], world.about(child_of(name))), {}
    for person in people:
        answer = visit(world.client(person), where)
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code == 200 and kind.startswith("text/html"):
            found[person] = answer.content.decode()
    return found


@pytest.mark.parametrize("name", sorted(set(ADDRESSES) - ON_PAPER))
def test_every_page_of_a_family_says_where_to_get_help_now(world: World, name: str):
    people = [one for one in FAMILIES.split() if one in TABLE[name].reasons()]
    said = {who: page.count(CHILDLINE) for who, page in _of(world, name, people).items()}
    # Once: said twice, neither is read.
    assert [who for who, times in said.items() if times != 1] == []


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("desk:home", "Dilek"),
        ("desk:home", "Yusuf"),
        ("desk:child", "Dilek"),
        ("voice:give", "Dilek"),
        ("voice:child", "Dilek"),
        ("voice:child_with_staff", "Ben"),
        ("voice:sent", "Ben"),
        ("identify:whose", "Yusuf"),
        ("identify:raise", "Dilek"),
    ],
)
def test_the_pages_of_a_child_and_of_a_concern_name_whom_to_speak_to(
    world: World, name: str, person: str
):
    page = _of(world, name, [person])[person]
    assert 'class="ff-worried"' in page
    assert "always speak to" in page


def test_the_page_of_a_child_names_to_staff_whom_to_tell(world: World):
    """Who works here tells the lead; the lines for children are not theirs."""
    staff = ["Amina", "Ben", "Tess", "Hana"]
    found = _of(world, "desk:child", staff)
    assert set(found) == set(staff)
    for page in found.values():
        assert 'class="ff-worried"' in page
        assert "the safeguarding lead, today" in page
        assert CHILDLINE not in page


def test_who_has_the_name_of_the_lead_is_told_of_the_lead_all_the_same(world: World):
    ben, sol = (world.elm.members[name] for name in ("Ben", "Sol"))
    here = world.elm.organisation.pk
    with tenant_scope(here), verb_at_work(here, "test.call"):
        Membership.objects.filter(pk=ben.pk).update(called=sol.called)
    assert "the safeguarding lead, today" in _of(world, "desk:child", ["Ben"])["Ben"]
