"""Staff, terms and the setting on screen: who manages them does, and strangers get nothing."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail

from fourfold.casework.people.actions import add_staff, say_whom_to_ask, set_roles
from fourfold.casework.people.models import Closure, Term, WhomToAsk
from fourfold.casework.people.queries import authority_here
from fourfold.casework.people.staff import authorities
from fourfold.config import clock
from fourfold.domain.words import Role, SettingKind
from fourfold.foundation.access.actors import actor_of, live, system_actor
from fourfold.foundation.access.models import (
    Membership,
    OrganisationKind,
    RoleHeld,
    SencoAppointment,
)
from fourfold.foundation.act.organisations import affiliate, appoint_senco
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import differences
from fourfold.foundation.scope.rows import Stale
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.models import TrailEntry
from tests.signed_in import as_person


def _at(place, path: str = "") -> str:
    return f"/at/{place.organisation.public_id}/{path}"


def _child(place, name: str, path: str) -> str:
    return _at(place, f"child/{place.children[name].public_id}/{path}")


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


def test_a_person_of_two_settings_is_one_person(cast, django_capture_on_commit_callbacks):
    with (
        django_capture_on_commit_callbacks(execute=True),
        tenant_scope(cast.oak.organisation.pk),
    ):
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
    # They hear of it, and elsewhere are called what they were called.
    (told,) = mail.outbox
    assert told.to == ["amina@elm.example"]
    assert f"{cast.oak.organisation.name} has entered you" in told.body
    with tenant_scope(cast.elm.organisation.pk):
        assert Membership.objects.get(user=member.user_id).called == "Ms Amina Obi"


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


ASKED = {"senco_reached": "Telephone 01632 960123", "advice": "Westmere Advice"}


def test_of_two_who_say_whom_families_ask_the_second_sees_what_the_first_wrote(cast):
    address, amina = _at(cast.elm, "whom-to-ask/"), as_person(cast.elm, "Amina")

    def seen(page):
        return re.search(r'name="seen" value="([^"]*)"', page.content.decode())[1]

    hana = as_person(cast.elm, "Hana")
    nothing_yet = seen(hana.get(address))
    assert amina.post(address, ASKED | {"seen": nothing_yet, "once": "a"}).status_code == 303
    mine = ASKED | {"advice": "Mine", "seen": nothing_yet, "once": "b"}
    for once in ("b", "c"):
        late = hana.post(address, mine | {"once": once})
        assert late.status_code == 409
        text = late.content.decode()
        assert all(words in text for words in ("Somebody else changed this", "Mine", "Westmere"))
    with tenant_scope(cast.elm.organisation.pk):
        assert WhomToAsk.objects.get().advice == "Westmere Advice"
    assert hana.post(address, mine | {"seen": seen(late), "once": "d"}).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        row, by = WhomToAsk.objects.get(), cast.elm.actor("Amina", clock.today())
        assert row.advice == "Mine"
        for gone_by in (ASKED, {}):
            with pytest.raises(Stale):
                say_whom_to_ask(cast.elm.organisation, actor=by, seen=gone_by, **ASKED)


PAGES = ("staff/", "staff/add/", "children/add/", "terms/", "senco/", "kind/")


@pytest.mark.parametrize("name", ["Ben", "Tess", "Grace", "Sol", "Evie", "Dilek", "Ivan"])
def test_who_does_not_manage_the_setting_gets_none_of_its_pages(cast, name):
    person = as_person(cast.elm, name)
    for path in PAGES:
        assert person.get(_at(cast.elm, path)).status_code in {403, 404}
    for path in ("facts/change/", "family/add/"):
        assert person.get(_child(cast.elm, "Leo", path)).status_code in {403, 404}


def test_the_office_says_to_which_authority_the_setting_belongs_since_when_and_by_what_source(cast):
    ada, at, today = as_person(cast.elm, "Ada"), _at(cast.elm, "authority/"), clock.today()
    assert "Westmere Council" in ada.get(at).content.decode()
    assert at in ada.get(_at(cast.elm, "staff/")).content.decode()
    sent = {"name": "Eastmere Council", "source": "The register of schools", "once": "a"}
    missing = ada.post(at, {"once": "b"}).content.decode()
    for asked in ("Write the name of the council.", "Say how you know."):
        assert asked in missing

    def says(on, **more):
        days = {f"valid_from-{part}": str(getattr(on, part)) for part in ("day", "month", "year")}
        return ada.post(at, sent | days | more)

    to_come = says(today + timedelta(days=1), once="e")
    assert to_come.status_code == 200
    before = says(cast.elm.organisation.first_day - timedelta(days=1), once="c")
    assert "A change of authority begins after the one before it." in before.content.decode()
    assert says(today).status_code == 303
    page = ada.get(at).content.decode()
    for words in ("Westmere Council", "Eastmere Council", "The register of schools"):
        assert words in page
    # What was typed wrongly is put right where it stands.
    assert says(today, name="Eastmere County Council", once="d").status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        (now,), (then,) = authority_here(today), authority_here(today - timedelta(days=1))
        assert (now.called, then.called) == ("Eastmere County Council", "Westmere Council")
    # A day that was typed wrongly too, and the one before ends the day before.
    right = {"name": "Eastmere County Council", "what": "right"}
    began = today - timedelta(days=40)
    assert says(began, once="f", **right).status_code == 303
    too_early = says(cast.elm.organisation.first_day, once="g", **right)
    assert "A change of authority begins after the one before it." in too_early.content.decode()
    with tenant_scope(cast.elm.organisation.pk):
        now, then = authorities()
        assert (now.valid_from, now.valid_to) == (began, None)
        assert (then.called, then.valid_to) == ("Westmere Council", began - timedelta(days=1))
        written = TrailEntry.objects.filter(act="organisation.affiliate").order_by("-position")[0]
        assert {row[1] for row in written.rows} == {now.public_id, then.public_id}
    for name in ("Ben", "Tess", "Sol"):
        assert as_person(cast.elm, name).get(at).status_code == 403, name


def test_an_authority_that_is_put_right_stays_who_it_is_and_one_to_come_has_no_last_day(cast):
    at, ada = _at(cast.elm, "authority/"), as_person(cast.elm, "Ada")
    today, council = clock.today(), SettingKind.LOCAL_AUTHORITY
    with tenant_scope(cast.elm.organisation.pk):
        by = {"actor": cast.elm.actor("Ada", today), "source": "The register"}
        (first,) = authorities()
        here, day = cast.elm.organisation, first.valid_from + timedelta(days=3)
        affiliate(here, None, council, day, named=" Westmere Council ", corrects=True, **by)
        (now,) = authorities()
        assert (now.pk, now.above_id, now.valid_from) == (first.pk, first.above_id, day)
        affiliate(here, None, council, today + timedelta(days=900), named="Typo", **by)
    page = ada.get(at).content.decode()
    assert "no last day" in page
    assert ">today<" not in page.split("<main", 1)[1].replace("\n", "").replace(" ", "")
    sent = {"name": "Eastmere", "source": "A letter", "what": "right", "once": "a"}
    sent |= {f"valid_from-{p}": str(getattr(today, p)) for p in ("day", "month", "year")}
    assert ada.post(at, sent).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert [each.called for each in authorities()] == ["Eastmere", "Westmere Council"]
