"""One parent for the web process and the worker: starts both, starts again what dies, stops both together."""

import os
import signal
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field

from fourfold.config.commands.base import FAILED, FINE, say
from fourfold.config.stopping import ToldToStop

# A program that dies three times within this many seconds of its start is not started again.
TOO_SOON = 10.0
TRIES = 3
PATIENCE = 15.0


@dataclass
class Program:
    """A child process that should be running."""

    name: str
    words: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    soon_dead: int = field(default=0)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches the parent alone, which then stops it in order."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter
            self.words, start_new_session=True
        )

    def has_died(self) -> bool:
        """Whether it ran and is gone."""
        return self.process is not None and self.process.poll() is not None

    def gives_up(self) -> bool:
        """Note a death; True when it has died too often too soon."""
        soon = time.monotonic() - self.started < TOO_SOON
        self.soon_dead = self.soon_dead + 1 if soon else 0
        return self.soon_dead >= TRIES

    def stop(self) -> None:
        """Ask it to stop, and after a while make it."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def answers(url: str) -> bool:
    """Whether something at `url` answers HTTP, whatever it says. The certificate is not looked at: it is our own."""
    unverified = ssl._create_unverified_context()  # noqa: S323 - only asks whether our own child is up
    try:
        urllib.request.urlopen(url, timeout=5, context=unverified)  # noqa: S310 - http(s) on this machine
    except urllib.error.HTTPError:
        return True
    except (urllib.error.URLError, OSError):
        return False
    return True


def supervise(programs: list[Program], *, ready_at: str, when_ready: Callable[[], object]) -> int:
    """Run `programs` until told to stop (SIGINT, SIGTERM) or until one cannot be kept up. Returns the exit code."""
    told = ToldToStop()
    ready = False
    try:
        for program in programs:
            program.start()
        while not told.wait(0):
            if not ready and answers(ready_at):
                ready = True
                when_ready()
            for program in programs:
                if not program.has_died():
                    continue
                if program.gives_up():
                    say(f"The {program.name} process keeps stopping; see what it said above.")
                    return FAILED
                program.start()
            told.wait(1.0 if ready else 0.05)
        say("Stopping …")
        return FINE
    finally:
        for program in programs:
            program.stop()
