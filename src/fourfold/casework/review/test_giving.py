"""What a review agreed counts as given when it has reached somebody: until then it is owed, and on its way."""

from datetime import date, timedelta

import pytest
import time_machine

from fourfold.casework.review.actions import Held, give_review, hold_review
from fourfold.casework.review.models import RecordGiven
from fourfold.casework.review.queries import under_review
from fourfold.casework.review.todos import todos
from fourfold.config import clock
from fourfold.domain.words import NextStep
from fourfold.foundation.access.actors import system_actor
from fourfold.foundation.act.deliver import (
    Outcome,
    deliver_all,
    give_printed,
    settle,
    take,
)
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import differences
from fourfold.foundation.notify.models import Message
from fourfold.foundation.scope.remembered import forget
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.prepared import prepared
from tests.signed_in import as_person
from tests.typed import typed_into
from tests.whole_cycle import shared_plan

DAY, LATER = date(2025, 11, 3), date(2025, 12, 15)
NO_MAIL = "django.core.mail.backends.filebased.EmailBackend"


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
def review(elm):
    cycle = elm.children["Ayaan"].cycles.select_related("pupil").get()
    held = Held(
        on=LATER,
        led_by=elm.members["Ben"],
        version=under_review(cycle).version,
        next_step=NextStep.CONTINUE,
    )
    return hold_review(cycle, held, actor=elm.actor("Ben", LATER), today=LATER)


def owed(elm):
    """Who is still owed it, by first name."""
    names = {row.public_id: name for name, row in (elm.contacts | elm.members).items()}
    rows = DueRow.objects.filter(rule="give_record", state="open")
    return {names[row.owed_to] for row in rows}


def lines(elm):
    forget()
    found = todos(elm.actor("Ben", LATER), LATER)
    return {(row.what, row.kind) for row in found if row.rule == "give_record"}


def message_to(elm, name):
    return Message.objects.get(kind="review.given", to=elm.contacts[name].membership)


def test_what_is_queued_is_owed_and_on_its_way_until_it_has_left(elm, review):
    assert owed(elm) == {"Dilek", "Dev"}
    assert lines(elm) == {
        ("On its way to Dilek Khan: what the review agreed", "waiting"),
        ("On its way to Dev Khan: what the review agreed", "waiting"),
    }
    deliver_all(clock.now())
    assert owed(elm) == set()
    assert differences() == []


def test_what_could_not_be_sent_is_owed_and_can_be_given_another_way(elm, review):
    message, worker = message_to(elm, "Dev"), system_actor(elm.organisation.pk, "worker")
    take(message, actor=worker, now=clock.now())
    settle(message, Outcome("failed", "No such address."), actor=worker, now=clock.now())
    deliver_all(clock.now())
    assert owed(elm) == {"Dev"}
    assert lines(elm) == {("Give Dev Khan what the review agreed", "due")}
    more = {"child": False, "staff": False, "actor": elm.actor("Ben", LATER), "today": LATER}
    give_review(review, [elm.contacts["Dev"]], how="post", **more)
    assert owed(elm) == set()
    assert differences() == []


def test_a_letter_counts_from_when_it_was_given(elm, review, settings):
    settings.EMAIL_BACKEND = NO_MAIL
    deliver_all(clock.now())
    assert message_to(elm, "Dilek").state == "to_print"
    assert "Dilek" in owed(elm)
    give_printed(message_to(elm, "Dilek"), actor=elm.actor("Amina", LATER), now=clock.now())
    assert owed(elm) == {"Dev"}


def test_what_is_on_its_way_keeps_nobody_from_handing_it_over_and_is_not_sent_twice(elm, review):
    ben, contacts = elm.actor("Ben", LATER), [elm.contacts["Dev"]]
    more = {"child": False, "staff": False, "actor": ben, "today": LATER}
    give_review(review, contacts, how="message", **more)
    assert RecordGiven.objects.filter(contact=elm.contacts["Dev"]).count() == 1
    give_review(review, contacts, how="hand", **more)
    assert owed(elm) == {"Dilek"}
    give_review(review, contacts, how="talk", **more)
    assert RecordGiven.objects.filter(contact=elm.contacts["Dev"]).count() == 2


