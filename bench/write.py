"""Concurrent saves through the real server: how many a second, none lost, and none lost to ``kill -9``.

``python -m bench.write`` fills a demonstration, serves it as ``bin/fourfold demo`` does, and lets eight browsers raise
concerns about its children through the real form. A save counts as acknowledged when its answer (303) has been read.
The floor: as many inserts of one row, each its own transaction, by one process into the same kind of database on the
same disk. Then the server and everything it started are killed with signal 9 in the middle of a thousand saves and
started again: what was acknowledged must be there, and ``fourfold verify`` must find nothing.
"""

import argparse
import http.client
import re
import secrets
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bench import server

SETTING = "Alder Primary 1"
CHILDREN = 200
FILLED = ("--pupils", str(CHILDREN), "--one-setting")
CLIENTS = 8


@dataclass
class Saves:
    """What the browsers were told: the words of each concern whose saving was acknowledged, and how long each took."""

    acknowledged: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    refused: int = 0
    cut_off: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Place:
    """The server, its folder, and the addresses of the form for each child."""

    port: int
    folder: Path
    forms: list[str]

    @property
    def database(self) -> Path:
        """The database's file."""
        return self.folder / "fourfold.sqlite3"

    def kept(self, mark: str) -> set[str]:
        """The words of the concerns in the database that begin with `mark`."""
        with closing(sqlite3.connect(self.database)) as database:
            rows = database.execute(
                "SELECT seen FROM identify_concern WHERE seen LIKE ?", [f"{mark} %"]
            )
            return {words for (words,) in rows}


