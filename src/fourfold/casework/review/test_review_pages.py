"""The screens of reviews by role: prepared, written down, read by the family, gone on from."""

import re
from datetime import date

import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.cycles.models import Cycle, Move
from fourfold.casework.do.actions import Said, log_session
from fourfold.casework.plan import actions as plans
from fourfold.casework.plan.models import Plan, SupportLine
from fourfold.casework.review.models import Review
from fourfold.casework.voice.actions import read_contribution
from fourfold.casework.voice.models import RECEIVED
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.prepared import prepared
from tests.signed_in import as_person
from tests.typed import typed_into
from tests.whole_cycle import shared_plan

DAY = date(2025, 11, 3)
LATER = date(2025, 12, 15)


def begun():
    cast = make_cast()
    with tenant_scope(cast.elm.organisation.pk):
        shared_plan(cast.elm, "Ayaan", DAY)
        line = SupportLine.objects.select_related("plan__cycle").get(what="Daily phonics")
        log_session(line, Said(DAY, "t"), actor=cast.elm.actor("Tess", DAY), today=DAY)
    return cast


@pytest.fixture
def cast(db):
    with time_machine.travel(DAY, tick=False) as clock:
        cast = prepared("a plan that was begun", begun)
        clock.move_to(LATER)
        yield cast


def at(cast, rest):
    return f"/at/{cast.elm.organisation.public_id}/{rest}"


def cycle_id(cast):
    with tenant_scope(cast.elm.organisation.pk):
        return Cycle.objects.order_by("-number").first().public_id


def write_down(cast, **more):
    ben = as_person(cast.elm, "Ben")
    where = at(cast, f"cycles/{cycle_id(cast)}/review/")
    data = typed_into(ben.get(where))
    for key, value in more.items():
        data |= {name: [value] for name in data if name.startswith(key)}
    judged = re.findall(r'name="(judged-[^"]+)"', ben.get(where).content.decode())
    data |= {name: ["not_yet"] for name in judged}
    data |= {"next_step": ["continue"]} | {name: ["yes"] for name in data if "there-" in name}
    said = [name for name in data if name.startswith("said-")]
    data |= {name: [f"words {number}"] for number, name in enumerate(said)}
    return ben.post(where, data, follow=True)


def record(cast):
    with tenant_scope(cast.elm.organisation.pk):
        return at(cast, f"reviews/{Review.objects.get().public_id}/")


def test_a_teacher_writes_a_review_down_and_it_says_first_what_was_not_given(cast):
    ben = as_person(cast.elm, "Ben")
    page = ben.get(at(cast, f"cycles/{cycle_id(cast)}/review/")).content.decode()
    assert page.index("Less than 80 in 100 was given") < page.index("Was it reached?")
    assert page.count("read it; in the family, only they.") == 2
    whole_family = "verybody in the family who is given the review reads"
    assert page.count(f"A named adult reads this first. Then e{whole_family} it") == 1
    assert page.count(f"E{whole_family} this, and the staff who work with the child.") == 1
    assert "From: 11 errors. Aim: 3 errors or fewer." in strip_tags(page)
    answer = write_down(cast)
    assert answer.status_code == 200
    assert "The review is written down." in answer.content.decode()
    with tenant_scope(cast.elm.organisation.pk):
        review = Review.objects.get()
        assert review.held_on == LATER
        assert review.next_review_on > LATER
        assert review.judgements.get().judgement == "not_yet"
        assert {row.decision for row in review.decisions.all()} == {"keep"}


def said_at_the_review(cast):
    with tenant_scope(cast.elm.organisation.pk):
        return {
            row.contact and row.contact.given_name: row.contribution
            for row in Review.objects.get().people.select_related("contribution", "contact")
        }


def test_nobody_is_shown_what_was_said_at_a_review_before_a_named_adult_has_read_it(cast):
    write_down(cast)
    said = said_at_the_review(cast)
    assert {row.state for row in said.values()} == {RECEIVED}
    for name in ("Dilek", "Dev", "Ben"):
        page = as_person(cast.elm, name).get(record(cast)).content.decode()
        assert not [row.words for row in said.values() if row.words in page]
        assert ("wait to be read first" in page) == (name == "Ben")
    with tenant_scope(cast.elm.organisation.pk):
        amina = cast.elm.actor("Amina", LATER)
        read_contribution(said[None], actor=amina, today=LATER)
    for name in ("Dilek", "Dev", "Ben"):
        page = as_person(cast.elm, name).get(record(cast)).content.decode()
        assert [row.words for row in said.values() if row.words in page] == [said[None].words]


