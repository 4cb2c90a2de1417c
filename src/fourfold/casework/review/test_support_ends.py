"""SEN Support ends: with reasons, told to each carer in writing, and the child is looked at again."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.cycles.facts import facts_of
from fourfold.casework.cycles.models import Cycle, Move
from fourfold.casework.cycles.queries import code_of
from fourfold.casework.identify.came import support_waits
from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Care, Contact, InheritedSpell
from fourfold.casework.review.actions import (
    ending,
    exit_support,
    look_again,
    tell_of_end,
)
from fourfold.casework.review.models import LookedAgain
from fourfold.casework.review.todos import todos
from fourfold.config import clock
from fourfold.domain.cycle import Stage
from fourfold.domain.words import NextStep, SenCode
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.act.deliver import Outcome as NotSent
from fourfold.foundation.act.deliver import deliver_all, send_again, settle, take
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.remembered import forget
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work
from tests.a_review import DAY, LATER, a_plan_to_review, at, cycle_of, hold, support_that_has_begun
from tests.signed_in import as_person
from tests.typed import typed_into
from tests.whole_cycle import decided


@pytest.fixture
def cast(db):
    with a_plan_to_review() as cast:
        yield cast


@pytest.fixture
def elm(db):
    with support_that_has_begun() as elm:
        yield elm


def test_support_ends_with_reasons_and_each_carer_is_told_in_writing(elm):
    pupil = elm.children["Ayaan"]
    assert code_of(pupil, LATER) is SenCode.K
    hold(elm, next_step=NextStep.EXIT)
    for who in ("Ben", "Hana", "Dilek"):
        with pytest.raises(NotAllowed):
            exit_support(cycle_of(elm), "Met.", None, actor=elm.actor(who, LATER), today=LATER)
    with pytest.raises(Impossible):
        exit_support(cycle_of(elm), " ", None, actor=elm.actor("Amina", LATER), today=LATER)
    exit_support(
        cycle_of(elm),
        "He reads with his class now.",
        date(2026, 3, 27),
        actor=elm.actor("Amina", LATER),
        today=LATER,
    )
    assert cycle_of(elm).stage == Stage.EXITED
    assert InheritedSpell.objects.get().ends == LATER
    assert not support_waits(frozenset({pupil.public_id}), LATER), "nothing is to be carried on"
    assert code_of(pupil, LATER + timedelta(days=1)) is SenCode.N
    told = Message.objects.filter(kind="support.ended").values_list("to_id", flat=True)
    assert set(told) == {elm.contacts[n].membership_id for n in ("Dilek", "Dev")}


def test_why_no_day_is_set_to_watch_until_is_kept_where_that_alone_is_missing(elm):
    hold(elm, next_step=NextStep.EXIT)
    amina = as_person(elm, "Amina")
    where = f"/at/{elm.organisation.public_id}/cycles/{cycle_of(elm).public_id}/end/"
    page = amina.get(where)
    assert "What is still missing" not in page.content.decode()
    assert "If something stays open: why?" in page.content.decode()
    assert "watched? (if you wish)" not in page.content.decode()
    said = typed_into(page) | {"reasons": ["Met."]}
    assert amina.post(where, said).status_code == 200
    assert amina.post(where, said | {"passed_because": ["He leaves."]}).status_code == 303
    move = Move.objects.get(move="exit_support")
    assert (move.passed_over, move.passed_because) == (["watch_set"], "He leaves.")


def test_each_carer_is_told_of_the_end_once_it_has_reached_them_and_not_before(elm):
    exit_support(cycle_of(elm), "Met.", None, actor=elm.actor("Amina", LATER), today=LATER)
    passed = Move.objects.get(move="exit_support").passed_over
    assert "exit_told" not in passed
    assert facts_of(cycle_of(elm), LATER).end_told_on is None
    deliver_all(clock.now())
    forget()
    assert facts_of(cycle_of(elm), LATER).end_told_on == LATER


def test_the_letter_to_who_gets_it_on_paper_says_why_and_who_may_not_read_it_cannot_give_it(elm):
    people.change_contact(
        elm.contacts["Dev"],
        actor=elm.actor("Amina", LATER),
        seen={},
        today=LATER,
        email="",
        channel="print",
    )
    until, amina = date(2026, 3, 27), elm.actor("Amina", LATER)
    exit_support(cycle_of(elm), "He reads with his class now.", until, actor=amina, today=LATER)
    deliver_all(clock.now())
    message = Message.objects.get(kind="support.ended", to=elm.contacts["Dev"].membership)
    at = f"/at/{elm.organisation.public_id}/messages/{message.public_id}/"
    letter = as_person(elm, "Amina").get(f"{at}paper/").content.decode()
    for words in ("He reads with his class now.", "Friday 27 March 2026"):
        assert words in letter
    ada = as_person(elm, "Ada")
    assert "He reads with his class now." not in ada.get(f"{at}paper/").content.decode()
    assert ada.post(at).status_code == 403
    assert as_person(elm, "Amina").post(at).status_code == 303
    message.refresh_from_db()
    assert message.state == "given"


def test_of_a_carer_whom_the_end_did_not_reach_nobody_says_that_they_were_told(elm):
    exit_support(cycle_of(elm), "Met.", None, actor=elm.actor("Amina", LATER), today=LATER)
    worker = system_actor(elm.organisation.pk, "worker")
    message = Message.objects.filter(kind="support.ended").order_by("pk").first()
    take(message, actor=worker, now=clock.now())
    settle(message, NotSent("failed", "No such address."), actor=worker, now=clock.now())
    deliver_all(clock.now())
    forget()
    found = facts_of(cycle_of(elm), LATER)
    assert (found.end_told_on, found.end_is_being_told) == (None, False)
    lines = [
        each
        for each in todos(elm.actor("Amina", LATER), LATER)
        if "SEN Support has ended" in each.what
    ]
    assert [(strip_tags(each.what), each.kind) for each in lines] == [
        (f"Tell {message.to.called} that SEN Support has ended", "late")
    ]
    send_again(message, actor=elm.actor("Amina", LATER))
    forget()
    assert not [each for each in todos(elm.actor("Amina", LATER), LATER) if each.kind == "late"]


def test_of_a_carer_who_was_not_told_of_the_end_it_stays_open(elm, monkeypatch):
    without = {elm.contacts["Dilek"].pk: elm.contacts["Dilek"]}
    monkeypatch.setattr(ending, "entitled", lambda cycle, today: without)
    exit_support(cycle_of(elm), "Met.", None, actor=elm.actor("Amina", LATER), today=LATER)
    assert "exit_told" in Move.objects.get(move="exit_support").passed_over
    assert facts_of(cycle_of(elm), LATER).end_told_on is None


TELL = "that SEN Support has ended"


def _nan(elm) -> Contact:
    """A carer of Ayaan who has no way in."""
    here = elm.organisation.pk
    with verb_at_work(here, "set-up"):
        nan = Contact(given_name="Nan", family_name="Khan")
        nan.save()
    system = system_actor(here, "set-up")
    child = elm.children["Ayaan"]
    people.add_care(
        child, nan, actor=system, today=DAY, relationship="grandmother", lives_with=True
    )
    return nan


def _asked_to_tell(elm, day=LATER):
    forget()
    lines = [each for each in todos(elm.actor("Amina", day), day) if TELL in each.what]
    return [(strip_tags(each.what), each.kind) for each in lines]


def test_a_carer_without_a_way_in_is_told_in_another_way_and_then_nobody_is_asked(elm):
    nan, amina = _nan(elm), elm.actor("Amina", LATER)
    end = exit_support(cycle_of(elm), "Met.", None, actor=amina, today=LATER)
    deliver_all(clock.now())
    assert _asked_to_tell(elm) == [("Tell Nan Khan that SEN Support has ended", "due")]
    found = facts_of(cycle_of(elm), LATER)
    assert (found.end_told_on, found.end_is_being_told) == (None, False)
    after = LATER + timedelta(days=1)
    told = {"actor": amina, "today": after}
    for contact, how, day in (
        (nan, "message", after),
        (nan, "phone", LATER - timedelta(days=1)),
        (nan, "phone", after + timedelta(days=1)),
        (elm.contacts["Dilek"], "phone", after),
        (elm.contacts["Marta"], "phone", after),
    ):
        with pytest.raises(Impossible):
            tell_of_end(end, contact, how, day, **told)
    with pytest.raises(NotAllowed):
        tell_of_end(end, nan, "phone", after, actor=elm.actor("Ben", after), today=after)
    tell_of_end(end, nan, "phone", after, **told)
    assert _asked_to_tell(elm, after) == []
    assert facts_of(cycle_of(elm), after).end_told_on == after
    with pytest.raises(Impossible):
        tell_of_end(end, nan, "phone", after, **told)


def test_nobody_is_asked_to_tell_whom_an_order_bars_nor_once_something_new_was_begun(elm):
    nan, amina = _nan(elm), elm.actor("Amina", LATER)
    exit_support(cycle_of(elm), "Met.", None, actor=amina, today=LATER)
    assert len(_asked_to_tell(elm)) == 1
    care = Care.objects.get(contact=nan)
    people.change_care(care, actor=amina, seen={"bars_all": False}, today=LATER, bars_all=True)
    assert _asked_to_tell(elm) == []
    people.change_care(care, actor=amina, seen={"bars_all": True}, today=LATER, bars_all=False)
    assert len(_asked_to_tell(elm)) == 1
    decided(elm, "Ayaan", LATER)
    assert _asked_to_tell(elm) == []


def test_from_the_line_on_home_it_is_noted_how_somebody_was_told(cast):
    with tenant_scope(cast.elm.organisation.pk):
        nan, actor = _nan(cast.elm), cast.elm.actor("Amina", LATER)
        end = exit_support(cycle_of(cast.elm), "Met.", None, actor=actor, today=LATER)
        dilek = Message.objects.get(to=cast.elm.contacts["Dilek"].membership, kind="support.ended")
        worker = system_actor(cast.elm.organisation.pk, "worker")
        take(dilek, actor=worker, now=clock.now())
        settle(dilek, NotSent("failed", "No such address."), actor=worker, now=clock.now())
    amina, home = as_person(cast.elm, "Amina"), at(cast, "")
    where = at(cast, f"support-ended/{end.public_id}/told/")
    shown = amina.get(home).content.decode()
    assert f"{where}?person={nan.public_id}" in shown
    page = amina.get(f"{where}?person={nan.public_id}")
    assert at(cast, f"messages/{dilek.public_id}/") in page.content.decode()
    assert "Choose how they were told." in amina.post(where, typed_into(page)).content.decode()
    for person in (nan, cast.elm.contacts["Dilek"]):
        said = typed_into(page) | {"how": ["talk"], "person": [person.public_id]}
        said["once"] = [person.public_id]
        story = amina.post(where, said, follow=True).content.decode()
        assert "It is noted that they were told." in story
    assert where not in amina.get(home).content.decode()
    assert "Everybody who is told knows it." not in shown
    after = strip_tags(amina.get(where).content.decode())
    assert "Nan Khan" in after
    told = strip_tags(amina.get(at(cast, f"child/{end.child_public_id()}/story/")).content.decode())
    assert "Told that SEN Support has ended: Nan Khan (Face to face)" in told


def test_the_senco_looks_again_at_a_child_on_the_day_until_which_it_was_watched(elm):
    until, amina = LATER + timedelta(days=30), elm.actor("Amina", LATER)
    exit_support(cycle_of(elm), "Met.", until, actor=amina, today=LATER)

    def asked(who, day):
        rows = todos(elm.actor(who, day), day)
        return [row.child_name for row in rows if row.what == "Look again: SEN Support has ended"]

    assert asked("Amina", until - timedelta(days=1)) == []
    assert asked("Amina", until) == ["Ayaan Khan"]
    assert asked("Ben", until) == asked("Dilek", until) == []
    assert asked("Amina", until + timedelta(days=43)) == []
    decided(elm, "Ayaan", LATER)
    assert asked("Amina", until) == []


def test_that_a_child_was_looked_at_again_is_written_down_once(elm):
    amina = {"actor": elm.actor("Amina", LATER), "today": LATER}
    end = exit_support(cycle_of(elm), "Met.", LATER, **amina)
    look_again(end, "He reads with his class.", **amina)
    with pytest.raises(Impossible, match="written down already"):
        look_again(end, "He reads well.", **amina)
    assert LookedAgain.objects.get().words == "He reads with his class."


def test_a_child_is_looked_at_again_and_that_is_done_then(cast, tmp_path, settings):
    settings.JOURNAL, until = tmp_path, date(2026, 1, 12)
    amina, home = as_person(cast.elm, "Amina"), at(cast, "")
    with tenant_scope(cast.elm.organisation.pk):
        cycle = Cycle.objects.select_related("pupil").get()
        actor = cast.elm.actor("Amina", LATER)
        end = exit_support(cycle, "Met.", until, actor=actor, today=LATER)
        child = cast.elm.children["Ayaan"].public_id
    with time_machine.travel(until, tick=False):
        amina = as_person(cast.elm, "Amina")
        where = at(cast, f"support-ended/{end.public_id}/look-again/")
        assert where in amina.get(home).content.decode()
        page = amina.get(where)
        assert "support.looked_again" in (tmp_path / "looks.jsonl").read_text()
        assert at(cast, f"child/{child}/concern/") in page.content.decode()
        assert amina.post(where, typed_into(page)).status_code == 200
        said = typed_into(amina.get(where)) | {"words": ["He reads with his class."]}
        story = amina.post(where, said, follow=True).content.decode()
        assert "Looked again after SEN Support had ended" in story
        assert where not in amina.get(home).content.decode()
        for name in ("Ben", "Hana", "Dilek", "Marta"):
            assert as_person(cast.elm, name).get(where).status_code in (403, 404)
