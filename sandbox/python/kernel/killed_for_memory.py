"""Whether the system has killed processes of this sandbox, since the current run began, because memory ran out."""

from __future__ import annotations

import contextlib
import mmap
import os

_COUNTERS = ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")
"""Where cgroups v2 and v1 count them."""
_NAME = b"oom_kill "
_BYTES = 8


class KilledForMemory:
    """Created before the kernel is forked: the kernel says when a run begins, and the supervisor asks when the kernel was killed."""

    def __init__(self) -> None:
        self._counter = _open_counter()
        self._shared = mmap.mmap(-1, _BYTES)
        self.begin_run()

    def begin_run(self) -> None:
        """What was killed in earlier runs says nothing about the end of this one."""
        self._shared[:] = self._count().to_bytes(_BYTES, "big")

    def has_killed(self) -> bool:
        return self._count() > int.from_bytes(self._shared[:], "big")

    def _count(self) -> int:
        if self._counter is not None:
            # User code may have closed it, and older systems do not count.
            with contextlib.suppress(OSError, ValueError):
                return int(os.pread(self._counter, 1024, 0).partition(_NAME)[2].partition(b"\n")[0])
        return 0


def _open_counter() -> int | None:
    for path in _COUNTERS:
        with contextlib.suppress(OSError):
            return os.open(path, os.O_RDONLY)
    return None
