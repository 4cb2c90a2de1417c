"""Something is added to an answer: once, below it; and what became of the message about it is said as it is."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.identify import actions
from fourfold.casework.identify.actions import Seen
from fourfold.casework.identify.choices import Next
from fourfold.casework.identify.models import AnswerAdded
from fourfold.casework.onward.actions import Left, end_here
from fourfold.casework.people import actions as people
from fourfold.casework.people.models import Care
from fourfold.casework.voice.actions import read_contribution
from fourfold.config import clock
from fourfold.domain.words import EndReason
from fourfold.foundation.act.deliver import deliver_all
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work
from tests.signed_in import as_person
from tests.typed import typed_into

DAY = date(2026, 2, 3)
KINDS = ("concern_answered", "answer_added_to")


@pytest.fixture
def moving():
    with time_machine.travel(DAY, tick=False) as moving:
        yield moving


@pytest.fixture
def elm(moving, cast):
    with tenant_scope(cast.elm.organisation.pk):
        yield cast.elm


@pytest.fixture
def concern(elm):
    """Dev, Ayaan's father, is worried; Amina has read it."""
    child, amina = elm.children["Ayaan"], elm.actor("Amina", DAY)
    made = actions.raise_concern(child, Seen("He hides."), actor=elm.actor("Dev", DAY), today=DAY)
    read_contribution(made.contribution, actor=amina, today=DAY)
    made.refresh_from_db()
    return made


def answered(elm, concern):
    amina = elm.actor("Amina", DAY)
    actions.answer_concern(concern, "We look.", str(Next.LEAVE_OPEN), actor=amina, today=DAY)
    return f"/at/{elm.organisation.public_id}/concern/{concern.public_id}/"


def words_of(page) -> str:
    return " ".join(strip_tags(page.content.decode()).split())


def barred(elm, concern, moving):
    care = Care.objects.get(contact=elm.contacts["Dev"], pupil=concern.pupil)
    order = {"another_person": True, "bars_all": True, "order_from": DAY}
    people.change_care(care, actor=elm.actor("Ada", DAY), seen={}, today=DAY, **order)


def died(elm, concern, moving):
    left = Left(DAY, EndReason.DIED)
    end_here(concern.cycle, left, actor=elm.actor("Amina", DAY), today=DAY)
    moving.shift(timedelta(days=2))


def protected(elm, concern, moving):
    with verb_at_work(elm.organisation.pk, "test"):
        concern.pupil.compare_and_set({}, whereabouts_protected=True)


def on_paper(elm, concern, moving):
    with verb_at_work(elm.organisation.pk, "test"):
        elm.contacts["Dev"].compare_and_set({}, channel="print")


STANDS = [
    (None, "A message about it is on its way to Dev Khan.", "queued"),
    (on_paper, "A message about it goes to Dev Khan on paper", "queued"),
    (protected, "to Dev Khan waits until somebody lets it out. Where this child", "held"),
    (barred, "No message about it goes to Dev Khan. A court order, or a decision", "stopped"),
]


def sent(elm, address, data) -> str:
    """The page after Amina has sent it."""
    amina = as_person(elm, "Amina")
    page = amina.get(address)
    assert "is told" not in words_of(page)
    return words_of(amina.post(address, typed_into(page) | data, follow=True))


@pytest.mark.parametrize(("so", "said", "state"), STANDS)
@pytest.mark.parametrize("kind", KINDS)
def test_what_became_of_the_message_is_said_as_it_is(elm, concern, moving, so, said, state, kind):
    address, data = f"/at/{elm.organisation.public_id}/concern/{concern.public_id}/", {}
    if kind == "answer_added_to":
        address, data = f"{answered(elm, concern)}add/", {"answer": "And more."}
    if so:
        so(elm, concern, moving)
    page = sent(elm, address, data or {"answer": "We look.", "then": str(Next.LEAVE_OPEN)})
    assert "has gone out" not in page
    assert said in page
    assert Message.objects.get(kind=kind).state == state


def test_who_gets_the_answer_on_paper_gets_the_answer_and_what_was_added(elm, concern, moving):
    on_paper(elm, concern, moving)
    sent(elm, f"{answered(elm, concern)}add/", {"answer": "And more."})
    deliver_all(clock.now())
    for kind in KINDS:
        message = Message.objects.get(kind=kind)
        at = f"/at/{elm.organisation.public_id}/messages/{message.public_id}/"
        letter = words_of(as_person(elm, "Amina").get(f"{at}paper/"))
        assert "We look." in letter
        assert "And more." in letter
        assert "And more." not in words_of(as_person(elm, "Ada").get(f"{at}paper/"))


def test_of_a_child_who_has_died_nobody_is_said_to_be_told(elm, concern, moving):
    address = f"{answered(elm, concern)}add/"
    died(elm, concern, moving)
    page = sent(elm, address, {"answer": "And more."})
    assert "No message about it goes to Dev Khan. This child is not here any more." in page


def test_a_raiser_from_whom_an_order_keeps_the_child_reads_neither(elm, concern, moving):
    address = answered(elm, concern)
    barred(elm, concern, moving)
    sent(elm, f"{address}add/", {"answer": "And more."})
    for path in (address, f"{address}add/"):
        assert as_person(elm, "Dev").get(path).status_code == 404


def test_the_same_words_added_again_stand_once_and_send_one_message(elm, concern):
    address = f"{answered(elm, concern)}add/"
    first, again = (sent(elm, address, {"answer": "And more."}) for _each in range(2))
    assert "You added the same at" not in first
    assert "You added the same at" in again
    assert AnswerAdded.objects.count() == 1
    assert Message.objects.filter(kind="answer_added_to").count() == 1
    assert "You added the same" not in sent(elm, address, {"answer": "And more still."})


def test_to_a_concern_that_is_not_answered_yet_nothing_is_added(elm, concern):
    address = f"/at/{elm.organisation.public_id}/concern/{concern.public_id}/add/"
    amina = as_person(elm, "Amina")
    assert amina.get(address).status_code == 404
    assert amina.post(address, {"answer": "And more."}).status_code == 404
    assert not AnswerAdded.objects.exists()


def test_whoever_got_the_answer_is_told_of_more_of_it_and_not_of_a_first_one(elm, concern):
    sent(elm, f"{answered(elm, concern)}add/", {"answer": "And more."})
    kinds = Message.objects.filter(kind__in=KINDS).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == list(KINDS)
