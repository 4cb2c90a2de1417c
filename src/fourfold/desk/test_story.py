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

        first = raised("The first.")
        answer_concern(first, "We look.", str(Next.LOOK_INTO), actor=amina, today=TODAY)
        add_strength(Cycle.objects.get(), "Draws well.", actor=ben, today=TODAY)
        raised("The second.")
        told = [entry.words for entry in story_of(child, amina)]
    assert told == ["The second.", "Draws well.", "We look.", "The first."]
