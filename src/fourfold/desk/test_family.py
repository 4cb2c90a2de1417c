"""A family's home: a card for each child, with what this very person was asked to and given."""

from datetime import date, timedelta

import pytest
import time_machine

from fourfold.casework.plan import actions as plans
from fourfold.casework.review.actions import Meeting, prepare_review
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.prepared import prepared
from tests.signed_in import as_person
from tests.whole_cycle import shared_plan

DAY = date(2025, 11, 3)
MEETS = DAY + timedelta(days=9)


def _shared():
    elm = make_cast(date(2025, 9, 2)).elm
    with tenant_scope(elm.organisation.pk):
        plan = shared_plan(elm, "Ayaan", DAY)
        plans.start_support(plan, actor=elm.actor("Ben", DAY), today=DAY, starts_on=DAY)
        plan.cycle.refresh_from_db()
        dilek = elm.contacts["Dilek"]
        meeting = Meeting(on=MEETS, place="Room 4")
        prepare_review(
            plan.cycle, meeting, [dilek], child=False, actor=elm.actor("Amina", DAY), today=DAY
        )
    return elm


@pytest.fixture
def elm(db):
    with time_machine.travel(DAY, tick=False) as clock:
        elm = prepared("a family that was asked to a review", _shared)
        elm.clock = clock
        yield elm


def _home(elm, name):
    browser = as_person(elm, name)
    return browser.get(f"/at/{elm.organisation.public_id}/").content.decode()


def test_a_home_says_when_we_meet_to_whom_was_asked_and_to_nobody_else(elm):
    asked, not_asked, another = (_home(elm, name) for name in ("Dilek", "Dev", "Marta"))
    assert "Wednesday 12 November" in asked
    assert "we meet to look at the plan" in asked
    assert "we meet" not in not_asked
    for home in (asked, not_asked):
        assert "The plan of cycle 1, version 1" in home
        assert "Tell us a concern" in home
    assert "Ayaan" not in another
    assert "The plan of cycle" not in another


def test_a_meeting_that_is_over_is_not_announced(elm):
    elm.clock.move_to(MEETS + timedelta(days=1))
    assert "we meet" not in _home(elm, "Dilek")
