"""Support as it is given: Tess's list of today on her tablet, Ben's next lesson."""

from tests.journeys.people import Person
from tests.journeys.steps.identify import CHILD
from tests.journeys.steps.planning import OUTCOME, SEAT, SUPPORT


def opens_todays_list(tess: Person) -> None:
    """Tess opens today's list from her home."""
    tess.goes_home()
    tess.sees("1 session today")
    tess.follows("Open today’s list")
    tess.sees(SUPPORT, "Ayaan", "nothing is said yet.")


def says_it_was_done(tess: Person) -> None:
    """One tap; then, because she wishes to, a word on how it went."""
    tess.presses("Done")
    tess.sees("All is said.")
    tess.follows("Add how it went")
    tess.chooses("Well", to="How did it go?")
    tess.writes("A word", "Read four words alone.")
    tess.presses("Save")


def says_it_was_not(tess: Person) -> None:
    """Not, because she was needed elsewhere."""
    tess.unfolds("Not, because …")
    tess.presses("Staff needed elsewhere")
    tess.sees("All is said.", "Staff needed elsewhere")


def sees_the_next_lesson(ben: Person, *words: str) -> None:
    """Ben sees, for his own group, what to do differently, the aim and the support."""
    ben.follows("My next lesson", exact=True)
    ben.is_at("My next lesson: Kestrel")
    ben.sees("Ayaan", *(words or (SEAT, OUTCOME, SUPPORT)))


def sees_what_was_given(who: Person, *words: str, what: str = SUPPORT) -> None:
    """What was planned and what was given, and why not, as staff see it."""
    who.goes_to(CHILD)
    who.follows("What was planned and what was given")
    who.sees(what, *words)


def family_sees_what_was_done(parent: Person, *words: str, what: str = SUPPORT) -> None:
    """The same, as the family sees it."""
    parent.goes_to(CHILD)
    parent.follows("See what was done")
    parent.sees(what, *words)
