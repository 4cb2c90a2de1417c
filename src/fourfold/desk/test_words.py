"""What pages say is so: how long ago the clock was checked, what was given, what is read already."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.identify import actions as identify
from fourfold.casework.identify.actions import Ruling, Seen
from fourfold.casework.people import actions as people
from fourfold.casework.voice.actions import Said, ask_views, give_views, write_down_views
from fourfold.config import clock
from fourfold.desk.homes import last_checked
from fourfold.foundation.access.entry import FAMILY_SESSION
from fourfold.foundation.act.ticks import note_ticks
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import Place
from tests.page_client import PageClient
from tests.signed_in import as_person


def _says(elm: Place, who: str, path: str) -> str:
    answer = as_person(elm, who).get(f"/at/{elm.organisation.public_id}/{path}")
    return " ".join(strip_tags(answer.content.decode()).split())


@pytest.mark.parametrize(("minutes", "too_long"), [(1, False), (10, False), (11, True)])
def test_a_clock_that_nobody_looked_at_for_long_is_said_to_be_so(
    settings, tmp_path, minutes, too_long
):
    settings.DATA = tmp_path
    note_ticks({"worker": clock.now() - timedelta(minutes=minutes)})
    assert ("That is too long: is the worker running?" in last_checked(clock.now())) is too_long


def test_who_was_asked_stays_there_for_a_child_without_a_day_of_joining(cast):
    elm, today = cast.elm, clock.today()
    before = today - timedelta(days=1)
    with tenant_scope(elm.organisation.pk):
        ada, amina = elm.actor("Ada", today), elm.actor("Amina", today)
        child = people.add_pupil(
            elm.organisation, actor=ada, given_name="Zelda", family_name="Quist"
        )
        ask_views(child, [], child=True, how="in_person", reply_by=None, actor=amina, today=before)
    page = _says(elm, "Amina", f"child/{child.public_id}/views/ask/")
    assert "Nobody has been asked yet" not in page
    assert "Zelda Quist" in page


def test_a_small_child_without_carers_is_not_named_as_still_to_be_told(cast):
    elm, today = cast.elm, clock.today()
    with tenant_scope(elm.organisation.pk):
        ada, amina = elm.actor("Ada", today), elm.actor("Amina", today)
        born = today - timedelta(days=2500)
        child = people.add_pupil(
            elm.organisation, actor=ada, given_name="Zelda", family_name="Quist", birth_date=born
        )
        seen = Seen("She waits for others.", family_spoken=True)
        concern = identify.raise_concern(child, seen, actor=amina, today=today)
        ruling = Ruling(True, "She needs more.", ["cognition_and_learning"])
        decision = identify.decide(concern.cycle, ruling, actor=amina, today=today)
    page = _says(elm, "Amina", f"decision/{decision.public_id}/proof/")
    assert "Nobody has been told yet" in page
    assert "not told yet" not in page


def test_what_a_first_reader_wrote_down_is_not_said_to_wait_for_them(cast):
    elm, today = cast.elm, clock.today()
    child = elm.children["Ayaan"]
    with tenant_scope(elm.organisation.pk):
        for who in ("Ben", "Amina"):
            actor, said = elm.actor(who, today), Said(words=f"Said to {who}.")
            write_down_views(child, None, said, actor=actor, today=today)
    for who, waits in (("Ben", True), ("Amina", False)):
        page = _says(elm, who, f"child/{child.public_id}/views/sent/")
        assert ("by the next school day" in page) is waits
        assert ("You read it as you wrote it down" in page) is not waits


def test_a_young_person_is_told_of_no_family_in_their_own_facts(cast):
    elm, today = cast.elm, clock.today()
    with tenant_scope(elm.organisation.pk):
        account = people.open_own_account(
            elm.children["Leo"], actor=elm.actor("Ada", today), today=today
        )
        member, leo = account.membership.public_id, elm.children["Leo"].public_id
    client = PageClient()
    session = client.session
    session[FAMILY_SESSION] = {elm.organisation.public_id: member}
    session.save()
    page = client.get(f"/at/{elm.organisation.public_id}/child/{leo}/facts/").content.decode()
    assert "Leo" in page
    assert "Nobody of the family is known" not in page
    assert "What is known of you" not in strip_tags(page).replace("What is known of Leo", "")


def test_the_days_of_a_month_are_said_as_well_as_drawn(cast):
    page = as_person(cast.elm, "Ada").get(f"/at/{cast.elm.organisation.public_id}/terms/")
    said = re.findall(r'visually-hidden">(\d+ to \d+[^<]*|no school)<', page.content.decode())
    assert len(said) == 12
    assert "no school" in said


def test_words_that_nobody_read_by_their_day_look_as_late_everywhere_as_where_all_is_due(cast):
    elm, today = cast.elm, clock.today()
    with tenant_scope(elm.organisation.pk):
        said, dilek = Said(words="Evde daha sakin."), elm.actor("Dilek", today)
        give_views(elm.children["Ayaan"], said, actor=dilek, today=today)
    late = re.compile(r"late by \d+ school days?")
    for path in ("", "needs/", "read-first/", "due/"):
        assert not late.search(_says(elm, "Amina", path)), path
    with time_machine.travel(today + timedelta(days=14), tick=False):
        found = {
            path: set(late.findall(_says(elm, "Amina", path)))
            for path in ("", "needs/", "read-first/", "due/")
        }
    assert len(found["read-first/"]) == 1
    assert all(found["read-first/"] <= each for each in found.values()), found
