"""What was set aside stands on the child's page of what is due, with the reason, until somebody takes it up again."""

from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from fourfold.casework.identify.actions import Seen, raise_concern
from fourfold.config import clock
from fourfold.foundation.act.set_aside import set_aside, take_up_again
from fourfold.foundation.act.verbs import Impossible
from fourfold.foundation.due.models import DueRow
from fourfold.foundation.due.recompute import differences
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import Cast
from tests.signed_in import as_person

REASON = "They moved away; the new school answers."


def _set_aside(cast: Cast, *, days: int | None = None, who: str = "Ben") -> str:
    """A concern about Ayaan whose answer Amina set aside; the key of that duty."""
    elm, today = cast.elm, clock.today()
    with tenant_scope(elm.organisation.pk):
        seen = Seen("He is afraid of the hall.", family_spoken=True)
        raise_concern(elm.children["Ayaan"], seen, actor=elm.actor(who, today), today=today)
        key = str(DueRow.objects.get(rule="answer_concern").key)
        amina, until = elm.actor("Amina", today), today + timedelta(days) if days else None
        set_aside(elm.children["Ayaan"], key, REASON, actor=amina, today=today, until=until)
    return key


def _page(cast: Cast, who: str, path: str = "due/") -> str:
    child = cast.elm.children["Ayaan"].public_id
    where = f"/at/{cast.elm.organisation.public_id}/child/{child}/{path}"
    return as_person(cast.elm, who).get(where).content.decode()


@pytest.mark.parametrize("days", [None, 30])
@pytest.mark.parametrize(("who", "may"), [("Amina", True), ("Hana", True), ("Ben", False)])
def test_what_was_set_aside_is_shown_with_who_why_and_when(cast, days, who, may):
    _set_aside(cast, days=days)
    page = _page(cast, who)
    text = strip_tags(page)
    assert "Answer a concern" in text
    assert REASON in text
    assert "Ms Amina Obi" in text
    assert "set aside" in text.lower()
    assert ("looked at again on" in text) is bool(days)
    assert ("Take it up again" in page) is may
    assert "What is open, and what was set aside" in _page(cast, who, "")


@pytest.mark.parametrize("days", [None, 30])
def test_what_is_taken_up_again_is_open_again(cast, days):
    key = _set_aside(cast, days=days)
    elm = cast.elm
    child = elm.children["Ayaan"].public_id
    where = f"/at/{elm.organisation.public_id}/child/{child}/"
    amina = as_person(elm, "Amina")
    answer = amina.post(f"{where}take-up/", {"duty": key}, follow=True)
    page = strip_tags(answer.content.decode())
    assert REASON not in page
    assert "Say why not" in page
    with tenant_scope(elm.organisation.pk):
        assert DueRow.objects.get(key=key).state == "open"
        assert differences() == []
    again = strip_tags(amina.post(f"{where}take-up/", {"duty": key}, follow=True).content.decode())
    assert "not set aside any more" in again


def test_a_teacher_takes_nothing_up_and_no_child_takes_up_what_is_anothers(cast):
    key = _set_aside(cast)
    elm, today = cast.elm, clock.today()
    child = elm.children["Ayaan"].public_id
    where = f"/at/{elm.organisation.public_id}/child/{child}/take-up/"
    assert as_person(elm, "Ben").post(where, {"duty": key}).status_code == 403
    with tenant_scope(elm.organisation.pk), pytest.raises(Impossible):
        take_up_again(elm.children["Rosa"], key, actor=elm.actor("Amina", today), today=today)
    with tenant_scope(elm.organisation.pk):
        assert DueRow.objects.get(key=key).state == "waived"


@pytest.mark.parametrize(("who", "seen"), [("Amina", True), ("Hana", False), ("Ben", False)])
def test_what_was_set_aside_of_words_that_nobody_read_is_for_first_readers(cast, who, seen):
    _set_aside(cast, who="Dilek")
    assert (REASON in _page(cast, who)) is seen


def test_what_may_be_a_disclosure_is_read_and_cannot_be_set_aside(cast):
    _set_aside(cast, who="Dilek")
    elm, today = cast.elm, clock.today()
    with tenant_scope(elm.organisation.pk):
        key = str(DueRow.objects.get(rule="read_contribution").key)
        amina = elm.actor("Amina", today)
        with pytest.raises(Impossible, match="has to read it"):
            set_aside(elm.children["Ayaan"], key, REASON, actor=amina, today=today)
    for path in ("", "due/"):
        assert "Read what a child or a family sent" in strip_tags(_page(cast, "Amina", path))
        assert key not in _page(cast, "Amina", path)
    where = f"/at/{elm.organisation.public_id}/child/{elm.children['Ayaan'].public_id}/set-aside/"
    amina = as_person(elm, "Amina")
    assert amina.get(f"{where}?duty={key}").status_code == 404
    amina.post(f"{where}?duty={key}", {"reason": REASON})
    with tenant_scope(elm.organisation.pk):
        assert DueRow.objects.get(key=key).state == "open"
