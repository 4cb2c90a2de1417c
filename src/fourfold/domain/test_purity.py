"""The rules stay rules: nothing but the standard library, tables of days and this wing, no clock, no files, no
network."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MODULES = sorted(p for p in HERE.rglob("*.py") if not p.name.startswith("test_"))
OUT_OF_BOUNDS = {
    "os",
    "io",
    "pathlib",
    "socket",
    "time",
    "subprocess",
    "urllib",
    "random",
    "sqlite3",
}
# Tables of days that ask nothing of the machine; what a rule gets from them is its argument's doing alone.
TABLES = {"holidays"}
CLOCKS_AND_FILES = {"today", "now", "utcnow", "open", "print", "input"}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HERE)))
def test_a_rule_reads_nothing_but_its_arguments(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [node.module or ""]
        for name in names:
            top = name.partition(".")[0]
            assert top not in OUT_OF_BOUNDS, name
            known = sys.stdlib_module_names | TABLES
            assert top in known or name.startswith("fourfold.domain"), name
        if isinstance(node, ast.Call):
            called = node.func
            word = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            assert word not in CLOCKS_AND_FILES, f"line {node.lineno}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HERE)))
def test_every_public_thing_says_what_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            nested = isinstance(node, ast.FunctionDef) and node.name == "decorated"
            assert nested or ast.get_docstring(node), f"{node.name}, line {node.lineno}"
