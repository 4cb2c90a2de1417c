"""Who cannot come to a review, or does not agree with the plan, is heard of before it is held and answered after it."""

from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from fourfold.casework.cycles.models import Cycle, Move
from fourfold.casework.plan.actions import say_on_plan
from fourfold.casework.plan.models import PlanVersion
from fourfold.casework.review.actions import Meeting, cannot_come, prepare_review
from fourfold.casework.review.models import CannotCome, Review
from fourfold.casework.review.todos import todos
from fourfold.casework.voice.actions import read_contribution
from fourfold.config import clock
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.act.deliver import Outcome, deliver_all, settle, take
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.a_review import LATER, a_plan_to_review, at, hold_page, review, written_down
from tests.signed_in import as_person
from tests.typed import typed_into

DAY_SET = LATER + timedelta(days=2)
ANOTHER_DAY = DAY_SET + timedelta(days=5)


@pytest.fixture
def cast(db):
    with a_plan_to_review() as cast:
        yield cast


def invite(cast, on=DAY_SET, names=("Dilek", "Dev")):
    with tenant_scope(cast.elm.organisation.pk):
        cycle = Cycle.objects.select_related("pupil").get()
        people = [cast.elm.contacts[name] for name in names]
        amina = cast.elm.actor("Amina", LATER)
        prepare_review(cycle, Meeting(on), people, child=True, actor=amina, today=LATER)


def declines(cast, name="Dev", suits="Fridays, after four."):
    with tenant_scope(cast.elm.organisation.pk):
        said = cannot_come(review(cast), suits, actor=cast.elm.actor(name, LATER), today=LATER)
        if said.contribution:
            amina = cast.elm.actor("Amina", LATER)
            read_contribution(said.contribution, actor=amina, today=LATER)


def reaches_nobody(cast):
    """What waits to be sent fails."""
    with tenant_scope(cast.elm.organisation.pk):
        worker = system_actor(cast.elm.organisation.pk, "worker")
        for message in Message.objects.filter(state="queued"):
            take(message, actor=worker, now=clock.now())
            settle(message, Outcome("failed", "Refused."), actor=worker, now=clock.now())


def asked_anew(cast, how):
    """Dev cannot come, and is not asked for another day by anything that has reached him."""
    if how == "another day reached him, and it is on the first day after all":
        invite(cast)
        declines(cast)
        invite(cast, ANOTHER_DAY)
        deliver_all(clock.now())
        return invite(cast, names=("Dilek",))
    invite(cast)
    declines(cast)
    if how == "for the same day":
        invite(cast)
        deliver_all(clock.now())
    elif how == "the others only":
        invite(cast, ANOTHER_DAY, names=("Dilek",))
    else:
        invite(cast, ANOTHER_DAY)
        if how == "by a message that failed":
            reaches_nobody(cast)
    return None


def text(answer):
    return " ".join(strip_tags(answer.content.decode()).split())


def home(cast, name):
    return text(as_person(cast.elm, name).get(at(cast, "")))


def hold_without_dev(cast, **more):
    dev = cast.elm.contacts["Dev"].public_id
    return written_down(cast, **{f"there-{dev}": ["no"]}, **more)


def test_the_form_says_first_who_cannot_come_and_who_does_not_agree(cast):
    invite(cast)
    declines(cast)
    with tenant_scope(cast.elm.organisation.pk):
        version = PlanVersion.objects.select_related("plan__cycle__pupil").get()
        dilek = cast.elm.actor("Dilek", LATER)
        say_on_plan(version, "disagrees", "The cards are for babies.", actor=dilek, today=LATER)
    page = text(as_person(cast.elm, "Amina").get(hold_page(cast)))
    before = page[: page.index("Was it reached?")]
    assert (
        "cannot come Dev Khan Monday 15 December · offered 1 day so far Fridays, after four."
        in before
    )
    assert "Disagrees Dilek Khan Monday 15 December · of version 1 of the plan" in before
    assert "The words wait to be read first." in before
    assert "The cards are for babies." not in page


def test_it_is_held_without_them_after_two_days_offered_or_with_what_was_done(cast):
    invite(cast)
    declines(cast)
    refused = text(hold_without_dev(cast))
    assert "Dev Khan said that they cannot come, and was asked for one day only." in refused
    with tenant_scope(cast.elm.organisation.pk):
        assert Review.objects.get().held_on is None
    why = "Spoken to by telephone on Monday."
    assert "The review is written down." in text(hold_without_dev(cast, passed_because=[why]))
    with tenant_scope(cast.elm.organisation.pk):
        move = Move.objects.get(move="hold_review")
        assert ("offered_again" in move.passed_over, move.passed_because) == (True, why)


