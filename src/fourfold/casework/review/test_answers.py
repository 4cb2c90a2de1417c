"""What a review must have an answer to, each at its question, and on which day it may be."""

import re
from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils.html import strip_tags

from fourfold.casework.cycles.models import Move
from fourfold.casework.plan import actions as plans
from fourfold.casework.plan.models import Outcome, Plan
from fourfold.casework.review.actions import (
    continue_cycle,
)
from fourfold.casework.review.forms import HoldForm
from fourfold.casework.review.models import Review, TookPart
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work
from tests.a_review import DAY, LATER, a_plan_to_review, at, fields, hold_page, review, written_down
from tests.signed_in import as_person
from tests.typed import typed_into
from tests.whole_cycle import with_plan


@pytest.fixture
def cast(db):
    with a_plan_to_review() as cast:
        yield cast


def test_a_bare_review_says_what_is_missing_each_at_its_question(cast):
    ben = as_person(cast.elm, "Ben")
    data = typed_into(ben.get(hold_page(cast)))
    assert "next_step" not in data
    answer = ben.post(hold_page(cast), data)
    text = strip_tags(answer.content.decode())
    assert "If something stays open: why?" in strip_tags(ben.get(hold_page(cast)).content.decode())
    for sentence in (
        "Say whether this was reached, or write below why it stays open: reads short words aloud",
        "Still missing: whether this was reached (reads short words aloud)",
        ", who took part and what happens next. Why does it stay open?",
        "Say who took part, or write below why this stays open.",
        "Say what happens next, or write below why this stays open.",
    ):
        assert sentence in text
    with tenant_scope(cast.elm.organisation.pk):
        assert not Review.objects.exists()
    why = {"passed_because": ["The family could not come; the rest is decided next week."]}
    assert ben.post(hold_page(cast), typed_into(answer) | why, follow=True).status_code == 200
    assert review(cast).next_step == ""


def test_a_question_names_three_of_many_outcomes_and_how_many_more_there_are(cast):
    about = {"lines": (), "contacts": [], "staff": [], "since": None, "today": LATER}
    with tenant_scope(cast.elm.organisation.pk):
        five = tuple(Outcome(words=f"goal {n}", public_id=f"o{n}") for n in range(5))
        form = HoldForm({}, outcomes=five, pupil=cast.elm.children["Ayaan"], **about)
        assert not form.is_valid()
    label = strip_tags(form.fields["passed_because"].label)
    assert "whether these were reached (goal 0, goal 1, goal 2 and 2 more), who took" in label


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


def test_a_day_on_which_the_setting_is_closed_has_to_be_meant(cast):
    saturday = {"next_review_on-day": ["21"], "next_review_on-month": ["3"]}
    saturday |= {"next_review_on-year": ["2026"]}
    refused = written_down(cast, **saturday)
    text = strip_tags(refused.content.decode())
    assert "The setting is closed on Saturday 21 March 2026." in text
    with tenant_scope(cast.elm.organisation.pk):
        assert not Review.objects.exists()
    far = saturday | {"next_review_on-day": ["6"], "next_review_on-month": ["6"]}
    both = strip_tags(written_down(cast, **far).content.decode())
    assert "The setting is closed on Saturday 6 June 2026." in both
    assert "There is a review each term (Code 6.65)" in both
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


def test_from_where_to_where_is_said_in_words_and_as_numbers(cast):
    with tenant_scope(cast.elm.organisation.pk):
        amina = cast.elm.actor("Amina", DAY)
        plan = Plan.objects.select_related("cycle__pupil").get()
        plans.change_shared_plan(plan, actor=amina, today=DAY)
        outcome = plan.outcomes.get()
        words = {"baseline": "Stops after 2 lines", "target": "Reads one page", "unit": "errors"}
        plans.change_outcome(outcome, actor=amina, seen=outcome.revision, **words)
        plans.share_plan(plan, actor=amina, today=DAY)
    way = "From: Stops after 2 lines (11 errors). Aim: Reads one page (3 errors)."
    form = as_person(cast.elm, "Ben").get(hold_page(cast)).content.decode()
    shown = " ".join(strip_tags(form).split())
    assert way in shown
    page = " ".join(strip_tags(written_down(cast).content.decode()).split())
    assert f"{way} Now: 6 errors." in page


def test_how_much_was_given_until_the_review_is_said_truly(cast):
    written_down(cast)
    with tenant_scope(cast.elm.organisation.pk):
        kept = review(cast).snapshot
        said = [(0, 0, 0, 0), (12, 12, 2, 0)]
        names = ("planned", "delivered", "more", "missed")
        kept["lines"] = [
            {**each, **dict(zip(names, numbers, strict=True))}
            for each, numbers in zip(kept["lines"], said, strict=True)
        ]
        with verb_at_work(cast.elm.organisation.pk, "test"):
            Review.objects.get().compare_and_set({}, snapshot=kept)
    where = at(cast, f"reviews/{review(cast).public_id}/")
    page = as_person(cast.elm, "Ben").get(where).content.decode()
    assert "None was planned." in page
    assert "12 given, 10 were planned." in page
    assert "0 of 0" not in page


