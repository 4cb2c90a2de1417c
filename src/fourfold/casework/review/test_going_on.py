"""After a review: the next cycle, with nothing typed again, and what the story tells of it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from fourfold.casework.assess.actions import add_need
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import story_of
from fourfold.casework.do.actions import Said, log_session
from fourfold.casework.plan.actions import begin_plan, change_line
from fourfold.casework.plan.models import Adjustment, Plan, SupportLine
from fourfold.casework.review.actions import (
    continue_cycle,
)
from fourfold.domain.cycle import Stage
from fourfold.domain.words import LineDecision, NextStep
from fourfold.foundation.act.verbs import Impossible
from tests.a_review import LATER, hold, support_that_has_begun
from tests.signed_in import as_person


@pytest.fixture
def elm(db):
    with support_that_has_begun() as elm:
        yield elm


def test_the_next_cycle_begins_with_nothing_typed_again(elm):
    ben = elm.actor("Ben", LATER)
    add_need(Cycle.objects.select_related("pupil").get(), "Loud rooms.", [], actor=ben, today=LATER)
    review = hold(elm)
    new = continue_cycle(review, actor=elm.actor("Ben", LATER), today=LATER)
    old, new = Cycle.objects.get(number=1), Cycle.objects.get(pk=new.pk)
    assert (old.stage, old.ended_on, new.stage) == (Stage.CONTINUED, LATER, Stage.ASSESS)
    before, after = Plan.objects.get(cycle=old), Plan.objects.get(cycle=new)
    assert after.review_on == date(2026, 3, 20)
    same = ["what", "given_by_id", "group_size", "per_week", "minutes", "days", "at", "place"]
    assert list(after.lines.order_by("position").values_list(*same)) == list(
        before.lines.order_by("position").values_list(*same)
    )
    assert dict(after.lines.values_list("what", "to_change")) == {
        "Daily phonics": False,
        "Sentence cards": True,
    }
    outcome, was = after.outcomes.get(), before.outcomes.get()
    for name in ("words", "measure", "unit", "target", "target_number"):
        assert getattr(outcome, name) == getattr(was, name)
    assert (outcome.baseline_number, outcome.times_carried) == (Decimal("6"), 1)
    told = Adjustment.objects.filter(plan=after).values_list("words", flat=True)
    assert list(told) == ["Seat near the board"]
    assert all(line.carried_from for line in after.lines.all())
    ben, setting = as_person(elm, "Ben"), elm.organisation.public_id
    for plan, says_so in ((before, False), (after, True)):
        at = reverse("plan:plan", kwargs={"setting": setting, "plan": plan.public_id})
        known = ben.get(at).content.decode().split("What we know", 1)[1]
        assert ("from cycle 1" in known.split("We look at it together")[0]) == says_so
    begin_plan(new, actor=elm.actor("Ben", LATER), today=LATER)
    page = " ".join(strip_tags(ben.get(at).content.decode()).split())
    assert "To be changed, the review said, and still as it was: Sentence cards" in page
    assert "Sentence cards to be changed, says the review" in page
    # The family is not sent it among the words of the plan.
    read = strip_tags(ben.get(f"{at}preview/").content.decode())
    assert "Sentence cards" in read
    assert "to be changed" not in read
    cards = after.lines.get(what="Sentence cards")
    change_line(cards, actor=elm.actor("Ben", LATER), seen=cards.revision, minutes=10)
    assert "to be changed" not in ben.get(at).content.decode().lower()


def test_what_was_stopped_does_not_go_on_and_help_that_was_kept_does_not_pause(elm):
    lines = {line.what: line.public_id for line in SupportLine.objects.all()}
    stop = {lines["Sentence cards"]: (LineDecision.STOP, "")}
    review = hold(elm, decided=stop)
    new = continue_cycle(review, actor=elm.actor("Ben", LATER), today=LATER)
    line = SupportLine.objects.select_related("plan__cycle").get(plan__cycle=new)
    assert line.what == "Daily phonics"
    log_session(line, Said(LATER, "kept"), actor=elm.actor("Tess", LATER), today=LATER)


@pytest.mark.parametrize("step", [None, NextStep.EXIT])
def test_without_a_decision_that_support_goes_on_there_is_no_next_cycle(elm, step):
    review = hold(elm, next_step=step)
    with pytest.raises(Impossible):
        continue_cycle(review, actor=elm.actor("Ben", LATER), today=LATER)
    assert Cycle.objects.count() == 1


def test_the_story_tells_the_review_to_each_who_was_given_it(elm):
    review = hold(elm)
    continue_cycle(review, actor=elm.actor("Ben", LATER), today=LATER)

    def told(who):
        pupil = elm.children["Ayaan"]
        return [strip_tags(entry.what) for entry in story_of(pupil, elm.actor(who, LATER))]

    review_line = "Review of cycle 1. What comes next: Carry on, and change the support"
    assert review_line in told("Ben")
    assert "Cycle 2 began from the review" in told("Ben")
    assert "First session given: Daily phonics" in told("Ben")
    assert review_line in told("Dilek")
    assert told("Marta") == []
