"""The closed lists of this room: kinds of support, whose part it is, for whom a change to teaching is made.

And what is said of a time that there is not, and of a review after the term.
"""

from django.utils.translation import gettext

from fourfold.domain.plan import no_time_of_day
from fourfold.domain.words import N_, Word


def no_such_time(at: str) -> str:
    """What is wrong with when in the day a support is to be, in a sentence; empty where nothing is."""
    wrong = no_time_of_day(at)
    if not wrong:
        return ""
    return gettext("There is no time of day %(time)s. Write it such as 9:15 or 13:40.") % {
        "time": wrong
    }


def after_the_term() -> str:
    """What is said of a review's day that leaves a term out, until there is a reason (D4; Code 6.65)."""
    return gettext(
        "That is after the end of this term. A plan is looked at at least once a term"
        " (Code 6.65): choose an earlier day, or say why not."
    )


class SupportKind(Word):
    """What kind of support a line is, in the words of the sources (P6)."""

    TEACHER_TIME = "teacher_time", N_("Time with a teacher")
    ASSISTANT_TIME = "assistant_time", N_("Time with a teaching assistant")
    SMALL_GROUP = "small_group", N_("Small group")
    PROGRAMME = "programme", N_("A special programme")
    LANGUAGE = "language", N_("Language and social skills")
    LITERACY = "literacy", N_("Reading and writing")
    NUMERACY = "numeracy", N_("Number and maths")
    MOTOR = "motor", N_("Movement and handwriting")
    NURTURE = "nurture", N_("Nurture group")
    TIME_OUT = "time_out", N_("Quiet place or time out")
    COUNSELLING = "counselling", N_("Counselling")
    TASKS = "tasks", N_("Different tasks")
    ROOM = "room", N_("Changes to the room")
    TECHNOLOGY = "technology", N_("Technology and equipment")
    SPECIALIST = "specialist", N_("Advice from a specialist")
    OTHER = "other", N_("Something else")


class Whose(Word):
    """Whose part of the plan it is (P5)."""

    SETTING = "setting", N_("In school")
    FAMILY = "family", N_("At home")
    CHILD = "child", N_("The child")


class AdjustmentKind(Word):
    """Why something is done differently: for everyone in the class, or as a duty to a disabled child (P7)."""

    CLASSROOM = "classroom", N_("For everyone in the class or group")
    REASONABLE = "reasonable", N_("A reasonable adjustment for a disability (Equality Act 2010)")


class Weekday(Word):
    """The days of a school week, by ISO number."""

    MONDAY = "1", N_("Monday")
    TUESDAY = "2", N_("Tuesday")
    WEDNESDAY = "3", N_("Wednesday")
    THURSDAY = "4", N_("Thursday")
    FRIDAY = "5", N_("Friday")


class Via(Word):
    """How a version of the plan, or somebody's say on it, went from one to the other."""

    SCREEN = "screen", N_("on Fourfold")
    EMAIL = "email", N_("by e-mail with a link")
    PRINT = "print", N_("on paper")
    IN_PERSON = "in_person", N_("face to face")
    PHONE = "phone", N_("on the telephone")
