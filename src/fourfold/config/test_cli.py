"""The command line: what it refuses, in one sentence and with an exit code that means something."""

import argparse
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.db import connection
from django.templatetags.static import static

from fourfold.config.cli import COMMANDS, parser
from fourfold.config.commands import places
from fourfold.config.commands.base import Refused
from fourfold.config.commands.serving import (
    bind_for,
    must_be_free,
    must_be_under_row_security,
    must_have_another_owner,
    must_not_debug,
    start_anew_if_asked_otherwise,
)
from fourfold.config.worker import the_only_one
from tests.databases import as_owner

ROOT = Path(__file__).resolve().parents[3]


def _start(*words: str, **more: str) -> subprocess.Popen[str]:
    kept = {n: v for n, v in os.environ.items() if not n.startswith("FOURFOLD_")}
    return subprocess.Popen(
        [sys.executable, "-m", "fourfold.config.cli", *words],
        env={**kept, "PYTHONPATH": str(ROOT / "src"), **more},
        text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def _run(*words: str, **more: str) -> tuple[int, str, str]:
    process = _start(*words, **more)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.parametrize("name", [c.name for c in COMMANDS])
def test_every_command_has_help_that_names_its_exit_codes(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([name, "--help"])
    assert ended.value.code == 0
    assert "exit codes:" in capsys.readouterr().out


def test_a_port_that_is_taken_is_said_in_one_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Refused, match=f"Port {port} is taken") as refusal:
            must_be_free("127.0.0.1", port)
    assert refusal.value.code == 69
    must_be_free("127.0.0.1", port)


def _serving(**more: object) -> argparse.Namespace:
    there = {"port": 8000, "behind_proxy": False, "certificate": None, "key": None}
    return argparse.Namespace(**{**there, **more})


@pytest.mark.parametrize(
    "address", ["http://elm.example", "http://192.0.2.1:8000", "ftp://elm.example", "elm.example"]
)
def test_plain_http_is_refused_on_anything_but_localhost(address: str) -> None:
    with pytest.raises(Refused, match="not safe to serve"):
        bind_for(address, _serving(behind_proxy=True))


def test_https_needs_a_certificate_or_a_proxy_that_has_one(tmp_path: Path) -> None:
    address = "https://elm.example"
    with pytest.raises(Refused, match="needs HTTPS"):
        bind_for(address, _serving())
    with pytest.raises(Refused, match="There is no file"):
        bind_for(address, _serving(certificate=str(tmp_path / "none.pem")))
    (tmp_path / "some.pem").touch()
    assert bind_for(address, _serving(certificate=str(tmp_path / "some.pem"))) == "0.0.0.0:8000"
    assert bind_for(address, _serving(behind_proxy=True)) == "127.0.0.1:8000"


def test_without_an_address_only_this_machine_can_reach_it() -> None:
    assert bind_for("", _serving()) == "127.0.0.1:8000"
    assert bind_for("http://localhost:8000", _serving()) == "127.0.0.1:8000"


def test_a_demonstration_is_marked_and_never_served_for_real(tmp_path: Path) -> None:
    folder = places.demonstration_folder(str(tmp_path / "demo"), {})
    assert "invented" in (folder / places.MARK).read_text(encoding="utf-8")
    assert places.demonstration_folder(str(folder), {}) == folder
    with pytest.raises(Refused, match="holds a demonstration"):
        places.real_folder(str(folder), {})
    with pytest.raises(Refused, match="holds a demonstration"):
        places.real_folder(None, {"FOURFOLD_DATA": str(folder)})


def test_a_demonstration_is_never_made_in_a_folder_with_something_in_it(tmp_path: Path) -> None:
    (tmp_path / "fourfold.sqlite3").touch()
    with pytest.raises(Refused, match="not a demonstration and is not empty"):
        places.demonstration_folder(str(tmp_path), {})
    assert not (tmp_path / places.MARK).exists()


def test_a_demonstration_made_with_other_numbers_is_made_anew_from_nothing(tmp_path: Path) -> None:
    folder = places.demonstration_folder(str(tmp_path / "demo"), {})
    (folder / "journal").mkdir()
    (folder / "journal" / "looks.jsonl").touch()
    (folder / "fourfold.sqlite3").touch()
    (folder / "made.json").write_text('{"pupils": 5}', encoding="utf-8")
    assert not start_anew_if_asked_otherwise(folder, {"pupils": 5})
    assert (folder / "fourfold.sqlite3").exists()
    assert start_anew_if_asked_otherwise(folder, {"pupils": 6})
    assert sorted(p.name for p in folder.iterdir()) == [places.MARK, "worker.lock"]


def test_a_demonstration_that_runs_is_not_emptied_under_its_feet(tmp_path: Path) -> None:
    folder = places.demonstration_folder(str(tmp_path / "demo"), {})
    (folder / "fourfold.sqlite3").touch()
    with the_only_one(folder), pytest.raises(Refused, match="Another demonstration runs"):
        start_anew_if_asked_otherwise(folder, {"pupils": 6})
    assert (folder / "fourfold.sqlite3").exists()


def test_an_unknown_setting_stops_any_command_with_its_name() -> None:
    code, _, said = _run("check", FOURFOLD_DEMMO="yes")
    assert code == 64
    assert said.startswith("FOURFOLD_DEMMO is not a setting")
    assert said.count("\n") == 1


def test_a_demonstration_is_not_made_in_a_database_of_its_own(tmp_path: Path) -> None:
    code, _, said = _run(
        "demo", "--data", str(tmp_path / "d"), FOURFOLD_DATABASE="postgresql://a@b/c"
    )
    assert code == 64
    assert "unset FOURFOLD_DATABASE" in said


def test_check_says_what_is_wrong_in_facts_and_exit_code(tmp_path: Path) -> None:
    code, out, _ = _run("check", "--json", "--data", str(tmp_path))
    facts = json.loads(out)
    assert code == 1
    assert facts["migrations_waiting"] > 0
    assert any("worker" in line for line in facts["wrong"])
    assert facts["mail"].startswith("No mail server is set up")


def test_check_is_content_with_a_mail_server(tmp_path: Path) -> None:
    server = {
        "FOURFOLD_MAIL": "smtp://mail.elm.example",
        "FOURFOLD_MAIL_FROM": "office@elm.example",
    }
    _, out, _ = _run("check", "--json", "--data", str(tmp_path), **server)
    assert json.loads(out)["mail"] == "leaves"


def test_without_an_address_links_lead_to_the_port_that_is_served(tmp_path: Path) -> None:
    ask = "from django.conf import settings; print(settings.LINKS_TO, settings.ADDRESS)"
    said = subprocess.run(
        [sys.executable, "-c", ask],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "FOURFOLD_DATA": str(tmp_path),
             "DJANGO_SETTINGS_MODULE": "fourfold.config.settings", "FOURFOLD_PORT": "9000"},
        text=True, capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert said.split() == ["http://localhost:9000"]


def _answers(port: int, process: subprocess.Popen[str]) -> bool:
    """Ask until there is an answer of any kind; False if the process ends first."""
    while process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{static('favicon.svg')}", timeout=5)
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False


def _children(pid: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(pid)], text=True, capture_output=True, check=False
    ).stdout
    return [int(word) for word in listed.split()]


