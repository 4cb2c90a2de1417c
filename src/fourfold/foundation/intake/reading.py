"""From the bytes of a file to its headings and lines, or one sentence that says why it cannot be read."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

LARGEST = 5 * 1024 * 1024
MOST_LINES = 10_000
_NOT_TEXT = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "spreadsheet"),
    (b"\xd0\xcf\x11\xe0", "spreadsheet"),
    (b"\x1f\x8b", "packed"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
)


class Unreadable(Exception):
    """The file as a whole cannot be read. The message is a sentence for the person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Text:
    """The file as text, and the encoding by which it was understood."""

    words: str
    encoding: str


def _refusal(kind: str) -> str:
    return {
        "pdf": _("This is a PDF. Save the list as a CSV file and choose that."),
        "spreadsheet": _(
            "This is a spreadsheet or a zip file. Open it, choose “Save as”, then “CSV”, and choose that file."
        ),
        "packed": _("This file is packed. Unpack it and choose the CSV file inside."),
        "picture": _("This is a picture. Choose the CSV file with the list."),
    }[kind]


def decoded(content: bytes) -> Text:
    """The file's text. Tries the mark at its head, then UTF-8, then Windows’ western letters (cp1252).

    Raises `Unreadable` for an empty file, one that is too large, and one that is no text.
    """
    if not content.strip():
        raise Unreadable(_("This file is empty. Choose another."))
    if len(content) > LARGEST:
        raise Unreadable(
            _("This file is larger than 5 MB. Split it and bring in one part at a time.")
        )
    for mark, kind in _NOT_TEXT:
        if content.startswith(mark):
            raise Unreadable(_refusal(kind))
    words, encoding = _words(content)
    if "\x00" in words:
        raise Unreadable(_("This is not a list in text. Save it as a CSV file and choose that."))
    return Text(words, encoding)


def _words(content: bytes) -> tuple[str, str]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16"), "utf-16"
        except UnicodeDecodeError:
            raise Unreadable(_("This file breaks off in the middle. Save it again.")) from None
    if content.startswith(b"\xef\xbb\xbf"):
        return content.decode("utf-8-sig", errors="replace"), "utf-8-sig"
    for encoding in ("utf-8", "cp1252"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1"), "latin-1"


@dataclass(frozen=True)
class Sheet:
    """Headings, and the lines below them, each with its number in the file as a person counts it."""

    headings: list[str]
    lines: list[tuple[int, list[str]]]


def _separator(first: str) -> str:
    return max(",;\t|", key=lambda mark: (first.count(mark), mark == ","))


def _cells(words: str) -> Iterator[tuple[int, list[str]]]:
    first = next((line for line in words.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(words, newline=""), delimiter=_separator(first), strict=False)
    before = 0
    try:
        for cells in reader:
            # A cell may hold line ends: a line is known by the number at which it begins.
            yield before + 1, [" ".join(cell.split()) for cell in cells]
            before = reader.line_num
    except csv.Error:
        raise Unreadable(
            _("Line %(line)s cannot be read as CSV. Save the list again.") % {"line": before + 1}
        ) from None


def sheet_of(words: str) -> Sheet:
    """The first line with words as headings, the others below. Raises `Unreadable`."""
    headings: list[str] = []
    lines: list[tuple[int, list[str]]] = []
    for number, cells in _cells(words):
        if not any(cells):
            continue
        if not headings:
            headings = cells
            continue
        lines.append((number, cells))
        if len(lines) > MOST_LINES:
            raise Unreadable(
                _("This file has more than %(most)s lines. Split it.") % {"most": MOST_LINES}
            )
    if len([heading for heading in headings if heading]) < 2:
        raise Unreadable(
            _("There is no line of headings. The first line says what each column is.")
        )
    if not lines:
        raise Unreadable(_("There are headings and nothing below them."))
    return Sheet(headings, lines)
