"""Reviews: prepared, written down once, given to each, followed by the next cycle with nothing typed again."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.cycles.facts import facts_of
from fourfold.casework.cycles.models import Cycle, Move
from fourfold.casework.cycles.queries import code_of
from fourfold.casework.cycles.story import story_of
from fourfold.casework.do.actions import Said, log_session
from fourfold.casework.people.models import InheritedSpell
from fourfold.casework.plan.actions import begin_plan, share_plan
from fourfold.casework.plan.models import Adjustment, Outcome, Plan, PlanVersion, SupportLine
from fourfold.casework.review.actions import (
    Held,
    Judged,
    Meeting,
    Voice,
    continue_cycle,
    ending,
    exit_support,
    give_review,
    hold_review,
    look_again,
    prepare_review,
)
from fourfold.casework.review.models import Invitation, LookedAgain, RecordGiven, Review
from fourfold.casework.review.queries import find_review, prompts_for, under_review
from fourfold.casework.review.story import todos
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.cycle import Stage
from fourfold.domain.words import Judgement, LineDecision, NextStep, NotDelivered, SenCode
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.act.deliver import Outcome as NotSent
from fourfold.foundation.act.deliver import deliver_all, settle, take
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import differences, night
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.remembered import forget
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.prepared import prepared
from tests.whole_cycle import decided, shared_plan

DAY = date(2025, 11, 3)
LATER = date(2025, 12, 15)


def begun():
    elm = make_cast().elm
    with tenant_scope(elm.organisation.pk):
        shared_plan(elm, "Ayaan", DAY)
        start(elm)
    return elm


@pytest.fixture
def elm(db):
    with time_machine.travel(DAY, tick=False) as clock:
        elm = prepared("support that has begun", begun)
        with tenant_scope(elm.organisation.pk):
            clock.move_to(LATER)
            yield elm


def start(elm):
    line = SupportLine.objects.select_related("plan__cycle").get(what="Daily phonics")
    log_session(line, Said(DAY, "first"), actor=elm.actor("Tess", DAY), today=DAY)


def cycle_of(elm, child="Ayaan"):
    return (
        Cycle.objects.select_related("pupil")
        .filter(pupil=elm.children[child])
        .order_by("-number")
        .first()
    )


def held(elm, **more):
    """A review of what there is: not yet met, 6 errors now, phonics kept, cards changed."""
    outcome = Outcome.objects.get()
    lines = {line.what: line.public_id for line in SupportLine.objects.all()}
    said = {
        "on": LATER,
        "led_by": elm.members["Ben"],
        "version": under_review(cycle_of(elm)).version,
        "judged": {
            outcome.public_id: Judged(Judgement.NOT_YET, "Reads more freely.", Decimal("6"))
        },
        "decided": {
            lines["Daily phonics"]: (LineDecision.KEEP, ""),
            lines["Sentence cards"]: (LineDecision.CHANGE, "Shorter cards."),
        },
        "people": (
            Voice(elm.contacts["Dilek"], True, "He reads to his sister."),
            Voice(elm.contacts["Dev"], False),
            Voice(None, True, "I like the cards."),
        ),
        "next_step": NextStep.CHANGE,
        "next_review_on": date(2026, 3, 20),
    }
    return Held(**(said | more))


def hold(elm, who="Ben", **more):
    return hold_review(cycle_of(elm), held(elm, **more), actor=elm.actor(who, LATER), today=LATER)


def prepare(elm, who="Ben", people=("Dilek", "Dev"), on=LATER + timedelta(days=2)):
    return prepare_review(
        cycle_of(elm),
        Meeting(on, time(15, 40), "Library"),
        [elm.contacts[name] for name in people],
        child=True,
        actor=elm.actor(who, LATER),
        today=LATER,
    )


def test_the_family_is_asked_each_by_their_own_message_without_a_name(elm):
    review = prepare(elm)
    assert cycle_of(elm).stage == Stage.REVIEW
    asked = [row.contact.given_name if row.contact else "child" for row in Invitation.objects.all()]
    assert sorted(asked) == ["Dev", "Dilek", "child"]
    sent = Message.objects.filter(kind="review.invited")
    assert {message.to_id for message in sent} == {
        elm.contacts[name].membership_id for name in ("Dilek", "Dev")
    }
    assert all("Ayaan" not in str(message.payload) for message in sent)
    assert review.held_on is None


def test_another_day_is_asked_again_and_the_first_asking_stays(elm):
    prepare(elm)
    prepare(elm, people=("Dilek",), on=LATER + timedelta(days=4))
    assert Review.objects.count() == 1
    assert Review.objects.get().meets_on == LATER + timedelta(days=4)
    assert Invitation.objects.count() == 5
    assert Move.objects.filter(move="prepare_review").count() == 1


def test_whom_an_order_bars_or_who_is_no_carer_of_the_child_is_never_asked(elm):
    for name in ("Ivan", "Marta"):
        with pytest.raises(Impossible):
            prepare(elm, people=(name,))
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("who", ["Tess", "Hana", "Grace", "Evie", "Dilek", "Marta", "Ivan", "Ada"])
def test_nobody_else_prepares_or_writes_down_a_review(elm, who):
    with pytest.raises(NotAllowed):
        prepare(elm, who=who)
    with pytest.raises(NotAllowed):
        hold(elm, who=who)


def test_who_was_asked_reads_the_review_when_it_is_given_to_them_and_not_before(elm):
    def opens(who):
        review = find_review(Review.objects.get().public_id)
        return may(Action.SEE_SHARED_PLAN, elm.actor(who, LATER), review)

    prepare(elm, on=LATER)
    assert (opens("Dilek"), opens("Dev")) == (True, True)
    review = hold(elm, give_now=False)
    assert (opens("Dilek"), opens("Dev"), opens("Ben")) == (False, False, True)
    dilek, ben = [elm.contacts["Dilek"]], elm.actor("Ben", LATER)
    give_review(review, dilek, child=False, staff=False, how="hand", actor=ben, today=LATER)
    assert (opens("Dilek"), opens("Dev")) == (True, False)


def test_who_was_asked_for_another_day_was_not_asked_for_this_one(elm):
    prepare(elm)
    prepare(elm, people=("Dilek",), on=LATER + timedelta(days=4))
    family = facts_of(cycle_of(elm), LATER).family
    asked = {each.person for each in family if each.invited_on}
    assert asked == {elm.contacts["Dilek"].public_id, elm.children["Ayaan"].public_id}


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


def test_the_next_cycle_begins_with_nothing_typed_again(elm):
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
    assert code_of(pupil, LATER + timedelta(days=1)) is SenCode.N
    told = Message.objects.filter(kind="support.ended").values_list("to_id", flat=True)
    assert set(told) == {elm.contacts[n].membership_id for n in ("Dilek", "Dev")}


def test_each_carer_is_told_of_the_end_once_it_has_reached_them_and_not_before(elm):
    exit_support(cycle_of(elm), "Met.", None, actor=elm.actor("Amina", LATER), today=LATER)
    passed = Move.objects.get(move="exit_support").passed_over
    assert "exit_told" not in passed
    assert facts_of(cycle_of(elm), LATER).end_told_on is None
    deliver_all(clock.now())
    forget()
    assert facts_of(cycle_of(elm), LATER).end_told_on == LATER


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


def test_of_a_carer_who_was_not_told_of_the_end_it_stays_open(elm, monkeypatch):
    without = {elm.contacts["Dilek"].pk: elm.contacts["Dilek"]}
    monkeypatch.setattr(ending, "entitled", lambda cycle, today: without)
    exit_support(cycle_of(elm), "Met.", None, actor=elm.actor("Amina", LATER), today=LATER)
    assert "exit_told" in Move.objects.get(move="exit_support").passed_over
    assert facts_of(cycle_of(elm), LATER).end_told_on is None


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


def test_a_review_was_not_held_before_there_was_the_plan_that_it_judges(elm):
    with pytest.raises(Impossible, match="not before there was the plan"):
        hold(elm, on=DAY - timedelta(days=1))
    assert not Review.objects.exists()


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
