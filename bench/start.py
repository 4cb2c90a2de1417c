"""How long until the first page: from a fresh checkout, and from the command once it is installed.

``python -m bench.start`` clones this checkout into a temporary folder, gives it an empty ``FOURFOLD_HOME``, runs
``bin/fourfold demo`` and asks for a page until it is there; then it starts the same installation again. Floors of the
same run: this Python importing and setting up Django alone, and pip installing the same locked
packages into an empty environment. The first needs the package index.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import server

ONCE_INSTALLED = 3.0
DJANGO = "import django; from django.conf import settings; settings.configure(); django.setup()"


def _took(words: list[str], where: Path) -> float:
    begun = time.perf_counter()
    subprocess.run(words, cwd=where, env=server.environment(), check=True, capture_output=True)
    return time.perf_counter() - begun


def pip_alone(folder: Path, root: Path) -> float:
    """An empty environment, and pip putting the locked packages into it."""
    place = folder / "only-pip"
    lock = root / "requirements" / "run.txt"
    install = [
        str(place / "bin" / "python"),
        "-m",
        "pip",
        "install",
        "-q",
        "--require-hashes",
        "-r",
        str(lock),
    ]
    return _took([sys.executable, "-m", "venv", str(place)], folder) + _took(install, folder)


def first_page(words: list[str], root: Path, environ: dict[str, str], log: Path) -> float:
    """From the command to the first page that is answered; the server is stopped afterwards."""
    port = server.free_port()
    begun = time.perf_counter()
    with log.open("ab") as said:
        process = subprocess.Popen(
            [*words, "--port", str(port)],
            cwd=root,
            env=environ,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    try:
        server.wait_for(port, process)
        return time.perf_counter() - begun
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            server.kill(process)


def run(folder: Path, runs: int, *, fresh: bool) -> bool:
    """Measure and print; returns whether the aim is met."""
    log = folder / "start.log"
    floor = min(_took([sys.executable, "-c", DJANGO], folder) for _ in range(3))
    print(f"floor: Python with Django set up: {floor:.2f} s")
    root, environ = server.ROOT, server.environment()
    command = [*server.command("demo"), "--data", str(folder / "demonstration")]
    if fresh:
        root = folder / "checkout"
        cloned = _took(["git", "clone", "-q", str(server.ROOT), str(root)], folder)
        alone = pip_alone(folder, root)
        print(
            f"floor: pip alone into an empty environment: {alone:.1f} s; the clone: {cloned:.1f} s"
        )
        environ = server.environment(FOURFOLD_HOME=str(folder / "home"), PYTHONPATH="")
        command = [str(root / "bin" / "fourfold"), "demo"]
        taken = first_page(command, root, environ, log)
        print(f"fresh checkout to first page: {taken:.1f} s ({taken / alone:.1f} times pip alone)")
    else:
        taken = first_page(command, root, environ, log)
        print(f"command to first page, the demonstration made on the way: {taken:.1f} s")
    again = sorted(first_page(command, root, environ, log) for _ in range(runs))
    print(f"command to first page, once installed: {again[0]:.1f} to {again[-1]:.1f} s", end="")
    print(f" ({again[0] / floor:.1f} times the floor; aim {ONCE_INSTALLED:.0f} s)")
    return again[-1] <= ONCE_INSTALLED


def main() -> int:
    """Print the figures; returns 1 if a start that is installed misses its aim."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="starts of what is installed (3)")
    parser.add_argument(
        "--here", action="store_true", help="only this checkout, as it is installed"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fourfold-bench-") as folder:
        return 0 if run(Path(folder), options.runs, fresh=not options.here) else 1


if __name__ == "__main__":
    sys.exit(main())
