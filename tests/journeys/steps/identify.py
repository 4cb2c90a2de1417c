"""A concern, the talk, the decision, and the family told: by Ben, the teacher, and Amina, the SENCO."""

from tests.journeys.people import Person
from tests.journeys.stage import FIRST_DAY

SEEN = "He guesses words from their first letter and waits until his neighbour has begun."
ANSWER = "Thank you. I have watched a lesson too, and I ask his parents in this week."
NOTE = "He tells long stories and hides his book. We try one instruction at a time, with a card."
REASONS = "Seat and cards help a little. He needs more than the class has, in every lesson."
ABOUT_HIM = "Hears the sounds but loses them while he blends them."
CHILD = "Ayaan Khan"
BY_EMAIL = "By e-mail, with a link to the page"


def raises_a_concern(ben: Person) -> None:
    """Ben says what he has seen, since when, what he tried, and that he has not spoken with the family yet."""
    ben.follows("Raise a concern", exact=True)
    ben.follows(CHILD)
    ben.writes("What have you seen?", SEEN)
    ben.writes("Since when?", "since the autumn")
    ben.ticks("A seat near the board, away from noise", to="What have you tried already?")
    ben.chooses("I am sure", to="How sure are you?")
    ben.chooses("In the next weeks", to="How soon should somebody look?")
    ben.chooses("No", to="Has the family been spoken to?")
    ben.writes("Why not yet?", "I want to hear from you first.")
    ben.presses("Send it to the SENCO")
    ben.sees("Ms Amina Obi has it and answers by", SEEN)


def answers_it(amina: Person) -> None:
    """Amina finds it at home, reads it, and answers with reasons."""
    amina.goes_home()
    amina.sees(CHILD, "Answer a concern")
    amina.follows("Answer Answer a concern for")
    amina.sees(SEEN, "since the autumn", "A seat near the board, away from noise")
    amina.writes("Your answer, with the reasons", ANSWER)
    amina.chooses("We look into it with the family", to="What happens next?")
    amina.presses("Send the answer")
    amina.sees("The answer is written down.", "A message about it is on its way")


def sees_the_answer(ben: Person) -> None:
    """Ben sees it on the page of his concern, which the child's story leads to."""
    ben.goes_to(CHILD)
    ben.sees("The concern was answered")
    ben.follows("A concern was raised")
    ben.sees(ANSWER, "Ms Amina Obi")


def says_what_was_tried(ben: Person) -> None:
    """Ben writes what he tried in class since, and how it went."""
    ben.goes_to(CHILD)
    ben.follows("Look into it and decide")
    ben.follows("Write it down what was tried")
    ben.ticks("One instruction at a time", "The task in smaller steps")
    ben.writes("How did it go?", "He begins sooner, and still cannot read the line alone.")
    ben.presses("Keep it")
    ben.sees("He begins sooner")


def talks_and_decides(amina: Person, *, tried: bool = True) -> None:
    """Amina writes the talk down, and decides with reasons, areas and words about him, and no diagnosis."""
    amina.goes_to(CHILD)
    amina.follows("Look into it and decide")
    if tried:
        amina.sees("One instruction at a time", "He begins sooner")
    amina.follows("Write it down a talk with the family")
    amina.writes("Who was there?", "Dilek Khan, Ayaan, Mr Hall")
    amina.writes("The short note", NOTE)
    amina.ticks("Dilek Khan", "Dev Khan")
    amina.presses("Keep the note")
    amina.sees(NOTE)
    amina.follows("Decide whether SEN Support starts")
    amina.sees("You need no diagnosis to decide.")
    amina.chooses("SEN Support starts", to="What do you decide?")
    amina.writes("The reasons", REASONS)
    amina.ticks("Cognition and learning", "Communication and interaction")
    amina.writes("In words about this child", ABOUT_HIM)
    amina.presses("Decide", exact=True)
    amina.sees("SEN Support starts. Next: tell the family.", "section 68")


def tells(amina: Person, name: str, how: str) -> None:
    """Amina tells one parent, in one of the ways."""
    amina.follows(f"Tell {name}")
    amina.sees(REASONS)
    if how == BY_EMAIL:
        amina.presses("Send it by e-mail")
        amina.sees("The e-mail is on its way. The words of the letter are kept.")
        return
    amina.chooses(how, to="How?")
    amina.writes_date("On which day?", FIRST_DAY.date())
    amina.presses("I have told them")
    amina.sees("Kept, with the words of the letter.")


def tells_both_parents(amina: Person) -> None:
    """His mother face to face, his father, who lives elsewhere, by e-mail; the proof is whole once that has left."""
    tells(amina, "Dilek Khan", "Face to face, with the letter")
    tells(amina, "Dev Khan", BY_EMAIL)
    amina.sees("a message is on its way")
    amina.stage.worker_runs()
    amina.follows("Produce the proof")
    amina.sees("Dilek Khan", "Dev Khan", "Told by", "unchanged since they were given", REASONS)
    amina.does_not_see("not told yet", "on its way")


def reads_the_letter(parent: Person) -> None:
    """A parent finds the letter in the child's story: what was decided and why, and advice that is not the school's."""
    parent.goes_to(CHILD)
    parent.follows("Told that SEN Support starts")
    parent.sees(REASONS, "Advice that is not ours")
