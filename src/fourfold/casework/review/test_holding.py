"""A review is written down once: what it judged, what was given until then, and to whom it goes."""

from datetime import timedelta

import pytest

from fourfold.casework.cycles.facts import facts_of
from fourfold.casework.cycles.models import Move
from fourfold.casework.do.actions import Said, log_session
from fourfold.casework.plan.models import Outcome, PlanVersion, SupportLine
from fourfold.casework.review.actions import (
    Held,
    Judged,
    give_review,
    hold_review,
)
from fourfold.casework.review.models import RecordGiven, Review
from fourfold.casework.review.queries import under_review
from fourfold.config import clock
from fourfold.domain.cycle import Stage
from fourfold.domain.words import Judgement, NotDelivered
from fourfold.foundation.act.deliver import deliver_all
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import differences
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.remembered import forget
from tests.a_review import DAY, LATER, cycle_of, hold, support_that_has_begun
from tests.whole_cycle import shared_plan


@pytest.fixture
def elm(db):
    with support_that_has_begun() as elm:
        yield elm


def test_a_review_names_the_version_that_it_judged_and_that_stays_as_it_was(elm):
    review = hold(elm)
    version = PlanVersion.objects.get()
    assert (review.version_id, review.snapshot["version"]) == (version.pk, version.number)
    assert facts_of(cycle_of(elm), LATER).reviewed_version == version.number
    assert review.snapshot["outcomes"][0]["number"] == "6"


def test_a_review_is_written_down_once(elm):
    review = hold(elm)
    assert cycle_of(elm).stage == Stage.REVIEWED
    with pytest.raises(Impossible):
        hold(elm)
    assert Review.objects.get().pk == review.pk


def test_a_review_to_come_cannot_be_written_down(elm):
    with pytest.raises(Impossible):
        hold(elm, on=LATER + timedelta(days=1))
    assert not Review.objects.exists()


def test_what_belongs_to_another_plan_is_refused(elm):
    other = shared_plan(elm, "Rosa", LATER)
    strange, version = other.outcomes.get().public_id, under_review(cycle_of(elm)).version
    outcome = Outcome.objects.exclude(pk=other.outcomes.get().pk).get()
    with pytest.raises(Impossible):
        hold_review(
            cycle_of(elm),
            Held(LATER, elm.members["Ben"], version, judged={strange: Judged(Judgement.MET)}),
            actor=elm.actor("Ben", LATER),
            today=LATER,
        )
    assert not Review.objects.exists()
    assert outcome.judgements.count() == 0


def test_what_was_planned_and_given_is_kept_with_the_decision(elm):
    hold(elm)
    row = Review.objects.get().decisions.get(line__what="Daily phonics")
    school_days = sum((DAY + timedelta(days=n)).weekday() < 5 for n in range((LATER - DAY).days))
    assert (row.planned, row.delivered) == (school_days, 1)


def test_each_carer_and_the_staff_are_owed_it_and_have_it_when_it_was_given(elm):
    hold(elm, give_now=False)
    rows = DueRow.objects.filter(rule="give_record")
    owed = {elm.contacts[n].public_id for n in ("Dilek", "Dev")}
    owed |= {elm.members["Ben"].public_id}
    assert {row.owed_to for row in rows} == owed
    assert {row.state for row in rows} == {"open"}
    assert facts_of(cycle_of(elm), LATER).review_shared_on is None
    give_review(
        Review.objects.get(),
        [elm.contacts["Dilek"]],
        child=False,
        staff=True,
        how="hand",
        actor=elm.actor("Ben", LATER),
        today=LATER,
    )
    states = {row.owed_to: row.state for row in DueRow.objects.filter(rule="give_record")}
    assert states[elm.contacts["Dilek"].public_id] == "met"
    assert states[elm.contacts["Dev"].public_id] == "open"
    assert facts_of(cycle_of(elm), LATER).review_shared_on is None
    assert not differences()


def test_given_at_once_it_goes_to_each_and_twice_is_once(elm):
    review = hold(elm)
    assert facts_of(cycle_of(elm), LATER).review_shared_on is None
    deliver_all(clock.now())
    forget()
    assert facts_of(cycle_of(elm), LATER).review_shared_on == LATER
    before = RecordGiven.objects.count()
    give_review(
        review,
        [elm.contacts["Dilek"]],
        child=False,
        staff=True,
        how="message",
        actor=elm.actor("Amina", LATER),
        today=LATER,
    )
    assert RecordGiven.objects.count() == before
    assert Message.objects.filter(kind="review.given").count() == 2


def test_a_review_was_not_held_before_there_was_the_plan_that_it_judges(elm):
    with pytest.raises(Impossible, match="not before there was the plan"):
        hold(elm, on=DAY - timedelta(days=1))
    assert not Review.objects.exists()


def test_a_missed_session_says_so_before_the_support_is_judged(elm):
    line = SupportLine.objects.select_related("plan__cycle").get(what="Sentence cards")
    log_session(
        line,
        Said(LATER, "away", NotDelivered.ABSENT),
        actor=elm.actor("Ben", LATER),
        today=LATER,
    )
    hold(elm)
    move = Move.objects.get(move="hold_review")
    assert "delivered_enough" in move.passed_over
