"""One child's whole cycle, from a concern into the next cycle, by everybody around him, in one story."""

from datetime import date

import pytest

from tests.journeys.signing_in import family, signs_in, staff
from tests.journeys.stage import NARROW, WIDE, Stage
from tests.journeys.steps import doing, identify, planning, reviewing, voice

TABLET = 820
# Each width, each way of pressing, with script and without, in the fewest journeys; `test_keyboard` goes through the
# pages by keyboard at both widths.
WAYS = {
    "wide": {"width": WIDE},
    "by keyboard, narrow": {"width": NARROW, "keyboard": True},
    "without script": {"width": NARROW, "script": False},
}


@pytest.mark.requirement("W7", "I1", "A1", "P2", "D1", "R3", "R4")
@pytest.mark.parametrize("way", WAYS)
def test_the_whole_cycle_of_one_child(stage: Stage, way: str) -> None:
    how = WAYS[way]
    amina, ben = staff(stage, "Amina", **how), staff(stage, "Ben", **how)
    dilek, dev = family(stage, "Dilek", **how), family(stage, "Dev", **how)

    identify.raises_a_concern(ben)
    identify.answers_it(amina)
    identify.sees_the_answer(ben)
    identify.says_what_was_tried(ben)
    identify.talks_and_decides(amina)
    identify.tells_both_parents(amina)
    identify.reads_the_letter(dilek)

    voice.asks_for_views(amina)
    voice.gives_views(dilek)
    voice.gives_the_childs_view(dilek)
    voice.reads_first(amina, voice.MOTHERS, voice.CHILDS)

    planning.writes_the_picture(ben)
    planning.begins_the_plan(ben)
    planning.writes_an_outcome(ben)
    planning.writes_the_support(ben)
    planning.writes_who_does_what(ben)
    planning.shares_it(ben)
    planning.opens_the_plan(dilek)
    planning.says(dilek, "In part", planning.IN_PART)
    planning.opens_the_plan(dev)
    planning.says(dev, "No, I do not agree", planning.NOT_AGREED)
    voice.reads_first(amina, planning.IN_PART, planning.NOT_AGREED)
    planning.sees_what_each_said(ben)
    planning.starts_support(ben)

    tess = staff(stage, "Tess", **(how if "keyboard" in how else how | {"width": TABLET}))
    doing.opens_todays_list(tess)
    doing.says_it_was_done(tess)
    stage.becomes(date(2026, 1, 13))
    signs_in(tess)
    doing.opens_todays_list(tess)
    doing.says_it_was_not(tess)
    signs_in(ben)
    doing.sees_the_next_lesson(ben)
    doing.sees_what_was_given(ben, "staff needed elsewhere")

    stage.becomes(date(2026, 3, 10))
    reviewing.prepares_it(signs_in(amina))
    reviewing.sees_it_coming(signs_in(dilek))
    stage.becomes(planning.REVIEW, 16)
    signs_in(ben)
    reviewing.writes_it_down(ben)
    reviewing.reads_what_was_agreed(signs_in(dilek))
    reviewing.goes_on(ben)
    reviewing.finds_the_plan_carried_forward(ben)
    reviewing.reads_the_story(signs_in(amina))
    if way == "wide":
        amina.shows("story-of-a-whole-cycle")
