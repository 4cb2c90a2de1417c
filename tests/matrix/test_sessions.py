"""Sessions that were tampered with, and people whose time ended a moment ago: out at the next press (T14)."""

import re

import pytest

from fourfold.foundation.access.entry import FAMILY_SESSION
from fourfold.foundation.access.models import User
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.matrix.addresses import within
from tests.matrix.walking import path
from tests.matrix.world import World, never
from tests.page_client import PageClient

ADDRESSES = {address.name: address for address in within()}
WITH_DOORS = {name: address for name, address in ADDRESSES.items() if address.doors}


def _home(world: World) -> str:
    return path(ADDRESSES["desk:home"], world.about("Ayaan"))


def _with_session(**values) -> PageClient:
    client = PageClient()
    session = client.session
    for key, value in values.items():
        session[key] = value
    session.save()
    return client


def _family(world: World, setting, membership) -> PageClient:
    return _with_session(**{FAMILY_SESSION: {setting.public_id: membership}})


def test_a_family_session_with_a_membership_of_staff_opens_nothing(world: World):
    amina = world.elm.members["Amina"].public_id
    assert _family(world, world.elm.organisation, amina).get(_home(world)).status_code in {303, 404}


def test_a_family_session_with_a_membership_of_another_setting_opens_nothing(world: World):
    obi = world.oak.contacts["Obi"].membership.public_id
    client = _family(world, world.elm.organisation, obi)
    assert client.get(_home(world)).status_code in {303, 404}
    dilek = world.elm.contacts["Dilek"].membership.public_id
    client = _family(world, world.oak.organisation, dilek)
    assert client.get(_home(world)).status_code in {303, 404}


@pytest.mark.parametrize("odd", ["", "x", 0, None, [], {}, ["a"], {"a": "b"}, "wsmt5vmjntzv7h"])
def test_a_family_session_with_nonsense_in_it_opens_nothing(world: World, odd):
    client = _family(world, world.elm.organisation, odd)
    assert client.get(_home(world)).status_code in {303, 404}


def test_a_session_cookie_that_was_altered_is_nobodys(world: World):
    client = PageClient()
    key = world.client("Amina").cookies["sessionid"].value
    for altered in (key[:-1], key[::-1], key.upper(), ""):
        client.cookies["sessionid"] = altered
        assert client.get(_home(world)).status_code == 303
    client.cookies["sessionid"] = key
    assert client.get(_home(world)).status_code == 200


def test_a_user_who_was_switched_off_is_nobody_at_the_next_press(world: World):
    assert world.client("Ben").get(_home(world)).status_code == 200
    user = User.objects.get(pk=world.elm.members["Ben"].user_id)
    user.is_active = False
    user.save()
    assert world.client("Ben").get(_home(world)).status_code == 303


def test_a_family_member_whose_membership_ended_is_out_at_the_next_press(world: World):
    where = path(ADDRESSES["desk:child"], world.about("Ayaan"))
    assert world.client("Dev").get(where).status_code == 200
    with tenant_scope(world.elm.organisation.pk):
        world.end(world.elm.contacts["Dev"].membership)
    assert world.client("Dev").get(where).status_code == 404


def test_a_child_who_moved_to_another_class_is_known_to_the_new_teacher_alone(world: World):
    where = path(ADDRESSES["desk:child"], world.about("Rosa"))
    assert world.client("Ben").get(where).status_code == 200
    with tenant_scope(world.elm.organisation.pk):
        world.move("Rosa", "Kestrel", "Merlin")
    assert world.client("Ben").get(where).status_code == 404
    assert world.client("Noor").get(where).status_code == 200


def test_public_ids_cannot_be_guessed():
    ids = {never() for _ in range(2000)}
    assert len(ids) == 2000
    assert all(re.fullmatch(r"[2-9b-df-hj-np-tv-xz]{14}", each) for each in ids)
