"""Stops code that is busy, by a signal from a thread that is there from the start: code may have used up all others."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable

_AFTER = 0.1
"""Code that waits is cancelled by then, and needs no signal."""
_AGAIN = 0.5
"""A signal that comes while the kernel itself is at work is lost on user code: it is sent again until the run ends."""


class Interrupter:
    def __init__(self, is_busy: Callable[[str], bool]) -> None:
        """`is_busy`: whether the code of that run is going on."""
        self._is_busy = is_busy
        self._asked = threading.Event()
        self._run = ""
        threading.Thread(target=self._watch, name="interrupts", daemon=True).start()

    def ask(self, run: str) -> None:
        """One run goes on at a time: of several that are asked for, the last one counts."""
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
