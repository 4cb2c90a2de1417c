"""The launcher: what it says when a machine is not as it hoped, and that it does nothing twice."""

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from fourfold.config.launch import assets, environment, typefaces
from fourfold.config.launch.words import Stop

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("npm error code ENOSPC", "disk is full"),
        ("Failed to establish a new connection: [Errno 101]", "cannot be reached"),
        ("Temporary failure in name resolution", "cannot be reached"),
        ("npm error code ENOTFOUND", "cannot be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "hash differs"),
        ("first\nERROR: something new\n\n", "ERROR: something new"),
    ],
)
def test_a_failed_installation_is_told_in_one_sentence(said: str, part: str) -> None:
    sentence = environment.sentence_for(said)
    assert part in sentence
    assert "\n" not in sentence


def test_too_little_room_is_said_before_anything_is_installed(tmp_path: Path) -> None:
    with pytest.raises(Stop, match=r"0\.2 GB are free"):
        environment.must_have_room(tmp_path, 200_000_000)
    environment.must_have_room(tmp_path, 50_000_000_000)


def test_a_python_without_venv_is_named_with_what_to_install() -> None:
    with pytest.raises(Stop, match=r"apt-get install python3\.\d+-venv"):
        environment.must_have_venv(can=lambda: False, install=lambda _: False)


def test_a_missing_venv_is_installed_where_that_is_allowed() -> None:
    answers = iter([False, True])
    asked: list[str] = []
    environment.must_have_venv(
        can=lambda: next(answers), install=lambda name: not asked.append(name)
    )
    assert len(asked) == 1


def test_another_lock_or_another_python_is_another_environment(tmp_path: Path) -> None:
    lock = tmp_path / "run.txt"
    lock.write_text("a==1", encoding="utf-8")
    before = environment.key(lock)
    assert environment.key(lock) == before
    lock.write_text("a==2", encoding="utf-8")
    assert environment.key(lock) != before


def test_an_environment_that_is_complete_is_used_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    lock = tmp_path / "requirements" / "run.txt"
    lock.write_text("this is no package and would fail\n", encoding="utf-8")
    made = tmp_path / "home" / ".env" / f"run-{environment.key(lock)}"
    made.mkdir(parents=True)
    (made / "complete").touch()
    named = {"FOURFOLD_HOME": str(tmp_path / "home")}
    assert environment.environment(tmp_path, "run", named) == made / "bin" / "python"


def test_a_home_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "run.txt").write_text("", encoding="utf-8")
    (tmp_path / "file").touch()
    with pytest.raises(Stop, match="cannot be made"):
        environment.environment(tmp_path, "run", {"FOURFOLD_HOME": str(tmp_path / "file")})


def _run(*words: str, path: str, **more: str) -> subprocess.CompletedProcess[str]:
    environ = {"PATH": path, "HOME": os.environ.get("HOME", "/"), **more}
    return subprocess.run(words, env=environ, text=True, capture_output=True, check=False)


def test_a_machine_without_a_new_enough_python_is_told_so(tmp_path: Path) -> None:
    for tool in ("sh", "dirname"):
        (tmp_path / tool).symlink_to(Path("/bin") / tool)
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    ended = _run(str(ROOT / "bin" / "fourfold"), "--help", path=str(tmp_path))
    assert ended.returncode == 69
    assert ended.stderr.count("\n") == 1
    assert "needs Python 3.11 or newer" in ended.stderr


def test_an_index_that_cannot_be_reached_is_one_sentence(tmp_path: Path) -> None:
    locks = tmp_path / "requirements"
    locks.mkdir()
    digest = "0" * 64
    (locks / "run.txt").write_text(f"nosuch==1 --hash=sha256:{digest}\n", encoding="utf-8")
    script = (
        "import sys, pathlib; from fourfold.config.launch.environment import environment;"
        "from fourfold.config.launch.words import Stop\n"
        "try: environment(pathlib.Path(sys.argv[1]), 'run', {})\n"
        "except Stop as stop: sys.exit(stop.sentence)"
    )
    ended = _run(
        sys.executable, "-c", script, str(tmp_path), path=os.environ["PATH"],
        PYTHONPATH=str(ROOT / "src"), PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="1",
        PIP_CONFIG_FILE=os.devnull, PIP_NO_INDEX="0",
    )  # fmt: skip
    assert "cannot be reached" in ended.stderr.splitlines()[-1]
    assert not list((tmp_path / ".env").glob("*/complete"))


def test_the_hash_of_the_front_end_changes_with_any_style_and_with_its_name(tmp_path: Path) -> None:
    def digest(files: Iterable[Path]) -> str:
        return assets.digest(files, tmp_path)

    one = tmp_path / "one.scss"
    one.write_text("a", encoding="utf-8")
    before = digest([one])
    one.write_text("b", encoding="utf-8")
    changed = digest([one])
    two = one.rename(tmp_path / "two.scss")
    assert len({before, changed, digest([two])}) == 3


def test_every_style_and_lock_is_among_the_inputs() -> None:
    names = {path.name for path in assets.inputs(ROOT)}
    assert {"package-lock.json", "fourfold.scss", "typefaces.py"} <= names


def test_only_open_typefaces_are_taken_and_never_transport() -> None:
    families = {face.package.split("-")[0] for face in typefaces.TYPEFACES}
    assert families == {"atkinson", "noto"}
