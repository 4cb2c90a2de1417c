"""The day on which the next cycle begins: what was said of it stays on its list, and is counted once."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.do.actions import Said, log_session, take_back
from fourfold.casework.do.counts import deliveries_of, sessions_at
from fourfold.casework.do.left import sessions_left
from fourfold.casework.do.models import Session
from fourfold.casework.do.queries import lines_for, lines_said_on, slots_on
from fourfold.casework.people.queries import calendar
from fourfold.casework.plan.models import SupportLine
from fourfold.casework.review.actions import Held, continue_cycle, hold_review
from fourfold.casework.review.queries import under_review
from fourfold.domain.words import LineDecision, NextStep, NotDelivered
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.prepared import prepared
from tests.signed_in import as_person
from tests.whole_cycle import shared_plan

DAY = date(2025, 11, 3)
LATER = date(2025, 12, 15)  # a Monday
BEFORE = date(2025, 12, 12)


def reviewed_on_the_day():
    """Phonics was given on the very day of the review, cards were not, and the review stops the cards."""
    cast = make_cast()
    elm = cast.elm
    with tenant_scope(elm.organisation.pk):
        shared_plan(elm, "Ayaan", DAY)
        log(elm, "Daily phonics", DAY, "first")
        with time_machine.travel(LATER, tick=False):
            log(elm, "Daily phonics", LATER, "on the day")
            log(elm, "Sentence cards", LATER, "not", NotDelivered.TRIP)
            _go_on(elm)
    return cast


def log(elm, what, on, tap, because=None, number=1, day=LATER):
    who = "Tess" if what == "Daily phonics" else "Ben"
    line = line_of(what, number)
    return log_session(
        line, Said(on, tap, because), actor=elm.actor(who, day), today=max(on, LATER)
    )


def line_of(what, number):
    return SupportLine.objects.select_related("plan__cycle__pupil", "given_by").get(
        what=what, plan__cycle__number=number
    )


def _go_on(elm):
    cycle, ben = Cycle.objects.get(), elm.actor("Ben", LATER)
    stop = line_of("Sentence cards", 1).public_id
    keep = line_of("Daily phonics", 1).public_id
    held = Held(
        LATER,
        elm.members["Ben"],
        under_review(cycle).version,
        decided={stop: (LineDecision.STOP, ""), keep: (LineDecision.KEEP, "")},
        next_step=NextStep.CONTINUE,
    )
    review = hold_review(cycle, held, actor=ben, today=LATER)
    continue_cycle(review, actor=ben, today=LATER)


@pytest.fixture
def cast(db):
    with time_machine.travel(DAY, tick=False) as clock:
        cast = prepared("reviewed on the day of a session", reviewed_on_the_day)
        clock.move_to(LATER)
        yield cast


@pytest.fixture
def elm(cast):
    with tenant_scope(cast.elm.organisation.pk):
        yield cast.elm


def on_list(elm, who, day, today=LATER):
    actor = elm.actor(who, today)
    slots = slots_on(lines_for(actor, day), day, calendar(), lines_said_on(actor, day))
    assert sessions_left(actor, day) == sum(slot.session is None for slot in slots)
    cycles = dict(SupportLine.objects.values_list("pk", "plan__cycle__number"))
    return [
        (s.line.what, cycles[s.line.pk], None if s.session is None else s.session.delivered)
        for s in slots
    ]


def test_what_was_said_on_a_day_stays_on_the_list_of_that_day(elm):
    assert on_list(elm, "Tess", LATER) == [("Daily phonics", 2, True)]
    assert on_list(elm, "Ben", LATER) == [("Sentence cards", 1, False)]
    with pytest.raises(Impossible, match="already"):
        log(elm, "Daily phonics", LATER, "again", number=2)


def test_taken_back_it_can_be_said_again_in_the_cycle_that_began(elm):
    take_back(Session.objects.get(tap="on the day"), actor=elm.actor("Tess", LATER))
    assert on_list(elm, "Tess", LATER) == [("Daily phonics", 2, None)]
    assert log(elm, "Daily phonics", LATER, "again", number=2).line.plan.cycle.number == 2


def test_of_a_day_before_the_next_cycle_the_line_of_that_time_is_spoken_of(elm):
    assert on_list(elm, "Tess", BEFORE) == [("Daily phonics", 1, None)]
    with pytest.raises(Impossible, match="had not begun"):
        log(elm, "Daily phonics", BEFORE, "late", number=2)
    log(elm, "Daily phonics", BEFORE, "late")
    assert on_list(elm, "Tess", BEFORE) == [("Daily phonics", 1, True)]


def test_the_day_counts_once_in_the_cycle_in_which_something_was_said(elm):
    tuesday = LATER + timedelta(days=1)
    lines = [line_of("Daily phonics", 1), line_of("Daily phonics", 2)]
    found = deliveries_of(lines, tuesday)
    school_days = sum((DAY + timedelta(days=n)).weekday() < 5 for n in range((LATER - DAY).days))
    old, new = (found[line.pk] for line in lines)
    assert (old.planned, old.delivered) == (school_days + 1, 2)
    assert (new.planned, new.delivered, new.unsaid) == (0, 0, 0)
    # Asked of the lines that a page shows alone, with what they were carried from, it is the same.
    for line in lines:
        logged = sessions_at.of(line.plan, range(6), tuesday)
        assert deliveries_of([line], tuesday, sessions=logged) == {line.pk: found[line.pk]}


def test_what_is_carried_on_is_said_to_go_on_as_it_was_and_not_to_start_anew(cast):
    place = cast.elm.organisation.public_id
    child = f"/at/{place}/child/{cast.elm.children['Ayaan'].public_id}/"
    page, home = (
        " ".join(strip_tags(as_person(cast.elm, who).get(where).content.decode()).split())
        for who, where in (("Ben", child), ("Dilek", child))
    )
    assert "The support started on Monday 3 November 2025 and goes on: 2 of 31 given" in page
    assert "None was due yet" not in page
    assert "The support started on Monday 3 November" in home


def test_what_was_given_in_earlier_cycles_stays_to_be_seen(cast):
    ayaan = cast.elm.children["Ayaan"].public_id
    here = f"/at/{cast.elm.organisation.public_id}/children/{ayaan}/support/"
    page = as_person(cast.elm, "Ben").get(here).content.decode()
    earlier = " ".join(re.sub(r"<[^>]+>", " ", page.split('id="earlier"')[1]).split())
    assert "Cycle 1: Daily phonics" in earlier
    assert "2 of 31 given" in earlier
    assert "Cycle 1: Sentence cards" in earlier
    family = as_person(cast.elm, "Dilek").get(f"{here}family/").content.decode()
    assert "Cycle 1" in family
