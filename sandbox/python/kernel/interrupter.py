"""Stops busy code with a signal from a thread that was started beforehand: code may have used up all other threads."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

_AFTER = 0.1
"""Seconds. Code that waits has been cancelled by then and needs no signal."""
_AGAIN = 0.5
"""Seconds. A signal that arrives while the kernel itself runs does not reach user code, so it is repeated until the run ends."""


class Interrupter:
    def __init__(self, is_busy: Callable[[str], bool]) -> None:
        """`is_busy`: whether the code of that run is still running."""
        self._is_busy = is_busy
        self._asked = threading.Event()
        self._run = ""
        threading.Thread(target=self._watch, name="interrupts", daemon=True).start()

    def ask(self, run: str) -> None:
        """Interrupts a run. There is one run at a time, so only the last request counts."""
        self._run = run
        self._asked.set()

    def _watch(self) -> None:
        main = threading.main_thread().ident or 0
        while True:
            self._asked.wait()
            self._asked.clear()
            pause = _AFTER
            while not self._asked.wait(pause) and self._is_busy(self._run):
                signal.pthread_kill(main, signal.SIGINT)
                pause = _AGAIN
