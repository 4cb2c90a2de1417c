"""The closed lists of this room: how somebody got what a review agreed, and was told that SEN Support has ended."""

from fourfold.domain.words import N_, Word


class GivenHow(Word):
    """How what a review agreed goes to one person."""

    MESSAGE = "message", N_("A message with a link")
    HAND = "hand", N_("From hand to hand")
    POST = "post", N_("By post")
    TALK = "talk", N_("Read out or talked through")
    WROTE = "wrote", N_("They wrote it down")


class ToldHow(Word):
    """How somebody was told that SEN Support has ended, in another way than by a message."""

    TALK = "talk", N_("Face to face")
    PHONE = "phone", N_("By telephone")
    LETTER = "letter", N_("By letter")
