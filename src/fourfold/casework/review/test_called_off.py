"""A review is written down while a meeting that the family was asked to lies ahead: it is said that it is off."""

import pytest
from django.utils.html import strip_tags

from fourfold.casework.review.models import Review
from fourfold.foundation.notify.models import Message
from fourfold.foundation.notify.registry import rendered
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.a_review import a_plan_to_review, at, hold_page, prepare, review, written_down
from tests.signed_in import as_person

AHEAD = "Wednesday 17 December 2025 15:40"


@pytest.fixture
def cast(db):
    with a_plan_to_review() as cast:
        yield cast


def test_a_meeting_that_lies_ahead_is_called_off_with_a_reason_and_each_is_told(cast):
    with tenant_scope(cast.elm.organisation.pk):
        prepare(cast.elm)
    form = strip_tags(as_person(cast.elm, "Ben").get(hold_page(cast)).content.decode())
    assert f"A meeting on {AHEAD} was agreed. Why is it off?" in form
    refused = strip_tags(written_down(cast, off_because=[""]).content.decode())
    assert "Say why the meeting is off, or write the review down when you have met." in refused
    with tenant_scope(cast.elm.organisation.pk):
        assert Review.objects.get().held_on is None
    page = strip_tags(written_down(cast).content.decode())
    assert "No message reaches Ayaan: tell them yourself." in page
    assert f"The meeting on {AHEAD} is off: We could all meet today." in page
    away = "was not there, and had been asked to the meeting on another day, which is off"
    assert f"Dev Khan: {away}" in page
    with tenant_scope(cast.elm.organisation.pk):
        told = list(Message.objects.filter(kind="review.off").select_related("to"))
        assert {each.to.called for each in told} == {"Dilek Khan", "Dev Khan"}
        words = rendered("review.off", told[0].payload, told[0].to)
    assert AHEAD in " ".join(words.paragraphs)
    assert "We could all meet today." in " ".join(words.paragraphs)
    dev = as_person(cast.elm, "Dev")
    assert dev.get(words.link[words.link.index("/at/") :]).status_code == 200
    theirs = strip_tags(dev.get(at(cast, f"reviews/{review(cast).public_id}/")).content.decode())
    assert "is off: We could all meet today." in theirs
    assert "Ask for a talk" in theirs
    assert f"Dev Khan: {away}" in theirs
