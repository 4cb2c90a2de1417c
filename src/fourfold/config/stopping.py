"""Being told to stop by a signal.

An `threading.Event` cannot be set from a handler safely: its lock may be held by the very wait that the signal
interrupts, and the process then waits for itself for ever. A pipe has no such lock.
"""

import os
import select
import signal


class ToldToStop:
    """Whether SIGINT or SIGTERM came since it was made; it takes both from then on. For the main thread."""

    def __init__(self) -> None:
        self._said, self._say = os.pipe()
        os.set_blocking(self._say, False)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.tell())

    def tell(self) -> None:
        """Say that it is time to stop; any number of times, from anywhere."""
        try:
            os.write(self._say, b".")
        except BlockingIOError:
            return  # the pipe is full of the same word

    def wait(self, seconds: float) -> bool:
        """Wait until told, `seconds` at most; whether it was told. What was said stays said."""
        return bool(select.select([self._said], [], [], seconds)[0])