def _nice(pid: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, pid)


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_system_serves_ticks_and_stops_with_its_parent_new_or_there_already(
    tmp_path: Path,
) -> None:
    _serves_ticks_and_stops(tmp_path, signal.SIGTERM)
    (tmp_path / "ticks.json").unlink()
    _serves_ticks_and_stops(tmp_path, signal.SIGINT)


def _serves_ticks_and_stops(folder: Path, how: signal.Signals) -> None:
    port = _free_port()
    process = _start("serve", "--port", str(port), "--data", str(folder))
    try:
        assert _answers(port, process)
        while not (folder / "ticks.json").exists():
            assert process.poll() is None
            time.sleep(0.05)
        children = _children(process.pid)
        assert sorted(_nice(pid) - os.getpriority(os.PRIO_PROCESS, 0) for pid in children) == [
            0,
            10,
        ]
        served = Path(f"/proc/{children[0]}/environ").read_bytes().split(b"\0")
        assert f"FOURFOLD_PORT={port}".encode() in served
        code, out, _ = _run("check", "--json", "--data", str(folder))
        assert (code, json.loads(out)["wrong"]) == (0, [])
    finally:
        process.send_signal(how)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 0
    assert f"Fourfold is at http://localhost:{port}/" in said
    assert re.search(
        rf"http://localhost:{port}/begin/ with this code: (\w{{4}} \w{{4}} \w{{4}})\n", said
    )
    assert all(_is_gone(pid) for pid in children)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_its_owner_can_read_what_a_system_keeps(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        folder = tmp_path / "data"
        (folder / "mail").mkdir(parents=True)
        for name in ("mail/1.log", "ticks.json", "elsewhere.txt"):
            (folder / name).write_text("{}", encoding="utf-8")
        _run("check", "--data", str(folder))
    finally:
        os.umask(before)
    assert _mode(folder / "fourfold.sqlite3") == 0o600
    assert (_mode(folder / "mail"), _mode(folder / "mail" / "1.log")) == (0o700, 0o600)
    assert _mode(folder / "ticks.json") == 0o600
    assert _mode(folder / "elsewhere.txt") == 0o644


def test_what_shows_the_inside_is_not_served_to_others() -> None:
    with pytest.raises(Refused, match="FOURFOLD_DEBUG=yes"):
        must_not_debug("https://elm.example", {"FOURFOLD_DEBUG": "yes"})
    must_not_debug("https://elm.example", {"FOURFOLD_DEBUG": "no"})
    must_not_debug("", {"FOURFOLD_DEBUG": "yes"})
    must_not_debug("http://localhost:8000", {"FOURFOLD_DEBUG": "yes"})
    code, _, said = _run(
        "serve", "--address", "https://elm.example", "--behind-proxy", FOURFOLD_DEBUG="yes"
    )
    assert (code, said.count("\n")) == (64, 1)


@pytest.mark.only_postgresql(reason="SQLite has no roles.")
def test_a_role_that_owns_the_tables_is_refused(own_database: None) -> None:
    must_be_under_row_security()
    must_have_another_owner({})
    with as_owner(), pytest.raises(Refused, match="owns the tables"):
        must_be_under_row_security()


@pytest.mark.only_postgresql(reason="SQLite has no roles.")
def test_the_application_does_not_make_its_own_tables(own_database: None) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE access_organisation RENAME TO elsewhere")
    with pytest.raises(Refused, match="FOURFOLD_DATABASE_OWNER"):
        must_have_another_owner({})
    must_have_another_owner({"FOURFOLD_DATABASE_OWNER": "postgresql://owner@/x"})
