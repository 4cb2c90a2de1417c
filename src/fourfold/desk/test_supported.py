"""Who gives support finds the children and the plans from home: each link leads to a page that is theirs to see."""

import re
from datetime import date

import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.plan import actions as plans
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.prepared import prepared
from tests.signed_in import as_person
from tests.whole_cycle import shared_plan, with_plan

DAY = date(2025, 11, 3)  # a Monday, the first day of a half term


def three_children():
    """Tess leads a group of Ayaan's, was given Leo's plan, and is only on the list for Rosa."""
    elm = make_cast().elm
    with tenant_scope(elm.organisation.pk):
        shared_plan(elm, "Ayaan", DAY)
        shared_plan(elm, "Leo", DAY)
        rosa = with_plan(elm, "Rosa", DAY)
        to_family = plans.Receivers(staff=False)
        plans.share_plan(rosa, to_family, actor=elm.actor("Amina", DAY), today=DAY)
    return elm


@pytest.fixture
def elm(db):
    with time_machine.travel(DAY, tick=False):
        yield prepared("three children to whom Tess gives support", three_children)


def links(page, about):
    """Where the links of the main part lead whose words hold `about`."""
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    found = re.findall(r'<a[^>]*href="([^"]+)"[^>]*>(.*?)</a>', main, re.DOTALL)
    return [where for where, words in found if about in strip_tags(words)]


@pytest.mark.parametrize(("who", "leads_to"), [("Tess", "/helps/"), ("Ben", "/shared-plans/")])
def test_a_plan_that_one_was_given_opens_from_the_childs_page(elm, who, leads_to):
    person = as_person(elm, who)
    at = f"/at/{elm.organisation.public_id}/child/{elm.children['Ayaan'].public_id}/"
    [plan] = links(person.get(at).content.decode(), "The plan of cycle 1, version 1")
    assert leads_to in plan
    assert person.get(plan).status_code == 200


def test_whom_one_gives_support_stands_on_home_with_what_is_ones_own_to_see(elm):
    tess = as_person(elm, "Tess")
    home = tess.get(f"/at/{elm.organisation.public_id}/").content.decode()
    listed = f"<main{home.split('Your children', 1)[1]}"
    [ayaan], [leo], [rosa] = (links(listed, name) for name in ("Ayaan", "Leo", "Rosa"))
    assert ayaan.endswith(f"/child/{elm.children['Ayaan'].public_id}/")
    assert leo.endswith("/helps/")
    assert rosa.endswith("/today/")
    assert "Potts" not in home
    for where in (ayaan, leo, rosa):
        assert tess.get(where).status_code == 200, where


@pytest.mark.parametrize(("who", "there"), [("Tess", True), ("Ben", False), ("Amina", False)])
def test_whose_page_is_ones_own_to_see_is_not_named_twice(elm, who, there):
    home = as_person(elm, who).get(f"/at/{elm.organisation.public_id}/").content.decode()
    assert ("You give support to" in home) is there


def test_a_plan_that_was_given_stands_on_home_until_it_was_opened(elm):
    """Whoever teaches reads the whole of it, who gives support what helps; opened, it is no longer waiting."""
    at = f"/at/{elm.organisation.public_id}/"
    for who, leads_to, words in (
        ("Ben", "/shared-plans/", "Read the plan that you were given"),
        ("Tess", "/helps/", "Read what helps"),
    ):
        person = as_person(elm, who)
        home = person.get(at).content.decode()
        waiting = links(home, "Read it")
        assert words in home
        assert waiting
        assert all(leads_to in where for where in waiting)
        for where in waiting:
            assert person.get(where).status_code == 200
        assert words not in person.get(at).content.decode()
    assert "you were given" not in as_person(elm, "Amina").get(at).content.decode()


def test_who_reads_the_plan_and_was_not_given_it_has_a_plain_link_to_the_one_in_force(elm):
    hana = as_person(elm, "Hana")
    page = hana.get(f"/at/{elm.organisation.public_id}/child/{elm.children['Ayaan'].public_id}/")
    [plan] = links(page.content.decode(), "The plan: cycle 1, version 1")
    assert "/shared-plans/" in plan
    assert hana.get(plan).status_code == 200
