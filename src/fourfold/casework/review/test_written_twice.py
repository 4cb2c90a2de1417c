"""Of two who write one review down, both texts are kept: the second is told what stands, and can correct it."""

from datetime import date

import pytest
import time_machine

from fourfold.casework.plan.models import Outcome
from fourfold.casework.review.models import Review
from fourfold.foundation.access.models import KeptForm
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.a_review import a_plan_to_review, at, hold_page
from tests.signed_in import as_person
from tests.typed import typed_into

FIRST, SECOND = "He reads to his sister.", "He asks for the cards himself."


@pytest.fixture
def cast(db):
    with a_plan_to_review() as cast:
        yield cast


def filled(cast, page, words, judgement, step):
    with tenant_scope(cast.elm.organisation.pk):
        outcome = Outcome.objects.get().public_id
    dilek = cast.elm.contacts["Dilek"].public_id
    said = {f"said-{dilek}": words, f"there-{dilek}": "yes", f"number-{outcome}": "6"}
    return typed_into(page) | said | {f"judged-{outcome}": judgement, "next_step": step}


def test_of_two_who_write_a_review_down_both_are_shown_and_kept(cast):
    where = hold_page(cast)
    amina, ben = as_person(cast.elm, "Amina"), as_person(cast.elm, "Ben")
    first = filled(cast, ben.get(where), FIRST, "met", "continue")
    second = filled(cast, amina.get(where), SECOND, "not_yet", "change")
    assert ben.post(where, first).status_code == 303
    answer = amina.post(where, second)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "This has been done already" in text
    for words in (
        "Ben",
        "15 December",
        SECOND,
        "Not yet",
        ">Met<",
        "Correct the review",
    ):
        assert words in text, words
    assert "Discard it" in text
    with tenant_scope(cast.elm.organisation.pk):
        review = Review.objects.get()
        assert review.next_step == "continue"
    # A second press of the first window is the first answer; the second text waits, also gone on with.
    assert ben.post(where, first).status_code == 303
    kept = KeptForm.objects.get()
    again = amina.get(f"{where}?kept={kept.public_id}")
    text = again.content.decode()
    assert SECOND in text
    assert f"/kept/{kept.public_id}/" in text
    assert "Correct the review" in text
    assert amina.get(at(cast, f"reviews/{review.public_id}/correct/")).status_code == 200
    # Whatever is wrong in it, it is kept: there is nothing to put right any more.
    wrong = {name: text for name, text in second.items() if name != "next_step"}
    assert ben.post(where, wrong | {"words": SECOND, "once": "other"}).status_code == 409


def test_of_two_who_correct_a_review_neither_takes_back_what_the_other_wrote(cast):
    where = hold_page(cast)
    amina, ben = as_person(cast.elm, "Amina"), as_person(cast.elm, "Ben")
    ben.post(where, filled(cast, ben.get(where), FIRST, "met", "continue"))
    with tenant_scope(cast.elm.organisation.pk):
        correct = at(cast, f"reviews/{Review.objects.get().public_id}/correct/")
        outcome = Outcome.objects.get().public_id
    mine, theirs = typed_into(amina.get(correct)), typed_into(ben.get(correct))
    changed = theirs | {f"judged-{outcome}": "not_yet", "next_words": "New cards."}
    assert ben.post(correct, changed | {"because": "It was misheard."}).status_code == 303
    answer = amina.post(correct, mine | {"next_words": "Old cards.", "because": "Spelling."})
    assert answer.status_code == 409
    assert typed_into(answer)[f"judged-{outcome}"] == ["not_yet"]
    assert "You both changed this. It says now: New cards." in answer.content.decode()


def test_of_days_on_which_it_was_held_none_is_advised_that_is_refused(cast):
    sunday = date(2025, 12, 14)
    where = hold_page(cast)
    with time_machine.travel(sunday, tick=False):
        ben = as_person(cast.elm, "Ben")
        page = ben.get(where)
        on = {f"on-{part}": str(getattr(sunday, part)) for part in ("day", "month", "year")}
        text = ben.post(where, filled(cast, page, FIRST, "met", "continue") | on).content.decode()
    assert (
        "until today; a day on which the setting is closed only with a tick"
        in page.content.decode()
    )
    assert "It was open last on Friday 12 December" in text
    assert "It is open again on" not in text
