"""What C code and child processes write to descriptors 1 and 2, which are pipes of the kernel's."""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import os
import select
import threading
from collections.abc import Callable

_PIPE_BYTES = 1 << 20
_CHUNK = 1 << 16


class NativeOutput:
    """Disconnects descriptors 0, 1 and 2 from the host: stdin is empty; stdout and stderr are read by `take`."""

    def __init__(self) -> None:
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)
        self._streams = {self._pipe(1): "stdout", self._pipe(2): "stderr"}
        self._written = select.poll()
        for reader in self._streams:
            self._written.register(reader, select.POLLIN)
        self._libc = ctypes.CDLL(None)

    def take(self, flush: bool) -> list[tuple[str, bytes]]:
        """Returns what was written since the last call. `flush` empties C's own buffers first. Not safe to call from two threads at once."""
        if flush:
            self._libc.fflush(None)
        # Usually there is nothing. One poll of both pipes costs less than two attempts to read.
        if not self._written.poll(0):
            return []
        return [(name, data) for reader, name in self._streams.items() if (data := self._read(reader))]

    def start(self, drain: Callable[[], None]) -> None:
        """Calls `drain` whenever something has been written, so that nobody waits for a full pipe."""
        threading.Thread(target=self._watch, args=(drain,), name="output", daemon=True).start()

    def _watch(self, drain: Callable[[], None]) -> None:
        while True:
            select.select(list(self._streams), [], [])
            drain()

    @staticmethod
    def _read(reader: int) -> bytes:
        parts = []
        with contextlib.suppress(BlockingIOError):
            while chunk := os.read(reader, _CHUNK):
                parts.append(chunk)
                if len(parts) * _CHUNK >= _PIPE_BYTES * 4:
                    break
        return b"".join(parts)

    @staticmethod
    def _pipe(descriptor: int) -> int:
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        with contextlib.suppress(OSError):
            fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
        os.dup2(writer, descriptor)
        os.close(writer)
        return reader