def test_each_parent_reads_what_was_agreed_and_not_what_the_other_said(cast):
    write_down(cast)
    sent = said_at_the_review(cast)
    with tenant_scope(cast.elm.organisation.pk):
        for row in sent.values():
            read_contribution(row, actor=cast.elm.actor("Amina", LATER), today=LATER)
    said = {name: row.words for name, row in sent.items()}
    for name, other in (("Dilek", "Dev"), ("Dev", "Dilek")):
        page = as_person(cast.elm, name).get(record(cast)).content.decode()
        assert "reads short words aloud" in page
        assert "Not yet" in page
        assert said[name] in page
        assert said[None] in page
        assert said[other] not in page
        assert "Add your own words" in page
        assert f"{other} Khan" not in page


@pytest.mark.parametrize("name", ["Marta", "Ivan", "Grace", "Ada", "Sol", "Tess"])
def test_who_was_not_given_it_does_not_read_it(cast, name):
    write_down(cast)
    assert as_person(cast.elm, name).get(record(cast)).status_code in (403, 404)
    assert as_person(cast.oak, "Cara").get(record(cast)).status_code == 404


def test_a_review_that_comes_is_seen_by_who_was_asked_and_by_nobody_else(cast):
    ben = as_person(cast.elm, "Ben")
    where = at(cast, f"cycles/{cycle_id(cast)}/review/prepare/")
    data = typed_into(ben.get(where)) | {
        "on_0": ["17"],
        "on_1": ["12"],
        "on_2": ["2025"],
        "at": ["15:40"],
        "place": ["Library"],
    }
    page = ben.get(where).content.decode()
    names = re.findall(r'name="(on[-_][^"]+)"', page)
    data |= dict(zip(names, (["17"], ["12"], ["2025"]), strict=True))
    assert ben.post(where, data, follow=True).status_code == 200
    page = as_person(cast.elm, "Dilek").get(record(cast)).content.decode()
    assert "Wednesday 17 December" in page
    assert "15:40" in page
    assert as_person(cast.elm, "Marta").get(record(cast)).status_code == 404


def test_the_next_cycle_begins_from_the_page(cast):
    write_down(cast)
    ben = as_person(cast.elm, "Ben")
    where = record(cast) + "next/"
    data = typed_into(ben.get(where))
    for _twice in range(2):
        assert ben.post(where, data).status_code == 303
    with tenant_scope(cast.elm.organisation.pk):
        assert list(Cycle.objects.order_by("number").values_list("stage", flat=True)) == [
            "continued",
            "assess",
        ]
    stands = ben.get(where).content.decode()
    assert "Cycle 2 began on Monday 15 December" in strip_tags(stands)
    assert "Begin the next cycle" not in stands
    assert at(cast, f"child/{cast.elm.children['Ayaan'].public_id}/") in stands
    again = ben.post(
        where, {"once": "another"}
    )  # a sentence that says by whom, no third cycle and no button
    assert again.status_code == 409
    assert "is done: by" in again.content.decode()
    assert "Discard it" not in again.content.decode()


def test_the_senco_ends_support_and_each_parent_reads_why(cast):
    amina = as_person(cast.elm, "Amina")
    where = at(cast, f"cycles/{cycle_id(cast)}/end/")
    assert amina.post(where, {"once": "1"}).status_code == 200
    data = typed_into(amina.get(where)) | {"reasons": ["He reads with his class now."]}
    refused = amina.post(where, data)
    assert refused.status_code == 200
    assert "Say until when the child is watched" in refused.content.decode()
    why = {"passed_because": ["He moves to another school."]}
    ended = amina.post(where, data | why, follow=True)
    assert "He reads with his class now." in ended.content.decode()
    address = ended.redirect_chain[-1][0]
    for name in ("Dilek", "Dev"):
        page = as_person(cast.elm, name).get(address)
        assert "He reads with his class now." in page.content.decode()
    for name in ("Marta", "Ivan", "Tess"):
        assert as_person(cast.elm, name).get(address).status_code in (403, 404)
    for name in ("Ben", "Hana"):
        assert as_person(cast.elm, name).get(where).status_code == 403


