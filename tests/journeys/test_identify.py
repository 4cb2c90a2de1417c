"""A concern is never lost, what was tried is shown, support starts with reasons, and the family is told."""

import pytest

from tests.journeys import states
from tests.journeys.signing_in import family, staff
from tests.journeys.stage import NARROW, Stage
from tests.journeys.steps import identify
from tests.journeys.steps.identify import CHILD

WORRY = "Okuldan gelince ağlıyor ve kitap açmak istemiyor."
# The title of the rule `tell_parents`, as lists of what is due have it.
TELL_THE_FAMILY = "Tell the family that SEN Support starts"


@pytest.mark.requirement("I1", "W7")
@pytest.mark.on_postgres
def test_a_parents_concern_is_received_read_first_and_answered_with_reasons(stage: Stage) -> None:
    dilek = family(stage, "Dilek")
    dilek.goes_to(CHILD)
    dilek.follows("Tell us a concern")
    dilek.sees("Ms Amina Obi")
    dilek.writes("What worries you?", WORRY)
    dilek.shows("concern-of-a-parent")
    dilek.presses("Send", exact=True)
    dilek.sees("What you wrote on", WORRY, "has it and answers by")

    ben = staff(stage, "Ben")
    ben.goes_to(CHILD)
    ben.does_not_see(WORRY)

    amina = staff(stage, "Amina")
    amina.sees("read first")
    amina.shows("home-of-the-senco")
    amina.follows("Read Read first what was sent")
    if amina.offered("Read what"):
        amina.follows("Read what")
    amina.sees(WORRY)
    amina.presses("I have read it")
    amina.goes_home()
    amina.follows("Answer Answer a concern for")
    amina.writes("Your answer, with the reasons", identify.ANSWER)
    amina.presses("Send the answer")

    dilek.goes_to(CHILD)
    dilek.follows("The concern was answered")
    dilek.sees(WORRY, "Ms Amina Obi read it on", identify.ANSWER)


@pytest.mark.requirement("I1", "I5")
def test_what_a_teacher_saw_and_tried_is_before_the_senco_and_her_answer_before_him(
    stage: Stage,
) -> None:
    ben, amina = staff(stage, "Ben", width=NARROW), staff(stage, "Amina")
    identify.raises_a_concern(ben)
    identify.answers_it(amina)
    identify.sees_the_answer(ben)
    identify.says_what_was_tried(ben)
    ben.shows("looking-into-it")
    amina.goes_to(CHILD)
    amina.follows("Look into it and decide")
    amina.sees("One instruction at a time", "He begins sooner")


@pytest.mark.requirement("I6", "I7")
def test_support_starts_for_two_areas_in_words_about_him_and_without_a_diagnosis(
    stage: Stage,
) -> None:
    states.at(stage, "concern")
    amina, ben = staff(stage, "Amina"), staff(stage, "Ben")
    identify.talks_and_decides(amina, tried=False)
    ben.goes_to(CHILD)
    ben.sees("Communication and interaction", "Cognition and learning", identify.REASONS)
    ben.follows("See the picture")
    ben.sees(identify.ABOUT_HIM)
    ben.follows("Add a need")
    ben.sees("A diagnosis is not needed.")
    questions = ben.page.locator("label, legend").all_inner_texts()
    assert not any("diagnos" in each.lower() for each in questions)


@pytest.mark.requirement("I10")
@pytest.mark.on_postgres
def test_both_parents_are_told_it_stays_open_until_then_and_can_be_proved(stage: Stage) -> None:
    states.at(stage, "discussion")
    amina, hana = staff(stage, "Amina"), staff(stage, "Hana")
    identify.talks_and_decides(amina, tried=False)
    hana.follows("Due", exact=True)
    hana.sees(TELL_THE_FAMILY, "Dilek Khan", "Dev Khan", "The law asks for it")
    identify.tells_both_parents(amina)
    amina.shows("proof")
    hana.follows("Due", exact=True)
    hana.does_not_see(TELL_THE_FAMILY)
    identify.reads_the_letter(family(stage, "Dilek"))
    dev = family(stage, "Dev")
    identify.reads_the_letter(dev)
    dev.shows("letter-to-a-parent")
