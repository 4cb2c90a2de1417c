"""What people read is plain, British, and free of the words that screens avoid."""

from __future__ import annotations

import ast
import re
from pathlib import Path

HERE = Path(__file__).parent
AVOIDED = {
    "record",
    "records",
    "recorded",
    "case",
    "cases",
    "entity",
    "submit",
    "pathway",
    "stakeholder",
}
AMERICAN = re.compile(r"\b\w+(ize|izes|ized|izing|ization|avior|olor|enter)\b", re.IGNORECASE)
BRITISH_ANYWAY = {"enter", "size", "prize"}


def shown() -> list[str]:
    """Every text of the rules that is marked for translation."""
    found = []
    for path in HERE.rglob("*.py"):
        if path.name.startswith("test_"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "N_":
                (text,) = node.args
                assert isinstance(text, ast.Constant), f"{path.name}, line {node.lineno}"
                assert isinstance(text.value, str)
                found.append(text.value)
    return found


def test_there_is_something_to_read() -> None:
    assert len(shown()) > 250


def test_no_text_uses_the_words_that_screens_avoid() -> None:
    assert [text for text in shown() if AVOIDED & set(re.findall(r"\w+", text.lower()))] == []


def test_spelling_is_british() -> None:
    words = {m.group(0).lower() for text in shown() for m in AMERICAN.finditer(text)}
    assert words <= BRITISH_ANYWAY


def test_no_text_is_empty_or_has_loose_blanks() -> None:
    assert [text for text in shown() if not text or text != " ".join(text.split())] == []
