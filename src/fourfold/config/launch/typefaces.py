"""The typefaces: woff2 for pages, and TrueType for documents, each face one file with all its letters.

The packages cut a face into subsets by script; a document's typesetter wants it whole, so the pieces are merged.
"""

import shutil
import sys
import tempfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

WEIGHTS = ("400", "700")


@dataclass(frozen=True)
class Typeface:
    """A package of @fontsource, and which of its subsets and styles we take."""

    package: str
    subsets: tuple[str, ...]
    styles: tuple[str, ...] = ("normal",)


_LATIN = ("latin", "latin-ext")
# The scripts of the languages that families in England speak most (school census language codes).
TYPEFACES = (
    Typeface("atkinson-hyperlegible", _LATIN, ("normal", "italic")),
    Typeface(
        "noto-sans",
        (*_LATIN, "cyrillic", "cyrillic-ext", "greek", "greek-ext", "vietnamese"),
    ),
    Typeface("noto-sans-arabic", ("arabic",)),
    Typeface("noto-sans-armenian", ("armenian",)),
    Typeface("noto-sans-bengali", ("bengali",)),
    Typeface("noto-sans-devanagari", ("devanagari",)),
    Typeface("noto-sans-ethiopic", ("ethiopic",)),
    Typeface("noto-sans-georgian", ("georgian",)),
    Typeface("noto-sans-gujarati", ("gujarati",)),
    Typeface("noto-sans-gurmukhi", ("gurmukhi",)),
    Typeface("noto-sans-hebrew", ("hebrew",)),
    Typeface("noto-sans-tamil", ("tamil",)),
)


def pieces(modules: Path, face: Typeface, weight: str, style: str) -> list[Path]:
    """The woff2 files of one face, in the order of its subsets."""
    files = modules / "@fontsource" / face.package / "files"
    return [files / f"{face.package}-{subset}-{weight}-{style}.woff2" for subset in face.subsets]


def copy_for_pages(modules: Path, folder: Path) -> None:
    """Copy the woff2 files that stylesheets may name, with their licences, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for face in TYPEFACES:
        for style in face.styles:
            for weight in WEIGHTS:
                for piece in pieces(modules, face, weight, style):
                    shutil.copyfile(piece, folder / piece.name)
        licence = modules / "@fontsource" / face.package / "LICENSE"
        shutil.copyfile(licence, folder / f"{face.package}-LICENSE.txt")


def make_for_documents(modules: Path, folder: Path) -> None:
    """Write one TrueType file for each face, weight and style into `folder`. Needs fonttools and brotli."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = set()
    with tempfile.TemporaryDirectory() as scratch:
        for face in TYPEFACES:
            for style in face.styles:
                for weight in WEIGHTS:
                    target = folder / f"{face.package}-{weight}-{style}.ttf"
                    _merge(pieces(modules, face, weight, style), target, Path(scratch))
                    wanted.add(target)
    for left in set(folder.glob("*.ttf")) - wanted:
        left.unlink()


def _merge(parts: list[Path], target: Path, scratch: Path) -> None:
    # Imported by name: this module is also read by a Python that has no fonttools, which only copies.
    tt_font = import_module("fontTools.ttLib").TTFont
    merger = import_module("fontTools.merge").Merger
    plain = []
    for number, part in enumerate(parts):
        font = tt_font(part, recalcTimestamp=False)
        font.flavor = None
        plain.append(scratch / f"{number}.ttf")
        font.save(plain[-1])
        made = font["head"].modified
    whole = merger().merge([str(p) for p in plain])
    whole["head"].modified = made  # not the clock: the same packages give the same bytes
    whole["head"].created = made
    whole.recalcTimestamp = False
    fresh = target.with_suffix(".new")
    whole.save(fresh)
    fresh.replace(target)


if __name__ == "__main__":
    make_for_documents(Path(sys.argv[1]), Path(sys.argv[2]))
