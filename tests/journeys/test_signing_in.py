"""The way in: a second factor is set up in the browser and asked for from then on; families by their link."""

import pytest

from tests.cast import PASSWORD
from tests.journeys.signing_in import code_now, comes, family, signs_in
from tests.journeys.stage import NARROW, WIDE, Stage


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_without_a_second_factor_nobody_of_the_staff_is_in(stage: Stage, width: int) -> None:
    otto = comes(stage, "Otto", width=width)
    otto.follows("I work with children here")
    otto.writes("E-mail address", "otto@oak.example")
    otto.writes("Password", PASSWORD)
    otto.presses("Sign in", exact=True)
    otto.is_at("How you show that it is you")
    otto.goes_home()
    otto.is_at("Sign in")
    otto.follows("I work with children here")
    otto.writes("E-mail address", "otto@oak.example")
    otto.writes("Password", PASSWORD)
    otto.presses("Sign in", exact=True)
    otto.follows("Use a code app on your telephone")
    if width == WIDE:
        otto.shows("second-factor")
    secret = otto.page.locator("main strong").inner_text()
    otto.writes("The six digits that the app shows now", code_now(secret.replace(" ", "")))
    otto.presses("Use this app")
    otto.is_at("Your home page")
    otto.sees("Oak Primary", "Nia Okafor")
    otto.does_not_see("Ayaan")


@pytest.mark.requirement("W7")
def test_a_parent_comes_in_by_the_mailed_link_and_sees_her_child(stage: Stage) -> None:
    dilek = comes(stage, "Dilek", width=NARROW)
    dilek.shows("sign-in")
    signs_in(dilek)
    dilek.sees("Ayaan Khan", "If something worries you now")
    dilek.shows("home-of-a-parent")
    family(stage, "Dev").sees("Ayaan Khan")
