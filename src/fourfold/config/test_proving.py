"""``verify`` and ``due`` on a real folder: fine as written, and not fine after a change by SQL."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from fourfold.config.commands.base import Refused
from fourfold.config.commands.proving import heads_in

ROOT = Path(__file__).resolve().parents[3]
MAKE = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from tests.cast import make_cast
make_cast()
"""


def _python(folder: Path, *words: str) -> tuple[int, str, str]:
    kept = {n: v for n, v in os.environ.items() if not n.startswith("FOURFOLD_")}
    ended = subprocess.run(
        [sys.executable, *words],
        env={
            **kept,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "FOURFOLD_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "fourfold.config.settings",
        },
        text=True,
        capture_output=True,
        check=False,
    )
    return ended.returncode, ended.stdout, ended.stderr


def _ask(folder: Path, command: str, *more: str) -> tuple[int, dict[str, object]]:
    code, out, said = _python(folder, "-m", "fourfold.config.cli", command, "--json", *more)
    assert out, said
    return code, json.loads(out)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the cast in it."""
    data = tmp_path_factory.mktemp("data")
    code, _, said = _python(data, "-c", MAKE)
    assert code == 0, said
    return data


def _sql(folder: Path, sentence: str) -> None:
    with closing(sqlite3.connect(folder / "fourfold.sqlite3")) as database:
        database.execute(sentence)
        database.commit()


def test_a_change_by_sql_is_found_and_a_change_back_too(folder: Path) -> None:
    assert _ask(folder, "verify") == (0, {"organisations": 3, "faults": []})
    assert _ask(folder, "due") == (0, {"organisations": 3, "differences": []})
    _sql(folder, "UPDATE people_pupil SET year_group = '9' WHERE year_group = '5'")
    code, facts = _ask(folder, "verify")
    assert code == 1
    assert len(facts["faults"]) == 1
    assert "people.Pupil" in facts["faults"][0]
    _sql(folder, "UPDATE people_pupil SET year_group = '5' WHERE year_group = '9'")
    assert _ask(folder, "verify")[0] == 0


def test_an_empty_folder_holds_nothing_to_verify(tmp_path: Path) -> None:
    code, out, said = _python(tmp_path, "-m", "fourfold.config.cli", "verify")
    assert (code, out) == (69, "")
    assert "There is no system" in said
    assert not (tmp_path / "fourfold.sqlite3").exists()


def test_the_heads_that_left_the_machine_are_held_against_the_chains(
    folder: Path, tmp_path: Path
) -> None:
    made = (
        "import django; django.setup(); from fourfold.config import clock;"
        "from fourfold.foundation.act.night import send_out_heads; print(send_out_heads(clock.now()))"
    )
    _, out, said = _python(folder, "-c", made)
    heads = Path(out.strip())
    assert _ask(folder, "verify", "--heads", str(heads))[0] == 0, said
    other = json.loads(heads.read_text(encoding="utf-8")) | {"gone": [1, "0" * 64]}
    (tmp_path / "other.json").write_text(json.dumps(other), encoding="utf-8")
    code, facts = _ask(folder, "verify", "--heads", str(tmp_path / "other.json"))
    assert code == 1
    assert facts["faults"] == [
        "gone: organisation is gone, although the head of its chain left the machine"
    ]


@pytest.mark.parametrize("content", [None, "{", "[1]", '{"a": 1}', '{"a": ["x", "y"]}'])
def test_a_file_that_holds_no_heads_is_refused(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "heads.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(Refused, match="heads"):
        heads_in(path)


def test_check_says_what_the_night_found(folder: Path) -> None:
    _sql(folder, "UPDATE due_duerow SET owner = 'nobody'")
    night = (
        "import django; django.setup(); from fourfold.config import clock;"
        "from fourfold.foundation.act.night import run_night; print(len(run_night(clock.now())))"
    )
    code, out, said = _python(folder, "-c", night)
    assert code == 0, said
    assert int(out.split()[-1]) > 0
    code, facts = _ask(folder, "check")
    assert code == 1
    assert len([line for line in facts["wrong"] if "nightly run" in line]) == int(out.split()[-1])
