"""Who may be the one whom an order names, though another row is theirs: one rule, whoever writes the row and how.

A name alone, an e-mail address alone or a telephone number alone is enough to ask: whoever is kept from a child by the
court (Children Act 1989 s.8; Family Law Act 1996 Part 4) must not come back as somebody new. The order goes on unless
a person says that it is somebody else; a mother at the mailbox of a barred father is not barred with him.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

TITLES: Final = frozenset(
    {"dr", "doctor", "miss", "mr", "mrs", "ms", "mx", "prof", "professor", "rev", "sir"}
)
"""What may stand before a name and is no part of it."""

LEAST_DIGITS: Final = 7
"""Fewer digits are no telephone number by which somebody can be known."""

MOST_DIGITS: Final = 10
"""The digits of a number of the United Kingdom, after the 0 or the code of the country."""

_BEGINS: Final = re.compile(r"(?:^|(?<=0)|(?<=44))(?=([1-35-9][0-9]{9}))")


class By(StrEnum):
    """By what two rows may be about one person."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True)
class Known:
    """By what a row knows somebody; each empty where it says nothing."""

    name: str
    email: str
    phones: frozenset[str]


def known_by(name: str, email: str, phone: str) -> Known:
    """What a row says of somebody, so that it can be compared; `name` is folded already."""
    return Known(without_title(name), email.strip().lower(), numbers_in(phone))


def without_title(name: str) -> str:
    """A folded name without the titles before it; a title alone is left as it is."""
    words = name.split()
    while len(words) > 1 and words[0].rstrip(".") in TITLES:
        words = words[1:]
    return " ".join(words)


def numbers_in(text: str) -> frozenset[str]:
    """The telephone numbers in what was typed, each as its last ten digits: without 0, +44 or 0044 before them.

    What stands between two numbers is anything; where nothing but blanks does, each place at which a number of the
    United Kingdom can begin is taken for one. A number too many is asked about; one too few is not.
    """
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(each for each in plain if unicodedata.category(each) != "Cf")
    runs = (
        re.sub(r"[^0-9]", "", each) for each in re.findall(r"[0-9 .()+\-\u2010-\u2015]+", plain)
    )
    whole = (re.sub(r"^0*(44(?=[0-9]{9}))?0*", "", each) for each in runs)
    found = {each[-MOST_DIGITS:] for each in whole if len(each) >= LEAST_DIGITS}
    for words in re.split(r"[^\W\d_]+", plain):
        digits = re.sub(r"[^0-9]", "", words)
        found |= {match[1] for match in _BEGINS.finditer(digits)}
    return frozenset(found)


def ways_alike(named: Known, other: Known) -> frozenset[By]:
    """By what the one whom an order names and somebody `other` may be one person; empty if by nothing."""
    same = {
        By.EMAIL: bool(named.email) and named.email == other.email,
        By.PHONE: bool(named.phones & other.phones),
        By.NAME: bool(named.name) and named.name == other.name,
    }
    return frozenset(way for way, is_so in same.items() if is_so)
