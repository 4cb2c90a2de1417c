"""What goes wrong in life: two at once, twice, too late, the wrong link, the wrong file. Nothing is lost."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from fourfold.casework.identify.models import Concern
from fourfold.foundation.scope.tenancy import tenant_scope
from tests.journeys import states
from tests.journeys.signing_in import comes, family, mailed_link, signs_in, staff
from tests.journeys.stage import Stage
from tests.journeys.steps import identify, voice
from tests.journeys.steps.identify import CHILD

MINE, HERS = "He reads to his sister at home.", "He chooses longer books by himself."


def test_two_who_change_the_same_at_once_see_both_and_lose_nothing(stage: Stage) -> None:
    states.at(stage, "assess")
    ben, amina = staff(stage, "Ben"), staff(stage, "Amina")
    for person in (ben, amina):
        person.goes_to(CHILD)
        person.follows("See the picture")
        person.follows("Change strength 1")
    box = ben.page.get_by_label("In words")
    box.fill(MINE)
    amina.writes("In words", HERS)
    amina.presses("Save")
    ben.presses("Save")
    ben.is_at("Somebody else changed this while you were writing")
    ben.sees("Nothing is lost.", "What you typed", "What stands now", MINE, HERS)
    ben.shows("two-at-once")
    ben.writes("In words", f"{HERS} {MINE}")
    ben.presses("Save")
    amina.goes_to(CHILD)
    amina.follows("See the picture")
    amina.sees(f"{HERS} {MINE}")


def test_a_button_that_is_pressed_twice_sends_once(stage: Stage) -> None:
    dilek = family(stage, "Dilek")
    dilek.goes_to(CHILD)
    dilek.follows("Tell us a concern")
    dilek.writes("What worries you?", "Tek bir soru.")
    dilek.page.get_by_role("button", name="Send", exact=True).dblclick()
    expect(dilek.page.locator("body")).to_contain_text("What you wrote on")
    with tenant_scope(stage.cast.elm.organisation.pk):
        assert Concern.objects.count() == 1


@pytest.mark.on_postgres
def test_a_long_form_outlives_its_session_and_its_token_without_script(stage: Stage) -> None:
    ben = staff(stage, "Ben", script=False)
    ben.follows("Raise a concern", exact=True)
    ben.follows(CHILD)
    ben.writes("What have you seen?", identify.SEEN)
    ben.chooses("Yes", to="Has the family been spoken to?")
    # The evening comes: the session is over, and the browser has dropped its token.
    ben.page.context.clear_cookies()
    stage.later(hours=9)
    ben.presses("Send it to the SENCO")
    ben.sees("What you wrote is kept for you")
    ben.shows("what-you-wrote-is-kept")
    signs_in(ben)
    expect(ben.page.get_by_label("What have you seen?")).to_have_value(identify.SEEN)
    ben.presses("Send it to the SENCO")
    ben.sees("Ms Amina Obi has it")
    amina = staff(stage, "Amina")
    amina.follows("Answer Answer a concern for")
    amina.sees(identify.SEEN)


def test_a_link_works_once_and_another_familys_link_opens_nothing_of_this_one(stage: Stage) -> None:
    family(stage, "Dilek")
    again = comes(stage, "somebody", width=360)
    again.opens(mailed_link("dilek@family.example"))
    again.sees("This link was used already.", "nothing is lost")
    again.shows("link-was-used")
    marta = comes(stage, "Marta", width=360)
    signs_in(marta)
    marta.does_not_see("Ayaan")
    marta.sees("Rosa")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "This file is empty."),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "This is a picture."),
    ],
)
def test_an_empty_or_a_wrong_file_is_told_in_a_sentence(
    stage: Stage, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    ada = staff(stage, "Ada")
    ada.follows("Bring in a list", exact=True)
    ada.page.locator("input[type=file]").set_input_files(file)
    ada.chooses("Children", to="What is in the list?")
    ada.presses("Read the file")
    ada.sees(said)


def test_what_a_parent_wrote_waits_for_a_session_that_has_ended(stage: Stage) -> None:
    states.at(stage, "assess")
    dilek = family(stage, "Dilek")
    dilek.goes_to(CHILD)
    dilek.follows("Say what you think, at any time")
    dilek.writes("What is hard?", voice.HARD)
    stage.later(minutes=40)
    dilek.presses("Send", exact=True)
    dilek.sees("What you wrote is kept for you")
    signs_in(dilek)
    expect(dilek.page.get_by_label("What is hard?")).to_have_value(voice.HARD)
    dilek.presses("Send", exact=True)
    dilek.sees("It has arrived")
