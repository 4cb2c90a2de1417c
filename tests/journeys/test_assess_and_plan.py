"""Views in each person's own words, a plan with a way to tell, shared, said of, and kept as it was."""

from pathlib import Path

import pytest

from tests.journeys import states
from tests.journeys.signing_in import family, staff
from tests.journeys.stage import Stage
from tests.journeys.steps import planning, voice
from tests.journeys.steps.identify import CHILD


@pytest.mark.requirement("A1", "W7")
def test_each_is_asked_answers_in_own_words_and_is_read_before_anybody_else_sees(
    stage: Stage,
) -> None:
    states.at(stage, "assess")
    amina, ben = staff(stage, "Amina"), staff(stage, "Ben")
    dilek, dev = family(stage, "Dilek"), family(stage, "Dev")
    voice.asks_for_views(amina)
    voice.gives_views(dilek)
    voice.gives_the_childs_view(dilek)
    ben.goes_to(CHILD)
    ben.follows("See the picture")
    ben.does_not_see(voice.MOTHERS, voice.CHILDS)
    amina.follows("Read first", exact=True)
    amina.shows("read-first")
    voice.reads_first(amina, voice.MOTHERS, voice.CHILDS)
    ben.goes_to(CHILD)
    ben.follows("See the picture")
    ben.sees(voice.MOTHERS, voice.CHILDS)
    ben.shows("picture-of-a-child")
    dev.goes_to(CHILD)
    dev.does_not_see(voice.MOTHERS, voice.CHILDS)


@pytest.mark.requirement("P1", "P3", "P5")
@pytest.mark.on_postgres
def test_a_plan_says_what_how_one_can_tell_who_does_what_and_when_all_look_at_it(
    stage: Stage,
) -> None:
    states.at(stage, "assess")
    ben = staff(stage, "Ben")
    ben.goes_to(CHILD)
    ben.follows("Begin the plan")
    ben.presses("Begin the plan")
    planning.writes_an_outcome(ben)
    planning.writes_the_support(ben)
    planning.writes_who_does_what(ben)
    ben.shows("plan-being-written")
    planning.shares_it(ben)
    dilek = family(stage, "Dilek")
    planning.opens_the_plan(dilek)
    dilek.sees("Reads with help (11 errors)", "Reads alone (3 errors)")
    dilek.sees("I choose the book.", "Ms Tess Price", "We look at it together on Tuesday 24 March")
    dilek.shows("plan-as-a-parent-sees-it")


@pytest.mark.requirement("P2", "P4")
def test_each_says_what_they_think_and_the_version_they_were_given_stays(
    stage: Stage, tmp_path: Path
) -> None:
    states.at(stage, "shared")
    dilek, dev = family(stage, "Dilek"), family(stage, "Dev")
    for parent, answer, words in (
        (dilek, "In part", planning.IN_PART),
        (dev, "No, I do not agree", planning.NOT_AGREED),
    ):
        parent.goes_home()
        parent.follows("Read the plan Read the plan and say what you think of it")
        planning.says(parent, answer, words)
    planning.prints_it(dilek, tmp_path)
    amina = staff(stage, "Amina")
    voice.reads_first(amina, planning.IN_PART, planning.NOT_AGREED)
    planning.sees_what_each_said(amina)
    amina.shows("plan-and-what-each-said")
    amina.follows("Write the next version")
    amina.presses("Write the next version")
    amina.follows("Add one thing that is done differently")
    amina.writes("What is done differently?", "Afternoons begin with a quiet task.")
    amina.presses("Save it")
    dilek.goes_to(CHILD)
    dilek.follows("The plan of cycle 1, version 1")
    dilek.does_not_see("Afternoons begin")


QUIET = "Afternoons begin with a quiet task."


@pytest.mark.requirement("P4")
def test_a_second_version_is_shared_and_a_parent_sees_what_changed_and_both(stage: Stage) -> None:
    states.at(stage, "shared")
    dilek, amina = family(stage, "Dilek"), staff(stage, "Amina")
    dilek.goes_to(CHILD)
    dilek.follows("The plan of cycle 1, version 1")
    dilek.does_not_see("newer version", QUIET)
    amina.goes_to(CHILD)
    amina.follows("Open the plan")
    amina.follows("Write the next version")
    amina.presses("Write the next version")
    amina.follows("Add one thing that is done differently")
    amina.writes("What is done differently?", QUIET)
    amina.presses("Save it")
    dilek.goes_to(CHILD)
    dilek.does_not_see("version 2", QUIET)
    planning.shares_it(amina)

    dilek.goes_to(CHILD)
    dilek.follows("The plan of cycle 1, version 2")
    dilek.sees("What changed since the last version", "New: what is done differently", QUIET)
    dilek.sees(states.OUTCOME, states.SUPPORT, "as the school shared it with you")
    dilek.shows("second-version-as-a-parent-sees-it")
    planning.says(dilek, "Yes, I agree", "Teşekkürler.")
    dilek.goes_to(CHILD)
    dilek.follows("The plan of cycle 1, version 1")
    dilek.sees("There is a newer version of this plan.", states.OUTCOME, states.SUPPORT)
    dilek.does_not_see(QUIET)
    voice.reads_first(amina, "Teşekkürler.")
    amina.goes_to(CHILD)
    amina.follows("Open the plan")
    amina.sees("Version 2", "Agrees", "opened on")
    amina.follows("Version 1, shared on")
    amina.sees("There is a newer version.", states.OUTCOME)
    amina.does_not_see(QUIET)
