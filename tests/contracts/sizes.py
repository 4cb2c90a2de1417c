"""How large files and functions are: the limits, and the medians that are printed. Tables of data are free."""

import ast
import statistics
import sys

from tests.contracts.source import Module, lines_of, modules

FILE, FUNCTION = 400, 60
# A module-level assignment longer than this is a table of data, not logic.
TABLE = 15


def logic_lines(module: Module) -> int:
    """The lines of a file without its tables of data."""
    tables = (
        lines_of(node)
        for node in module.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and lines_of(node) > TABLE
    )
    return len(module.text.splitlines()) - sum(tables)


def too_large() -> list[str]:
    """A line for each file and function over its limit."""
    found = []
    for module in modules():
        if (size := logic_lines(module)) > FILE:
            found.append(f"{module.name} has {size} lines of logic")
        for function in module.functions():
            if (size := lines_of(function)) > FUNCTION:
                found.append(f"{module.name}: {function.name} has {size} lines")
    return found


def medians() -> str:
    """One sentence about how large things are."""
    files = [logic_lines(module) for module in modules()]
    functions = [lines_of(f) for module in modules() for f in module.functions()]
    return (
        f"{len(files)} files, median {statistics.median(files):.0f} lines, largest {max(files)};"
        f" {len(functions)} functions, median {statistics.median(functions):.0f}, largest {max(functions)}"
    )


if __name__ == "__main__":
    sys.stdout.write(medians() + "\n")
