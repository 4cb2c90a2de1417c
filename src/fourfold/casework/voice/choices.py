"""The closed lists of this room: in which way somebody was asked and answered, and what a child can point at."""

from typing import Final

from fourfold.domain.words import N_, Word


class AskedHow(Word):
    """How somebody was asked for their views."""

    MESSAGE = "message", N_("With a message that leads to the questions")
    IN_PERSON = "in_person", N_("Face to face")
    PHONE = "phone", N_("By telephone")
    LETTER = "letter", N_("With a letter")


class Way(Word):
    """In which way views were given (A1)."""

    WRITING = "writing", N_("In writing")
    SPOKEN = "spoken", N_("Spoken, and written down word for word")
    DRAWING = "drawing", N_("A drawing, described")
    SYMBOLS = "symbols", N_("With pictures and words to point at")


class Topic(Word):
    """What a child is asked about, one picture each."""

    LESSONS = "lessons", N_("My learning")
    FRIENDS = "friends", N_("My friends")
    PLAY = "play", N_("Break and play")
    NOISE = "noise", N_("Noise in the room")
    READING = "reading", N_("Reading and writing")
    NUMBERS = "numbers", N_("Numbers")
    GROWN_UPS = "grown_ups", N_("Grown-ups who help me")
    HOME = "home", N_("Getting here and going home")


class Feeling(Word):
    """What a child can say of each. “Stop” is always there: not answering is an answer that is respected."""

    GOOD = "good", N_("Good")
    SO_SO = "so_so", N_("So so")
    HARD = "hard", N_("Hard")
    DONT_KNOW = "dont_know", N_("I don’t know")


# A sign beside each word: plain characters that every machine draws, never the word's only bearer.
SIGNS: Final[dict[str, str]] = {"good": "☺", "so_so": "∼", "hard": "☹", "dont_know": "?"}
VIEWS: Final = "views"
CONCERN: Final = "concern"
PLAN: Final = "plan"
REVIEW: Final = "review"

# Languages that families here often write in, by their own names; any other is named in the words themselves.
LANGUAGES: Final[dict[str, str]] = {
    "en": "English",
    "sq": "Shqip",
    "ar": "العربية",
    "bn": "বাংলা",
    "zh": "中文",
    "fa": "فارسی",
    "fr": "Français",
    "gu": "ગુજરાતી",
    "lt": "Lietuvių",
    "pl": "Polski",
    "pt": "Português",
    "pa": "ਪੰਜਾਬੀ",
    "ro": "Română",
    "so": "Soomaali",
    "es": "Español",
    "ta": "தமிழ்",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
}
