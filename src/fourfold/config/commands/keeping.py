"""``backup`` and ``restore``: the whole of an installation in one file, and back, on one machine with SQLite.

With PostgreSQL the database has its own tools for this, which know about running servers.
"""

import argparse
import hashlib
import io
import json
import os
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from fourfold.config.commands import places
from fourfold.config.commands.base import (
    FAILED,
    FINE,
    UNAVAILABLE,
    Command,
    Refused,
    say,
    show,
)

DATABASE = "fourfold.sqlite3"
CONTENTS = "contents.json"
# Made anew by whoever runs; of no use elsewhere.
LEFT_OUT = {f"{DATABASE}-wal", f"{DATABASE}-shm", "worker.lock", "lock"}


def _must_be_sqlite() -> None:
    if os.environ.get("FOURFOLD_DATABASE") or os.environ.get("FOURFOLD_DATABASE_FILE"):
        raise Refused(
            "The database is elsewhere (FOURFOLD_DATABASE); back it up with its own tools."
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in LEFT_OUT and path.name != DATABASE:
            yield path


def _add(archive: tarfile.TarFile, path: Path, name: str, contents: dict[str, str]) -> None:
    contents[name] = _digest(path)
    archive.add(path, name, recursive=False)


def back_up(folder: Path, target: Path) -> int:
    """Write everything in `folder` to `target`, while it may be running. Returns how many files were written.

    Raises `Refused` if there is no database, or if `target` is there already.
    """
    if not (folder / DATABASE).exists():
        raise Refused(f"There is no system in {folder}; name its folder with --data.", UNAVAILABLE)
    if target.exists():
        raise Refused(f"{target} is there already; a backup never overwrites another.")
    contents: dict[str, str] = {}
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        snapshot, part = Path(scratch) / DATABASE, Path(scratch) / "archive"
        with (
            closing(sqlite3.connect(folder / DATABASE)) as live,
            closing(sqlite3.connect(snapshot)) as still,
        ):
            live.backup(still)
        with _new_file(part) as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
            _add(archive, snapshot, DATABASE, contents)
            for path in _files(folder):
                _add(archive, path, path.relative_to(folder).as_posix(), contents)
            listed = json.dumps(contents).encode()
            entry = tarfile.TarInfo(CONTENTS)
            entry.size = len(listed)
            archive.addfile(entry, io.BytesIO(listed))
        part.rename(target)
    return len(contents)


def _new_file(path: Path) -> BinaryIO:
    """A new file that only its owner can read: what goes into it is everything."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _unpack(archive: tarfile.TarFile, folder: Path) -> dict[str, str]:
    """Unpack plain files below `folder` and nothing else; returns their hashes as found."""
    found = {}
    for entry in archive:
        name = PurePosixPath(entry.name)
        source = archive.extractfile(entry) if entry.isfile() else None
        if source is None or name.is_absolute() or ".." in name.parts:
            raise Refused("This is not a backup of Fourfold: it holds more than plain files.")
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with _new_file(path) as file:
            while piece := source.read(1 << 20):
                file.write(piece)
        found[entry.name] = _digest(path)
    return found


def restore(source: Path, folder: Path) -> int:
    """Put the backup `source` into `folder`, which is empty or not there. Returns how many files were put back.

    Raises `Refused` if the folder holds anything, or the file is no backup or is damaged; the folder then stays as
    it was.
    """
    if not source.is_file():
        raise Refused(f"There is no file {source}.", UNAVAILABLE)
    if folder.is_dir() and any(folder.iterdir()):
        raise Refused(f"{folder} is not empty; a backup is put into an empty folder only.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        there = Path(scratch) / "data"
        try:
            with tarfile.open(source) as archive:
                found = _unpack(archive, there)
            found.pop(CONTENTS)
            contents = json.loads((there / CONTENTS).read_text(encoding="utf-8"))
        except (tarfile.TarError, EOFError, OSError, KeyError, ValueError) as error:
            raise Refused(f"{source} is no backup of Fourfold, or is damaged.", FAILED) from error
        if contents != found:
            raise Refused(f"{source} is damaged: a file in it is not as it was written.", FAILED)
        (there / CONTENTS).unlink()
        if folder.is_dir():
            folder.rmdir()
        there.rename(folder)
    return len(contents)


def _backup_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="the file to write, such as fourfold-2026-11-22.tar.gz")
    parser.add_argument("--data", metavar="DIR", help="the folder of database and files (data)")
    parser.add_argument("--json", action="store_true", help="print the facts as JSON")


def _backup(options: argparse.Namespace) -> int:
    _must_be_sqlite()
    target = Path(options.file).resolve()
    say("Backing up …")
    count = back_up(places.any_folder(options.data, os.environ), target)
    show(
        {"file": str(target), "files": count, "bytes": target.stat().st_size}, as_json=options.json
    )
    return FINE


def _restore_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help="a file that backup wrote")
    parser.add_argument("--data", metavar="DIR", required=True, help="an empty folder to put it in")
    parser.add_argument("--json", action="store_true", help="print the facts as JSON")


def _restore(options: argparse.Namespace) -> int:
    _must_be_sqlite()
    folder = Path(options.data).resolve()
    say("Restoring …")
    count = restore(Path(options.file), folder)
    show({"data": str(folder), "files": count}, as_json=options.json)
    return FINE


BACKUP = Command(
    "backup", "write everything to one file, while it runs or not", _backup_options, _backup
)
RESTORE = Command("restore", "put a backup into an empty folder", _restore_options, _restore)
