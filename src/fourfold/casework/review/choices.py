"""The closed list of this room: how somebody got what a review agreed."""

from fourfold.domain.words import N_, Word


class GivenHow(Word):
    """How what a review agreed goes to one person."""

    MESSAGE = "message", N_("A message with a link")
    HAND = "hand", N_("From hand to hand")
    POST = "post", N_("By post")
    TALK = "talk", N_("Read out or talked through")
    WROTE = "wrote", N_("They wrote it down")
