"""What was decided at a review asks for the next step, until somebody has taken it."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from fourfold.casework.plan.models import Plan
from fourfold.casework.plan.queries import version_in_force
from fourfold.casework.review.actions import Held, Judged, continue_cycle, hold_review
from fourfold.casework.review.todos import todos
from fourfold.domain.words import Judgement, NextStep
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.prepared import prepared
from tests.whole_cycle import shared_plan

DAY, LATER = date(2025, 11, 3), date(2025, 12, 15)


def _shared():
    elm = make_cast(date(2025, 9, 2)).elm
    with tenant_scope(elm.organisation.pk):
        shared_plan(elm, "Ayaan", DAY)
    return elm


@pytest.fixture
def elm(db):
    with time_machine.travel(DAY, tick=False) as clock:
        elm = prepared("a plan that was shared, to review", _shared)
        with tenant_scope(elm.organisation.pk):
            clock.move_to(LATER)
            yield elm


def test_after_a_review_those_who_hold_reviews_are_asked_to_go_on_until_they_did(elm):
    def asked(who):
        rows = todos(elm.actor(who, LATER), LATER)
        return [row.child_name for row in rows if row.what == "Go on from what the review decided"]

    plan = Plan.objects.select_related("cycle__pupil").get()
    held = Held(
        on=LATER,
        led_by=elm.members["Ben"],
        version=version_in_force(plan),
        judged={plan.outcomes.get().public_id: Judged(Judgement.NEARLY, "", Decimal(6))},
        next_step=NextStep.CONTINUE,
    )
    assert asked("Ben") == []
    review = hold_review(plan.cycle, held, actor=elm.actor("Ben", LATER), today=LATER)
    assert (asked("Ben"), asked("Amina")) == (["Ayaan Khan"], ["Ayaan Khan"])
    assert [asked(who) for who in ("Tess", "Hana", "Dilek", "Grace", "Ada")] == [[]] * 5
    continue_cycle(review, actor=elm.actor("Ben", LATER), today=LATER)
    assert asked("Ben") == []
