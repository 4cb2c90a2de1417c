"""Who may do what where: open a verb, read the clock, read the environment, listen to signals."""

import ast
import re
from collections.abc import Callable

from fourfold.config.env import KNOWN, PREFIX
from tests.contracts.source import Module, modules, tracked

CLOCKS = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now",
    "datetime.date.today", "timezone.now", "timezone.localdate", "timezone.localtime", "now",
    "time.time", "time.localtime", "time.gmtime", "time",
}  # fmt: skip
FROM_CLOCKS = {"datetime", "django.utils", "django.utils.timezone", "time"}


def _where(allowed: tuple[str, ...], does: Callable[[Module, ast.AST], bool]) -> list[str]:
    """Where, outside the modules whose names begin with one of `allowed`, something is done."""
    return [
        f"{module.name}:{getattr(node, 'lineno', 0)}"
        for module in modules()
        if not module.name.startswith(allowed)
        for node in ast.walk(module.tree)
        if does(module, node)
    ]


def _imported_from(module: Module, sources: set[str]) -> set[str]:
    """The names that a module takes from `sources`, as it calls them."""
    taken = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module in sources:
            taken |= {name.asname or name.name for name in node.names}
        if isinstance(node, ast.Import):
            taken |= {n.asname or n.name for n in node.names if n.name in sources}
    return taken


def reads_the_clock(module: Module, node: ast.AST) -> bool:
    """Whether `node` names a function that reads the clock, called or handed on (as a default, say)."""
    if not isinstance(node, ast.Attribute | ast.Name) or not isinstance(node.ctx, ast.Load):
        return False
    dotted = module.dotted(node)
    first = dotted.partition(".")[0]
    return dotted in CLOCKS and first in _imported_from(module, FROM_CLOCKS) and first != dotted


def test_only_one_module_reads_the_clock() -> None:
    assert _where(("config/clock.py",), reads_the_clock) == []


def test_the_one_that_reads_it_is_seen_to() -> None:
    (clock,) = [m for m in modules() if m.name == "config/clock.py"]
    assert any(reads_the_clock(clock, node) for node in ast.walk(clock.tree))


def test_only_the_wrapper_opens_a_verb() -> None:
    def opens(module: Module, node: ast.AST) -> bool:
        if isinstance(node, ast.ImportFrom):
            return any(name.name == "verb_at_work" for name in node.names)
        return isinstance(node, ast.Attribute) and node.attr == "verb_at_work"

    assert _where(("foundation/act/",), opens) == []
    assert _where((), opens) != []


def test_only_the_top_wing_reads_the_environment() -> None:
    def reads(module: Module, node: ast.AST) -> bool:
        dotted = module.dotted(node) if isinstance(node, ast.Attribute) else ""
        return dotted in {"os.environ", "os.getenv"}

    assert _where(("config/",), reads) == []


def test_nothing_of_ours_listens_to_signals() -> None:
    signals = {"django.dispatch", "django.db.models.signals", "django.core.signals"}

    def listens(module: Module, node: ast.AST) -> bool:
        return isinstance(node, ast.ImportFrom) and (
            node.module in signals or (node.module or "").endswith(".signals")
        )

    # It asks whether somebody listens to the making of rows, and makes them Django's way if so.
    asks_only = ("foundation/scope/made.py",)
    assert _where(asks_only, listens) == []


def test_every_environment_name_in_the_repository_is_known() -> None:
    # The launcher's own, which it takes away before anything else starts.
    known = {PREFIX + name for name in KNOWN} | {PREFIX + "PYTHON"}
    unknown = set()
    for path in tracked():
        if path.suffix in {".py", ".md", ".sh", ".toml", ".yml", ""} and "test" not in path.name:
            text = path.read_text(encoding="utf-8", errors="ignore")
            named = set(re.findall(r"\bFOURFOLD_[A-Z]+(?:_[A-Z]+)*\b", text))
            unknown |= {f"{path.name}: {name}" for name in named - known}
    assert unknown == set()


def test_every_known_environment_name_is_used() -> None:
    used = "".join(m.text for m in modules())
    names = {name.removesuffix("_FILE") for name in KNOWN}
    assert {n for n in names if f'"{n}"' not in used and f"FOURFOLD_{n}" not in used} == set()