def test_a_day_on_which_there_was_no_plan_is_told_at_the_field_and_nothing_is_written(cast):
    for year in ("2001", "2099"):
        answer = write_down(cast, **{"on-year": year})
        assert answer.status_code == 200
        assert 'href="#' in answer.content.decode()
    with tenant_scope(cast.elm.organisation.pk):
        assert not Review.objects.exists()


def test_a_form_of_a_version_that_is_no_longer_in_force_is_kept_and_shown_beside_the_new_one(cast):
    ben = as_person(cast.elm, "Ben")
    where = at(cast, f"cycles/{cycle_id(cast)}/review/")
    data = typed_into(ben.get(where))
    gone = next(name for name in data if name.startswith("words-"))
    data |= {gone: ["He reads the cards at home."], "next_words": ["We go on."]}
    with tenant_scope(cast.elm.organisation.pk):
        amina = cast.elm.actor("Amina", LATER)
        plan = Plan.objects.select_related("cycle__pupil").get()
        plans.change_shared_plan(plan, actor=amina, today=LATER)
        outcome = plan.outcomes.get()
        plans.remove_outcome(outcome, actor=amina, today=LATER, seen=outcome.revision)
        plans.share_plan(plan, actor=amina, today=LATER)
    stale = ben.post(where, data)
    assert stale.status_code == 409
    text = strip_tags(stale.content.decode())
    assert "The plan has changed since you began to write" in text
    assert "He reads the cards at home." in text
    assert "Version 2 of the plan is looked at." in text
    assert "We go on." in stale.content.decode()
    with tenant_scope(cast.elm.organisation.pk):
        assert not Review.objects.exists()
    again = typed_into(stale) | {"passed_because": ["The rest is said next week."]}
    assert ben.post(where, again, follow=True).status_code == 200
    with tenant_scope(cast.elm.organisation.pk):
        assert Review.objects.get().version.number == 2


def test_why_something_is_passed_over_is_kept_with_the_step(cast):
    ben = as_person(cast.elm, "Ben")
    where = at(cast, f"cycles/{cycle_id(cast)}/review/prepare/")
    page = ben.get(where)
    assert "What is still missing" in page.content.decode()
    why = {"passed_because": ["They know the day already."]}
    assert ben.post(where, typed_into(page) | why, follow=True).status_code == 200
    write_down(cast, passed_because="Nobody could come.", off_because="It is done.")
    amina, ends = as_person(cast.elm, "Amina"), at(cast, f"cycles/{cycle_id(cast)}/end/")
    data = typed_into(amina.get(ends)) | {"reasons": ["Met."], "passed_because": ["All agree."]}
    assert amina.post(ends, data, follow=True).status_code == 200
    with tenant_scope(cast.elm.organisation.pk):
        moves = Move.objects.exclude(passed_because="").order_by("pk")
        assert list(moves.values_list("move", "passed_because")) == [
            ("prepare_review", "They know the day already."),
            ("hold_review", "Nobody could come."),
            ("exit_support", "All agree."),
        ]


@pytest.mark.parametrize(("today", "filled_in"), [(9, ""), (10, "10")])
def test_no_day_is_filled_in_for_a_review_that_its_form_would_refuse(db, today, filled_in):
    """Shared on a Sunday: the last day with school was before there was anything to review."""
    with time_machine.travel(date(2025, 11, 9), tick=False) as clock:
        cast = make_cast()
        with tenant_scope(cast.elm.organisation.pk):
            shared_plan(cast.elm, "Leo", date(2025, 11, 9))
        clock.move_to(date(2025, 11, today))
        where = at(cast, f"cycles/{cycle_id(cast)}/review/")
        form = typed_into(as_person(cast.elm, "Ben").get(where))
        assert "".join(form["on-day"]) == filled_in
