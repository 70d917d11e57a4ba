"""Stops all processes of a sandbox but its first, and looks whether they stay stopped.

A stopped process goes on where it is sent SIGCONT, and code can have the system send one later: by a timer, by the end
of a child, by what happens to a connection. Then the sandbox ends.
"""

from __future__ import annotations

import contextlib
import os
import signal
from time import monotonic

_EVERY = 3.0
"""Seconds between two looks. The first one is when what was under way has stopped."""
_NOTHING = 1
"""Ticks of the processor's clock by which what a process has used may differ from look to look."""
_SAID = b"sandbox: code of an earlier run kept itself from standing still\n"


class Stillness:
    def __init__(self) -> None:
        self._look_at: float | None = None
        self._before: tuple[dict[str, int], str] | None = None

    @property
    def milliseconds(self) -> float | None:
        """Until the next look; None where nothing is to stand still."""
        return None if self._look_at is None else max(0.0, self._look_at - monotonic()) * 1000

    def begin(self) -> None:
        _signal_all(signal.SIGSTOP)
        self._look_at = monotonic() + _EVERY
        self._before = None

    def end(self) -> None:
        if self._look_at is not None:
            self._look_at = None
            _signal_all(signal.SIGCONT)

    def look(self) -> None:
        """Where it is time: ends the sandbox if any process has gone on, or was started."""
        if self._look_at is None or monotonic() < self._look_at:
            return
        self._look_at = monotonic() + _EVERY
        now = _used(), _last_process()
        if self._before is None:
            self._before = now
            return
        (used, last), (used_before, last_before) = now, self._before
        if last != last_before or any(ticks > used_before.get(process, -1) + _NOTHING for process, ticks in used.items()):
            os.write(2, _SAID)
            os._exit(75)


def _signal_all(number: signal.Signals) -> None:
    """Every process but this one, which is the first of the container: those that are being forked as well."""
    with contextlib.suppress(OSError):
        os.kill(-1, number)


def _used() -> dict[str, int]:
    """What each process but this one has used of the processor, in ticks."""
    used = {}
    for process in os.listdir("/proc"):
        if not process.isdecimal() or process == "1":
            continue
        # One that ended meanwhile uses nothing more.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError), open(f"/proc/{process}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
            used[process] = int(fields[11]) + int(fields[12])
    return used


def _last_process() -> str:
    """The number of the process that was started last."""
    with open("/proc/loadavg") as file:
        return file.read().split()[-1]
