"""Started by ``bin/fourfold``, ``bin/build`` and ``bin/test``: makes what is missing, then becomes the command."""

import os
import subprocess
import sys
from pathlib import Path

from fourfold.config.launch import assets
from fourfold.config.launch.environment import environment
from fourfold.config.launch.words import WRONG_USE, Stop, say

ROOT = Path(__file__).resolve().parents[4]


def _become(python: Path, words: list[str], environ: dict[str, str]) -> None:
    environ["PYTHONPATH"] = str(ROOT / "src")
    os.execve(python, [str(python), *words], environ)  # noqa: S606 - our own environment's interpreter


def main(words: list[str]) -> int:
    """Do what `words` ask: ``fourfold``, ``build`` or ``test`` and the arguments of that command."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the one place that runs on what the machine happens to have
        raise Stop(f"Fourfold needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    if not words or words[0] not in {"fourfold", "build", "test"}:
        raise Stop("Use bin/fourfold, bin/build or bin/test.", WRONG_USE)
    command, rest = words[0], words[1:]
    environ = dict(os.environ)
    python = environment(ROOT, "test" if command == "test" else "run", environ)
    assets.build(ROOT, python)
    if command == "fourfold":
        _become(python, ["-m", "fourfold.config.cli", *rest], environ)
    if command == "test":
        _become(python, [str(ROOT / "tests" / "runner.py"), *rest], environ)
    say("The front end is up to date in build/.")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stop:
        say(stop.sentence)
        sys.exit(stop.code)
    except KeyboardInterrupt:
        say("Stopped.")
        sys.exit(130)
    except subprocess.SubprocessError as error:
        say(f"A program that Fourfold started did not answer: {error}.")
        sys.exit(70)
