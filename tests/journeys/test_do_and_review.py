"""Support known each day to those who give it; a review on its day, late ones seen; the next cycle; one story."""

from datetime import date

import pytest

from fourfold.casework.people import actions as people
from fourfold.config import clock
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.journeys import states
from tests.journeys.signing_in import family, signs_in, staff
from tests.journeys.stage import NARROW, Stage
from tests.journeys.steps import doing, reviewing
from tests.journeys.steps.identify import CHILD

TABLET = 820
# A child at Elm who is in nobody's class.
OTHER = "Zelda Quist"
LATE = "The review is late"


@pytest.mark.requirement("D1", "W5")
@pytest.mark.on_postgres
def test_who_gives_support_knows_it_each_day_and_others_see_what_was_given(stage: Stage) -> None:
    states.in_do(stage)
    tess = staff(stage, "Tess", width=TABLET)
    tess.follows("Open today’s list")
    tess.sees(states.SUPPORT, "Ayaan K.", "15 minutes")
    tess.shows("today-on-a-tablet")
    tess.presses("Done")
    tess.sees("All is said.")
    ben = staff(stage, "Ben", width=NARROW)
    doing.sees_the_next_lesson(ben, states.SEAT, states.OUTCOME, states.SUPPORT)
    ben.shows("next-lesson-on-a-phone")
    doing.sees_what_was_given(ben, "1 of 1 given", what=states.SUPPORT)
    doing.family_sees_what_was_done(family(stage, "Dilek"), "1 of 1 given", what=states.SUPPORT)


@pytest.mark.requirement("W5")
def test_teachers_and_assistants_see_their_own_children_and_no_others(stage: Stage) -> None:
    elm, today = stage.cast.elm, clock.today()
    with tenant_scope(elm.organisation.pk):
        ada = elm.actor("Ada", today)
        given, family_name = OTHER.split()
        people.add_pupil(elm.organisation, actor=ada, given_name=given, family_name=family_name)
    tess, ben = staff(stage, "Tess", width=TABLET), staff(stage, "Ben")
    tess.sees(CHILD)
    tess.does_not_see("Rosa", "Leo Potts", OTHER)
    ben.sees(CHILD, "Rosa", "Leo Potts")
    ben.does_not_see(OTHER)
    ben.follows("Children", exact=True)
    ben.sees("Rosa")
    ben.does_not_see(OTHER)
    ben.follows("Rosa")
    tess.opens(ben.page.url)
    tess.does_not_see("Rosa")
    hana = staff(stage, "Hana")
    hana.follows("Children", exact=True)
    hana.follows(OTHER, exact=True)
    hana.is_at(OTHER)
    for one in (tess, ben):
        one.opens(hana.page.url)
        one.does_not_see(OTHER)


@pytest.mark.requirement("R1")
def test_a_review_that_was_not_held_stays_late_until_it_is_and_the_family_takes_part(
    stage: Stage,
) -> None:
    states.in_do(stage)
    stage.becomes(date(2026, 6, 15))
    amina = staff(stage, "Amina")
    amina.sees(LATE, "late")
    amina.shows("review-is-late")
    amina.goes_to(CHILD)
    amina.follows("Prepare the review")
    amina.writes_date("On which day?", date(2026, 6, 17))
    amina.writes("At what time?", "15:40")
    amina.presses("Ask them to the review")
    hana, dilek = staff(stage, "Hana"), family(stage, "Dilek")
    hana.sees(LATE)
    dilek.sees(LATE)
    dilek.goes_to(CHILD)
    dilek.follows("which is coming")
    dilek.sees("17 June", "15:40")
    stage.becomes(date(2026, 6, 17), 16)
    ben = staff(stage, "Ben")
    ben.sees(LATE)
    reviewing.writes_it_down(ben, f"Ayaan {states.OUTCOME}", states.SUPPORT, counted="")
    reviewing.reads_what_was_agreed(signs_in(dilek))
    for who in (signs_in(amina), signs_in(hana), dilek):
        who.goes_home()
        who.does_not_see(LATE)


@pytest.mark.requirement("R3", "R4")
@pytest.mark.on_postgres
def test_the_next_cycle_begins_from_what_the_review_decided_and_one_story_tells_both(
    stage: Stage,
) -> None:
    states.in_do(stage)
    stage.becomes(reviewing.ON, 16)
    ben, dilek = staff(stage, "Ben"), family(stage, "Dilek")
    reviewing.writes_it_down(ben, f"Ayaan {states.OUTCOME}", states.SUPPORT, counted="")
    ben.shows("review-written-down")
    reviewing.reads_what_was_agreed(dilek)
    reviewing.goes_on(ben, states.SUPPORT)
    ben.shows("next-cycle-has-begun")
    ben.follows("Begin the plan")
    ben.presses("Begin the plan")
    ben.sees("Cycle 2", states.OUTCOME, states.SUPPORT, states.SEAT)
    ben.follows(f"Change {states.SUPPORT}")
    ben.writes("How often a week?", "2")
    ben.presses("Save the support")
    ben.sees("2 times a week")
    amina = staff(stage, "Amina")
    reviewing.reads_the_story(amina)
    amina.shows("story-over-two-cycles")
    amina.goes_to(CHILD)
    amina.sees("3 a week")
    amina.does_not_see("2 a week")  # Only a draft says so; what is done goes on as it was.
