"""Our styles name the start and the end of a line, never left and right: they serve every script as they are."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.contracts.source import ROOT, tracked

SIDES = re.compile(
    r"(?:margin|padding|border|border-(?:top|bottom))-(?:left|right)\b|(?:^|[{;]|\s)(?:left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)\b"
)
# What turns the parts of the design system that we have from elsewhere, and nothing of ours.
TURNED = "_rtl.scss"


def _styles() -> Iterator[tuple[Path, str]]:
    for path in tracked():
        if path.suffix in {".scss", ".css"} and "src" in path.relative_to(ROOT).parts:
            text = path.read_text(encoding="utf-8")
            yield path, re.sub(r"//[^\n]*|/\*[\s\S]*?\*/", "", text)


def test_no_style_of_ours_names_a_side() -> None:
    found = {path.name: SIDES.findall(text) for path, text in _styles() if path.name != TURNED}
    assert found
    assert {name: sides for name, sides in found.items() if sides} == {}


def test_what_is_turned_is_not_ours() -> None:
    text = {path.name: text for path, text in _styles()}[TURNED]
    selectors = re.findall(r"^\s*([.\[&:][^{};]*)[{,]", text, flags=re.M)
    assert len(selectors) > 20
    assert [each for each in selectors if not re.match(r"\.govuk-|\[dir=|&|::?", each)] == []


def test_the_check_finds_a_side() -> None:
    for line in ("margin-left: 1rem", "  left: 0;", "text-align: right;", "float:left"):
        assert SIDES.search(line), line
    for line in (
        "margin-inline-start: 1rem",
        "text-align: end",
        "max(1rem, env(safe-area-inset-left))",
    ):
        assert not SIDES.search(line), line
