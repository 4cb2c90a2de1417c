"""Told to stop in the middle of a wait, a program stops, however often it is told."""

import os
import signal
import subprocess
import sys

TOLD_WHILE_WAITING = """
import os, signal
from fourfold.config.stopping import ToldToStop
told = ToldToStop()
assert not told.wait(0)
signal.signal(signal.SIGALRM, lambda *_: [os.kill(os.getpid(), signal.SIGTERM) for _ in range(100_000)])
signal.setitimer(signal.ITIMER_REAL, 0.05)
assert told.wait(30) and told.wait(0) and told.wait(30)
print("stopped")
"""


def test_told_in_the_middle_of_a_wait_and_many_times_over_it_stops():
    done = subprocess.run(
        [sys.executable, "-c", TOLD_WHILE_WAITING],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "stopped"), done.stderr


def test_both_signals_are_taken():
    code = (
        "import os, signal\nfrom fourfold.config.stopping import ToldToStop\ntold = ToldToStop()\n"
    )
    for number in (signal.SIGINT, signal.SIGTERM):
        told = f"{code}os.kill(os.getpid(), {int(number)})\nassert told.wait(30)"
        environ = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        assert (
            subprocess.run(
                [sys.executable, "-c", told], env=environ, timeout=60, check=False
            ).returncode
            == 0
        )
