"""A family's home: a card for each child, with what this very person was asked to and given."""

import re
from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from fourfold.casework.cycles.models import Cycle
from fourfold.casework.plan import actions as plans
from fourfold.casework.review.absences import days_offered
from fourfold.casework.review.actions import (
    Held,
    Meeting,
    cannot_come,
    exit_support,
    hold_review,
    prepare_review,
)
from fourfold.casework.review.models import CannotCome, Invitation, Review
from fourfold.casework.review.queries import under_review
from fourfold.casework.voice.actions import read_contribution
from fourfold.casework.voice.models import Contribution
from fourfold.config import clock
from fourfold.domain.cycle import Stage
from fourfold.domain.words import NextStep
from fourfold.foundation.act.deliver import deliver_all
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.scope.tenancy import tenant_scope
from fourfold.foundation.scope.writing import verb_at_work
from tests.cast import make_cast
from tests.prepared import prepared
from tests.signed_in import as_person
from tests.typed import typed_into
from tests.whole_cycle import shared_plan

DAY = date(2025, 11, 3)
MEETS = DAY + timedelta(days=9)


def _shared():
    elm = make_cast(date(2025, 9, 2)).elm
    with tenant_scope(elm.organisation.pk):
        plan = shared_plan(elm, "Ayaan", DAY)
        plans.start_support(plan, actor=elm.actor("Ben", DAY), today=DAY, starts_on=DAY)
        plan.cycle.refresh_from_db()
        dilek = elm.contacts["Dilek"]
        meeting = Meeting(on=MEETS, place="Room 4")
        prepare_review(
            plan.cycle, meeting, [dilek], child=False, actor=elm.actor("Amina", DAY), today=DAY
        )
    return elm


@pytest.fixture
def elm(db):
    with time_machine.travel(DAY, tick=False) as clock:
        elm = prepared("a family that was asked to a review", _shared)
        elm.clock = clock
        yield elm


def _home(elm, name):
    browser = as_person(elm, name)
    return browser.get(f"/at/{elm.organisation.public_id}/").content.decode()


def test_a_home_says_when_we_meet_to_whom_was_asked_and_to_nobody_else(elm):
    asked, not_asked, another = (_home(elm, name) for name in ("Dilek", "Dev", "Marta"))
    assert "Wednesday 12 November" in asked
    assert "we meet to look at the plan" in asked
    assert "we meet" not in not_asked
    for home in (asked, not_asked):
        assert "The plan of cycle 1, version 1" in home
        assert "Tell us a concern" in home
        assert "Raise a concern" not in home
    assert "Ayaan" not in another
    assert "The plan of cycle" not in another


def test_a_home_says_what_support_started_who_gives_it_and_since_when(elm):
    for page in (_home(elm, "Dilek"), _home(elm, "Dev"), _child_page(elm, "Dev")):
        said = " ".join(strip_tags(page).split())
        assert "The support started on Monday 3 November" in said
        assert re.search(r"Daily phonics · Ms Tess Price · 5 times a week", said), said
        assert page.count("See what was done") == 1
    assert "The support started" not in _home(elm, "Marta")


def test_a_meeting_that_is_over_is_not_announced(elm):
    elm.clock.move_to(MEETS + timedelta(days=1))
    assert "we meet" not in _home(elm, "Dilek")


def _child_page(elm, name):
    page = f"/at/{elm.organisation.public_id}/child/{elm.children['Ayaan'].public_id}/"
    return as_person(elm, name).get(page).content.decode()


def _hold(elm, next_on):
    with tenant_scope(elm.organisation.pk):
        cycle = Cycle.objects.select_related("pupil").get(stage=str(Stage.REVIEW))
        held = Held(
            MEETS,
            elm.members["Ben"],
            under_review(cycle).version,
            next_step=NextStep.CONTINUE,
            next_review_on=next_on,
        )
        hold_review(cycle, held, actor=elm.actor("Ben", MEETS), today=MEETS)


def test_the_day_that_a_plan_names_for_its_review_is_there_before_anybody_is_asked(elm):
    assert "the day set to look at the plan together" in _home(elm, "Dev")
    assert "the day set to look at the plan together" in _child_page(elm, "Dev")


def test_after_a_review_each_of_the_family_sees_when_we_meet_next(elm):
    elm.clock.move_to(MEETS)
    _hold(elm, date(2026, 2, 9))
    for name in ("Dilek", "Dev"):
        for page in (_home(elm, name), _child_page(elm, name)):
            assert "Monday 9 February" in page
            assert "You will be asked to it." in page
    assert "9 February" not in _home(elm, "Marta")


def _coming(elm):
    with tenant_scope(elm.organisation.pk):
        review = Review.objects.get().public_id
    return f"/at/{elm.organisation.public_id}/reviews/{review}/"


