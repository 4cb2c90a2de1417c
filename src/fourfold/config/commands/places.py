"""Which folder holds what: a demonstration's folder is marked, and is never one that is used for real."""

import os
import stat
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path

from fourfold.config.commands.base import Refused

ROOT = Path(__file__).resolve().parents[4]
MARK = "demonstration"
OTHERS = 0o077
SENTENCE = "This folder holds a demonstration: everything in it is invented.\n"


# What lies in a data folder. Nothing else in it is touched: somebody may have named a folder of their own.
OURS = (
    "fourfold.sqlite3*",
    "secret-key",
    "*.json",
    "worker.lock",
    "mail",
    "journal",
    "heads",
    "files",
)


def closed_to_others(folder: Path) -> None:
    """Take what lies in a data folder from everybody on the machine but its owner: it was open once."""
    for pattern in OURS:
        for found in folder.glob(pattern):
            for path in (found, *found.rglob("*")):
                with suppress(FileNotFoundError):  # SQLite takes a log away as it runs.
                    _close(path)


def _close(path: Path) -> None:
    found = path.lstat()
    mode = stat.S_IMODE(found.st_mode)
    if mode & OTHERS and not stat.S_ISLNK(found.st_mode) and found.st_uid == os.geteuid():
        path.chmod(mode & ~OTHERS)


def home(environ: Mapping[str, str]) -> Path:
    """``FOURFOLD_HOME``, or the checkout."""
    named = environ.get("FOURFOLD_HOME", "").strip()
    return Path(named).expanduser().resolve() if named else ROOT


def demonstration_folder(given: str | None, environ: Mapping[str, str]) -> Path:
    """The folder of a demonstration, marked as one. Raises `Refused` for a folder with a real system in it."""
    named = given or environ.get("FOURFOLD_DATA", "")
    folder = Path(named).resolve() if named else home(environ) / ".fourfold" / "demonstration"
    mark = folder / MARK
    if not mark.exists():
        if folder.is_dir() and any(folder.iterdir()):
            raise Refused(
                f"{folder} is not a demonstration and is not empty; name another folder with --data."
            )
        folder.mkdir(parents=True, exist_ok=True)
        mark.write_text(SENTENCE, encoding="utf-8")
    return folder


def real_folder(given: str | None, environ: Mapping[str, str]) -> Path:
    """The folder of a system in real use. Raises `Refused` for a demonstration."""
    named = given or environ.get("FOURFOLD_DATA", "")
    folder = Path(named).resolve() if named else home(environ) / "data"
    if (folder / MARK).exists():
        raise Refused(
            f"{folder} holds a demonstration, which is never used for real; name another folder with --data."
        )
    return folder


def any_folder(given: str | None, environ: Mapping[str, str]) -> Path:
    """The folder of an installation of either kind, for commands that only look."""
    named = given or environ.get("FOURFOLD_DATA", "")
    return Path(named).resolve() if named else home(environ) / "data"


def use(folder: Path, *, demo: bool, environ: MutableMapping[str, str]) -> None:
    """Tell the settings, and the processes that are started from here, which folder it is, and close it to others."""
    closed_to_others(folder)
    environ["FOURFOLD_DATA"] = str(folder)
    environ["FOURFOLD_DEMO"] = "yes" if demo else "no"
    environ.setdefault("DJANGO_SETTINGS_MODULE", "fourfold.config.settings")
