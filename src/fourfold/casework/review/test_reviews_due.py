"""What is due by reviews: one each term, meetings with the parents, and what is said after two without progress."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.people.actions import note_inherited_spell
from fourfold.casework.plan.actions import begin_plan, share_plan
from fourfold.casework.plan.models import Outcome
from fourfold.casework.review.actions import (
    Held,
    Judged,
    Voice,
    continue_cycle,
    hold_review,
)
from fourfold.casework.review.queries import prompts_for, under_review
from fourfold.casework.review.todos import todos
from fourfold.domain.words import Judgement
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import differences, night, recompute
from tests.a_review import LATER, hold, support_that_has_begun
from tests.whole_cycle import decided


@pytest.fixture
def elm(db):
    with support_that_has_begun() as elm:
        yield elm


def test_a_review_that_is_late_stays_open_until_it_is_held(elm):
    with time_machine.travel(date(2026, 6, 1), tick=False):
        decided(elm, "Leo", date(2026, 6, 1))  # any verb: duties stand as of its day
        row = DueRow.objects.get(rule="review_on_date")
        assert (row.state, row.met_on) == ("open", None)
        assert row.due_on < date(2026, 6, 1)


def test_a_review_in_each_term_and_meetings_with_the_parents_are_counted(elm):
    hold(elm)
    terms = DueRow.objects.filter(rule="review_termly").order_by("due_on")
    # SEN Support began when less than half of the autumn term was left, its two halves together.
    assert not terms.exists()
    meetings = DueRow.objects.filter(rule="three_meetings").order_by("due_on")
    assert next(row.state for row in meetings) == "met"
    assert meetings.filter(state="open").exists()
    assert not differences()
    night(date(2026, 3, 2))
    assert [(row.state, row.due_on) for row in terms.all()] == [("open", date(2026, 3, 27))]


def test_support_that_came_with_a_child_asks_for_nothing_from_before_the_day_on_which_it_came(elm):
    leo, came = elm.children["Leo"], date(2026, 4, 27)
    with time_machine.travel(came, tick=False):
        night(came)
        system = system_actor(elm.organisation.pk, "roll")
        note_inherited_spell(leo, "K", date(2024, 9, 3), "roll", actor=system, today=came)
        asked = DueRow.objects.filter(child=leo.public_id)
        assert asked.exists()
        assert all(row.trigger_date >= date(2026, 4, 13) for row in asked)
        assert not asked.filter(due_on__lt=came).exists()
        # The summer term is asked for, and the one meeting that is left of the three of a year.
        assert asked.filter(rule="review_termly").count() == 1
        assert asked.filter(rule="three_meetings").count() == 1
    # The same on every later day: the day on which it came is a fact.
    before = list(asked.values_list("key", "due_on"))
    night(date(2026, 5, 4))
    assert list(asked.values_list("key", "due_on")) == before
    assert not differences()


def test_what_is_due_for_a_child_is_read_in_few_statements(elm):
    hold(elm)
    asked = frozenset({elm.children["Ayaan"].public_id})
    for _time in range(3):  # What it asks is written down the second time.
        with CaptureQueriesContext(connection) as queries:
            recompute(asked, whole_setting=False, today=LATER)
    assert len(queries) <= 9


def test_a_review_without_a_parent_is_no_meeting_with_the_parents(elm):
    hold(elm, people=(Voice(elm.contacts["Dilek"], False, ""), Voice(None, True, "")))
    assert not DueRow.objects.filter(rule="three_meetings", state="met").exists()


def test_two_termly_reviews_without_progress_are_said_to_school_and_family_alike(elm):
    pupil = elm.children["Ayaan"]
    assert prompts_for(pupil, family=True) == ()
    review = hold(elm)
    assert "offer_needs_assessment" not in [p.id for p in prompts_for(pupil, family=False)]
    new = continue_cycle(review, actor=elm.actor("Ben", LATER), today=LATER)
    day = date(2026, 3, 20)
    with time_machine.travel(day, tick=False):
        outcome = Outcome.objects.get(plan__cycle=new)
        cycle = Cycle.objects.select_related("pupil").get(pk=new.pk)
        _to_do(elm, cycle, day)
        cycle.refresh_from_db()
        judged = {outcome.public_id: Judged(Judgement.NOT_YET)}
        last = Held(day, elm.members["Ben"], under_review(cycle).version, judged)
        hold_review(cycle, last, actor=elm.actor("Ben", day), today=day)
        for family in (True, False):
            assert "offer_needs_assessment" in [p.id for p in prompts_for(pupil, family=family)]


def _to_do(elm, cycle, day):
    plan = begin_plan(cycle, actor=elm.actor("Ben", day), today=day)
    share_plan(plan, actor=elm.actor("Ben", day), today=day)


def test_a_late_review_is_seen_by_teacher_senco_head_and_family_and_by_nobody_else(elm):
    day = date(2026, 6, 1)
    with time_machine.travel(day, tick=False):
        decided(elm, "Leo", day)  # any verb: duties stand as of its day

        def late(who):
            rows = todos(elm.actor(who, day), day)
            return [row.child_name for row in rows if row.kind == "late"]

        for who in ("Ben", "Amina", "Hana", "Dilek", "Dev"):
            assert late(who) == ["Ayaan Khan"], who
        for who in ("Tess", "Grace", "Ada", "Marta", "Ivan"):
            assert late(who) == [], who