def _ask_again(elm, on, names, at=None):
    """The review is set for a day anew, and these are asked to it; the message waits to be sent."""
    with tenant_scope(elm.organisation.pk):
        cycle = Cycle.objects.select_related("pupil").get(stage=str(Stage.REVIEW))
        people = [elm.contacts[name] for name in names]
        day, amina = Meeting(on=on, at=at, place="Room 4"), elm.actor("Amina", DAY)
        prepare_review(cycle, day, people, child=False, actor=amina, today=DAY)


def test_who_cannot_come_says_so_and_the_senco_asks_again(elm):
    dilek, amina = as_person(elm, "Dilek"), as_person(elm, "Amina")
    say = f"{_coming(elm)}cannot-come/"
    assert say in dilek.get(_coming(elm)).content.decode()
    data = typed_into(dilek.get(say)) | {"suits": ["Cuma öğleden sonra."]}
    thanked = dilek.post(say, data, follow=True).content.decode()
    assert "The school knows, and is asked to offer you another day." in thanked
    assert "You told us on" in thanked
    assert "Cuma" not in as_person(elm, "Ben").get(_coming(elm)).content.decode()
    home = amina.get(f"/at/{elm.organisation.public_id}/").content.decode()
    assert "cannot come to the review" in home
    assert "Read first what was sent" in home
    with tenant_scope(elm.organisation.pk):
        sent = Contribution.objects.get(about="review")
        read_contribution(sent, actor=elm.actor("Amina", DAY), today=DAY)
    assert "Cuma öğleden sonra." in amina.get(_coming(elm)).content.decode()
    _ask_again(elm, MEETS + timedelta(days=2), ["Dilek"])
    deliver_all(clock.now())
    home = amina.get(f"/at/{elm.organisation.public_id}/").content.decode()
    assert "cannot come to the review" not in home
    assert say in dilek.get(_coming(elm)).content.decode()


def test_who_was_asked_says_that_they_will_come_and_who_could_not_that_they_can_after_all(elm):
    dilek, amina = as_person(elm, "Dilek"), as_person(elm, "Amina")
    comes, home = f"{_coming(elm)}will-come/", f"/at/{elm.organisation.public_id}/"

    def seen(browser, page=""):
        shown = browser.get(page or _coming(elm))
        return " ".join(strip_tags(shown.content.decode()).split())

    assert "I will come" in seen(dilek)
    thanked = strip_tags(dilek.post(comes, follow=True).content.decode())
    assert "The school knows that you will come." in thanked
    assert "You told us on Monday 3 November that you will come." in seen(dilek)
    assert "You have told us that you will come." in seen(dilek, home)
    assert "will come Dilek Khan Monday 3 November" in seen(amina)
    assert "told us already" in strip_tags(dilek.post(comes, follow=True).content.decode())

    say = f"{_coming(elm)}cannot-come/"
    for suits in ("On Friday.", "On Thursday."):
        dilek.post(say, typed_into(dilek.get(say)) | {"suits": [suits]}, follow=True)
        assert "will come Dilek" not in seen(amina)
        assert "cannot come Dilek Khan" in seen(amina)
        assert "I can come after all" in seen(dilek)
        dilek.post(comes, follow=True)
        assert "will come Dilek Khan" in seen(amina)
        assert "cannot come" not in seen(amina)
        assert "cannot come to the review" not in seen(amina, home)
        assert "you cannot come" not in seen(dilek, home)
    with tenant_scope(elm.organisation.pk):
        assert CannotCome.objects.filter(withdrawn_on=DAY).count() == 2
    for name in ("Dev", "Marta", "Ivan"):
        assert as_person(elm, name).post(comes).status_code == 404

    def stands(*, will, offered=""):
        """Dilek said the one or the other, never both; `offered` is what she can say by pressing."""
        page, hers = seen(amina), seen(dilek)
        pressed = [each for each in ("I will come", "I can come after all") if each in hers]
        assert (will, offered) == ("that you will come" in hers, "".join(pressed))
        return "will come Dilek" in page, "cannot come Dilek" in page

    # Another hour of the same day is asked for anew.
    _ask_again(elm, MEETS, ["Dilek"], at=time(18, 30))
    assert stands(will=False, offered="I will come") == (False, False)
    dilek.post(comes)
    # What was said of the first day does not come back with it.
    _ask_again(elm, MEETS + timedelta(days=1), ["Dilek"])
    dilek.post(say, typed_into(dilek.get(say)) | {"suits": [""]})
    _ask_again(elm, MEETS, [])
    assert stands(will=False, offered="I will come") == (False, True)
    dilek.post(comes)
    assert stands(will=True) == (True, False)
    # A day that she has answered has reached her, whatever became of the message.
    dilek.post(say, typed_into(dilek.get(say)) | {"suits": [""]})
    _ask_again(elm, MEETS + timedelta(days=2), ["Dilek"])
    dilek.post(comes)
    assert stands(will=True) == (True, False)
    assert "cannot come to the review" not in seen(amina, home)
    with tenant_scope(elm.organisation.pk):
        review = Review.objects.select_related("cycle__pupil").get()
        assert days_offered(review)[elm.contacts["Dilek"].pk] == 3
        # The first day stays refused, should it come back.
        assert CannotCome.objects.get(withdrawn_on__isnull=True).invitation.meets_on == MEETS
        # Both at once, as two pages could leave it: the refusal counts, and can be taken back.
        asked = Invitation.objects.latest("pk")
        with verb_at_work(elm.organisation.pk, "test"):
            CannotCome(review=review, invitation=asked, on=DAY).save()
    assert stands(will=False, offered="I can come after all") == (False, True)
    with CaptureQueriesContext(connection) as queries:
        dilek.post(comes)
    waits = any("FOR UPDATE" in each["sql"] and "invitation" in each["sql"] for each in queries)
    assert waits == connection.features.has_select_for_update
    assert stands(will=True) == (True, False)


