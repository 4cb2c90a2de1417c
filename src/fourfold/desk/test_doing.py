"""What is late, and what should still be there, lead to the page on which it is done."""

import re
from datetime import date

import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.cycles import mending
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.do.actions import Said, log_session
from fourfold.casework.identify.actions import carry_on
from fourfold.casework.people.actions import note_inherited_spell
from fourfold.casework.plan import actions as plans
from fourfold.desk.doing import BY_STAGE, BY_SUBJECT
from fourfold.domain.cycle import MOVES
from fourfold.domain.rulebook import NATIONAL
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.due.recompute import night
from fourfold.foundation.due.registry import providers
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work
from tests.cast import make_cast
from tests.prepared import prepared
from tests.signed_in import as_person
from tests.whole_cycle import decided, shared_plan, with_plan

DAY = date(2025, 11, 3)
JUNE = date(2026, 6, 1)


def stages():
    cast = make_cast()
    with tenant_scope(cast.elm.organisation.pk):
        shared_plan(cast.elm, "Ayaan", DAY)
        decided(cast.elm, "Leo", DAY)
        with_plan(cast.elm, "Rosa", DAY, decided)
        with time_machine.travel(JUNE, tick=False):
            night(JUNE)
    return cast


@pytest.fixture
def cast(db):
    with time_machine.travel(DAY, tick=False) as clock:
        cast = prepared("three children in June", stages)
        clock.move_to(JUNE)
        yield cast


def page_of(cast, child, who="Amina"):
    place = cast.elm
    return f"/at/{place.organisation.public_id}/child/{place.children[child].public_id}/"


def links(text, words):
    return re.findall(rf'<a[^>]*href="([^"]+)"[^>]*>\s*{words}', text)


def test_what_is_late_offers_the_doing_and_beside_it_why_not(cast):
    amina = as_person(cast.elm, "Amina")
    for address in (page_of(cast, "Ayaan"), f"{page_of(cast, 'Ayaan')}due/"):
        text = amina.get(address).content.decode()
        [hold] = set(links(text.split("ff-needs", 1)[1], "Write it down"))
        assert hold.endswith("/review/")
        assert amina.get(hold).status_code == 200
        assert "Say why not" in text
    due = amina.get(f"/at/{cast.elm.organisation.public_id}/due/").content.decode()
    assert hold in links(due, "Write it down")
    for words in ("Tell them", "Answer it", "Write the plan first"):
        for there in links(due, words):
            assert amina.get(there).status_code == 200, there
        assert links(due, words), words


def test_support_that_came_with_a_child_is_carried_on_from_home_and_from_what_is_due(cast):
    elm, words = cast.elm, "Carry on the support"
    child, system = elm.children["Iğdır"], system_actor(elm.organisation.pk, "roll")
    home = f"/at/{elm.organisation.public_id}/"
    amina, hana = as_person(elm, "Amina"), as_person(elm, "Hana")
    assert words not in amina.get(home).content.decode()
    with tenant_scope(elm.organisation.pk):
        note_inherited_spell(child, "K", date(2024, 9, 3), "roll", actor=system, today=JUNE)
    for place in (home, f"{home}needs/", f"{home}due/", page_of(cast, "Iğdır")):
        text = amina.get(place).content.decode()
        assert f"/child/{child.public_id}/carry-on/" in text, place
    for place in (home, f"{home}needs/"):
        assert words not in hana.get(place).content.decode(), place
    late = strip_tags(amina.get(f"{home}due/").content.decode().split("Iğdır", 1)[1])
    assert "late" not in late.split("Carry on", 1)[0]
    with tenant_scope(elm.organisation.pk):
        carry_on(child, actor=elm.actor("Amina", JUNE), today=JUNE)
    for place in (home, f"{home}due/"):
        assert words not in amina.get(place).content.decode()


def test_who_may_not_do_it_is_not_offered_it(cast):
    hana = as_person(cast.elm, "Hana").get(page_of(cast, "Ayaan")).content.decode()
    assert "Say why not" in hana
    assert not links(hana, "Write it down")
    line = strip_tags(hana.split("ff-need", 1)[1].split("</li>", 1)[0])
    assert line.index("Ask Ms Amina Obi to do it.") < line.index("Say why not")


def test_what_is_late_by_law_stands_first_on_the_home_of_the_head(cast):
    home = f"/at/{cast.elm.organisation.public_id}/"
    hana, amina, ben = (
        as_person(cast.elm, who).get(home).content.decode() for who in ("Hana", "Amina", "Ben")
    )
    first = hana.split("Needs you today", 1)[1].split("</li>", 1)[0]
    assert "school days" in first
    assert "The law asks for it" in first
    assert "Ask Ms Amina Obi to do it." in strip_tags(first)
    assert "See what is open" not in amina + ben
    [where] = set(links(first, "See what is open"))
    assert as_person(cast.elm, "Hana").get(where).status_code == 200


