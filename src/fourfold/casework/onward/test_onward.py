"""A child who moved, left or died: the cycle ends here at any stage, and nothing that was written goes with it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils.html import strip_tags

from fourfold.casework.cycles.models import Cycle, Move
from fourfold.casework.cycles.queries import code_of
from fourfold.casework.cycles.story import story_of, todos_for
from fourfold.casework.onward.actions import Left, end_here, say_left
from fourfold.casework.onward.models import Leaving
from fourfold.casework.people.actions import change_pupil
from fourfold.casework.people.models import Pupil
from fourfold.casework.plan.models import Plan
from fourfold.config import clock
from fourfold.domain.cycle import Stage
from fourfold.domain.words import EndReason, SenCode
from fourfold.foundation.access.models import Grant
from fourfold.foundation.act.deliver import deliver_all
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import differences
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.trail.models import TrailEntry
from tests.cast import make_cast
from tests.prepared import prepared
from tests.signed_in import as_person
from tests.typed import typed_into
from tests.whole_cycle import decided, shared_plan

DAY = date(2025, 11, 3)
LATER = date(2025, 12, 15)
MOVED = Left(LATER, EndReason.TRANSFERRED, "To a school near his grandmother.")


def _shared():
    cast = make_cast()
    with tenant_scope(cast.elm.organisation.pk):
        shared_plan(cast.elm, "Ayaan", DAY, decided)
    return cast


@pytest.fixture
def cast(db):
    with time_machine.travel(DAY, tick=False) as clock:
        cast = prepared("a plan of a child who moves", _shared)
        clock.move_to(LATER)
        yield cast


@pytest.fixture
def elm(cast):
    with tenant_scope(cast.elm.organisation.pk):
        yield cast.elm


def cycle():
    return Cycle.objects.select_related("pupil").get()


def leave(elm, who="Ada", left=MOVED):
    return end_here(cycle(), left, actor=elm.actor(who, LATER), today=LATER)


def test_the_office_says_that_a_child_has_moved_and_what_was_done_here_stays(elm):
    before = Move.objects.count()
    leave(elm)
    assert (cycle().stage, cycle().ended_on) == (Stage.ENDED, LATER)
    assert Pupil.objects.get(pk=elm.children["Ayaan"].pk).left_on == LATER
    assert Move.objects.count() == before + 1
    assert Plan.objects.get().versions.count() == 1
    assert code_of(elm.children["Ayaan"], LATER) is SenCode.N
    assert TrailEntry.objects.filter(act="cycle.end_here").count() == 1


def test_no_review_is_due_here_for_a_child_who_has_left(elm):
    assert DueRow.objects.filter(rule="review_on_date").exists()
    leave(elm)
    assert not DueRow.objects.filter(rule="review_on_date").exists()
    assert differences() == []


@pytest.mark.parametrize("who", ["Ben", "Hana", "Tess", "Grace", "Dilek", "Evie"])
def test_nobody_but_the_senco_and_the_office_says_so(elm, who):
    with pytest.raises(NotAllowed):
        leave(elm, who)
    assert cycle().stage == Stage.SHARED


def test_it_is_said_once(elm):
    stale = cycle()
    leave(elm)
    with pytest.raises(Impossible, match="is done: by Ms Ada Finch"):
        end_here(stale, MOVED, actor=elm.actor("Amina", LATER), today=LATER)
    assert Leaving.objects.count() == 1


@pytest.mark.parametrize(
    "left",
    [
        Left(LATER, None),
        Left(LATER + timedelta(days=1), EndReason.LEFT),
        Left(DAY - timedelta(days=1), EndReason.DIED),
    ],
)
def test_without_why_or_on_an_untrue_day_it_is_refused(elm, left):
    with pytest.raises(Impossible):
        leave(elm, "Amina", left)
    assert cycle().ended_on is None
    assert not Leaving.objects.exists()


def test_the_day_that_the_roll_gave_stays(elm):
    pupil = Pupil.objects.get(pk=elm.children["Ayaan"].pk)
    gone = LATER - timedelta(days=3)
    change_pupil(pupil, actor=elm.actor("Ada", LATER), seen={"left_on": None}, left_on=gone)
    leave(elm)
    assert Pupil.objects.get(pk=pupil.pk).left_on == gone


def test_a_day_before_that_of_the_roll_is_the_last_day(elm):
    pupil = Pupil.objects.get(pk=elm.children["Leo"].pk)
    july = date(2026, 7, 20)
    change_pupil(pupil, actor=elm.actor("Ada", LATER), seen={"left_on": None}, left_on=july)
    say_left(pupil, MOVED, actor=elm.actor("Ada", LATER), today=LATER)
    assert Pupil.objects.get(pk=pupil.pk).left_on == LATER


def test_a_child_who_is_gone_from_the_roll_with_a_cycle_open_is_the_sencos_to_do(elm):
    def found(who):
        return [t for t in todos_for(elm.actor(who, LATER), LATER) if t.button == "Say why"]

    assert found("Amina") == []
    pupil = Pupil.objects.get(pk=elm.children["Ayaan"].pk)
    gone = LATER - timedelta(days=3)
    change_pupil(pupil, actor=elm.actor("Ada", LATER), seen={"left_on": None}, left_on=gone)
    assert [each.child for each in found("Amina")] == [pupil.public_id]
    assert found("Ben") == []
    leave(elm)
    assert found("Amina") == []


def test_the_story_tells_it_to_staff(elm):
    leave(elm)
    pupil = elm.children["Ayaan"]

    def told(who):
        return [e for e in story_of(pupil, elm.actor(who, LATER)) if e.room == "onward"]

    assert [(str(e.what), e.words) for e in told("Ben")] == [
        ("Moved to another setting", MOVED.words)
    ]
    assert told("Dilek") == []


def test_on_the_page_it_is_written_down_and_a_missing_answer_is_asked_for(cast):
    ada = as_person(cast.elm, "Ada")
    with tenant_scope(cast.elm.organisation.pk):
        there = cycle()
    here = f"/at/{cast.elm.organisation.public_id}"
    child = f"{here}/child/{there.pupil.public_id}/"
    page = f"{child}left/"
    assert page in ada.get(child).content.decode()
    text = ada.get(page).content.decode()
    once = text.split('name="once" value="')[1].split('"')[0]
    day = {"on-day": "15", "on-month": "12", "on-year": "2025", "once": once}
    again = ada.post(page, day)
    assert again.status_code == 200
    with tenant_scope(cast.elm.organisation.pk):
        assert cycle().ended_on is None
    assert ada.post(page, {**day, "reason": "died"})["Location"] == child
    with tenant_scope(cast.elm.organisation.pk):
        assert Leaving.objects.get().reason == EndReason.DIED
    assert ada.get(page).status_code == 404
    assert ada.get(child).status_code == 200


def test_what_waits_to_be_sent_about_a_child_who_left_stops_that_day(elm):
    waiting = Message.objects.filter(child=elm.children["Ayaan"].public_id)
    assert set(waiting.values_list("state", flat=True)) == {"queued"}
    leave(elm)
    assert set(waiting.values_list("state", flat=True)) == {"stopped"}
    deliver_all(clock.now())
    assert mail.outbox == []


def test_who_was_invited_to_a_child_who_left_sees_no_more(elm):
    assert Grant.objects.get().ended_on is None
    leave(elm)
    assert Grant.objects.get().ended_on == LATER


def test_nothing_stays_due_here_for_a_child_who_has_left(elm):
    child = elm.children["Ayaan"].public_id
    still = DueRow.objects.filter(child=child, due_on__gt=LATER).exclude(state="met")
    assert "three_meetings" in still.values_list("rule", flat=True)
    leave(elm)
    assert list(still.values_list("rule", flat=True)) == []


def test_the_office_does_not_learn_from_it_who_has_a_cycle(cast):
    """Leo has none: the way out, the page, the answer and what is found afterwards are the same as for Ayaan."""
    ada, seen = as_person(cast.elm, "Ada"), []
    day = {"on-day": "15", "on-month": "12", "on-year": "2025", "reason": "died"}
    for name in ("Ayaan", "Leo"):
        key = cast.elm.children[name].public_id
        child = f"/at/{cast.elm.organisation.public_id}/child/{key}/"
        there = f"{child}left/" in ada.get(child).content.decode()
        refused = ada.post(f"{child}left/", {**day, "reason": "", "once": f"a{name}"})
        done = ada.post(f"{child}left/", {**day, "once": f"b{name}"})
        after = [ada.get(f"{child}{page}").status_code for page in ("", "left/")]
        left = f"{child}left/" in ada.get(child).content.decode()
        seen.append((there, refused.status_code, done.status_code, *after, left))
    assert seen[0] == seen[1]
    assert seen[0][:3] == (True, 200, 303)
    with tenant_scope(cast.elm.organisation.pk):
        gone = Pupil.objects.filter(left_on=LATER).values_list("given_name", flat=True)
        assert set(gone) == {"Ayaan", "Leo"}
        assert cycle().ended_on == LATER


@pytest.mark.parametrize(
    "left", [Left(LATER, None), Left(LATER + timedelta(days=1), EndReason.LEFT)]
)
def test_without_a_cycle_it_is_asked_for_just_as_much(elm, left):
    leo = Pupil.objects.get(pk=elm.children["Leo"].pk)
    with pytest.raises(Impossible):
        say_left(leo, left, actor=elm.actor("Ada", LATER), today=LATER)
    assert Pupil.objects.get(pk=leo.pk).left_on is None


@pytest.mark.parametrize("name", ["Ayaan", "Leo"])
def test_of_two_who_say_it_from_old_pages_the_second_is_told_by_whom_it_is_said(cast, name):
    """With a cycle or without, it is the same to both of them."""
    ada, amina = as_person(cast.elm, "Ada"), as_person(cast.elm, "Amina")
    key = cast.elm.children[name].public_id
    page = f"/at/{cast.elm.organisation.public_id}/child/{key}/left/"
    late = typed_into(amina.get(page)) | {"reason": ["died"]}
    assert (
        ada.post(page, typed_into(ada.get(page)) | {"reason": ["transferred"]}).status_code == 303
    )
    told = amina.post(page, late)
    assert told.status_code == 409
    assert "is written down: by Ms Ada Finch, from Monday 15 December" in strip_tags(
        told.content.decode()
    )
    with tenant_scope(cast.elm.organisation.pk):
        assert Leaving.objects.get().reason == EndReason.TRANSFERRED


def test_a_child_who_came_back_can_leave_again(elm):
    leo, ada = Pupil.objects.get(pk=elm.children["Leo"].pk), elm.actor("Ada", LATER)
    say_left(leo, Left(DAY, EndReason.LEFT), actor=ada, today=LATER)
    leo.refresh_from_db()
    change_pupil(leo, actor=ada, seen={"left_on": DAY}, left_on=None)
    say_left(leo, MOVED, actor=ada, today=LATER)
    assert Leaving.objects.filter(pupil=leo).count() == 2
    assert Pupil.objects.get(pk=leo.pk).left_on == LATER


def test_why_a_child_without_a_cycle_left_is_kept_and_told_to_staff(elm):
    leo = Pupil.objects.get(pk=elm.children["Leo"].pk)
    say_left(leo, MOVED, actor=elm.actor("Ada", LATER), today=LATER)
    kept = Leaving.objects.get(pupil=leo)
    assert (kept.cycle, kept.on, kept.reason, kept.words) == (
        None,
        MOVED.on,
        MOVED.reason,
        MOVED.words,
    )
    assert kept.child_public_id() == leo.public_id
    told = [e for e in story_of(leo, elm.actor("Amina", LATER)) if e.room == "onward"]
    assert [(str(e.what), e.words, e.by) for e in told] == [
        ("Moved to another setting", MOVED.words, kept.by.called)
    ]
