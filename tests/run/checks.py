"""The checks that read the code without running it, each a command with a name."""

import sys
from collections.abc import Iterator
from pathlib import Path

BIN = Path(sys.executable).parent
SIZES = "sizes"  # judged by a contract test; here its medians are printed
SETTINGS = "--settings=fourfold.config.settings"


def templates(root: Path) -> list[str]:
    """Every template of ours."""
    kinds = (".html", ".jinja", ".xml", ".txt")
    found = (p for p in (root / "src").rglob("templates/**/*") if p.suffix in kinds[:2])
    return sorted(str(p.relative_to(root)) for p in found)


def checks(root: Path) -> Iterator[tuple[str, list[str]]]:
    """Name and command of each check, the one that takes longest first, since two run at a time."""
    yield "types", [sys.executable, "-m", "mypy"]
    # Compiles every test once, before four workers would at the same time.
    yield "tests are found", [sys.executable, "-m", "pytest", "--collect-only", "-q"]
    yield "format", [str(BIN / "ruff"), "format", "--check", "."]
    yield "lint", [str(BIN / "ruff"), "check", "."]
    yield "import contracts", [sys.executable, "tests/run/imports.py"]
    if pages := templates(root):
        yield "templates", [str(BIN / "djlint"), "--check", "--lint", *pages]
    migrations = ["makemigrations", "--check", "--dry-run", SETTINGS]
    yield "migrations", [sys.executable, "-m", "django", *migrations]
    yield "words are fresh", [sys.executable, "-m", "fourfold.config.strings", "--check"]
    if (root / "docs" / "make.py").exists():
        yield "documents are fresh", [sys.executable, "docs/make.py", "--check"]
    yield SIZES, [sys.executable, "-m", "tests.contracts.sizes"]
