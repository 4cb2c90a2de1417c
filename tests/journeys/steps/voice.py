"""Views: asked for, given by each parent and the child in their own words, and read first by a named adult."""

from tests.journeys.people import Person
from tests.journeys.steps.identify import CHILD

MOTHERS = "Evde hikâye anlatmayı çok seviyor."
HARD = "Okuma ödevi bir saat sürüyor, sonra ağlıyor."
CHILDS = "I like stories. The hall is so loud that I cannot think."


def asks_for_views(amina: Person) -> None:
    """Amina asks both parents with a message; of the child, whom none reaches, his mother asks with pictures."""
    amina.goes_to(CHILD)
    amina.follows("Ask for views", exact=True)
    amina.sees("Everybody is asked separately")
    amina.ticks("Dilek Khan", "Dev Khan")
    amina.presses("Ask them")
    amina.sees("The messages that ask them are on their way.")


def gives_views(dilek: Person) -> None:
    """Dilek answers in Turkish; she is told before who reads it, and after that it has arrived, in her own words."""
    dilek.goes_home()
    dilek.follows("Start Three questions, two minutes for")
    dilek.sees("Ms Amina Obi")
    dilek.writes("What is going well?", MOTHERS)
    dilek.writes("What is hard?", HARD)
    dilek.presses("Send", exact=True)
    dilek.sees("It has arrived", "Ms Amina Obi reads what you send by the next school day.", HARD)


def gives_the_childs_view(dilek: Person) -> None:
    """Ayaan answers with pictures and words, his mother beside him."""
    dilek.goes_to(CHILD)
    dilek.follows("Say what you think, at any time")
    dilek.follows("Answer with your child, with pictures")
    dilek.chooses("Hard", to="Noise in the room")
    dilek.chooses("Good", to="My friends")
    dilek.writes("What I want to say", CHILDS)
    dilek.presses("Send", exact=True)
    dilek.sees("It has arrived")


def reads_first(amina: Person, *words: str) -> None:
    """Amina reads everything that waits, before anybody else is shown it."""
    amina.follows("Read first", exact=True)
    seen = ""
    while amina.page.get_by_role("link", name="Read what").count():
        amina.follows("number 1")
        seen += amina.page.inner_text("main")
        amina.presses("I have read it")
    amina.sees("Everything that was sent has been read.")
    assert all(each in seen for each in words), seen
