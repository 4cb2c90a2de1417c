"""Who may be the one whom an order names, though another row is theirs: one rule, whoever writes the row and how.

A name alone, an e-mail address alone or a telephone number alone is enough to ask: whoever is kept from a child by the
court (Children Act 1989 s.8; Family Law Act 1996 Part 4) must not come back as somebody new. The order goes on unless
a person says that it is somebody else; a mother at the mailbox of a barred father is not barred with him.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

TITLES: Final = frozenset(
    {"dr", "doctor", "miss", "mr", "mrs", "ms", "mx", "prof", "professor", "rev", "sir"}
)
"""What may stand before a name and is no part of it."""

LEAST_DIGITS: Final = 7
"""Fewer digits are no telephone number by which somebody can be known."""


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
    """The telephone numbers in what was typed, each as its digits from within the United Kingdom."""
    parts = re.split(r"[/,;\n]|\bor\b", text)
    found = (re.sub(r"\D", "", re.sub(r"^\s*(\+|00)\s*44", "0", each)) for each in parts)
    trimmed = ("0" + each.lstrip("0") for each in found if len(each) >= LEAST_DIGITS)
    return frozenset(trimmed)


def ways_alike(named: Known, other: Known) -> frozenset[By]:
    """By what the one whom an order names and somebody `other` may be one person; empty if by nothing."""
    same = {
        By.EMAIL: bool(named.email) and named.email == other.email,
        By.PHONE: bool(named.phones & other.phones),
        By.NAME: bool(named.name) and named.name == other.name,
    }
    return frozenset(way for way, is_so in same.items() if is_so)
