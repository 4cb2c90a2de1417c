"""What every address and every verb declares about who may come in."""

import importlib
import pkgutil
import re
from collections.abc import Callable
from typing import Any

import pytest

import fourfold
from fourfold.domain.access import Action
from fourfold.foundation.access import doors
from fourfold.foundation.access.entry import Entry
from fourfold.foundation.act.verbs import VERBS as REGISTERED
from tests.matrix import verbs
from tests.matrix.addresses import Address, addresses, outside, within
from tests.matrix.made import MAKERS
from tests.matrix.subjects import OTHER_PARTS
from tests.matrix.table import OUTSIDE

# How the docstring of a verb that asks for nothing says who reaches it.
_A_REASON = re.compile(
    r"\b[Oo]nly\b.*\b(system|demonstration|themsel|their own|the person)", re.DOTALL
)


def _ours() -> dict[str, Callable[..., Any]]:
    """Every verb of the house, once every module of it is loaded; verbs of tests are left out."""
    for module in pkgutil.walk_packages(fourfold.__path__, "fourfold."):
        if not re.search(r"\.(test_|migrations|config\.)", module.name):
            importlib.import_module(module.name)
    return {
        code: v
        for code, v in REGISTERED.items()
        if v.__module__.startswith("fourfold.") and ".test_" not in v.__module__
    }


def _kinds() -> set[str]:
    return {kind for address in within() for kind in address.doors.values()}


def _name(address: Address) -> str:
    return address.name


@pytest.mark.parametrize("address", within(), ids=_name)
def test_every_view_of_a_setting_is_entered_through_a_door(address: Address):
    entry = getattr(address.view, "entry", None)
    assert isinstance(entry, Entry)
    assert entry.action is None or isinstance(entry.action, Action)
    assert set(entry.doors) <= set(address.parts)
    assert not (entry.action is None and entry.doors), "Without an action no door is opened."


@pytest.mark.parametrize("address", within(), ids=_name)
def test_every_part_of_an_address_is_a_door_or_named_as_something_else(address: Address):
    other = set(address.parts) - {"setting"} - set(address.doors)
    assert other == set(OTHER_PARTS.get(address.name, {}))


@pytest.mark.parametrize("address", outside(), ids=_name)
def test_no_view_outside_a_setting_opens_a_door(address: Address):
    assert not hasattr(address.view, "entry")


def test_addresses_have_names_of_their_own():
    names = [address.name for address in addresses()]
    assert sorted(names) == sorted(set(names))


def test_every_address_outside_a_setting_is_named_with_its_reason():
    assert set(OUTSIDE) == {address.name for address in outside()}
    assert all(reason.endswith(".") for _, reason in OUTSIDE.values())


def test_every_kind_of_door_that_an_address_names_is_there_and_can_be_tried():
    assert all(doors.door(kind).kind == kind for kind in _kinds())
    assert _kinds() - set(MAKERS) == set()


def test_every_verb_asks_for_what_is_written_down():
    asks = {code: run.action and str(run.action) for code, run in _ours().items()}
    assert asks == verbs.VERBS


def test_every_verb_that_asks_for_nothing_says_who_alone_reaches_it():
    silent = [
        code
        for code, run in _ours().items()
        if run.action is None and not _A_REASON.search(run.__doc__ or "")
    ]
    assert silent == []
