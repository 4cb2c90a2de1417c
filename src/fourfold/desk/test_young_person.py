"""A young person with a way in of their own is asked, invited and told there, as their parents are by theirs."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils.html import strip_tags

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import todos_for
from fourfold.casework.people import actions as people
from fourfold.casework.review.actions import Meeting, exit_support, prepare_review
from fourfold.casework.review.models import Invitation, SupportEnd
from fourfold.casework.voice.actions import Said, ask_views, give_views
from fourfold.config import clock
from fourfold.domain.access import Action
from fourfold.foundation.access.actors import actor_of, system_actor
from fourfold.foundation.access.doors import may
from fourfold.foundation.act.deliver import deliver_all
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.prepared import prepared
from tests.signed_in import as_person
from tests.whole_cycle import shared_plan

DAY, LATER = date(2025, 11, 3), date(2025, 12, 15)


def _shared():
    elm = make_cast(date(2025, 9, 2)).elm
    with tenant_scope(elm.organisation.pk):
        shared_plan(elm, "Ayaan", DAY)
    return elm


@pytest.fixture
def elm(db):
    with time_machine.travel(DAY, tick=False) as moving:
        elm = prepared("a plan that was shared, to review", _shared)
        with tenant_scope(elm.organisation.pk):
            moving.move_to(LATER)
            yield elm


@pytest.fixture
def young(elm):
    """The account of Ayaan, grown up for once, as the actor who signs in with it."""
    system, child = system_actor(elm.organisation.pk, "set-up"), elm.children["Ayaan"]
    people.change_pupil(child, actor=system, seen={}, birth_date=date(2009, 3, 1))
    account = elm.contacts["young"] = people.open_own_account(child, actor=system, today=DAY)
    return actor_of(account.membership, LATER)


def cycle_of(elm):
    return Cycle.objects.select_related("pupil").get(pupil=elm.children["Ayaan"])


def told(young, kind):
    return Message.objects.filter(kind=kind, to_id=young.membership, channel="in_app")


def _asks(elm):
    ask_views(
        elm.children["Ayaan"],
        [],
        child=True,
        how="message",
        reply_by=None,
        actor=elm.actor("Amina", LATER),
        today=LATER,
    )


def test_who_has_an_account_is_asked_for_views_there_until_they_gave_them(elm, young):
    def asked():
        return [str(row.what) for row in todos_for(young, LATER) if "questions" in str(row.what)]

    _asks(elm)
    assert told(young, "views_asked").count() == 1
    assert asked() == ["Three questions, two minutes"]
    child = elm.children["Ayaan"]
    give_views(child, Said(words="Fine."), actor=young, today=LATER)
    assert asked() == []
    deliver_all(clock.now())
    assert told(young, "views_asked").get().state == "sent"


def test_they_are_invited_to_the_review_there(elm, young):
    meeting = Meeting(LATER + timedelta(days=15))
    ben = elm.actor("Ben", LATER)
    review = prepare_review(cycle_of(elm), meeting, [], child=True, actor=ben, today=LATER)
    assert Invitation.objects.get().how == "in_app"
    assert told(young, "review.invited").count() == 1
    assert may(Action.SEE_SHARED_PLAN, young, review)


def test_they_are_told_of_the_end_and_can_read_why(elm, young):
    exit_support(cycle_of(elm), "Met.", None, actor=elm.actor("Amina", LATER), today=LATER)
    assert told(young, "support.ended").count() == 1
    assert may(
        Action.SEE_SHARED_PLAN, young, SupportEnd.objects.select_related("cycle__pupil").get()
    )


def test_they_are_addressed_as_who_they_are_and_not_as_a_parent(elm, young):
    client, here = as_person(elm, "young"), elm.organisation.public_id
    at = f"/at/{here}/child/{elm.children['Ayaan'].public_id}"
    pages = {
        f"/at/{here}/concern/": ("Tell us a concern", "Say what worries you"),
        f"{at}/concern/": (
            "Tell us a concern",
            "those who work with you and those who lead the school see it",
        ),
        f"{at}/views/": ("Three questions for you", "Answer with pictures"),
        f"{at}/views/child/": (
            "What you think",
            "those who work with you and those who lead the school see it",
        ),
        f"{at}/views/sent/": ("What you told us",),
        f"/at/{here}/children/{elm.children['Ayaan'].public_id}/support/family/": (
            "What was done for you",
        ),
    }
    for address, expected in pages.items():
        text = strip_tags(client.get(address).content.decode().split("<main", 1)[1])
        for words in expected:
            assert words in text, address
        for words in ("your child", "the child", "about Ayaan", "Ayaan thinks"):
            assert words not in text, address


def test_without_an_account_nobody_is_sent_what_nobody_could_read(elm):
    with pytest.raises(Impossible, match="no message reaches"):
        _asks(elm)
    assert not Message.objects.filter(kind="views_asked").exists()
