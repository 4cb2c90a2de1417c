"""The unique pupil number: 13 characters with a check letter. A wrong one is a remark, never a refusal.

The rule is the Department for Education's: each of the 12 characters after the check letter is weighted by its place
(2 to 13), the sum modulo 23 is the letter. A temporary number ends in a letter, which counts by its place in the
alphabet. Local authority codes change (new ones in 2019, 2021 and 2023), so they are not held against a list.
"""

from enum import StrEnum
from typing import Final

ALPHABET: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"  # No I, O or S.
LENGTH: Final = 13


class Verdict(StrEnum):
    """What is to be said of a number."""

    GOOD = "good"
    WRONG_SHAPE = "wrong_shape"
    WRONG_LETTER = "wrong_letter"


def normalised(text: str) -> str:
    """The number without spaces and hyphens, in capitals."""
    return "".join(text.split()).replace("-", "").upper()


def check_letter(rest: str) -> str:
    """The letter that goes before the other twelve characters. Raises `ValueError` if they are not of the shape."""
    if not _rest_has_shape(rest):
        raise ValueError(
            "Eleven digits, then a digit or a letter of the alphabet without I, O and S."
        )
    total = sum(
        (ALPHABET.index(character) if character.isalpha() else int(character)) * weight
        for weight, character in enumerate(rest, 2)
    )
    return ALPHABET[total % 23]


def _rest_has_shape(rest: str) -> bool:
    if len(rest) != LENGTH - 1 or not rest.isascii():
        return False
    return rest[:11].isdigit() and (rest[11].isdigit() or rest[11] in ALPHABET)


def judged(upn: str) -> Verdict:
    """What is to be said of a normalised number."""
    if len(upn) != LENGTH or upn[0] not in ALPHABET or not _rest_has_shape(upn[1:]):
        return Verdict.WRONG_SHAPE
    return Verdict.GOOD if check_letter(upn[1:]) == upn[0] else Verdict.WRONG_LETTER


def is_temporary(upn: str) -> bool:
    """Whether a number was given for the time being: it ends in a letter."""
    return upn[-1:].isalpha()


def permanent(upn: str) -> str:
    """The number, if it was given for good; else nothing, since a temporary one tells no two children apart."""
    return "" if is_temporary(upn) else upn
