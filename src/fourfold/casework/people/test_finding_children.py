"""The register on screen: whom each finds there, by name, code and class, and how often it asks."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fourfold.casework.people.actions import add_pupil
from fourfold.config import clock
from fourfold.foundation.access.actors import actor_of
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.signed_in import as_person


def _at(place, path: str = "") -> str:
    return f"/at/{place.organisation.public_id}/{path}"


def _names(response) -> list[str]:
    return re.findall(r'<bdi translate="no">([^<]*)</bdi>', response.content.decode())


def test_the_register_lists_those_whom_one_has_to_do_with(cast):
    everyone = as_person(cast.elm, "Amina").get(_at(cast.elm, "children/")).content.decode()
    for name in ("Ayaan Khan", "Leo Potts", "Rosa", "Iğdır Şahin"):
        assert name in everyone
    assert "Nia" not in everyone
    tess = as_person(cast.elm, "Tess").get(_at(cast.elm, "children/")).content.decode()
    assert "Ayaan" in tess
    assert "Leo" not in tess
    grace = as_person(cast.elm, "Grace").get(_at(cast.elm, "children/")).content.decode()
    assert "Ayaan" not in grace
    assert as_person(cast.elm, "Dilek").get(_at(cast.elm, "children/")).status_code == 404
    assert as_person(cast.oak, "Cara").get(_at(cast.elm, "children/")).status_code == 404


NAMES = [
    ("Şükrü", "Çelik"),
    ("Irmak", "Işık"),
    ("İpek", "Işık"),
    ("Siobhán", "Ó Súilleabháin"),
    ("Łukasz", "Żółkiewski"),
    ("Xaawo", "Cabdi"),
    ("Anna", "Zielinska"),
    ("Bea", "O’Brien"),
]


def _with_names(place):
    with tenant_scope(place.organisation.pk):
        ada = actor_of(place.members["Ada"], clock.today())
        for given, family in NAMES:
            add_pupil(place.organisation, actor=ada, given_name=given, family_name=family)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("isik", {"Irmak Işık", "İpek Işık"}),
        ("IŞIK i", {"Irmak Işık", "İpek Işık"}),
        ("ipek", {"İpek Işık"}),
        ("sukru", {"Şükrü Çelik"}),
        ("o suilleabhain", {"Siobhán Ó Súilleabháin"}),
        ("zolkiewski lukasz", {"Łukasz Żółkiewski"}),
        ("XAAWO", {"Xaawo Cabdi"}),
        ("o'brien bea", {"Bea O’Brien"}),
        ("nobody", set()),
    ],
)
def test_a_name_is_found_whatever_its_letters(cast, words, found):
    _with_names(cast.elm)
    response = as_person(cast.elm, "Amina").post(
        _at(cast.elm, "children/"), {"q": words}, follow=True
    )
    shown = set(_names(response))
    assert {f"{g} {f}" for g, f in NAMES} & shown == found
    assert response.redirect_chain == [(_at(cast.elm, "children/?named=yes"), 303)]


def test_names_are_sorted_the_same_on_both_databases(cast):
    _with_names(cast.elm)
    response = as_person(cast.elm, "Amina").get(_at(cast.elm, "children/"))
    order = [name for name in _names(response) if name in {f"{g} {f}" for g, f in NAMES}]
    assert order == [
        "Xaawo Cabdi",
        "Şükrü Çelik",
        "İpek Işık",
        "Irmak Işık",
        "Siobhán Ó Súilleabháin",
        "Bea O’Brien",
        "Anna Zielinska",
        "Łukasz Żółkiewski",
    ]


def test_the_register_is_filtered_by_code_and_class(cast):
    amina = as_person(cast.elm, "Amina")
    group = cast.elm.groups["Kestrel"].public_id
    assert "Leo" in amina.get(_at(cast.elm, "children/"), {"class": group}).content.decode()
    oak = cast.oak.groups["Wren"].public_id
    assert "Leo" not in amina.get(_at(cast.elm, "children/"), {"class": oak}).content.decode()
    assert "Leo" in amina.get(_at(cast.elm, "children/"), {"code": "N"}).content.decode()
    assert "Leo" not in amina.get(_at(cast.elm, "children/"), {"code": "K"}).content.decode()
    for odd in ({"page": "x"}, {"page": "0"}, {"page": "99999"}, {"code": "Z"}, {"named": "yes"}):
        assert amina.get(_at(cast.elm, "children/"), odd).status_code == 200
    odd_words = amina.post(_at(cast.elm, "children/"), {"q": "%_'"}, follow=True)
    assert odd_words.status_code == 200
    assert not _names(odd_words)


def _queries(client, address) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_two_hundred_children_take_as_many_queries_as_four(cast):
    amina, address = as_person(cast.elm, "Amina"), _at(cast.elm, "children/")
    few = _queries(amina, address)
    with tenant_scope(cast.elm.organisation.pk):
        ada = actor_of(cast.elm.members["Ada"], clock.today())
        for number in range(200):
            add_pupil(cast.elm.organisation, actor=ada, given_name=f"C{number}", family_name="Many")
    assert _queries(amina, address) == few
    assert _queries(amina, f"{address}?all=yes") <= few
    assert "204 children" in amina.get(address).content.decode()
