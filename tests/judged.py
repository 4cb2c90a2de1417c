"""Pages that were judged already in this run: the same page is not judged twice.

Two pages are the same if they differ only in what is drawn anew each time (tokens, public ids), and in the same places:
each is renamed to the number of its first appearance, so an id that stands twice on one page and once on another makes
them two. ``bin/test`` gives one folder to all its processes, so that the run on PostgreSQL, where the same pages come,
judges only what did not come on SQLite. Only pages without a fault are remembered.
"""

import hashlib
import os
import re
from collections import Counter
from itertools import count
from pathlib import Path

FOLDER = "TESTS_JUDGED"
# The token of a form and of a script, other drawn letters (they alone mix capitals and digits), a public id, which
# never spells a word, and the time of day.
_DRAWN = re.compile(
    r'(?<=name="csrfmiddlewaretoken" value=")[^"]+|(?<=nonce=")[^"]+'
    r"|(?<![\w-])(?=[\w-]*[A-Z])(?=[\w-]*[0-9])[\w-]{20,}"
    r"|(?<![a-z0-9])[23456789bcdfghjkmnpqrstvwxz]{14}(?![a-z0-9])"
    r"|(?<![\d:])\d{1,2}:\d\d(?![\d:])"
)
_here: set[str] = set()


def shape(text: str, *more: object) -> str:
    """The fingerprint of a page and of whatever else its judge looks at."""
    numbers = count()
    names: dict[str, str] = {}

    def renamed(found: re.Match[str]) -> str:
        if found[0] not in names:
            names[found[0]] = f"{{{next(numbers)}}}"
        return names[found[0]]

    same = "\n".join([_DRAWN.sub(renamed, text), *(str(each) for each in more)])
    return hashlib.sha256(same.encode()).hexdigest()


def shared_folder() -> Path | None:
    """Where the processes of one run put what they share; None for a process of its own."""
    there = os.environ.get(FOLDER)
    return Path(there) if there else None


def is_judged(judge: str, fingerprint: str) -> bool:
    """Whether `judge` found nothing wrong with the page before, in this process or another of this run."""
    name, folder = f"{judge}-{fingerprint}", shared_folder()
    return name in _here or (folder is not None and (folder / name).exists())


def note(judge: str, fingerprint: str) -> None:
    """`judge` found nothing wrong with the page."""
    name, folder = f"{judge}-{fingerprint}", shared_folder()
    _here.add(name)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def judged_in_all(folder: Path) -> str:
    """How many pages each judge saw in a run."""
    found = Counter(file.name.split("-")[0] for file in folder.glob("*"))
    return (
        f"Different pages judged, each once on whichever database it came first: {found['axe']} by axe in a browser"
        f" (which met {found['look']} looks of words), {found['standard']} by the page standard,"
        f" {found['translated']} in the pseudo-language."
    )
