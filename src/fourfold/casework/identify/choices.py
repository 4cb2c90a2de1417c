"""The closed lists of this room."""

from fourfold.domain.words import N_, Word


class Sure(Word):
    """How sure somebody is of what they have seen."""

    SURE = "sure", N_("I am sure")
    THINK_SO = "think_so", N_("I think so")
    NOT_SURE = "not_sure", N_("I am not sure, but it does not leave me")


class Urgent(Word):
    """How soon somebody should look."""

    THIS_WEEK = "this_week", N_("This week")
    SOON = "soon", N_("In the next weeks")
    CAN_WAIT = "can_wait", N_("It can wait a little")


class Tried(Word):
    """What is often tried in class first. A setting adds to it in words."""

    SEAT = "seat", N_("A seat near the board, away from noise")
    WORDS_FIRST = "words_first", N_("New words taught first")
    ONE_STEP = "one_step", N_("One instruction at a time")
    SMALLER_STEPS = "smaller_steps", N_("The task in smaller steps")
    MORE_TIME = "more_time", N_("More time")
    PICTURES = "pictures", N_("Pictures, objects or a visual timetable")
    GROUP = "group", N_("Work in a small group with an adult")
    CHECK_IN = "check_in", N_("Checking in early in each task")
    CALM_PLACE = "calm_place", N_("A calm place to go to")
    OTHER_WAY = "other_way", N_("Another way to show what was learnt")


class ToldHow(Word):
    """How a person was told."""

    EMAIL = "email", N_("By e-mail, with a link to the page")
    IN_PERSON = "in_person", N_("Face to face, with the letter")
    LETTER = "letter", N_("With a letter, posted or in the book bag")
    PHONE = "phone", N_("By telephone, and the letter after it")


class Next(Word):
    """What an answer to a concern leads to."""

    LOOK_INTO = "look_into", N_("We look into it with the family")
    LEAVE_OPEN = "leave_open", N_("It stays open while something is tried")
    NO_MORE = "no_more", N_("Nothing more is needed: this closes it")