def test_an_invitation_that_came_stands_on_home_until_it_was_answered(elm):
    deliver_all(clock.now())
    dilek, at = as_person(elm, "Dilek"), f"/at/{elm.organisation.public_id}/"
    home = dilek.get(at).content.decode()
    assert "You are asked to the review" in home
    assert f'href="{_coming(elm)}"' in home
    assert "You are asked to the review" not in _home(elm, "Dev")
    assert dilek.get(_coming(elm)).status_code == 200
    home = dilek.get(at).content.decode()
    assert "You are asked to the review" not in home
    assert "Say whether you can come to the review" in home
    assert "Say whether you can come" not in _home(elm, "Dev")
    # Asked for another hour of the day and answered: what was asked before is over.
    _ask_again(elm, MEETS, ["Dilek"], at=time(18, 30))
    deliver_all(clock.now())
    dilek.post(f"{_coming(elm)}will-come/")
    assert "Say whether" not in dilek.get(at).content.decode()
    say = f"{_coming(elm)}cannot-come/"
    dilek.post(say, typed_into(dilek.get(say)) | {"suits": [""]})
    assert "Say whether" not in dilek.get(at).content.decode()


def test_who_was_not_asked_cannot_decline(elm):
    say = f"{_coming(elm)}cannot-come/"
    for name in ("Dev", "Marta", "Ivan"):
        assert as_person(elm, name).get(say).status_code == 404
    with tenant_scope(elm.organisation.pk):
        review, dev = Review.objects.select_related("cycle__pupil").get(), elm.actor("Dev", DAY)
        with pytest.raises(Impossible, match="no meeting ahead"):
            cannot_come(review, "", actor=dev, today=DAY)


def test_after_sen_support_has_ended_nobody_is_promised_a_meeting(elm):
    assert "the day set to look at the plan together" in _child_page(elm, "Dev")
    with tenant_scope(elm.organisation.pk):
        cycle = Cycle.objects.select_related("pupil").get(stage=str(Stage.REVIEW))
        exit_support(cycle, "Met.", None, actor=elm.actor("Amina", DAY), today=DAY)
    for name in ("Dilek", "Dev"):
        for page in (_home(elm, name), _child_page(elm, name)):
            assert "The support started" not in page
            assert "we meet to look" not in page
            assert "the day set" not in page


def test_who_has_said_that_they_cannot_come_is_told_so_the_second_time(elm):
    with tenant_scope(elm.organisation.pk):
        review, dilek = Review.objects.select_related("cycle__pupil").get(), elm.actor("Dilek", DAY)
        cannot_come(review, "", actor=dilek, today=DAY)
        with pytest.raises(Impossible, match="told us already"):
            cannot_come(review, "", actor=dilek, today=DAY)
    coming = as_person(elm, "Dilek").get(_coming(elm)).content.decode()
    assert "Say what would suit you" in coming
    assert f"{_coming(elm)}cannot-come/" in coming
    with tenant_scope(elm.organisation.pk):
        cannot_come(review, "On Friday.", actor=dilek, today=DAY)
        with pytest.raises(Impossible, match="told us already"):
            cannot_come(review, "On Monday.", actor=dilek, today=DAY)
        sent = Contribution.objects.get(about="review")
        assert CannotCome.objects.get().contribution_id == sent.pk
    assert (
        "Say what would suit you" not in as_person(elm, "Dilek").get(_coming(elm)).content.decode()
    )
