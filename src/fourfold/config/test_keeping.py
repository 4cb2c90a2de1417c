"""A backup holds everything, and is put back whole or not at all."""

import json
import sqlite3
import stat
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from fourfold.config.commands.base import Refused
from fourfold.config.commands.keeping import back_up, restore


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder in use: a row not yet moved out of the write-ahead log, a file, a lock."""
    data = tmp_path / "data"
    (data / "files").mkdir(parents=True)
    (data / "files" / "one.pdf").write_bytes(b"%PDF")
    (data / "secret-key").write_text("hush", encoding="utf-8")
    (data / "worker.lock").touch()
    with closing(sqlite3.connect(data / "fourfold.sqlite3")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE said (what TEXT)")
        database.execute("INSERT INTO said VALUES ('hello')")
        database.commit()
    return data


def _said(data: Path) -> list[tuple[str]]:
    with closing(sqlite3.connect(data / "fourfold.sqlite3")) as database:
        return database.execute("SELECT what FROM said").fetchall()


def test_what_was_backed_up_comes_back(folder: Path, tmp_path: Path) -> None:
    live = sqlite3.connect(folder / "fourfold.sqlite3")
    live.execute("INSERT INTO said VALUES ('in the log')")
    live.commit()
    assert back_up(folder, tmp_path / "b.tar.gz") == 3
    live.close()
    assert restore(tmp_path / "b.tar.gz", tmp_path / "new" / "data") == 3
    back = tmp_path / "new" / "data"
    assert _said(back) == [("hello",), ("in the log",)]
    assert sorted(p.name for p in back.rglob("*") if p.is_file()) == [
        "fourfold.sqlite3",
        "one.pdf",
        "secret-key",
    ]


def test_only_its_owner_can_read_a_backup(folder: Path, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "b.tar.gz")
    assert stat.S_IMODE((tmp_path / "b.tar.gz").stat().st_mode) == 0o600


def test_a_backup_overwrites_nothing(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "b.tar.gz").write_text("older", encoding="utf-8")
    with pytest.raises(Refused, match="never overwrites"):
        back_up(folder, tmp_path / "b.tar.gz")
    assert (tmp_path / "b.tar.gz").read_text(encoding="utf-8") == "older"


def test_a_backup_is_put_into_an_empty_folder_only(folder: Path, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "b.tar.gz")
    with pytest.raises(Refused, match="not empty"):
        restore(tmp_path / "b.tar.gz", folder)
    assert _said(folder) == [("hello",)]


def test_a_cut_off_or_foreign_file_is_refused_and_leaves_nothing(
    folder: Path, tmp_path: Path
) -> None:
    back_up(folder, tmp_path / "b.tar.gz")
    whole = (tmp_path / "b.tar.gz").read_bytes()
    for bad in (whole[: len(whole) // 2], b"PK not a tar", b""):
        (tmp_path / "bad").write_bytes(bad)
        with pytest.raises(Refused, match="damaged"):
            restore(tmp_path / "bad", tmp_path / "new")
        assert not (tmp_path / "new").exists()


def _tar(path: Path, files: dict[str, bytes]) -> None:
    scratch = path.parent / "scratch"
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            scratch.write_bytes(content)
            archive.add(scratch, name)


def test_a_file_changed_inside_a_backup_is_noticed(tmp_path: Path) -> None:
    contents = json.dumps({"a": "0" * 64}).encode()
    _tar(tmp_path / "b", {"a": b"other", "contents.json": contents})
    with pytest.raises(Refused, match="not as it was written"):
        restore(tmp_path / "b", tmp_path / "new")


@pytest.mark.parametrize("name", ["../out", "/tmp/out-of-it"])
def test_a_backup_writes_nowhere_else(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "b", "w:gz") as archive:
        entry = tarfile.TarInfo(name)
        archive.addfile(entry)
    with pytest.raises(Refused, match="more than plain files"):
        restore(tmp_path / "b", tmp_path / "new" / "data")
    assert not (tmp_path / "new" / "out").exists()


def test_without_a_system_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no system"):
        back_up(tmp_path, tmp_path / "b")