@pytest.mark.parametrize("days", [-1, 1])
def test_it_was_given_after_the_review_and_not_tomorrow(elm, review, days):
    with pytest.raises(Impossible, match="between the review and today"):
        give_review(
            review,
            [elm.contacts["Dev"]],
            child=False,
            staff=False,
            how="hand",
            actor=elm.actor("Ben", LATER),
            today=LATER,
            on=LATER + timedelta(days=days),
        )


def test_nobody_has_talked_to_the_child_before_somebody_says_so(elm, review):
    own = RecordGiven.objects.filter(contact__isnull=True, staff__isnull=True)
    assert not own.exists()
    more = {"staff": False, "actor": elm.actor("Ben", LATER), "today": LATER}
    with pytest.raises(Impossible, match="no message"):
        give_review(review, [], child=True, how="message", **more)
    give_review(review, [], child=True, how="talk", **more)
    assert (own.get().how, own.get().given_on) == ("talk", LATER)


def test_the_page_says_how_it_stands_with_each(elm, review):
    at = f"/at/{elm.organisation.public_id}/reviews/{review.public_id}/"
    ben = as_person(elm, "Ben")
    assert ben.get(at).content.decode().count("on its way") == 2
    deliver_all(clock.now())
    page = ben.get(at).content.decode()
    assert "on its way" not in page
    assert ben.get(f"{at}give/").status_code == 200


@pytest.mark.parametrize(("led_by", "how"), [("Ben", "wrote"), ("Amina", "message")])
def test_only_who_led_it_or_wrote_it_down_has_it_without_being_given_it(elm, led_by, how):
    cycle = elm.children["Ayaan"].cycles.select_related("pupil").get()
    held = Held(LATER, elm.members[led_by], under_review(cycle).version, give_now=False)
    review = hold_review(cycle, held, actor=elm.actor("Amina", LATER), today=LATER)
    more = {"child": False, "staff": True, "how": "message", "on": date(2030, 1, 1)}
    give_review(review, [], actor=elm.actor("Ben", LATER), today=LATER, **more)
    row = RecordGiven.objects.get(staff=elm.members["Ben"])
    assert (row.how, row.on) == (how, LATER if how == "wrote" else None)


def nobody_has_it(elm):
    cycle = elm.children["Ayaan"].cycles.select_related("pupil").get()
    made = Held(LATER, elm.members["Ben"], under_review(cycle).version, give_now=False)
    return hold_review(cycle, made, actor=elm.actor("Amina", LATER), today=LATER)


def test_whoever_has_it_not_yet_and_can_be_sent_it_is_ticked_the_staff_among_them(elm):
    review = nobody_has_it(elm)
    page = f"/at/{elm.organisation.public_id}/reviews/{review.public_id}/give/"

    def ticked() -> set[str]:
        forget()
        return set(typed_into(as_person(elm, "Ben").get(page)).get("who", []))

    both = {elm.contacts[name].public_id for name in ("Dilek", "Dev")}
    assert ticked() == both | {"staff"}
    more = {"child": False, "actor": elm.actor("Ben", LATER), "today": LATER}
    give_review(review, [elm.contacts["Dev"]], staff=True, how="message", **more)
    assert ticked() == {elm.contacts["Dilek"].public_id}


@pytest.mark.parametrize("how", ["talk", "hand", "post"])
def test_who_got_it_in_another_way_than_by_a_message_is_said_and_not_ticked_beforehand(elm, how):
    review = nobody_has_it(elm)
    at = f"/at/{elm.organisation.public_id}/reviews/{review.public_id}/give/"
    ben = as_person(elm, "Ben")
    refused = ben.post(at, typed_into(ben.get(at)) | {"how": [how]})
    assert refused.status_code == 200
    assert "Say who got it." in refused.content.decode()
    assert not RecordGiven.objects.filter(review=review).exists()
    dev = elm.contacts["Dev"]
    forgot = ben.post(at, typed_into(refused) | {"how": ["message"], "got": [dev.public_id]})
    assert "Say in which way they got it" in forgot.content.decode()
    assert not RecordGiven.objects.filter(review=review).exists()
    assert ben.post(at, typed_into(refused) | {"got": [dev.public_id]}).status_code == 303
    given = RecordGiven.objects.filter(review=review)
    assert list(given.values_list("contact", "staff", "how", "on")) == [(dev.pk, None, how, LATER)]
