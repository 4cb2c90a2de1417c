"""Nothing grows until nobody reads it."""

import ast

from tests.contracts.sizes import Module, logic_lines, too_large
from tests.contracts.source import PACKAGE, modules


def test_no_file_and_no_function_is_too_large() -> None:
    assert too_large() == []


def test_a_table_of_data_is_free_and_logic_is_not() -> None:
    table = "RULES = {\n" + "".join(f"    {n}: {n},\n" for n in range(500)) + "}\n"
    logic = "".join(f"def f{n}():\n    return {n}\n" for n in range(250))
    assert logic_lines(Module(PACKAGE / "a.py", table, ast.parse(table))) == 0
    assert logic_lines(Module(PACKAGE / "a.py", logic, ast.parse(logic))) == 500


def test_an_import_inside_a_function_says_why() -> None:
    without = []
    for module in modules():
        lines = module.text.splitlines()
        for function in module.functions():
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    said = lines[node.lineno - 1].partition("# noqa: PLC0415 - ")[2]
                    if not said.strip():
                        without.append(f"{module.name}:{node.lineno}")
    assert without == []


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "helpers", "services", "common", "misc", "util", "helper"}
    found = [m.name for m in modules() if drawers & {m.path.stem, *m.path.parent.parts[-3:]}]
    assert found == []