@pytest.mark.parametrize("child", ["Ayaan", "Leo", "Rosa"])
def test_what_should_still_be_there_leads_to_where_it_is_put_there(cast, child):
    amina = as_person(cast.elm, "Amina")
    text = amina.get(page_of(cast, child)).content.decode()
    missing = text.split("What is still missing")[1].split("</ul>")[0]
    ways = links(missing, "Go to where it is done")
    assert len(ways) == missing.count("<li>") > 0
    for way in ways:
        assert amina.get(way, follow=True).status_code == 200, way


def missing_of(cast, child, who="Amina"):
    text = as_person(cast.elm, who).get(page_of(cast, child)).content.decode()
    return text.split("What is still missing")[1].split("</ul>")[0]


def test_of_whom_and_of_what_it_is_missing_is_said_by_name(cast):
    """Which parent, and which outcome, with the way to that very outcome."""
    plain = " ".join(strip_tags(missing_of(cast, "Ayaan")).split())
    assert "Not given the plan yet: Dev Khan, Dilek Khan and Ayaan." in plain
    with tenant_scope(cast.elm.organisation.pk):
        rosa = cast.elm.children["Rosa"]
        plan = rosa.cycles.get().plan
        amina = cast.elm.actor("Amina", JUNE)
        plans.add_outcome(plan, actor=amina, words="Rosa reads a page aloud.")
        vague = plans.add_outcome(plan, actor=amina, words="Rosa asks for help.")
    listed = missing_of(cast, "Rosa")
    about = [each for each in listed.split("<li>") if "Rosa asks for help." in each]
    assert len(about) == 1
    assert links(about[0], "Go to where it is done")[0].endswith(
        f"/plan-outcomes/{vague.public_id}/"
    )
    assert "An outcome has no measure" not in listed


def test_what_the_next_step_itself_brings_is_not_said_to_be_missing_before_it(cast):
    """Nobody can have been given a plan that is being written, nor have taken part in a review that lies ahead."""
    plan = " ".join(strip_tags(missing_of(cast, "Rosa")).split())
    assert "Not given the plan" not in plan
    assert "Not asked yet what they think" not in plan
    with tenant_scope(cast.elm.organisation.pk), verb_at_work(cast.elm.organisation.pk, "test"):
        cast.elm.children["Ayaan"].cycles.get().compare_and_set({}, stage="review")
    text = as_person(cast.elm, "Amina").get(page_of(cast, "Ayaan")).content.decode()
    assert "Cycle 1: Review" in text
    for words in ("took part in the review", "No answer yet", "has not decided what happens"):
        assert words not in text, words
    assert "Not invited to the review" in text


def test_the_plan_says_it_too(cast):
    amina = as_person(cast.elm, "Amina")
    with tenant_scope(cast.elm.organisation.pk):
        plan = cast.elm.children["Rosa"].cycles.get().plan.public_id
    text = amina.get(f"/at/{cast.elm.organisation.public_id}/plans/{plan}/").content.decode()
    assert links(text, "Go to where it is done")


def test_each_condition_and_each_duty_has_its_page_or_is_named_here():
    """A new one needs a way: `cycles.mending` or `desk.doing`. These are mended by the page that says them."""
    shown = {each.id for move in MOVES for each in move.should}
    assert shown - mending._pages.keys() == {"exit_told", "watch_set"}
    known = BY_SUBJECT.keys() | BY_STAGE.keys()
    assert providers().keys() - known == {"senco_qualification"}
    assert known <= {rule.id for rule in NATIONAL.rules}


def test_support_given_before_the_day_of_its_decision_is_the_first_support(cast):
    """Help from Friday, decided on Monday and written down then: nothing is asked for that was done."""
    elm, friday, amina = cast.elm, date(2025, 10, 31), as_person(cast.elm, "Amina")
    assert "Give the first support" in amina.get(page_of(cast, "Leo")).content.decode()
    with tenant_scope(elm.organisation.pk):
        plan = with_plan(elm, "Leo", DAY, lambda *_: Cycle.objects.get(pupil=elm.children["Leo"]))
        ben = elm.actor("Ben", DAY)
        plans.start_support(plan, actor=ben, today=DAY, starts_on=friday)
        line = plan.lines.get(what="Sentence cards")
        line.plan.cycle.refresh_from_db()
        log_session(line, Said(friday, "given"), actor=ben, today=DAY)
    assert "Give the first support" not in amina.get(page_of(cast, "Leo")).content.decode()
