"""Somebody outside the setting is let in to one child: by whom, on what ground, from when to when, and ended again."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from fourfold.casework.people import actions as people
from fourfold.casework.people.queries import pupils_of
from fourfold.domain.words import Ground, Role
from fourfold.foundation.access.models import Grant
from fourfold.foundation.act import organisations as act
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.models import TrailEntry
from tests.cast import make_cast
from tests.signed_in import as_person

DAY = date(2026, 2, 3)


@pytest.fixture
def elm(db):
    with time_machine.travel(f"{DAY} 09:00:00+00:00", tick=False) as moment:
        elm = make_cast().elm
        elm.moment = moment
        with tenant_scope(elm.organisation.pk):
            yield elm


def at(elm, page="outside/", child="Leo"):
    return f"/at/{elm.organisation.public_id}/child/{elm.children[child].public_id}/{page}"


def text(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def answers(elm, who="Evie", begins=DAY, until=DAY + timedelta(days=60), **more):
    sent = {"who": elm.members[who].public_id, "ground": "family_agrees", "once": "a"}
    sent |= {"reason": "Reading. His mother agreed on 2 February."}
    for name, day in (("begins", begins), ("until", until)):
        sent |= {f"{name}-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    return sent | more


def lets_in(elm, who="Evie", by="Amina", **more):
    said = {"begins": DAY, "until": DAY + timedelta(days=60), "reason": "His mother agreed."}
    said |= {"ground": Ground.FAMILY_AGREES} | more
    return act.grant_access(
        elm.children["Leo"],
        elm.members[who],
        said.pop("until"),
        said.pop("reason"),
        actor=elm.actor(by, DAY),
        today=DAY,
        **said,
    )


def test_the_senco_lets_somebody_see_a_child_and_ends_it_on_the_same_page(elm):
    amina, evie = as_person(elm, "Amina"), as_person(elm, "Evie")
    assert at(elm) in amina.get(at(elm, "who/")).content.decode()
    page = text(amina.get(at(elm)))
    assert "Nobody from outside can see Leo Potts." in page
    assert "name and class, what to do for the child and needs and strengths" in page
    assert evie.get(at(elm, "")).status_code == 404
    assert amina.post(at(elm), answers(elm)).status_code == 303
    page = amina.get(at(elm))
    for words in ("Dr Evie", "Code 6.47", "His mother agreed on 2 February.", "until 4 April 2026"):
        assert words in text(page), words
    assert "can see Dr Evie Marsh" in text(page)
    assert evie.get(at(elm, "")).status_code == 200
    assert at(elm, "") in evie.get(f"/at/{elm.organisation.public_id}/").content.decode()
    seen = text(amina.get(at(elm, "who/")))
    assert "was invited to work with this child, until Saturday 4 April 2026. The parents" in seen
    (ending,) = re.findall(r'action="([^"]*/outside/[^"]*/end/)"', page.content.decode())
    assert amina.post(ending, {"once": "b"}, follow=True).status_code == 200
    assert "ended on 3 February 2026" in text(amina.get(at(elm)))
    assert evie.get(at(elm, "")).status_code == 404
    assert "This had been done already." in text(amina.post(ending, {"once": "c"}, follow=True))
    acts = TrailEntry.objects.filter(child=elm.children["Leo"].public_id).values_list("act")
    assert [act for (act,) in acts if act.startswith("grant.")] == ["grant.give", "grant.end"]


def test_it_begins_on_its_day_and_not_before(elm):
    tomorrow = DAY + timedelta(days=1)
    lets_in(elm, begins=tomorrow)
    evie, amina = as_person(elm, "Evie"), as_person(elm, "Amina")
    assert evie.get(at(elm, "")).status_code == 404
    assert "not yet Dr Evie Marsh" in text(amina.get(at(elm)))
    elm.moment.move_to(f"{tomorrow} 09:00:00+00:00")
    assert as_person(elm, "Evie").get(at(elm, "")).status_code == 200


def test_it_is_said_on_what_ground_and_until_when_and_not_for_ever(elm):
    amina = as_person(elm, "Amina")
    refused = text(amina.post(at(elm), answers(elm, ground="", reason="")))
    assert "Choose on what ground." in refused
    assert "Say who agreed and when, or which task it is." in refused
    too_long = DAY + timedelta(days=400)
    assert amina.post(at(elm), answers(elm, until=too_long)).status_code == 200
    before = amina.post(at(elm), answers(elm, until=DAY, begins=DAY + timedelta(days=2)))
    assert "The last day comes before the first." in text(before)
    assert not Grant.objects.filter(child=elm.children["Leo"].public_id).exists()


def test_nobody_is_let_in_twice_or_who_works_here_or_from_whom_an_order_keeps_the_child(elm):
    lets_in(elm)
    with pytest.raises(Impossible, match="already"):
        lets_in(elm)
    with pytest.raises(Impossible, match="from outside"):
        lets_in(elm, who="Ben")
    ada, mail = elm.actor("Ada", DAY), elm.members["Evie"].user.email
    of = {"actor": ada, "today": DAY}
    named = people.add_contact(
        elm.organisation, given_name="E.", family_name="Potts", email=mail, **of
    )
    people.add_care(
        elm.children["Leo"], named, relationship="aunt", bars_all=True, order_type="PSO", **of
    )
    assert (
        elm.members["Evie"].public_id not in as_person(elm, "Amina").get(at(elm)).content.decode()
    )


def test_of_two_who_press_at_once_the_second_waits_for_the_first(elm):
    with CaptureQueriesContext(connection) as asked:
        lets_in(elm)
    waits = any("FOR UPDATE" in each["sql"] and "membership" in each["sql"] for each in asked)
    assert waits == connection.features.has_select_for_update


def _named(elm, given, family, email):
    """An order keeps Leo from a contact of that name and address."""
    of = {"actor": elm.actor("Ada", DAY), "today": DAY}
    who = {"given_name": given, "family_name": family, "email": email}
    named = people.add_contact(elm.organisation, **who, **of)
    order = {"bars_all": True, "order_type": "PSO", "another_person": True}
    people.add_care(elm.children["Leo"], named, relationship="aunt", **order, **of)


def test_from_whom_an_order_keeps_the_child_is_let_in_by_no_way(elm):
    _named(elm, "E.", "Potts", elm.members["Evie"].user.email.upper())
    with pytest.raises(Impossible, match="order keeps") as why:
        lets_in(elm, another_person=True)
    assert why.value.about == "who"


def test_whether_who_is_called_so_is_whom_the_order_names_is_asked_before(elm):
    _named(elm, "Evie", "Marsh", "other@family.example")
    with pytest.raises(Impossible, match="of that name"):
        lets_in(elm)
    amina = as_person(elm, "Amina")
    assert "same_person" not in amina.get(at(elm)).content.decode()
    for once, more in (("a", {}), ("b", {"same_person": "yes"})):
        asked = amina.post(at(elm), answers(elm, once=once, **more))
        assert "An order keeps this child from somebody of that name." in text(asked)
        assert "the order names?" in text(asked)
    assert not Grant.objects.filter(child=elm.children["Leo"].public_id).exists()
    other = answers(elm, once="c", same_person="no")
    assert amina.post(at(elm), other).status_code == 303


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ({"until": date(2099, 1, 1)}, "until"),
        ({"reason": " "}, "reason"),
        ({"ground": "because"}, "ground"),
    ],
)
def test_the_verb_itself_asks_for_a_reason_a_ground_and_a_year_at_most(elm, said, about):
    with pytest.raises(Impossible) as why:
        lets_in(elm, **said)
    assert why.value.about == about


def test_what_is_over_cannot_be_ended(elm):
    grant = lets_in(elm, until=DAY)
    amina = as_person(elm, "Amina")
    (ending,) = re.findall(
        r'action="([^"]*/outside/[^"]*/end/)"', amina.get(at(elm)).content.decode()
    )
    elm.moment.move_to(f"{DAY + timedelta(days=5)} 09:00:00+00:00")
    amina = as_person(elm, "Amina")
    assert "Their time is over already." in text(amina.post(ending, {"once": "z"}, follow=True))
    assert Grant.objects.get(pk=grant.pk).ended_on is None
    assert "ended on" not in text(amina.get(at(elm)))


@pytest.mark.parametrize("name", ["Ada", "Ben", "Tess", "Sol"])
def test_the_office_and_those_who_teach_let_nobody_in(elm, name):
    with pytest.raises(NotAllowed):
        lets_in(elm, by=name)
    assert as_person(elm, name).get(at(elm)).status_code in (403, 404)


def test_an_officer_finds_nothing_here_before_something_was_sent_to_them(elm):
    today = DAY
    olwen = people.add_staff(
        elm.organisation,
        "Ms Olwen Rees",
        "olwen@council.example",
        [Role.AUTHORITY_OFFICER],
        actor=elm.actor("Amina", today),
        today=today,
    )
    elm.members["Olwen"] = olwen
    amina = as_person(elm, "Amina")
    told = text(amina.post(at(elm), answers(elm, who="Olwen"), follow=True))
    assert "They can see the child" not in told
    assert "They are let in, but officers of the authority see no children here yet." in told
    assert "sees nothing Ms Olwen Rees" in told
    assert not pupils_of(elm.actor("Olwen", today), today).exists()
    assert "Leo" not in text(as_person(elm, "Olwen").get(f"/at/{elm.organisation.public_id}/"))
    assert as_person(elm, "Olwen").get(at(elm, "")).status_code == 404
    assert "An officer of the local authority sees no child here yet" in told


def test_from_whom_an_order_keeps_the_child_since_is_not_said_to_see_it(elm):
    lets_in(elm)
    _named(elm, "E.", "Potts", elm.members["Evie"].user.email)
    page = text(as_person(elm, "Amina").get(at(elm)))
    assert "sees nothing Dr Evie Marsh" in page
    assert as_person(elm, "Evie").get(at(elm, "")).status_code == 404
