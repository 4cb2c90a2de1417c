"""From facts to a tagged PDF (PDF/UA-1), by Typst in this process. Facts go in as data, never as markup."""

import json
import threading
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from fourfold.foundation.documents.characters import Cleaner, faces, fonts_folder
from fourfold.foundation.documents.registry import kinds


@dataclass(frozen=True)
class Rendered:
    """A finished file, and the characters for which it shows a mark since no typeface of ours has them."""

    data: bytes
    lost: tuple[str, ...]


@cache
def _fonts(folder: Path) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )


@cache
def _families(folder: Path) -> list[str]:
    """The names under which Typst knows our typefaces, ours for text first."""
    first = ("Atkinson Hyperlegible", "Noto Sans")
    return sorted(set(_fonts(folder).families()), key=lambda name: (name not in first, name))


_one_at_a_time = threading.Lock()


def render(kind: str, facts: dict[str, Any], *, lang: str, at: datetime) -> Rendered:
    """The document `kind` from its `facts`, in the reader's language `lang`, dated `at`.

    `facts` are texts, numbers, truths, lists and dictionaries with at least ``title``. The same facts give the same
    bytes. Raises `KeyError` for an unknown kind and `NoTypefaces` where nothing was built.
    """
    folder = fonts_folder()
    known = faces(folder)
    cleaner = Cleaner(known)
    printable = cleaner.facts(facts)
    language, _hyphen, region = lang.partition("-")
    printable["lang"] = language
    # A second part of another length is no region (“zh-hans” names a script).
    printable["region"] = region.upper() if len(region) == 2 else ""
    printable["families"] = _families(folder)
    data = _compile(kinds()[kind].template, folder, json.dumps(printable), at)
    return Rendered(data, tuple(cleaner.lost))


def _compile(template: Path, folder: Path, facts: str, at: datetime) -> bytes:
    # A compiler holds the memory of what it made; a lock keeps it at one document at a time.
    with _one_at_a_time:
        made = typst.compile(
            str(template),
            root=str(settings.PACKAGE),
            font_paths=_fonts(folder),
            ignore_system_fonts=True,
            sys_inputs={"facts": facts},
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=at.replace(microsecond=0),  # the compiler refuses parts of a second
        )
    assert isinstance(made, bytes)
    return made
