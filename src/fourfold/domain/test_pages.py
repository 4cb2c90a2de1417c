"""The made pages say what the tables say, and the ones in `docs/` are fresh."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from fourfold.domain.access import Action
from fourfold.domain.cycle import MOVES, Stage, moves_from
from fourfold.domain.pages import PAGES, access_page, cycle_page, rulebook_page
from fourfold.domain.rulebook import RULES

ROOT = Path(__file__).resolve().parents[3]


def run(make: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", str(make), *arguments], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("path", PAGES)
def test_the_page_in_the_folder_is_fresh(path: str) -> None:
    assert (ROOT / "docs" / path).read_text(encoding="utf-8") == PAGES[path]()


def test_a_stale_page_fails_the_check_and_is_then_written(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    for folder in ("src", "tests"):
        (tmp_path / folder).symlink_to(ROOT / folder)
    make, page = tmp_path / "docs/make.py", tmp_path / "docs/states/cycle.md"
    assert run(make, "--check").returncode == 0
    page.write_text("old", encoding="utf-8")
    found = run(make, "--check")
    assert (found.returncode, found.stdout) == (1, "stale: docs/states/cycle.md\n")
    assert run(make).stdout == "written: docs/states/cycle.md\n"
    assert run(make, "--check").returncode == 0
    assert run(make, "--chekc").returncode == 2


def test_the_picture_has_every_move_from_every_stage_and_no_other() -> None:
    drawn = set(re.findall(r"^    (\S+) --> (\w+): (\w+)$", cycle_page(), re.MULTILINE))
    table = {(str(s), str(m.to), m.id) for s in Stage for m in moves_from(s)}
    assert drawn == table | {("[*]", str(m.to), m.id) for m in moves_from(None)}


def test_every_condition_rule_and_action_is_on_its_page() -> None:
    for move in MOVES:
        for condition in (*move.must, *move.should):
            assert condition.sentence in cycle_page()
    assert all(f"`{rule.id}`" in rulebook_page() for rule in RULES)
    assert all(f"`{action}`" in access_page() for action in Action)


@pytest.mark.parametrize("path", PAGES)
def test_every_row_of_a_table_has_as_many_cells_as_its_head(path: str) -> None:
    widths: list[int] = []
    for line in [*PAGES[path]().splitlines(), ""]:
        if line.startswith("|"):
            widths.append(len(re.findall(r"(?<!\\)\|", line)))
        elif widths:
            assert len(set(widths)) == 1
            widths = []
