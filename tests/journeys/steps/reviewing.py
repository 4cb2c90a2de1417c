"""The review: prepared by Amina, written down by Ben, seen by the family; the next cycle from what it decided."""

from datetime import date

from tests.journeys.people import Person
from tests.journeys.steps.identify import CHILD
from tests.journeys.steps.planning import OUTCOME, SEAT, SUPPORT

ON = date(2026, 3, 24)
SAID = "Artık bazen kendisi kitap istiyor."
JUDGED = "Four errors in a page on Friday."
NEXT = "We go on with the group, and he reads to the reception class."


def prepares_it(amina: Person) -> None:
    """Amina sets the time and asks the family to it."""
    amina.goes_to(CHILD)
    amina.follows("Prepare the review")
    amina.writes("At what time?", "15:40")
    amina.writes("Where?", "Kestrel")
    amina.ticks("Dilek Khan", "Dev Khan", "Ayaan")
    amina.presses("Ask them to the review")
    amina.sees("The review has its day, and the messages are on their way.", "15:40")


def sees_it_coming(parent: Person) -> None:
    """A parent sees when and where."""
    parent.goes_to(CHILD)
    parent.follows("The review of cycle 1, which is coming")
    parent.sees("24 March", "Kestrel")


def writes_it_down(
    ben: Person, outcome: str = OUTCOME, support: str = SUPPORT, *, counted: str = "errors"
) -> None:
    """Ben judges the outcome, keeps the support, writes what his mother said, and what comes next."""
    ben.goes_to(CHILD)
    ben.follows("Write down the review")
    ben.sees(outcome, support)
    ben.chooses("Nearly", to="Was it reached?")
    if counted:
        ben.writes(f"Now ({counted})", "4", within=outcome)
    ben.writes("How can we tell?", JUDGED, within=outcome)
    ben.chooses("Keep", to="This support")
    ben.chooses("Took part", to="Dilek Khan")
    ben.writes("What Dilek Khan said, in their words", SAID)
    ben.chooses("Carry on with the next cycle", to="What happens next?")
    ben.writes("In a sentence", NEXT)
    ben.presses("Write down the review")
    ben.sees("The review is written down.", "Nearly", JUDGED, NEXT)


def reads_what_was_agreed(parent: Person, said: str = SAID) -> None:
    """A parent reads what the review agreed; what was said is shown once a named adult has read it."""
    parent.goes_to(CHILD)
    parent.follows("What the review of cycle 1 agreed")
    parent.sees("Nearly", JUDGED, NEXT)
    parent.does_not_see(said)


def goes_on(ben: Person, support: str = SUPPORT) -> None:
    """The next cycle begins; its plan holds what was kept, and nothing was typed again."""
    ben.goes_to(CHILD)
    ben.follows("Open the review, and go on")
    ben.follows("Go on to the next cycle")
    ben.sees(support, "Keep")
    ben.presses("Begin the next cycle")
    ben.sees("The next cycle has begun. Nothing has to be typed again.")


def finds_the_plan_carried_forward(ben: Person) -> None:
    """The plan of the second cycle, as it was begun from the first."""
    ben.goes_to(CHILD)
    ben.follows("Begin the plan")
    if ben.offered("Begin the plan"):
        ben.presses("Begin the plan")
    ben.sees("Cycle 2", OUTCOME, SUPPORT, SEAT)


def reads_the_story(who: Person) -> None:
    """One story from the first concern to the second cycle."""
    who.goes_to(CHILD)
    who.sees("Cycle 2 began from the review")
    if who.offered("The whole story"):
        who.follows("The whole story")
    who.sees(
        "A concern was raised",
        "The plan was shared (version 1)",
        "The support of cycle 1 started",
        "Review of cycle 1.",
        "Cycle 2 began from the review",
    )
