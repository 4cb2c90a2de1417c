"""The picture and the plan: written by Ben, shared by Amina, and what each parent sees of it and says."""

from datetime import date
from pathlib import Path

from tests.journeys.people import Person
from tests.journeys.steps.identify import CHILD
from tests.journeys.steps.voice import CHILDS, MOTHERS

STRENGTH = "Draws what he hears, and remembers stories word for word."
NEED = "Blending sounds: he knows each one and loses them in the word."
OUTCOME = "Read a page of his book aloud with three errors or fewer."
SUPPORT = "Daily phonics group"
SEAT = "A seat near the board, and one instruction at a time."
AT_HOME = "Ten minutes with a book on most evenings."
IN_PART = "Evde her akşam okuyamayız, haftada üç kez olur."
NOT_AGREED = "I was not asked about the afternoons."
REVIEW = date(2026, 3, 24)


def writes_the_picture(ben: Person) -> None:
    """Ben writes a strength and a need; he sees what family and child said, once it was read first."""
    ben.goes_to(CHILD)
    ben.follows("See the picture")
    ben.sees(MOTHERS, CHILDS, "Hard")
    ben.follows("Add a strength")
    ben.writes("What is this child good at, or what do they like?", STRENGTH)
    ben.presses("Save")
    ben.follows("Add a need")
    ben.writes("What is hard for this child, and when?", NEED)
    ben.ticks("Cognition and learning")
    ben.presses("Save")
    ben.sees(STRENGTH, NEED, "Cognition and learning")


def begins_the_plan(ben: Person) -> None:
    """Ben goes on to the plan, where the child's words stand in sight."""
    ben.follows("On to the plan")
    ben.presses("Begin the plan")
    ben.is_at("Ayaan’s plan")
    ben.sees(CHILDS, MOTHERS, STRENGTH, NEED)


def writes_an_outcome(ben: Person) -> None:
    """One outcome with where he is now, the aim, and how one can tell."""
    ben.follows("Add what we aim for")
    ben.writes("What will the child be able to do?", OUTCOME)
    ben.writes_date("By when?", REVIEW)
    ben.picks("Cognition and learning", of="Which area of need is this about?")
    ben.writes("We can tell because", "Errors in a page read aloud on a Friday.")
    ben.writes("What is counted", "errors")
    ben.writes("Where the child is now, in words", "Reads with help")
    ben.writes("Now, as a number", "11")
    ben.writes("What we aim for, in words", "Reads alone")
    ben.writes("The aim, as a number", "3")
    ben.presses("Save the outcome")
    ben.sees(OUTCOME, "11", "Errors in a page read aloud")


def writes_the_support(ben: Person) -> None:
    """One line of support: what, who gives it, how often, with whom, where."""
    ben.follows("Add support")
    ben.writes("What do we do?", SUPPORT)
    ben.picks("Ms Tess Price", of="Who gives it?")
    ben.writes("How many children are in the group?", "1")
    ben.writes("How often a week?", "5")
    ben.writes("How many minutes each time?", "20")
    ben.ticks("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    ben.writes("When in the day?", "9:15")
    ben.writes("Where?", "Library")
    ben.presses("Save the support")
    ben.sees(SUPPORT, "Ms Tess Price", "Library")


def writes_who_does_what(ben: Person) -> None:
    """What school, home and Ayaan do; what is different in class; the day on which all look at it together."""
    ben.follows("Write who does what")
    ben.writes("What we do in school", "Mr Hall hears him read on Fridays.")
    ben.writes("What the family does at home", AT_HOME)
    ben.writes("What Ayaan does", "I choose the book.")
    ben.presses("Save who does what")
    ben.follows("Add one thing that is done differently")
    ben.writes("What is done differently?", SEAT)
    ben.presses("Save it")
    ben.sees("filled in for you")
    ben.follows("Change the day")
    ben.writes_date("When do we look at this plan together?", REVIEW)
    ben.presses("Save the day")
    ben.sees(SEAT, AT_HOME, "24 March")
    ben.does_not_see("filled in for you")


def shares_it(who: Person) -> None:
    """Share the plan with both parents, the child and those who teach and support."""
    who.goes_to(CHILD)
    who.follows("Share the plan")
    who.ticks(
        "Dilek Khan",
        "Dev Khan",
        "Yes: somebody goes through it with them, in simple words",
        "Yes, all of them",
    )
    who.presses("Share the plan")
    who.sees("The plan is shared.", "shared, and stays as it was")


def opens_the_plan(parent: Person) -> None:
    """A parent opens the plan from the line at home that asks for it."""
    parent.goes_home()
    parent.follows("Read the plan Read the plan and say what you think of it")
    parent.is_at("Ayaan’s plan")
    parent.sees("as the school shared it with you", OUTCOME, SUPPORT, SEAT, AT_HOME, "24 March")


def says(parent: Person, answer: str, words: str) -> None:
    """A parent says whether they agree, in their own words."""
    parent.follows("Say what you think")
    parent.sees("the support goes on whatever you say")
    parent.chooses(answer, to="Do you agree with this plan?")
    parent.writes("What would you like to say about it?", words)
    parent.presses("Send", exact=True)
    parent.sees("Thank you. The school has what you said.", words)


def sees_what_each_said(who: Person) -> None:
    """Both answers stand beside the plan, agreement and disagreement alike, with who has opened it."""
    who.goes_to(CHILD)
    who.follows("Open the plan")
    who.sees("Agrees in part", IN_PART, "Disagrees", NOT_AGREED, "opened on")


def prints_it(who: Person, folder: Path) -> None:
    """The plan as a file is a PDF."""
    file = who.downloads("The plan as a file to print", folder)
    assert file.startswith(b"%PDF-"), file[:20]
    assert len(file) > 5000


def starts_support(who: Person) -> None:
    """The support begins today."""
    who.goes_to(CHILD)
    who.follows("Start the support")
    who.presses("Start the support")
    who.sees("The support begins.")
