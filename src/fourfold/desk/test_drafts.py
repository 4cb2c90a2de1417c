"""What is being done, and what a family sees of it, stays as it was frozen while the next version is being written."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import story_of
from fourfold.casework.do.actions import Said, log_session
from fourfold.casework.do.counts import (
    deliveries_of,
)
from fourfold.casework.do.left import sessions_left
from fourfold.casework.do.lessons import children_in, lesson_of, lines_named, shared_with
from fourfold.casework.do.lines import running_lines_of
from fourfold.casework.do.pages import given_line
from fourfold.casework.do.queries import lines_for, to_be_given
from fourfold.casework.people.models import TeachingGroup
from fourfold.casework.plan import actions as plans
from fourfold.casework.plan.models import Plan, SupportLine
from fourfold.casework.review.actions import Held, continue_cycle, hold_review
from fourfold.casework.review.queries import under_review
from fourfold.desk.child import support
from fourfold.domain.words import LineDecision, NextStep
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.prepared import prepared
from tests.whole_cycle import shared_plan, with_plan

DAY = date(2025, 11, 3)  # a Monday
LATER = date(2025, 12, 15)  # six weeks on
SECRET = "Only a draft"


def begun():
    elm = make_cast().elm
    with tenant_scope(elm.organisation.pk):
        shared_plan(elm, "Ayaan", DAY)
        log_session(phonics(), Said(DAY, "first"), actor=elm.actor("Tess", DAY), today=DAY)
    return elm


@pytest.fixture
def elm(db):
    with time_machine.travel(DAY, tick=False) as clock:
        elm = prepared("support that has begun, to draft beside", begun)
        with tenant_scope(elm.organisation.pk):
            clock.move_to(LATER)
            yield elm


def phonics():
    rows = SupportLine.objects.select_related("plan__cycle__pupil", "given_by")
    return rows.filter(carried_from="").order_by("pk").first()


def the_plan():
    return Plan.objects.select_related("cycle__pupil").order_by("-pk").first()


def draft(elm, **fields):
    """A new version is begun, and the first line rewritten in it."""
    amina = elm.actor("Amina", LATER)
    plans.change_shared_plan(the_plan(), actor=amina, today=LATER)
    line = phonics()
    ben = elm.members["Ben"]
    said = {"what": SECRET, "per_week": 1, "days": "1", "given_by": ben, "group_size": 1}
    plans.change_line(line, actor=amina, seen=line.revision, **(said | fields))
    plans.add_line(the_plan(), actor=amina, what="A new line", given_by=ben, per_week=5)
    plans.add_adjustment(the_plan(), "A new seat", "classroom", actor=amina)


def remove(elm):
    line = phonics()
    plans.remove_line(line, actor=elm.actor("Amina", LATER), today=LATER, seen=line.revision)


def seen(elm, day=LATER):
    """All that is shown of what is done, to each who sees it."""
    child, dilek, tess = elm.children["Ayaan"], elm.actor("Dilek", day), elm.actor("Tess", day)
    groups = TeachingGroup.objects.order_by("pk")
    shared = shared_with(dilek, child)
    given = shared.as_shared(lines_named(frozenset(shared.said)))
    counted = deliveries_of(given, day)
    family = [given_line(line, counted[line.pk]) for line in given]
    cycle = Cycle.objects.select_related("pupil").get(ended_on__isnull=True, pupil=child)
    done = support(child, cycle, elm.actor("Ben", day), day, 8)
    return {
        "today": [line.what for line in lines_for(tess, day)],
        "to be given": [each.what for each in to_be_given(lines_for(tess, day), tess, day)],
        "ben": [line.what for line in lines_for(elm.actor("Ben", day), day)],
        "left": [sessions_left(elm.actor(who, day), day) for who in ("Tess", "Ben")],
        "given": [(line.what, line.per_week, line.days) for line in running_lines_of(child, day)],
        "lesson": [lesson_of(children_in(group, day)) for group in groups],
        "family": [(row.what, row.who, row.when, row.words) for row in family],
        "story": [strip_tags(entry.what) for entry in story_of(child, dilek)],
        "page": done and ([(row.what, row.words) for row in done.lines], done.differently),
    }


def test_a_draft_changes_nothing_that_is_done_or_that_anybody_is_shown_as_done(elm):
    before = seen(elm)
    assert before["today"] == ["Daily phonics"]
    draft(elm)
    assert seen(elm) == before
    remove(elm)
    assert seen(elm) == before


def test_what_a_review_judges_is_the_version_and_not_the_draft(elm):
    before = under_review(the_plan().cycle)
    shown = [(line.what, line.per_week, line.towards.words) for line in before.lines]
    draft(elm)
    remove(elm)
    after = under_review(the_plan().cycle)
    assert [(line.what, line.per_week, line.towards.words) for line in after.lines] == shown


def test_once_it_is_shared_the_new_version_is_what_is_done_and_past_weeks_stay_as_counted(elm):
    before = deliveries_of([phonics()], LATER)[phonics().pk]
    draft(elm)
    plans.share_plan(the_plan(), actor=elm.actor("Amina", LATER), today=LATER)
    now = seen(elm)
    assert SECRET in now["ben"]
    assert now["today"] == []
    assert deliveries_of([phonics()], LATER)[phonics().pk].planned == before.planned
    # It is now one Monday a week, of which the first is this one.
    later = deliveries_of([phonics()], LATER + timedelta(days=5))[phonics().pk]
    assert later.planned == before.planned + 1


def test_a_plan_that_nobody_shared_is_not_what_is_done(elm):
    plan = with_plan(elm, "Rosa", LATER)
    args = (elm.children["Rosa"], plan.cycle, elm.actor("Amina", LATER), LATER, 8)
    assert support(*args) is None
    plans.share_plan(plan, actor=elm.actor("Amina", LATER), today=LATER)
    assert [row.what for row in support(*args).lines] == ["Daily phonics", "Sentence cards"]


def go_on(elm, decided):
    cycle = the_plan().cycle
    held = Held(
        LATER,
        elm.members["Ben"],
        under_review(cycle).version,
        decided=dict.fromkeys([row.public_id for row in under_review(cycle).lines], (decided, "")),
        next_step=NextStep.CONTINUE,
    )
    ben = elm.actor("Ben", LATER)
    return continue_cycle(hold_review(cycle, held, actor=ben, today=LATER), actor=ben, today=LATER)


def test_what_was_kept_goes_on_as_it_was_while_the_next_plan_is_being_written(elm):
    go_on(elm, LineDecision.KEEP)
    before = seen(elm, LATER)
    assert before["today"] == ["Daily phonics"]
    assert [what for what, _words in before["page"][0]] == ["Daily phonics", "Sentence cards"]
    amina = elm.actor("Amina", LATER)
    line = SupportLine.objects.select_related("plan__cycle__pupil").exclude(carried_from="").first()
    plans.change_line(line, actor=amina, seen=0, what=SECRET, per_week=1, days="1")
    assert seen(elm, LATER) == before
    plans.remove_line(line, actor=amina, today=LATER, seen=line.revision)
    assert seen(elm, LATER) == before


def test_a_draft_that_was_never_shared_takes_no_help_away_when_the_review_keeps_it(elm):
    draft(elm)
    remove(elm)
    go_on(elm, LineDecision.KEEP)
    assert seen(elm, LATER)["today"] == ["Daily phonics"]
    assert "A new line" not in seen(elm, LATER)["ben"]


def test_a_cycle_that_is_over_collects_no_more_missed_sessions(elm):
    line = phonics()
    go_on(elm, LineDecision.KEEP)
    line = SupportLine.objects.select_related("plan__cycle").get(pk=line.pk)
    then = deliveries_of([line], LATER)[line.pk].planned
    assert deliveries_of([line], LATER + timedelta(days=120))[line.pk].planned == then


def test_no_session_is_noted_on_a_line_after_it_ended(elm):
    draft(elm)
    remove(elm)
    plans.share_plan(the_plan(), actor=elm.actor("Amina", LATER), today=LATER)
    tess, after = elm.actor("Tess", LATER), LATER + timedelta(days=1)
    with pytest.raises(Impossible, match="ended before"):
        log_session(phonics(), Said(after, "late"), actor=tess, today=after)
    log_session(phonics(), Said(LATER, "on its last day"), actor=tess, today=after)


def test_no_session_is_noted_on_a_line_past_its_own_last_day_or_before_it_was_shared(elm):
    draft(elm, ends_on=LATER)
    new = SupportLine.objects.select_related("plan__cycle__pupil").get(what="A new line")
    ben, after = elm.actor("Ben", LATER), LATER + timedelta(days=1)
    with pytest.raises(Impossible, match="not in a plan"):
        log_session(new, Said(LATER, "draft"), actor=ben, today=after)
    plans.share_plan(the_plan(), actor=elm.actor("Amina", LATER), today=LATER)
    with pytest.raises(Impossible, match="ended before"):
        log_session(phonics(), Said(after, "late"), actor=ben, today=after)