def test_who_was_offered_two_days_and_can_come_on_neither_keeps_nobody_waiting(cast):
    for day in (DAY_SET, ANOTHER_DAY):
        invite(cast, day)
        declines(cast, suits="")
    page = text(as_person(cast.elm, "Ben").get(hold_page(cast)))
    assert "offered 2 days so far" in page
    assert "The review is written down." in text(hold_without_dev(cast))
    with tenant_scope(cast.elm.organisation.pk):
        assert "offered_again" not in Move.objects.get(move="hold_review").passed_over


def test_held_without_them_it_stays_open_until_somebody_says_what_was_done(cast):
    invite(cast)
    declines(cast)
    hold_without_dev(cast, passed_because=["He could not be reached."])
    assert "The review was held without Dev Khan: speak with them" in home(cast, "Amina")
    told = home(cast, "Dev")
    assert "The review was held without you" in told
    assert "Read what it agreed" in told
    record = at(cast, f"reviews/{review(cast).public_id}/")
    page = text(as_person(cast.elm, "Dev").get(record))
    assert "The review was held without you." in page
    assert "Ask for a talk" in page
    for name in ("Dilek", "Marta"):
        assert "held without you" not in home(cast, name)
    amina, where = as_person(cast.elm, "Amina"), f"{record}without/"
    form = typed_into(amina.get(where))
    assert "Say what was done" in text(amina.post(where, form))
    with tenant_scope(cast.elm.organisation.pk):
        said = CannotCome.objects.get().public_id
    done = {"who": [said], "words": ["He came on Friday; he agrees."]}
    answered = amina.post(where, typed_into(amina.get(where)) | done, follow=True)
    assert "What was done: He came on Friday; he agrees." in text(answered)
    # That somebody was missing is no good news, whatever was done since: no tick stands before it.
    theirs = as_person(cast.elm, "Dev").get(record)
    for each, words in ((answered, "could not come"), (theirs, "The review was held without you.")):
        sign = each.content.decode().split(words)[0].rsplit("ff-state--", 1)[1]
        assert sign.startswith("plain")
    assert "speak with them" not in home(cast, "Amina")
    assert "held without you" not in home(cast, "Dev")
    late = text(amina.post(where, form | done, follow=True))
    assert "This had been done already." in late
    with tenant_scope(cast.elm.organisation.pk):
        assert CannotCome.objects.get().answer == "He came on Friday; he agrees."


def test_who_came_all_the_same_was_not_missed(cast):
    invite(cast)
    declines(cast)
    dev = cast.elm.contacts["Dev"].public_id
    assert "The review is written down." in text(written_down(cast, **{f"there-{dev}": ["yes"]}))
    with tenant_scope(cast.elm.organisation.pk):
        assert not [
            each
            for each in todos(cast.elm.actor("Amina", LATER), LATER)
            if "held without" in each.what
        ]
    assert "held without you" not in home(cast, "Dev")
    where = at(cast, f"reviews/{review(cast).public_id}/without/")
    page = text(as_person(cast.elm, "Amina").get(where))
    assert "Nobody waits for an answer here." in page
    assert "Dev Khan" not in page


@pytest.mark.parametrize("name", ["Hana", "Tess", "Dilek", "Dev", "Marta", "Ivan", "Ada"])
def test_nobody_else_says_what_was_done_for_them(cast, name):
    invite(cast)
    declines(cast)
    where = at(cast, f"reviews/{review(cast).public_id}/without/")
    assert as_person(cast.elm, name).get(where).status_code in (403, 404)
    assert as_person(cast.oak, "Cara").get(where).status_code == 404


NOT_ANOTHER_DAY = [
    "for the same day",
    "the others only",
    "by a message that failed",
    "by a message that waits",
    "another day reached him, and it is on the first day after all",
]


