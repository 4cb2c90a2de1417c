#!/usr/bin/env python3
"""Write the pages of this folder that are made from rules and journeys; with `--check`, fail when one is stale.

Usage: `python docs/make.py` or `python docs/make.py --check`. Needs no dependency: both are read by plain Python.
"""

from __future__ import annotations

import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parent
sys.path[:0] = [str(DOCS.parent / "src"), str(DOCS.parent)]

from fourfold.domain.pages import PAGES as RULES  # noqa: E402 - the path above must come first
from tests.journeys.proofs import PAGES as PROOFS  # noqa: E402 - the path above must come first

PAGES = {**RULES, **PROOFS}


def stale(folder: Path) -> list[str]:
    """The paths, below `folder`, of the made pages that are missing or differ from the tables."""
    return [
        path
        for path, make in PAGES.items()
        if not (folder / path).is_file() or (folder / path).read_text(encoding="utf-8") != make()
    ]


def write(folder: Path) -> list[str]:
    """Write every made page that is stale and give back their paths."""
    changed = stale(folder)
    for path in changed:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(PAGES[path](), encoding="utf-8")
    return changed


def main(arguments: list[str]) -> int:
    """Exit code 0 when all is fresh or written, 1 when `--check` finds a stale page, 2 for wrong use."""
    if arguments not in ([], ["--check"]):
        print("usage: docs/make.py [--check]", file=sys.stderr)  # noqa: T201 - a command speaks
        return 2
    paths = stale(DOCS) if arguments else write(DOCS)
    for path in paths:
        word = "stale" if arguments else "written"
        print(f"{word}: docs/{path}")  # noqa: T201 - a command speaks
    return 1 if arguments and paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