def test_of_support_that_starts_later_it_is_said_and_nothing_is_chosen_beforehand(cast):
    with tenant_scope(cast.elm.organisation.pk):
        amina, plan = (
            cast.elm.actor("Amina", DAY),
            Plan.objects.select_related("cycle__pupil").get(),
        )
        starts = date(2025, 12, 17)
        plans.start_support(plan, actor=amina, today=DAY, starts_on=starts)
    due = "None was due yet: starts on Wednesday 17 December 2025"
    ben, child = as_person(cast.elm, "Ben"), cast.elm.children["Ayaan"].public_id
    form = ben.get(hold_page(cast))
    assert form.content.decode().count(due) == 2
    assert not fields(typed_into(form), "decided-")
    where = {"setting": cast.elm.organisation.public_id, "child": child}
    assert due in ben.get(reverse("desk:child", kwargs=where)).content.decode()
    done = reverse("do:family", kwargs=where)
    assert due in as_person(cast.elm, "Dilek").get(done).content.decode()
    page = strip_tags(written_down(cast).content.decode())
    assert page.count(due) == 2
    assert "None was planned" not in page


def on_day(day):
    """The next review is on that day, as it is typed."""
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"next_review_on-{part}": [str(number)] for part, number in parts.items()}


def test_the_next_review_is_within_the_term_or_it_is_said_why_not(cast):
    """Half the spring term is left to come: a review is due by its last day (D4), whatever is typed."""
    late = on_day(date(2026, 5, 12))
    refused = strip_tags(written_down(cast, **late).content.decode())
    assert "There is a review each term (Code 6.65): the next one is by Friday 27 March" in refused
    assert "Why is the next review later than its term?" in refused
    both = strip_tags(written_down(cast, **late, next_step=[]).content.decode())
    assert "Still missing: what happens next. Why does it stay open, and why is the next" in both
    with tenant_scope(cast.elm.organisation.pk):
        assert not Review.objects.exists()
    written_down(cast, **late, passed_because=["He is in hospital until May."])
    assert review(cast).next_review_on == date(2026, 5, 12)
    with tenant_scope(cast.elm.organisation.pk):
        move = Move.objects.get(move="hold_review")
        assert "next_review_termly" in move.passed_over
        assert move.passed_because == "He is in hospital until May."


def test_a_review_that_ends_support_names_no_next_one(cast):
    """The day that was filled in is not promised to anybody; what happens instead is said (domain 3.2, row 14)."""
    answer = written_down(cast, **on_day(date(2026, 3, 21)), next_step=["exit"])
    page = " ".join(strip_tags(answer.content.decode()).split())
    assert "There is no next review, because SEN Support ends." in page
    assert "The next review:" not in page
    assert review(cast).next_review_on is None


def test_a_day_that_was_frozen_with_an_end_is_not_shown(cast):
    written_down(cast)
    with tenant_scope(cast.elm.organisation.pk):
        kept = review(cast).snapshot | {"next_step": "exit"}
        assert kept["next_review_on"]
        with verb_at_work(cast.elm.organisation.pk, "test"):
            Review.objects.get().compare_and_set({}, snapshot=kept, next_step="exit")
    where = at(cast, f"reviews/{review(cast).public_id}/")
    page = as_person(cast.elm, "Ben").get(where).content.decode()
    assert "There is no next review" in page
    assert "The next review:" not in page


def held_on_the_12_january(cast, **more):
    """The review was held in the first half of the spring term, whenever it is written down."""
    return written_down(cast, **{"on-day": ["12"], "on-month": ["1"], "on-year": ["2026"]}, **more)


def test_the_term_of_the_next_review_is_counted_from_the_day_on_which_the_review_was_held(cast):
    with time_machine.travel(date(2026, 3, 20), tick=False):
        refused = strip_tags(held_on_the_12_january(cast).content.decode())
        assert "the next one is by Friday 27 March" in refused
        held_on_the_12_january(cast, **on_day(date(2026, 3, 26)))
        with tenant_scope(cast.elm.organisation.pk):
            assert "next_review_termly" not in Move.objects.get(move="hold_review").passed_over


def test_written_down_after_that_day_it_is_said_why_the_next_is_later(cast):
    with time_machine.travel(date(2026, 4, 20), tick=False):
        refused = strip_tags(held_on_the_12_january(cast).content.decode())
        assert (
            "the next one was due by Friday 27 March 2026. Write below why it is later." in refused
        )
        held_on_the_12_january(cast, passed_because=["It was written down late."])
        with tenant_scope(cast.elm.organisation.pk):
            assert "next_review_termly" in Move.objects.get(move="hold_review").passed_over


def test_a_review_that_ends_sen_support_needs_no_next_one_within_the_term(cast):
    late = on_day(date(2026, 5, 12))
    answer = written_down(cast, **late, next_step=["exit"])
    assert "The review is written down." in strip_tags(answer.content.decode())
    with tenant_scope(cast.elm.organisation.pk):
        assert "next_review_termly" not in Move.objects.get(move="hold_review").passed_over


@pytest.mark.parametrize("year", [2027, 2099])
def test_a_next_review_after_more_than_a_year_is_a_slip_whatever_is_said(cast, year):
    typed = on_day(date(year, 3, 23))
    refused = written_down(cast, **typed, passed_because=["It is far away."])
    assert "The date must be 15 December 2026 or earlier." in strip_tags(refused.content.decode())
    with tenant_scope(cast.elm.organisation.pk):
        assert not Review.objects.exists()


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
