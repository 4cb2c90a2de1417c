"""The import contracts of ``.importlinter``, for what ships: a test beside its room may use the cast of upper rooms."""

import sys
import tempfile
from configparser import ConfigParser
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[2]


def test_modules(root: Path) -> list[str]:
    """The dotted names of the test modules that lie beside the code."""
    source = root / "src"
    found = sorted((source / "fourfold").rglob("test_*.py"))
    return [".".join(path.relative_to(source).with_suffix("").parts) for path in found]


def contracts(root: Path) -> ConfigParser:
    """The contracts, with what test modules import left out."""
    rules = ConfigParser()
    rules.read(root / ".importlinter", encoding="utf-8")
    left_out = "\n".join(
        f"{module} -> {what}" for module in test_modules(root) for what in ("fourfold.**", "*")
    )
    for name in rules.sections():
        if name.startswith("importlinter:contract:"):
            already = rules[name].get("ignore_imports", "")
            rules[name]["ignore_imports"] = f"{already}\n{left_out}"
            rules[name]["unmatched_ignore_imports_alerting"] = "none"
    return rules


def main() -> int:
    """Check, and return the exit code."""
    sys.path.insert(0, str(ROOT / "src"))
    with tempfile.NamedTemporaryFile("w", suffix=".ini", encoding="utf-8") as file:
        contracts(ROOT).write(file)
        file.flush()
        return lint_imports(config_filename=file.name, is_debug_mode=False)


if __name__ == "__main__":
    sys.exit(main())