@pytest.mark.parametrize("how", NOT_ANOTHER_DAY)
def test_who_cannot_come_is_not_forgotten_until_another_day_has_reached_them(cast, how):
    asked_anew(cast, how)
    assert "cannot come to the review" in home(cast, "Amina")
    page = text(as_person(cast.elm, "Amina").get(hold_page(cast)))
    days = 2 if how.startswith("another") else 1
    assert page.count("cannot come Dev Khan") == 1
    assert f"offered {days} day" in page
    answer = text(hold_without_dev(cast))
    if days == 1:
        assert "Dev Khan said that they cannot come, and was asked for one day only." in answer
        hold_without_dev(cast, passed_because=["He could not be reached."])
    with tenant_scope(cast.elm.organisation.pk):
        move = Move.objects.get(move="hold_review")
        assert ("offered_again" in move.passed_over) == (days == 1)
    assert "The review was held without Dev Khan: speak with them" in home(cast, "Amina")
    assert "The review was held without you" in home(cast, "Dev")
    record = at(cast, f"reviews/{review(cast).public_id}/")
    assert "The review was held without you." in text(as_person(cast.elm, "Dev").get(record))
    assert "Dev Khan" in text(as_person(cast.elm, "Amina").get(f"{record}without/"))


def test_another_day_that_has_reached_them_is_an_answer(cast):
    invite(cast)
    declines(cast)
    invite(cast, ANOTHER_DAY)
    deliver_all(clock.now())
    assert "cannot come to the review" not in home(cast, "Amina")
    assert "The review is written down." in text(hold_without_dev(cast))
    assert "held without" not in home(cast, "Amina")
    assert "held without you" not in home(cast, "Dev")


def test_a_day_for_which_no_message_reached_them_was_not_offered(cast):
    invite(cast)
    reaches_nobody(cast)
    invite(cast, ANOTHER_DAY)
    declines(cast)
    page = text(as_person(cast.elm, "Ben").get(hold_page(cast)))
    assert "offered 1 day so far" in page
    assert "was asked for one day only." in text(hold_without_dev(cast))


@pytest.mark.parametrize(
    ("how", "says_so", "asks"),
    [
        ("for the same day", True, False),
        ("the others only", True, False),
        ("by a message that waits", False, True),
    ],
)
def test_who_cannot_come_reads_that_the_school_knows_and_answers_for_another_day(
    cast, how, says_so, asks
):
    asked_anew(cast, how)
    coming = at(cast, f"reviews/{review(cast).public_id}/")
    page = text(as_person(cast.elm, "Dev").get(coming))
    assert ("If it has to be held without you, your page says so." in page) == says_so
    assert ("I can’t come on that day" in page) == asks
    assert "You told us" not in text(as_person(cast.elm, "Dilek").get(coming))
    knows = "You have told us that you cannot come." in home(cast, "Dev")
    assert knows == (how == "for the same day")


def test_who_says_twice_that_they_cannot_come_is_named_once(cast):
    invite(cast)
    declines(cast)
    invite(cast)
    declines(cast, suits="Never on a Wednesday.")
    assert home(cast, "Amina").count("See what would suit") == 1
    page = text(as_person(cast.elm, "Amina").get(hold_page(cast)))
    assert page.count("cannot come Dev Khan") == 1
    assert "Never on a Wednesday." in page
    assert "Fridays, after four." not in page


def test_what_was_done_for_who_cannot_come_is_said_in_a_box_of_its_own_and_answers_them(cast):
    invite(cast)
    declines(cast)
    record = at(cast, f"reviews/{review(cast).public_id}/")
    assert "Fridays, after four." in text(as_person(cast.elm, "Dev").get(record))
    assert "You have told us that you cannot come." in home(cast, "Dev")
    assert "we meet to look at the plan" in home(cast, "Dilek")
    dev = cast.elm.contacts["Dev"].public_id
    page = text(hold_without_dev(cast))
    assert "What was done so that Dev Khan could take part?" in page
    assert "or write here what was done" in page
    why = "We telephoned him twice."
    assert "The review is written down." in text(hold_without_dev(cast, **{f"done-{dev}": [why]}))
    with tenant_scope(cast.elm.organisation.pk):
        said = CannotCome.objects.get()
        assert (said.answer, said.answered_by) == (why, cast.elm.members["Ben"])
    for name in ("Amina", "Dev"):
        page = text(as_person(cast.elm, name).get(record))
        assert f"What was done: {why}" in page
        assert "Say what was done for them" not in page
    assert "held without you" not in home(cast, "Dev")
    assert why not in text(as_person(cast.elm, "Dilek").get(record))
