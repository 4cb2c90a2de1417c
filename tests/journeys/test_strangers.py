"""T14: addresses of a child, copied from those who may see them, tried by everybody who may not."""

import pytest

from tests.journeys import states
from tests.journeys.people import Person
from tests.journeys.signing_in import comes, family, letters, signs_in, staff
from tests.journeys.stage import Stage
from tests.journeys.steps.identify import CHILD

PLAN = "The plan of cycle 1, version 1"
# Words of the child’s that no stranger may ever be shown.
NOTHING = ("Ayaan", "Khan", states.OUTCOME, states.SUPPORT, "I like drawing")


def _addresses(stage: Stage) -> list[str]:
    """What stands in the address bars of those who work with the child, and of his mother."""
    amina, dilek = staff(stage, "Amina", judges=False), family(stage, "Dilek", judges=False)
    copied = []
    for person, links in (
        (amina, ["", "Name, class and family", "Open the plan", "See the picture", "Who can see"]),
        (dilek, ["", "Say what you think", "See what was done", PLAN]),
    ):
        for words in links:
            person.goes_to(CHILD)
            if words:
                person.follows(words)
            copied.append(person.page.url)
            if words == PLAN:
                copied.append(
                    person.page.get_by_role("link", name="as a file").get_attribute("href") or ""
                )
    return copied


def _is_shown_nothing(person: Person, address: str) -> None:
    answer = person.page.request.get(address)
    assert answer.status in {200, 404}, f"{address}: {answer.status}"
    text = answer.text()
    assert not [words for words in NOTHING if words in text], f"{person.name} at {address}"
    if answer.status == 200:
        assert "/sign-in/" in answer.url, f"{person.name} at {address}"


@pytest.mark.requirement("W5", "W7")
@pytest.mark.on_postgres
def test_nobody_else_gets_in_by_an_address_that_was_copied(stage: Stage) -> None:
    states.in_do(stage)
    copied = _addresses(stage)
    oak = stage.cast.oak
    strangers = [
        family(stage, "Marta", judges=False),
        signs_in(comes(stage, "Cara", judges=False), oak),
        signs_in(comes(stage, "Obi", judges=False), oak),
        staff(stage, "Grace", judges=False),
        comes(stage, "nobody", judges=False),
    ]
    for stranger in strangers:
        for address in copied:
            _is_shown_nothing(stranger, address)
    marta = strangers[0]
    marta.page.goto(copied[0])
    marta.shows("another-parent-tries-the-address")


def test_a_father_whom_an_order_bars_sees_nothing_of_his_child(stage: Stage) -> None:
    states.at(stage, "shared", "Rosa")
    marta, ivan = family(stage, "Marta"), comes(stage, "Ivan")
    marta.goes_to("Rosa Márquez-O’Brien")
    ivan.follows("I am family, or it is about me")
    ivan.writes("Your e-mail address", stage.cast.elm.contacts["Ivan"].email)
    ivan.presses("Send me a link")
    # He is told what everybody is told, and no link is on its way.
    ivan.sees("Look into your e-mail")
    assert [each.to for each in letters()] == [["marta@family.example"]]
    ivan.opens(marta.page.url)
    ivan.is_at("Sign in")
    ivan.does_not_see("Rosa")
