"""Opaque public ids, and the keys by which names are sorted and found on either database alike."""

import secrets
import unicodedata

# No vowels and no look-alikes: an id can be read out on the telephone and never spells a word.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
# Letters that do not decompose into a base letter and an accent.
_FOLDS = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "ø": "o",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "’": "'",
    }
)


def new_public_id() -> str:
    """Fourteen random characters, about 66 bits: what an address shows in place of a database id.

    All are drawn at once, from so large a number that none comes oftener than another by more than one in 2^61.
    """
    drawn, letters = secrets.randbits(128), ""
    for _ in range(14):
        drawn, place = divmod(drawn, len(_ALPHABET))
        letters += _ALPHABET[place]
    return letters


def search_key(name: str) -> str:
    """`name` folded for searching: case, accents and the dotless i are gone, spaces are single.

    The same on SQLite and PostgreSQL, since it is computed here and stored.
    """
    folded = unicodedata.normalize("NFKD", name.casefold().translate(_FOLDS))
    plain = "".join(c for c in folded if not unicodedata.combining(c)).translate(_FOLDS)
    return " ".join(plain.split())


def sort_key(family_name: str, given_name: str) -> str:
    """The key by which lists of people are sorted: family name, then given name, both folded."""
    return f"{search_key(family_name)}\x1f{search_key(given_name)}"[:400]