def forms_of_children(port: int) -> list[str]:
    """The address of the form for a concern, for each child whom the register lists."""
    browser, home = server.sign_in(port, SETTING)
    found: dict[str, None] = {}
    for number in range(1, CHILDREN // 50 + 1):
        _, _, text = browser.send("GET", f"{home}children/?page={number}")
        found |= dict.fromkeys(re.findall(r"/child/([a-z0-9]{14})/", text))
    return [f"{home}child/{child}/concern/" for child in found]


def _save(browser: server.Browser, token: str, form: str, words: str, saves: Saves) -> None:
    begun = time.perf_counter()
    status, _, _ = browser.send(
        "POST",
        form,
        csrfmiddlewaretoken=token,
        once=secrets.token_urlsafe(16),
        words=words,
        spoken="yes",
    )
    if status == 303:
        saves.took.append(time.perf_counter() - begun)
        saves.acknowledged.append(words)
    else:
        saves.refused += 1


def _client(
    place: Place, numbers: list[int], mark: str, saves: Saves, go: threading.Barrier
) -> None:
    browser, _ = server.sign_in(place.port, SETTING)
    _, _, page = browser.send("GET", place.forms[0])
    token = server.token_in(page)
    go.wait()
    for number in numbers:
        try:
            form = place.forms[number % len(place.forms)]
            _save(browser, token, form, f"{mark} {number}", saves)
        except (OSError, http.client.HTTPException):
            saves.cut_off += 1
            return


def save_many(place: Place, how_many: int, mark: str, killed: object = None) -> Saves:
    """`CLIENTS` browsers save `how_many` concerns between them. `killed` is called with what was saved so far."""
    saves, go = Saves(), threading.Barrier(CLIENTS + 1)
    shares = [list(range(first, how_many, CLIENTS)) for first in range(CLIENTS)]
    clients = [
        threading.Thread(target=_client, args=(place, share, mark, saves, go)) for share in shares
    ]
    for client in clients:
        client.start()
    go.wait(120)
    begun = time.perf_counter()
    if callable(killed):
        killed(saves)
    for client in clients:
        client.join(600)
    saves.seconds = time.perf_counter() - begun
    return saves


def inserts_a_second(folder: Path, how_many: int, synchronous: str) -> float:
    """The floor: inserts of one row, each committed, by one process into a new database in `folder`."""
    with closing(sqlite3.connect(folder / f"floor-{synchronous}.sqlite3")) as database:
        database.isolation_level = None
        database.execute("PRAGMA journal_mode=WAL")
        database.execute(f"PRAGMA synchronous={synchronous}")
        database.execute("CREATE TABLE saved (id INTEGER PRIMARY KEY, words TEXT, at TEXT)")
        begun = time.perf_counter()
        for number in range(how_many):
            database.execute("BEGIN IMMEDIATE")
            database.execute("INSERT INTO saved (words, at) VALUES (?, '')", [f"floor {number}"])
            database.execute("COMMIT")
        return how_many / (time.perf_counter() - begun)


def _verified(folder: Path) -> bool:
    done = subprocess.run(
        server.command("verify", "--data", str(folder)),
        cwd=server.ROOT,
        env=server.environment(FOURFOLD_DEMO="yes"),
        capture_output=True,
        text=True,
        check=False,
    )
    print(f"  verify: {(done.stdout or done.stderr).strip().splitlines()[-1]}")
    return done.returncode == 0


def _measured(place: Place, how_many: int) -> bool:
    saves = save_many(place, how_many, "measured")
    rate, kept = len(saves.acknowledged) / saves.seconds, place.kept("measured")
    lost = set(saves.acknowledged) - kept
    ordered = sorted(saves.took)
    print(
        f"{CLIENTS} browsers saved {len(saves.acknowledged)} of {how_many} in {saves.seconds:.1f} s"
    )
    print(f"  {rate:.1f} saves a second; p50 {ordered[len(ordered) // 2] * 1000:.0f} ms,", end=" ")
    print(f"p95 {ordered[int(len(ordered) * 0.95)] * 1000:.0f} ms")
    print(f"  rows in the database: {len(kept)}; refused {saves.refused}; lost {len(lost)}")
    for synchronous in ("NORMAL", "FULL"):
        floor = inserts_a_second(place.folder, how_many, synchronous)
        print(f"  floor, synchronous={synchronous}: {floor:.0f} inserts a second", end="; ")
        print(
            f"a save takes {floor / rate:.0f} times as long, {1000 / floor:.2f} ms being the insert"
        )
    return not lost and not saves.refused and kept == set(saves.acknowledged)


def _killed(place: Place, process: "subprocess.Popen[bytes]", how_many: int, after: int) -> Saves:
    def in_the_middle(saves: Saves) -> None:
        waited = time.monotonic() + 600
        while len(saves.acknowledged) < after and time.monotonic() < waited:
            time.sleep(0.005)
        gone = server.kill(process)
        print(
            f"Killed {gone} processes with signal 9 after {len(saves.acknowledged)} of {how_many}"
        )

    return save_many(place, how_many, "killed", in_the_middle)


def run(folder: Path, how_many: int) -> bool:
    """All of it on one folder; returns whether nothing was lost."""
    port = server.free_port()
    with server.running(folder, port, *FILLED) as process:
        place = Place(port, folder, forms_of_children(port))
        print(f"{len(place.forms)} children, {CLIENTS} browsers")
        fine = _measured(place, how_many)
        saves = _killed(place, process, how_many, how_many // 3)
    with server.running(folder, port, *FILLED):
        kept = place.kept("killed")
        lost = set(saves.acknowledged) - kept
        print(
            f"  acknowledged {len(saves.acknowledged)}; rows after the restart {len(kept)};",
            end=" ",
        )
        print(f"lost {len(lost)}; cut off {saves.cut_off}")
        after = save_many(place, 40, "after")
        print(f"  saves after the restart: {len(after.acknowledged)} of 40")
    return fine and not lost and len(after.acknowledged) == 40 and _verified(folder)


def main() -> int:
    """Print the figures; returns 1 if anything acknowledged was lost or the trail does not verify."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--saves", type=int, default=1000, help="how many saves in each part (1000)"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fourfold-bench-") as folder:
        fine = run(Path(folder) / "demonstration", options.saves)
    print("Nothing was lost." if fine else "SOMETHING WAS LOST.")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
