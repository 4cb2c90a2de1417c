"""A review is prepared: the day, and each of the family asked to it by their own message."""

from datetime import timedelta

import pytest

from fourfold.casework.cycles.facts import facts_of
from fourfold.casework.cycles.models import Move
from fourfold.casework.review.actions import (
    give_review,
)
from fourfold.casework.review.models import Invitation, Review
from fourfold.casework.review.queries import find_review
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.domain.cycle import Stage
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.act.deliver import Outcome, deliver_all, settle, take
from fourfold.foundation.act.verbs import Impossible, NotAllowed
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.remembered import forget
from tests.a_review import LATER, cycle_of, hold, prepare, support_that_has_begun


@pytest.fixture
def elm(db):
    with support_that_has_begun() as elm:
        yield elm


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


def asked(elm):
    """Who counts as asked to the review."""
    forget()
    names = {row.public_id: name for name, row in (elm.contacts | elm.children).items()}
    family = facts_of(cycle_of(elm), LATER).family
    return {names[each.person] for each in family if each.invited_on}


def test_who_was_asked_for_another_day_was_not_asked_for_this_one(elm):
    prepare(elm)
    prepare(elm, people=("Dilek",), on=LATER + timedelta(days=4))
    deliver_all(clock.now())
    assert asked(elm) == {"Dilek", "Ayaan"}


def test_somebody_was_asked_when_the_message_has_reached_them_and_not_before(elm):
    prepare(elm)
    assert asked(elm) == {"Ayaan"}  # whom no message reaches is spoken to
    message = Message.objects.get(kind="review.invited", to=elm.contacts["Dev"].membership)
    worker = system_actor(elm.organisation.pk, "worker")
    take(message, actor=worker, now=clock.now())
    settle(message, Outcome("failed", "No such address."), actor=worker, now=clock.now())
    deliver_all(clock.now())
    assert asked(elm) == {"Ayaan", "Dilek"}
