"""How a review that was written down is corrected: both versions are kept, and who was given it is told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.do.counts import deliveries_of
from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Contact
from fourfold.casework.plan.models import SupportLine
from fourfold.casework.review.actions import (
    Held,
    continue_cycle,
    correct_review,
    give_review,
    hold_review,
)
from fourfold.casework.review.models import Correction, LineDecision
from fourfold.casework.review.queries import under_review
from fourfold.casework.review.todos import todos
from fourfold.config import clock
from fourfold.domain.words import LineDecision as Decided
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.act.deliver import Outcome as NotSent
from fourfold.foundation.act.deliver import settle, take
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import differences
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work
from fourfold.foundation.trail.models import TrailEntry
from tests.a_review import DAY, LATER, a_plan_to_review, at, fields, review, written_down
from tests.signed_in import as_person
from tests.typed import typed_into


@pytest.fixture
def cast(db):
    with a_plan_to_review() as cast:
        yield cast


def correct(cast, who="Ben", **more):
    client = as_person(cast.elm, who)
    where = at(cast, f"reviews/{review(cast).public_id}/correct/")
    data = typed_into(client.get(where))
    data |= {name: ["nearly"] for name in fields(data, "judged-")}
    data |= {name: ["4"] for name in fields(data, "number-")}
    return client.post(where, data | more, follow=True)


def test_a_review_is_corrected_with_the_reason_and_both_are_kept(cast):
    written_down(cast)
    refused = correct(cast)
    assert "Say why it is corrected." in refused.content.decode()
    assert review(cast).corrected == 0
    page = correct(cast, because=["He was tested again: four errors."]).content.decode()
    assert "It is corrected, and what it said before is kept." in page
    text = " ".join(strip_tags(page).split())
    assert text.index("Now: 4.") < text.index("He was tested again: four errors.")
    assert text.index("What it said before") < text.rindex("Now: 6.")
    with tenant_scope(cast.elm.organisation.pk):
        row = Correction.objects.get()
        assert row.before["outcomes"][0]["judgement"] == "not_yet"
        assert review(cast).snapshot["outcomes"][0]["judgement"] == "nearly"
        assert TrailEntry.objects.filter(act="review.correct").count() == 1
        told = Message.objects.filter(kind="review.corrected").values_list("to_id", flat=True)
        family = {cast.elm.contacts[name].membership_id for name in ("Dilek", "Dev")}
        assert family <= set(told)
    family = as_person(cast.elm, "Dilek").get(at(cast, f"reviews/{review(cast).public_id}/"))
    assert "Corrected on" in family.content.decode()
    assert "tested again" not in family.content.decode()


def test_the_next_cycle_keeps_what_was_decided_when_the_review_is_corrected_later(cast):
    written_down(cast)
    with tenant_scope(cast.elm.organisation.pk):
        continue_cycle(review(cast), actor=cast.elm.actor("Ben", LATER), today=LATER)
    where = at(cast, f"reviews/{review(cast).public_id}/correct/")
    assert "next_step" not in as_person(cast.elm, "Ben").get(where).content.decode()
    page = correct(cast, because=["Four errors."], next_step=["exit"])
    assert "It is corrected" in page.content.decode()
    assert review(cast).next_step == "continue"


def test_of_two_who_correct_at_once_the_second_is_told(cast):
    written_down(cast)
    ben, amina = as_person(cast.elm, "Ben"), as_person(cast.elm, "Amina")
    where = at(cast, f"reviews/{review(cast).public_id}/correct/")
    late = typed_into(amina.get(where)) | {"because": ["Another thing."]}
    assert ben.post(where, typed_into(ben.get(where)) | {"because": ["One."]}).status_code == 303
    assert amina.post(where, late).status_code == 409
    with tenant_scope(cast.elm.organisation.pk):
        assert Correction.objects.get().because == "One."


@pytest.mark.parametrize("name", ["Hana", "Tess", "Dilek", "Marta", "Ivan", "Ada"])
def test_nobody_else_corrects_a_review(cast, name):
    written_down(cast)
    where = at(cast, f"reviews/{review(cast).public_id}/correct/")
    assert as_person(cast.elm, name).get(where).status_code in (403, 404)
    assert as_person(cast.oak, "Cara").get(where).status_code == 404


def said_now(cast, **more):
    """The review that stands, as somebody who corrects it would write it down again."""
    with tenant_scope(cast.elm.organisation.pk):
        row = review(cast)
        return row, Held(row.held_on, row.led_by, row.version, **more)


def corrected_by_ben(cast, row, held, today=LATER):
    with tenant_scope(cast.elm.organisation.pk):
        ben = cast.elm.actor("Ben", today)
        return correct_review(row, held, "Wrong.", actor=ben, today=today, seen=row.corrected)


def test_a_line_on_which_nothing_was_decided_is_decided_when_the_review_is_corrected(cast):
    with tenant_scope(cast.elm.organisation.pk):
        cycle = Cycle.objects.select_related("pupil").get()
        bare = Held(LATER, cast.elm.members["Ben"], under_review(cycle).version)
        hold_review(cycle, bare, actor=cast.elm.actor("Ben", LATER), today=LATER)
        line = SupportLine.objects.get(what="Daily phonics")
    after = LATER + timedelta(days=30)
    with time_machine.travel(after, tick=False):
        row, held = said_now(cast, decided={line.public_id: (Decided.STOP, "Enough.")})
        corrected_by_ben(cast, row, held, after)
    with tenant_scope(cast.elm.organisation.pk):
        made = LineDecision.objects.get(line=line)
        then = deliveries_of([line], LATER)[line.pk]
    assert (made.decision, made.words) == ("stop", "Enough.")
    assert (made.planned, made.delivered) == (then.planned, then.delivered)
    assert then.planned > 0


def test_a_line_of_another_plan_is_decided_by_no_correction(cast):
    written_down(cast)
    row, held = said_now(cast, decided={"bcdfghjkmnpqrs": (Decided.STOP, "")})
    with pytest.raises(Impossible, match="another plan"):
        corrected_by_ben(cast, row, held)


def test_a_review_was_not_held_after_its_cycle_had_ended(cast):
    written_down(cast)
    with tenant_scope(cast.elm.organisation.pk):
        continue_cycle(review(cast), actor=cast.elm.actor("Ben", LATER), today=LATER)
    after = LATER + timedelta(days=35)
    with time_machine.travel(after, tick=False):
        row, held = said_now(cast)
        late = replace(held, on=LATER + timedelta(days=1))
        with pytest.raises(Impossible, match="the cycle had ended"):
            corrected_by_ben(cast, row, late, after)
        day = {"on-day": ["16"], "on-month": ["12"], "on-year": ["2025"]}
        page = correct(cast, because=["The wrong day."], **day).content.decode()
    assert "It is corrected" not in page
    assert review(cast).held_on == LATER


def told(member):
    return Message.objects.filter(kind="review.corrected", to=member).count()


def test_a_young_person_is_told_that_the_review_was_corrected(cast):
    with tenant_scope(cast.elm.organisation.pk):
        system, child = system_actor(cast.elm.organisation.pk, "set-up"), cast.elm.children["Ayaan"]
        people.change_pupil(child, actor=system, seen={}, birth_date=date(2009, 3, 1))
        own = people.open_own_account(child, actor=system, today=DAY).membership
    written_down(cast)
    corrected_by_ben(cast, *said_now(cast))
    with tenant_scope(cast.elm.organisation.pk):
        assert Message.objects.filter(kind="review.given", to=own).count() == 1
        assert told(own) == 1


def test_who_has_it_twice_is_told_once_that_it_was_corrected(cast):
    written_down(cast)
    dev = cast.elm.contacts["Dev"]
    with tenant_scope(cast.elm.organisation.pk):
        more = {"child": False, "staff": False, "actor": cast.elm.actor("Ben", LATER)}
        give_review(review(cast), [dev], how="hand", today=LATER, **more)
    corrected_by_ben(cast, *said_now(cast))
    with tenant_scope(cast.elm.organisation.pk):
        assert told(dev.membership) == 1


def test_who_never_got_it_is_owed_it_still_and_is_not_told_that_it_was_corrected(cast):
    written_down(cast)
    dev = cast.elm.contacts["Dev"]
    with tenant_scope(cast.elm.organisation.pk):
        message = Message.objects.get(kind="review.given", to=dev.membership)
        worker = system_actor(cast.elm.organisation.pk, "worker")
        take(message, actor=worker, now=clock.now())
        settle(message, NotSent("failed", "No such address."), actor=worker, now=clock.now())
    corrected_by_ben(cast, *said_now(cast))
    with tenant_scope(cast.elm.organisation.pk):
        assert told(dev.membership) == 0
        assert DueRow.objects.get(rule="give_record", owed_to=dev.public_id).state == "open"


def test_who_has_it_on_paper_and_no_way_in_is_owed_what_was_corrected(cast):
    with tenant_scope(cast.elm.organisation.pk):
        here = cast.elm.organisation.pk
        system = {"actor": system_actor(here, "set-up"), "today": DAY}
        with verb_at_work(here, "set-up"):
            nan = Contact(given_name="Nan", family_name="Khan")
            nan.save()
        people.add_care(cast.elm.children["Ayaan"], nan, relationship="carer", **system)
    written_down(cast)
    by_hand = {"child": False, "staff": False, "how": "hand", "today": LATER}

    def duty(whom=nan):
        return DueRow.objects.get(rule="give_record", owed_to=whom.public_id).state

    with tenant_scope(cast.elm.organisation.pk):
        ben = cast.elm.actor("Ben", LATER)
        give_review(review(cast), [nan], actor=ben, **by_hand)
        with_the_child = by_hand | {"child": True, "how": "talk"}
        give_review(review(cast), [], actor=ben, **with_the_child)
        assert duty() == "met"
    corrected_by_ben(cast, *said_now(cast))
    page = as_person(cast.elm, "Ben").get(at(cast, f"reviews/{review(cast).public_id}/"))
    assert page.content.decode().count("corrected since they got it") == 2
    child = cast.elm.children["Ayaan"]
    with tenant_scope(cast.elm.organisation.pk):
        assert (duty(), duty(child)) == ("open", "open")
        asked = [each.what for each in todos(ben, LATER) if each.rule == "give_record"]
        assert "Give Ayaan Khan what the review agreed" in asked
        give_review(review(cast), [], actor=ben, **with_the_child)
        assert duty(child) == "met"
        give_review(review(cast), [nan], actor=ben, **by_hand)
        assert duty() == "met"
        assert differences() == []
    _corrected_long_after(cast, nan)


def _corrected_long_after(cast, nan):
    """What is owed anew is not late at once: it counts from the correction."""
    after = LATER + timedelta(days=35)
    with time_machine.travel(after, tick=False):
        corrected_by_ben(cast, *said_now(cast), today=after)
        with tenant_scope(cast.elm.organisation.pk):
            row = DueRow.objects.get(rule="give_record", owed_to=nan.public_id)
            assert row.state == "open"
            assert row.due_on > after
