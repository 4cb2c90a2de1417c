"""What a review must have an answer to, and how one that was written down is corrected: both versions are kept."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.do.counts import deliveries_of
from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Contact
from fourfold.casework.plan import actions as plans
from fourfold.casework.plan.models import Outcome, SupportLine
from fourfold.casework.review.actions import (
    Held,
    continue_cycle,
    correct_review,
    exit_support,
    give_review,
    hold_review,
)
from fourfold.casework.review.models import Correction, LineDecision, Review, TookPart
from fourfold.casework.review.queries import under_review
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
from tests.cast import make_cast
from tests.prepared import prepared
from tests.signed_in import as_person
from tests.typed import typed_into
from tests.whole_cycle import shared_plan, with_plan

DAY = date(2025, 11, 3)
LATER = date(2025, 12, 15)


def shared():
    cast = make_cast()
    with tenant_scope(cast.elm.organisation.pk):
        shared_plan(cast.elm, "Ayaan", DAY)
    return cast


@pytest.fixture
def cast(db):
    with time_machine.travel(DAY, tick=False) as clock:
        cast = prepared("a shared plan of Ayaan", shared)
        clock.move_to(LATER)
        yield cast


def at(cast, rest):
    return f"/at/{cast.elm.organisation.public_id}/{rest}"


def hold_page(cast):
    with tenant_scope(cast.elm.organisation.pk):
        return at(cast, f"cycles/{Cycle.objects.order_by('number').first().public_id}/review/")


def review(cast):
    with tenant_scope(cast.elm.organisation.pk):
        return Review.objects.select_related("cycle__pupil").get()


def fields(data, begins):
    return [name for name in data if name.startswith(begins)]


def written_down(cast, **more):
    """Ben writes the review down: not yet, Dilek was there, Dev was not, of the child nobody says it."""
    ben = as_person(cast.elm, "Ben")
    data = typed_into(ben.get(hold_page(cast)))
    with tenant_scope(cast.elm.organisation.pk):
        outcome = Outcome.objects.get().public_id
    dilek, dev = (cast.elm.contacts[name].public_id for name in ("Dilek", "Dev"))
    data |= {f"judged-{outcome}": ["not_yet"], "next_step": ["continue"]}
    data |= {f"there-{dilek}": ["yes"], f"there-{dev}": ["no"], f"number-{outcome}": ["6"]}
    return ben.post(hold_page(cast), data | more, follow=True)


def test_a_bare_review_says_what_is_missing_each_at_its_question(cast):
    ben = as_person(cast.elm, "Ben")
    data = typed_into(ben.get(hold_page(cast)))
    assert "next_step" not in data
    answer = ben.post(hold_page(cast), data)
    text = strip_tags(answer.content.decode())
    for sentence in (
        "Say whether it was reached, or write below why this stays open.",
        "Say who took part, or write below why this stays open.",
        "Say what happens next, or write below why this stays open.",
    ):
        assert sentence in text
    with tenant_scope(cast.elm.organisation.pk):
        assert not Review.objects.exists()
    why = {"passed_because": ["The family could not come; the rest is decided next week."]}
    assert ben.post(hold_page(cast), typed_into(answer) | why, follow=True).status_code == 200
    assert review(cast).next_step == ""


def test_who_took_part_is_kept_only_where_it_was_said(cast):
    answer = written_down(cast)
    assert "The review is written down." in answer.content.decode()
    with tenant_scope(cast.elm.organisation.pk):
        there = {str(row.contact): row.there for row in TookPart.objects.all()}
    assert there == {"Dilek Khan": True, "Dev Khan": False}
    page = strip_tags(answer.content.decode())
    assert "Dilek Khan: took part" in page
    assert "Dev Khan: was not there" in page
    assert "Ayaan: was not there" not in page


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


def test_a_day_on_which_the_setting_is_closed_has_to_be_meant(cast):
    saturday = {"next_review_on-day": ["21"], "next_review_on-month": ["3"]}
    saturday |= {"next_review_on-year": ["2026"]}
    refused = written_down(cast, **saturday)
    text = strip_tags(refused.content.decode())
    assert "The setting is closed on Saturday 21 March 2026." in text
    with tenant_scope(cast.elm.organisation.pk):
        assert not Review.objects.exists()
    written_down(cast, **saturday, closed_is_meant=["on"])
    assert review(cast).next_review_on == date(2026, 3, 21)


def test_a_review_is_asked_for_on_a_day_on_which_the_setting_is_open(cast):
    ben, where = as_person(cast.elm, "Ben"), hold_page(cast) + "prepare/"
    christmas = {"on-day": ["25"], "on-month": ["12"], "on-year": ["2025"]}
    refused = ben.post(where, typed_into(ben.get(where)) | christmas)
    assert "The setting is closed on Thursday 25 December 2025." in strip_tags(
        refused.content.decode()
    )
    with tenant_scope(cast.elm.organisation.pk):
        assert not Review.objects.exists()
    with time_machine.travel(date(2026, 4, 4), tick=False):  # a Saturday in the holiday, and late
        page = as_person(cast.elm, "Ben").get(where).content.decode()
    day = [re.search(rf'name="on-{part}"[^>]*value="(\d+)"', page)[1] for part in ("day", "month")]
    assert day == ["13", "4"]


def with_words(cast):
    """Rosa’s shared plan, whose outcome is said in words and is for the summer."""
    ben = cast.elm.actor("Ben", DAY)
    plan = with_plan(cast.elm, "Rosa", DAY)
    outcome = plan.outcomes.get()
    plans.change_outcome(
        outcome,
        actor=ben,
        seen=outcome.revision,
        baseline="Starts in 1 of 5 lessons",
        baseline_number=None,
        target="Starts in 4 of 5 lessons",
        target_number=None,
        unit="",
        by_date=date(2026, 7, 3),
    )
    plans.share_plan(plan, actor=ben, today=DAY)
    return plan


def test_where_the_child_is_in_words_is_where_the_next_cycle_begins(cast):
    """An outcome that is not counted: what the review saw is its start, and a date that lies ahead stays."""
    with tenant_scope(cast.elm.organisation.pk):
        plan = with_words(cast)
        ahead = plan.outcomes.get().by_date
    ben = as_person(cast.elm, "Ben")
    with tenant_scope(cast.elm.organisation.pk):
        where = at(cast, f"cycles/{plan.cycle.public_id}/review/")
        outcome = plan.outcomes.get().public_id
    data = typed_into(ben.get(where))
    data |= {name: ["yes"] for name in fields(data, "there-")}
    data |= {f"judged-{outcome}": ["nearly"], "next_step": ["continue"]}
    data |= {f"now-{outcome}": ["Starts in 3 of 5 lessons"]}
    page = ben.post(where, data, follow=True).content.decode()
    assert "Now: Starts in 3 of 5 lessons." in strip_tags(page)
    with tenant_scope(cast.elm.organisation.pk):
        held = Review.objects.select_related("cycle__pupil").get()
        new = continue_cycle(held, actor=cast.elm.actor("Ben", LATER), today=LATER)
        carried = Outcome.objects.get(plan__cycle=new)
    assert (carried.baseline, carried.baseline_on) == ("Starts in 3 of 5 lessons", LATER)
    assert carried.by_date == ahead > LATER


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

    def duty():
        return DueRow.objects.get(rule="give_record", owed_to=nan.public_id).state

    with tenant_scope(cast.elm.organisation.pk):
        ben = cast.elm.actor("Ben", LATER)
        give_review(review(cast), [nan], actor=ben, **by_hand)
        with_the_child = by_hand | {"child": True, "how": "talk"}
        give_review(review(cast), [], actor=ben, **with_the_child)
        assert duty() == "met"
    corrected_by_ben(cast, *said_now(cast))
    page = as_person(cast.elm, "Ben").get(at(cast, f"reviews/{review(cast).public_id}/"))
    assert page.content.decode().count("corrected since they got it") == 2
    with tenant_scope(cast.elm.organisation.pk):
        assert duty() == "open"
        give_review(review(cast), [nan], actor=ben, **by_hand)
        assert duty() == "met"
        assert differences() == []
