"""Who opens the form of a step that cannot be made any more is told so before they type: what stands, and by whom."""

from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from fourfold.casework.cycles.models import Move
from fourfold.casework.review.actions import continue_cycle
from fourfold.config import clock
from fourfold.domain.words import NextStep
from fourfold.foundation.access.models import KeptForm
from fourfold.foundation.act.deliver import deliver_all
from tests.a_review import LATER, cycle_of, hold, prepare, support_that_has_begun
from tests.signed_in import as_person
from tests.typed import typed_into


@pytest.fixture
def elm(db):
    with support_that_has_begun() as elm:
        yield elm


def opened(elm, path):
    """The page as the SENCO opens it: its words, and whether it has anything to send."""
    page = as_person(elm, "Amina").get(f"/at/{elm.organisation.public_id}/{path}").content.decode()
    main = page.split("<main", 1)[1].split("</main>")[0]
    return " ".join(strip_tags(main).split()), "<button" in main


def test_each_form_of_a_step_that_is_over_says_what_stands_instead(elm):
    review = hold(elm)
    cycle = cycle_of(elm)
    continue_cycle(review, actor=elm.actor("Ben", LATER), today=LATER)
    of_cycle, of_plan = f"cycles/{cycle.public_id}", f"plans/{cycle.plan.public_id}"
    forms = {
        "Decide: SEN Support starts": f"cycle/{cycle.public_id}/decide/",
        "Share the plan": f"{of_plan}/share/",
        "Start the support": f"{of_plan}/start/",
        "Prepare the review": f"{of_cycle}/review/prepare/",
        "End SEN Support": f"{of_cycle}/end/",
    }
    for title, path in forms.items():
        words, sends = opened(elm, path)
        assert f"“{title}” cannot be done at this point." in words, path
        assert "“Go on to the next cycle”, by Mr Ben Hall, on Monday 15 December" in words
        assert "What stands now: Next cycle begun." in words
        assert not sends, path
    words, sends = opened(elm, f"reviews/{review.public_id}/next/")
    assert "“Go on to the next cycle” is done: by Mr Ben Hall" in words
    assert "Cycle 2 began on" in words
    assert not sends


def test_what_was_typed_before_it_was_too_late_is_kept_and_can_be_read_there(elm):
    path = f"cycles/{cycle_of(elm).public_id}/review/prepare/"
    where, amina = f"/at/{elm.organisation.public_id}/{path}", as_person(elm, "Amina")
    sent = typed_into(amina.get(where)) | {"place": ["The library"]}
    hold(elm)
    late = amina.post(where, sent)
    assert late.status_code == 409
    assert "The library" in late.content.decode()
    assert KeptForm.objects.count() == 1
    words, _sends = opened(elm, path)
    assert "It cannot be sent any more. Read or discard number 1" in words
    home, _sends = opened(elm, "")
    assert "You were writing the review about Ayaan Khan" in home
    assert "It cannot be sent any more." in home


def test_a_review_that_ends_support_leads_to_its_end_and_to_no_next_cycle(elm):
    review = hold(elm, next_step=NextStep.EXIT)
    words, sends = opened(elm, f"reviews/{review.public_id}/next/")
    assert "The review did not decide that support goes on" in words
    assert not sends
    assert "End SEN Support" in words
    path = f"/at/{elm.organisation.public_id}/reviews/{review.public_id}/next/"
    for who, ends in (("Amina", True), ("Ben", False)):
        page = as_person(elm, who).get(path).content.decode()
        assert (f"cycles/{review.cycle.public_id}/end/" in page) is ends, who


def test_a_review_brought_forward_says_on_its_page_and_on_the_trail_who_was_not_invited(elm):
    """Its day in the plan is two months away."""
    words, _sends = opened(elm, f"cycles/{cycle_of(elm).public_id}/review/")
    assert "Not invited to the review, or not reached: Dev Khan, Dilek Khan and Ayaan." in words
    hold(elm)
    assert "invited_before" in Move.objects.get(move="hold_review").passed_over


def test_who_was_not_invited_and_who_was_invited_late_are_named_apart(elm):
    """By the day for which they are asked, however far off the day in the plan is."""
    prepare(elm, people=("Dilek",), on=LATER + timedelta(days=1))
    deliver_all(clock.now())
    words, _sends = opened(elm, f"cycles/{cycle_of(elm).public_id}/review/")
    assert "Not invited to the review, or not reached: Dev Khan." in words
    assert "Invited less than two weeks before the review: Dilek Khan and Ayaan." in words
    hold(elm)
    assert {"invited_before", "invited_in_time"} <= set(
        Move.objects.get(move="hold_review").passed_over
    )


@pytest.mark.parametrize(("days", "late"), [(1, True), (13, True), (14, False)])
def test_a_review_that_is_less_than_two_weeks_ahead_is_remarked_on_when_they_are_asked(
    elm, days, late
):
    where, ben = f"cycles/{cycle_of(elm).public_id}/review/prepare/", as_person(elm, "Ben")
    where, on = f"/at/{elm.organisation.public_id}/{where}", LATER + timedelta(days=days)
    typed = typed_into(ben.get(where)) | {"closed_is_meant": ["on"]}
    typed |= {f"on-{part}": [getattr(on, part)] for part in ("day", "month", "year")}
    text = ben.get(ben.post(where, typed).headers["Location"]).content.decode()
    assert ("It is less than two weeks ahead" in text) is late
