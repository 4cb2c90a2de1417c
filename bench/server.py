"""Fourfold as ``bin/fourfold demo`` starts it, on this machine alone, for the benchmarks that come from outside."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 240.0
HOST = "127.0.0.1"


def environment(**more: str) -> dict[str, str]:
    """What the machine gives, nothing of an installation, and `more`."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("FOURFOLD_")}
    return {**kept, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}", **more}


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def command(*words: str) -> list[str]:
    """A command of Fourfold with this Python."""
    return [sys.executable, "-m", "fourfold.config.cli", *words]


def wait_for(port: int, process: subprocess.Popen[bytes]) -> float:
    """Wait until a page is answered with 200; returns how long it took. Raises `TimeoutError`."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < PATIENCE:
        if process.poll() is not None:
            raise TimeoutError(f"The server stopped with {process.returncode} before it answered.")
        try:
            client = http.client.HTTPConnection(HOST, port, timeout=10)
            client.request("GET", "/sign-in/")
            if client.getresponse().status == 200:
                return time.perf_counter() - begun
        except OSError:
            pass
        time.sleep(0.02)
    raise TimeoutError("The server did not answer in time.")


def _descendants(pid: int) -> list[int]:
    found = [pid]
    tasks = Path(f"/proc/{pid}/task")
    for task in tasks.iterdir() if tasks.is_dir() else []:
        children = (task / "children").read_text().split()
        for child in children:
            found += _descendants(int(child))
    return found


def kill(process: subprocess.Popen[bytes]) -> int:
    """Kill the server and everything that it started with signal 9, at once; returns how many processes that were."""
    everybody = _descendants(process.pid)
    for pid in everybody:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    process.wait()
    return len(everybody)


@contextmanager
def running(
    folder: Path, port: int, *words: str, **environ: str
) -> Iterator[subprocess.Popen[bytes]]:
    """``demo`` on `folder`; whatever is left of it is stopped at the end."""
    with folder.with_suffix(".log").open("ab") as log:
        process = subprocess.Popen(
            command("demo", "--port", str(port), "--data", str(folder), *words),
            cwd=ROOT,
            env=environment(**environ),
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        wait_for(port, process)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                kill(process)


@dataclass
class Browser:
    """A connection that stays open, with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    line: http.client.HTTPConnection | None = None

    def send(self, method: str, path: str, **data: str) -> tuple[int, str, str]:
        """The status, where it leads to, and the text. Raises `OSError` and `HTTPException` when nobody answers."""
        if self.line is None:
            self.line = http.client.HTTPConnection(HOST, self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(data)
        self.line.request(method, path, body, headers)
        response = self.line.getresponse()
        text = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, response.headers.get("Location", ""), text


def token_in(page: str) -> str:
    """The token that a form of the page carries against forgery."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if not found:
        raise LookupError("No form on this page.")
    return found[1]


def sign_in(port: int, setting: str) -> tuple[Browser, str]:
    """Somebody of the demonstration's setting of that name: the first listed, its SENCO; and the home's address."""
    browser = Browser(port)
    _, _, page = browser.send("GET", "/demonstration/")
    part = page[page.index(setting) :]
    ids = {name: re.search(rf'name="{name}" value="([^"]+)"', part) for name in ("setting", "who")}
    answer = browser.send(
        "POST",
        "/demonstration/",
        csrfmiddlewaretoken=token_in(page),
        **{name: found[1] for name, found in ids.items() if found},
    )
    if answer[0] != 303:
        raise LookupError(f"Signing in answered {answer[0]}.")
    return browser, answer[1]
