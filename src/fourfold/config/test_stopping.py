"""Told to stop in the middle of a wait, a program stops."""

import os
import signal
import subprocess
import sys

# The signal comes at each line of the wait in turn, those of what it calls included: at none may the process wait for
# itself, which an Event set by the handler does at the lines that hold its lock.
TOLD_WHILE_WAITING = """
import os, signal, sys
from fourfold.config.stopping import ToldToStop
for nth in range(200):
    told, left = ToldToStop(), [nth]
    assert not told.wait(0)
    def tell(frame, event, arg):
        if event == "line":
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGTERM)
            left[0] -= 1
        return tell
    sys.settrace(tell)
    told.wait(0.01)
    sys.settrace(None)
    if left[0] >= 0:
        break
    assert told.wait(30) and told.wait(0)
print("stopped" if nth else "never told")
"""


def test_told_at_any_line_of_a_wait_it_stops_and_never_waits_for_itself():
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
