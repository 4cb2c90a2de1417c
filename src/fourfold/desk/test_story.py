"""Within one day a story tells things in the order in which they were written down, the last of them above."""

from datetime import date

import pytest

from fourfold.casework.assess.actions import add_strength
from fourfold.casework.cycles.models import Cycle
from fourfold.casework.cycles.story import story_of
from fourfold.casework.identify.actions import Seen, answer_concern, raise_concern
from fourfold.casework.identify.choices import Next
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.cast import make_cast
from tests.signed_in import as_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 2, 3)


def test_what_was_written_later_stands_above_whichever_room_it_is_of():
    elm = make_cast().elm
    with tenant_scope(elm.organisation.pk):
        child, ben, amina = (
            elm.children["Ayaan"],
            elm.actor("Ben", TODAY),
            elm.actor("Amina", TODAY),
        )

        def raised(words):
            seen = Seen(words, family_spoken=True)
            return raise_concern(child, seen, actor=ben, today=TODAY)

        answer_concern(
            raised("The first."), "We look.", str(Next.LOOK_INTO), actor=amina, today=TODAY
        )
        add_strength(Cycle.objects.get(), "Draws well.", actor=ben, today=TODAY)
        second = raised("The second.")
        told = [entry.words for entry in story_of(child, amina)]
        assert told == ["The second.", "Draws well.", "We look.", "The first."]
        # Answered later though raised before: of one day the database does not know which was.
        last = raised("The last.")
        answer_concern(last, "So do we.", str(Next.LEAVE_OPEN), actor=amina, today=TODAY)
        answer_concern(second, "At last.", str(Next.LEAVE_OPEN), actor=amina, today=TODAY)
        whole = ["At last.", "So do we.", "The last.", *told]
        for most in range(1, len(whole) + 2):
            first = story_of(child, amina, range(most))
            assert [entry.words for entry in first] == whole[:most]
            assert len(first) == len(whole)


@pytest.mark.parametrize("name", ["Tess", "Ada", "Sol", "Evie"])
def test_whose_story_it_is_not_is_told_whom_to_ask_and_not_that_there_is_none(name):
    elm = make_cast().elm
    page = f"/at/{elm.organisation.public_id}/child/{elm.children['Ayaan'].public_id}/"
    said = as_person(elm, name).get(page).content.decode()
    assert "is not yours to see" in said
    assert "Ms Amina Obi</bdi>, SENCO" in said
    assert "will be told here" not in said
    assert "will be told here" in as_person(elm, "Ben").get(page).content.decode()
