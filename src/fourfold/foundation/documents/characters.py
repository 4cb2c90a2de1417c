"""Which characters our typefaces can show, and what becomes of the others: a visible mark, of which the issuer is told.

A document is never refused for what it contains (`design.md`, Documents).
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from fontTools.ttLib import TTFont

# Turn the direction of what follows without a visible sign: they could make a line read as something else.
_OVERRIDES = {"\u202d", "\u202e"}
_LINE_ENDS = {"\u2028", "\u2029", "\u0085", "\x0b", "\x0c"}
# Not shown themselves: joiners, marks of direction, choices between shapes, tags.
_UNSEEN = (
    {chr(c) for c in (0xAD, 0x34F, 0x61C, 0x180E, 0xFEFF)}
    | {chr(c) for c in range(0x200B, 0x2010)}
    | {chr(c) for c in range(0x202A, 0x202F)}
    | {chr(c) for c in range(0x2060, 0x2070)}
    | {chr(c) for c in range(0xFE00, 0xFE10)}
    | {chr(c) for c in range(0x180B, 0x1810)}
    | {chr(c) for c in range(0xE0000, 0xE0200)}
)


class NoTypefaces(Exception):
    """The typefaces of documents have not been built."""


def fonts_folder() -> Path:
    """Where the typefaces of documents lie: TrueType, made at build from the packages' own."""
    return Path(settings.ROOT) / "build" / "fonts"


@dataclass(frozen=True)
class Face:
    """A typeface: its name and every character that all of its weights have."""

    family: str
    has: frozenset[str]


@cache
def faces(folder: Path) -> tuple[Face, ...]:
    """The typefaces in `folder`, ours for text first. Raises `NoTypefaces` where there is none."""
    found: dict[str, frozenset[str]] = {}
    for path in sorted(folder.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            family = str(font["name"].getBestFamilyName())
            has = frozenset(map(chr, font.getBestCmap()))
        found[family] = found[family] & has if family in found else has
    if not found:
        raise NoTypefaces(f"There is no typeface in {folder}: bin/build makes them.")
    first = ("Atkinson Hyperlegible", "Noto Sans")
    names = sorted(found, key=lambda each: (each not in first, each))
    return tuple(Face(name, found[name]) for name in names)


@dataclass
class Cleaner:
    """Makes texts printable; `lost` collects the characters for which a mark was put, each once."""

    known: tuple[Face, ...]
    lost: list[str] = field(default_factory=list)

    def text(self, words: str) -> str:
        """`words` in which every character can be shown: no control characters, and marks for what no face has."""
        return "".join(self._cluster(each) for each in _clusters(_without_controls(words)))

    def facts(self, value: Any) -> Any:
        """`value` with every text in it, however deep, made printable."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {key: self.facts(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self.facts(inner) for inner in value]
        return value

    def _cluster(self, cluster: str) -> str:
        if cluster == "\n":
            return cluster
        seen = [each for each in cluster if each not in _UNSEEN]
        if not seen:
            return ""
        # One face has to have a letter and all its marks: they are drawn together.
        for face in self.known:
            if all(each in face.has for each in seen):
                return "".join(c for c in cluster if c not in _UNSEEN or c in face.has)
        return "".join(self._alone(each) for each in seen)

    def _alone(self, character: str) -> str:
        marks = unicodedata.category(character).startswith("M")
        if not marks and any(character in face.has for face in self.known):
            return character
        if character not in self.lost:
            self.lost.append(character)
        return f"[U+{ord(character):04X}]"


def _without_controls(words: str) -> str:
    plain = words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    plain = "".join("\n" if each in _LINE_ENDS else each for each in plain)
    kept = (
        each
        for each in plain
        if each == "\n"
        or (unicodedata.category(each) not in {"Cc", "Cs"} and each not in _OVERRIDES)
    )
    return unicodedata.normalize("NFC", "".join(kept))


def _joins(character: str) -> bool:
    return unicodedata.category(character).startswith("M") or character in _UNSEEN


def _clusters(words: str) -> Iterator[str]:
    """A letter with the marks that belong to it, one after another."""
    cluster = ""
    for each in words:
        if cluster and cluster != "\n" and _joins(each):
            cluster += each
            continue
        if cluster:
            yield cluster
        cluster = each
    if cluster:
        yield cluster
