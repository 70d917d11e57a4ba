"""Stops all processes of a sandbox except its first, and checks that they stay stopped.

A stopped process continues on SIGCONT, and code can make the system send one later: by a timer, by the end of a child
process, or by an event on a connection. If that happens, the sandbox is ended.
"""

from __future__ import annotations

import contextlib
import os
import signal
from time import monotonic

_EVERY = 3.0
"""Seconds between two checks. The first is made once everything has had time to stop."""
_NOTHING = 1
"""Clock ticks by which a process's processor time may differ between two checks."""
_SAID = b"sandbox: code of an earlier run kept itself from standing still\n"


class Stillness:
    def __init__(self) -> None:
        self._look_at: float | None = None
        self._before: tuple[dict[str, int], str] | None = None

    @property
    def milliseconds(self) -> float | None:
        """Until the next check; None if the processes are not stopped."""
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
        """If a check is due: ends the sandbox if any process has continued or was started."""
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
    """Signals every process except this one, which is the container's first; also those that are just being forked."""
    with contextlib.suppress(OSError):
        os.kill(-1, number)


def _used() -> dict[str, int]:
    """The processor time of each process except this one, in clock ticks."""
    used = {}
    for process in os.listdir("/proc"):
        if not process.isdecimal() or process == "1":
            continue
        # The process may have ended in the meantime.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError), open(f"/proc/{process}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
            used[process] = int(fields[11]) + int(fields[12])
    return used


def _last_process() -> str:
    """The id of the process that was started last."""
    with open("/proc/loadavg") as file:
        return file.read().split()[-1]
