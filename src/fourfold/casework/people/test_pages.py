"""Children, families, staff, terms and the setting on screen: each sees what is theirs, and strangers nothing."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fourfold.casework.people.actions import add_pupil, add_staff, change_pupil, set_roles
from fourfold.casework.people.models import Care, Closure, Contact, Pupil, Term
from fourfold.casework.people.who import REASONS, who_can_see
from fourfold.config import clock
from fourfold.domain.access import Action, roles_that_may
from fourfold.domain.words import Role
from fourfold.foundation.access.actors import actor_of, live, system_actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.access.models import (
    Membership,
    OrganisationKind,
    RoleHeld,
    SencoAppointment,
)
from fourfold.foundation.act.organisations import appoint_senco
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import differences
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.signed_in import as_person

CHILD_FIELDS = {
    "given_name": "Leo",
    "family_name": "Potts",
    "birth_date-day": "1",
    "birth_date-month": "6",
    "birth_date-year": "2017",
    "year_group": "4",
}


def _at(place, path: str = "") -> str:
    return f"/at/{place.organisation.public_id}/{path}"


def _child(place, name: str, path: str) -> str:
    return _at(place, f"child/{place.children[name].public_id}/{path}")


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


def test_each_sees_of_a_childs_family_what_is_theirs_to_see(cast):
    with tenant_scope(cast.elm.organisation.pk):
        ada = actor_of(cast.elm.members["Ada"], clock.today())
        change_pupil(cast.elm.children["Rosa"], actor=ada, seen={}, upn="B801200005001")
    seen = {
        name: as_person(cast.elm, name).get(_child(cast.elm, "Rosa", "facts/")).content.decode()
        for name in ("Amina", "Ada", "Ben", "Sol", "Marta")
    }
    for name in ("Amina", "Ada", "Sol"):
        assert "Prohibited steps order" in seen[name]
    for name in ("Ben", "Marta"):
        assert "Prohibited" not in seen[name]
    assert "ivan@family.example" in seen["Ada"]
    assert "ivan@family.example" not in seen["Ben"]
    assert "Nothing goes to this person" in seen["Ben"]
    assert "Ivan" not in seen["Marta"]
    assert "marta@family.example" in seen["Marta"]
    assert "B801200005001" in seen["Ada"]
    assert "B801200005001" not in seen["Ben"] + seen["Marta"]
    assert as_person(cast.elm, "Ivan").get(_child(cast.elm, "Rosa", "facts/")).status_code == 404
    tess = as_person(cast.elm, "Tess").get(_child(cast.elm, "Ayaan", "facts/")).content.decode()
    assert "Dilek" not in tess
    dev = as_person(cast.elm, "Dev").get(_child(cast.elm, "Ayaan", "facts/")).content.decode()
    assert "dev@family.example" in dev
    assert "Dilek" not in dev


def test_a_child_of_a_name_that_is_here_and_an_unlikely_age_are_asked_about_once(cast):
    ada, address = as_person(cast.elm, "Ada"), _at(cast.elm, "children/add/")
    new = CHILD_FIELDS | {"given_name": "AYAAN", "family_name": "Khan", "once": "n"}
    asked = ada.post(address, new)
    assert asked.status_code == 200
    words = asked.content.decode()
    assert "is here already. Is it the same child?" in words
    assert f"/child/{cast.elm.children['Ayaan'].public_id}/facts/" in words
    assert ada.post(address, new | {"sure": "on"}).status_code == 303
    assert ada.post(address, new | {"sure": "on"}).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert Pupil.objects.filter(family_name="Khan", given_name="AYAAN").count() == 1
    old = {"given_name": "Otis", "birth_date-year": "1950", "once": "o"}
    assert "years old. Is that right?" in ada.post(address, CHILD_FIELDS | old).content.decode()
    to_come = CHILD_FIELDS | old | {"birth_date-year": "2031", "sure": "on"}
    assert ada.post(address, to_come).status_code == 200
    with tenant_scope(cast.elm.organisation.pk):
        assert not Pupil.objects.filter(given_name="Otis").exists()
    assert "once more" not in ada.get(address).content.decode()
    assert (
        "once more" not in ada.post(address, new | {"given_name": "", "once": "p"}).content.decode()
    )


def test_a_child_is_added_and_changed_by_hand(cast):
    ada = as_person(cast.elm, "Ada")
    new = CHILD_FIELDS | {"given_name": "Zofia", "upn": "b801 2000 05001", "once": "a"}
    assert ada.get(_at(cast.elm, "children/add/")).status_code == 200
    assert ada.post(_at(cast.elm, "children/add/"), new).status_code == 303
    assert ada.post(_at(cast.elm, "children/add/"), new).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert Pupil.objects.get(given_name="Zofia").upn == "B801200005001"
    wrong = ada.post(_at(cast.elm, "children/add/"), new | {"upn": "123", "once": "b"})
    assert "12 more characters" in wrong.content.decode()
    address = _child(cast.elm, "Leo", "facts/change/")
    page = ada.get(address).content.decode()
    version = re.search(r'name="seen" value="([^"]*)"', page)[1]
    changed = CHILD_FIELDS | {"year_group": "5", "seen": version}
    assert ada.post(address, changed | {"once": "c"}).status_code == 303
    late = ada.post(address, changed | {"year_group": "6", "once": "d"})
    assert late.status_code == 409
    assert re.search(r"You changed this at \d\d:\d\d in another window", late.content.decode())
    other = as_person(cast.elm, "Amina").post(address, changed | {"year_group": "6", "once": "e"})
    assert "Somebody else changed this while you were writing" in other.content.decode()
    with tenant_scope(cast.elm.organisation.pk):
        assert Pupil.objects.get(given_name="Leo").year_group == "5"


def test_a_family_member_is_added_and_changed(cast):
    ada, address = as_person(cast.elm, "Ada"), _child(cast.elm, "Leo", "family/add/")
    assert ada.get(address).status_code == 200
    answers = {
        "given_name": "Pat",
        "family_name": "Potts",
        "relationship": "grandmother",
        "responsibility": "unknown",
        "email": "pat@family.example",
        "order": "yes",
        "once": "a",
    }
    asked = ada.post(address, answers)
    assert "what kind of order" in asked.content.decode().lower()
    assert ada.post(address, answers | {"order": "no"}).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        care = Care.objects.select_related("contact").get(contact__given_name="Pat")
        assert (care.responsibility, care.bars_all) == ("unknown", False)
        assert care.contact.membership.called == "Pat Potts"
    change = _child(cast.elm, "Leo", f"family/{care.public_id}/")
    version = re.search(r'name="seen" value="([^"]*)"', ada.get(change).content.decode())[1]
    order = {
        "order": "yes",
        "order_type": "Non-molestation order",
        "order_from-day": "1",
        "order_from-month": "9",
        "order_from-year": "2025",
        "order_seen_by": "Ms Ada Finch",
        "bars_all": "on",
        "seen": version,
        "email": "pat2@family.example",
        "once": "b",
    }
    assert ada.post(change, answers | order).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert Care.objects.get(pk=care.pk).bars_all
        assert Contact.objects.get(given_name="Pat").email == "pat2@family.example"
        told = Message.objects.filter(kind="contact.address_changed")
        assert sorted(m.address or m.to.called for m in told) == [
            "Ms Amina Obi",
            "pat2@family.example",
            "pat@family.example",
        ]
    # What stays as it was is told to nobody.
    version = re.search(r'name="seen" value="([^"]*)"', ada.get(change).content.decode())[1]
    assert ada.post(change, answers | order | {"seen": version, "once": "c"}).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert Message.objects.filter(kind="contact.address_changed").count() == 3
    wrong_child = _child(cast.elm, "Rosa", f"family/{care.public_id}/")
    assert ada.get(wrong_child).status_code == 404


def test_who_can_see_a_child_and_why_in_words(cast):
    page = as_person(cast.elm, "Amina").get(_child(cast.elm, "Rosa", "who/")).content.decode()
    assert "the role covers every child" in page
    assert "teaches this child" in page
    assert "Mr Ben Hall" in page
    assert "Marta" in page
    for hidden in ("Ivan", "Tess", "Evie", "Grace", "Cara"):
        assert hidden not in page
    assert "Who looked lately" in page
    again = as_person(cast.elm, "Amina").get(_child(cast.elm, "Rosa", "who/")).content.decode()
    assert "Ms Amina Obi" in again.split("Who looked lately")[1]
    evie = as_person(cast.elm, "Amina").get(_child(cast.elm, "Ayaan", "who/")).content.decode()
    assert "was invited to work with this child, until" in evie


def test_a_family_is_told_of_staff_and_of_nobody_elses_family(cast):
    page = as_person(cast.elm, "Dev").get(_child(cast.elm, "Ayaan", "who/")).content.decode()
    assert "Dev Khan" in page
    assert "Mr Ben Hall" in page
    assert "Dr Evie Marsh" in page
    assert "Dilek" not in page
    assert "Who looked lately" not in page
    with tenant_scope(cast.elm.organisation.pk):
        ada = actor_of(cast.elm.members["Ada"], clock.today())
        change_pupil(cast.elm.children["Ayaan"], actor=ada, seen={}, whereabouts_protected=True)
    page = as_person(cast.elm, "Dev").get(_child(cast.elm, "Ayaan", "who/")).content.decode()
    assert "Evie" not in page


def test_who_can_see_agrees_with_the_doors(cast):
    today = clock.today()
    with tenant_scope(cast.elm.organisation.pk):
        for child in cast.elm.children.values():
            listed = {seen.called for seen in who_can_see(child, today)}
            through = {
                member.called
                for member in Membership.objects.all()
                if may(Action.SEE_CHILD, actor_of(member, today), child)
            }
            assert listed == through


def test_every_reason_to_see_a_child_has_its_words():
    relations = {
        relation.id
        for action in (
            Action.SEE_CHILD,
            Action.SEE_SUMMARY,
            Action.SEE_SUPPORT,
            Action.SEE_NEEDS,
            Action.SEE_STORY,
        )
        for several in roles_that_may(action).values()
        for relation in several
    }
    assert relations <= set(REASONS)


def test_staff_are_listed_added_changed_and_leave(cast):
    ada = as_person(cast.elm, "Ada")
    page = ada.get(_at(cast.elm, "staff/")).content.decode()
    assert "Mr Ben Hall" in page
    assert "Kestrel" in page
    assert "Dilek" not in page
    new = {"called": "Mr New", "email": "new@elm.example", "roles": ["teacher"], "once": "a"}
    assert ada.get(_at(cast.elm, "staff/add/")).status_code == 200
    assert ada.post(_at(cast.elm, "staff/add/"), new).status_code == 303
    again = ada.post(_at(cast.elm, "staff/add/"), new | {"once": "b"})
    assert "member already" in again.content.decode()
    with tenant_scope(cast.elm.organisation.pk):
        member = Membership.objects.get(called="Mr New")
    one = _at(cast.elm, f"staff/{member.public_id}/")
    assert ada.get(one).status_code == 200
    assert ada.post(one, {"roles": ["assistant", "keyworker"], "once": "c"}).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        roles = actor_of(member, clock.today()).roles
    assert roles == {Role.ASSISTANT, Role.KEYWORKER}
    assert ada.get(f"{one}leaves/").status_code == 200
    unsaid = ada.post(f"{one}leaves/", {"once": "d"}).content.decode()
    assert "Choose from when they can no longer come in" in unsaid
    assert ada.post(f"{one}leaves/", {"once": "e", "when": "after_today"}).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert Membership.objects.get(called="Mr New").valid_to == clock.today()


def test_who_leaves_at_once_is_out_at_the_next_press(cast):
    home, ada = _at(cast.elm, ""), as_person(cast.elm, "Ada")
    ben, tess = as_person(cast.elm, "Ben"), as_person(cast.elm, "Tess")
    assert ben.get(home).status_code == 200
    leaves = _at(cast.elm, f"staff/{cast.elm.members['Ben'].public_id}/leaves/")
    assert ada.post(leaves, {"once": "a", "when": "now"}).status_code == 303
    assert ben.get(home).headers["Location"].startswith("/sign-in/")
    assert as_person(cast.elm, "Ben").get(home).status_code == 404
    assert tess.get(home).status_code == 200


def test_a_senco_who_comes_back_to_it_holds_the_role_again(cast):
    amina, today = cast.elm.members["Amina"], clock.today()
    with tenant_scope(cast.elm.organisation.pk):
        system = system_actor(cast.elm.organisation.pk, "set-up")
        set_roles(amina, [Role.TEACHER], actor=system, today=today)
        assert Role.SENCO not in actor_of(amina, today).roles
        appoint_senco(cast.elm.organisation, amina, today, actor=system)
        assert Role.SENCO in actor_of(amina, today).roles
        appoint_senco(cast.elm.organisation, amina, today, actor=system)
        held = RoleHeld.objects.filter(live(today), membership=amina, role=str(Role.SENCO))
        assert held.count() == 1


def test_what_is_not_of_this_setting_is_not_found_among_its_staff(cast):
    ada = as_person(cast.elm, "Ada")
    contact = cast.elm.contacts["Dilek"].membership.public_id
    assert ada.get(_at(cast.elm, f"staff/{contact}/")).status_code == 404
    oak = cast.oak.members["Otto"].public_id
    assert ada.get(_at(cast.elm, f"staff/{oak}/")).status_code == 404


def test_a_person_of_two_settings_is_one_person(cast):
    with tenant_scope(cast.oak.organisation.pk):
        cara = actor_of(cast.oak.members["Cara"], clock.today())
        member = add_staff(
            cast.oak.organisation,
            "Ms Obi",
            "AMINA@elm.example",
            [Role.SENCO],
            actor=cara,
            today=clock.today(),
        )
        assert member.user_id == cast.elm.members["Amina"].user_id
        set_roles(member, [Role.SENCO], actor=cara, today=clock.today())


def test_terms_and_closures_are_added_and_overlaps_refused(cast):
    ada, address = as_person(cast.elm, "Ada"), _at(cast.elm, "terms/")
    page = ada.get(address).content.decode()
    assert "Autumn 2025" in page
    assert "Monday 27 October 2025 to Friday 31 October 2025" in page
    assert "■" in page

    def day(prefix, day, month, year):
        return {f"{prefix}-day": day, f"{prefix}-month": month, f"{prefix}-year": year}

    term = {"name": "Summer 2028", **day("first_day", 17, 4, 2028), **day("last_day", 26, 5, 2028)}
    assert ada.post(address, term | {"once": "a"}).status_code == 303
    assert "overlap" in ada.post(address, term | {"once": "b"}).content.decode()
    closed = {"closure-name": "Bank holiday", **day("closure-day", 1, 5, 2028)}
    assert ada.post(address, closed | {"once": "c"}).status_code == 303
    twice = ada.post(address, closed | {"once": "d"})
    assert twice.status_code == 200
    assert "already" in twice.content.decode()
    week = {
        "closure-name": "Half term",
        **day("closure-day", 26, 5, 2028),
        **day("closure-until", 6, 6, 2028),
    }
    assert ada.post(address, week | {"once": "e"}).status_code == 303
    assert "Friday 26 May 2028 to Tuesday 6 June 2028" in ada.get(address).content.decode()
    over_it = {
        "closure-name": "Strike",
        **day("closure-day", 25, 5, 2028),
        **day("closure-until", 26, 5, 2028),
    }
    assert "already" in ada.post(address, over_it | {"once": "f"}).content.decode()
    backwards = week | day("closure-until", 1, 5, 2028)
    assert "end after they begin" in ada.post(address, backwards | {"once": "g"}).content.decode()
    with tenant_scope(cast.elm.organisation.pk):
        assert Closure.objects.filter(name="Half term", day__year=2028).count() == 8
        assert not Closure.objects.filter(name="Strike").exists()
        assert Closure.objects.get(name="Bank holiday").day == date(2028, 5, 1)
        assert Term.objects.filter(name="Summer 2028").count() == 1
    assert as_person(cast.elm, "Ben").get(address).status_code == 403


def test_the_sencos_qualification_falls_due_and_is_met(cast):
    with tenant_scope(cast.elm.organisation.pk):
        due = DueRow.objects.get(rule="senco_qualification")
        assert (due.due_on, due.state) == (date(2028, 9, 2), "open")
        one = SencoAppointment.objects.get()
        assert due.subject == one.public_id
    ada = as_person(cast.elm, "Ada")
    assert "due by" in ada.get(_at(cast.elm, "senco/")).content.decode()
    address = _at(cast.elm, f"senco/{one.public_id}/")
    assert ada.get(address).status_code == 200
    held = {
        "qualification": "NPQ for SENCOs",
        "completed_on-day": "1",
        "completed_on-month": "7",
        "completed_on-year": "2026",
        "once": "a",
    }
    assert ada.post(address, held).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert DueRow.objects.get(rule="senco_qualification").state == "met"
        assert differences() == []
    appoint = {
        "member": cast.elm.members["Ben"].public_id,
        "appointed_on-day": "1",
        "appointed_on-month": "9",
        "appointed_on-year": "2026",
        "once": "b",
    }
    assert ada.post(_at(cast.elm, "senco/"), appoint).status_code == 303
    elsewhere = appoint | {"member": cast.oak.members["Otto"].public_id, "once": "c"}
    refused = ada.post(_at(cast.elm, "senco/"), elsewhere)
    assert "answers that are offered" in refused.content.decode()
    assert as_person(cast.oak, "Cara").get(address).status_code == 404


def test_the_kind_of_setting_changes_from_a_day_on(cast):
    ada, address = as_person(cast.elm, "Ada"), _at(cast.elm, "kind/")
    assert "Maintained mainstream school" in ada.get(address).content.decode()
    change = {
        "kind": "academy_mainstream",
        "valid_from-day": "1",
        "valid_from-month": "9",
        "valid_from-year": "2026",
        "once": "a",
    }
    assert ada.post(address, change).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert OrganisationKind.objects.count() == 2
    assert "begins after" in ada.post(address, change | {"once": "b"}).content.decode()


PAGES = ("staff/", "staff/add/", "children/add/", "terms/", "senco/", "kind/")


@pytest.mark.parametrize("name", ["Ben", "Tess", "Grace", "Sol", "Evie", "Dilek", "Ivan"])
def test_who_does_not_manage_the_setting_gets_none_of_its_pages(cast, name):
    person = as_person(cast.elm, name)
    for path in PAGES:
        assert person.get(_at(cast.elm, path)).status_code in {403, 404}
    for path in ("facts/change/", "family/add/"):
        assert person.get(_child(cast.elm, "Leo", path)).status_code in {403, 404}


def test_from_what_is_known_of_a_child_staff_come_to_a_sign_in_code(cast):
    ada, contact = as_person(cast.elm, "Ada"), cast.elm.contacts["Dilek"]
    code = _at(cast.elm, f"contact/{contact.public_id}/sign-in-code/")
    facts = ada.get(_child(cast.elm, "Ayaan", "facts/")).content.decode()
    assert code in facts
    assert _at(cast.elm, "families/sign-in/") in facts
    change = re.findall(r'href="([^"]*/family/\w+/)"', facts)
    assert any(code in ada.get(one).content.decode() for one in change)
    assert ada.get(code).status_code == 200
    for name in ("Ben", "Dilek"):
        seen = as_person(cast.elm, name).get(_child(cast.elm, "Ayaan", "facts/"))
        assert "sign-in" not in seen.content.decode().split("<main")[1].split("</main")[0]
