"""Where a session's output goes: to the current run, or, between runs, to the next one."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

from .output import Emit, RunOutput, text_stream

_KEPT_LIMIT = 64 * 1024


class SessionOutput:
    """Takes sys.stdout and sys.stderr over. `limit` is in characters per run.

    `take_native` returns what C code wrote since the last call; with True, C's own buffers are flushed first.
    `after_print` is called each time user code has written to one of the two streams.
    """

    def __init__(
        self,
        limit: int,
        take_native: Callable[[bool], list[tuple[str, bytes]]],
        after_print: Callable[[], None],
    ) -> None:
        self._limit = limit
        self._take_native = take_native
        self._after_print = after_print
        # User code may print from several threads.
        self._lock = threading.RLock()
        self._run: RunOutput | None = None
        # What was written between runs, within a bound.
        self._kept: list[tuple[str, bytes]] = []
        self._kept_size = 0
        self._stdout = sys.stdout = text_stream(1, "stdout", self._print, self._flush)
        sys.stderr = text_stream(2, "stderr", self._print, self._flush)
        # Code sets sys.stdout to it, to undo what it has set before.
        vars(sys).update(__stdout__=sys.stdout, __stderr__=sys.stderr)
        self._told_of: Any = self._stdout

    def begin_run(self, emit: Emit, path: str, later: Callable[[Callable[[], None]], object]) -> None:
        """Directs output to a new run, and gives it first what was kept. The arguments are those of RunOutput."""
        with self._lock:
            self._run = RunOutput(emit, self._limit, path, later)
            for stream, data in self._kept:
                self._run.feed(stream, data)
            self._kept.clear()
            self._kept_size = 0

    def flush_replaced(self) -> None:
        """Sends what another stream around sys.stdout, as code makes it to set the encoding, has kept back. Runs that stream's own code."""
        if sys.stdout is not self._stdout:
            sys.stdout.flush()

    def has_gone_elsewhere(self) -> bool:
        """Whether code has set sys.stdout to another stream and left it so, and nothing has come back from this run. True once for each stream."""
        stream = sys.stdout
        if stream is self._stdout or stream is self._told_of:
            return False
        self.drain(flush=True)
        if self._run is None or not self._run.is_empty:
            return False
        self._told_of = stream
        return True

    def end_run(self) -> None:
        """Sends all that the run has written, in C code too."""
        with self._lock:
            self.drain(flush=True)
            run, self._run = self._run, None
            if run is not None:
                run.finish()

    def write(self, stream: str, data: bytes) -> None:
        """Adds bytes to "stdout" or "stderr". What C code wrote before them goes first."""
        with self._lock:
            self.drain()
            self._add(stream, data)

    def drain(self, *, flush: bool = False) -> None:
        """Takes what C code wrote; with `flush`, what it has kept back as well."""
        with self._lock:
            for stream, data in self._take_native(flush):
                self._add(stream, data)

    def _print(self, stream: str, data: bytes) -> None:
        self.write(stream, data)
        self._after_print()

    def _flush(self) -> None:
        with self._lock:
            if self._run is not None:
                self._run.flush()

    def _add(self, stream: str, data: bytes) -> None:
        if self._run is not None:
            self._run.feed(stream, data)
        elif self._kept_size < _KEPT_LIMIT:
            self._kept.append((stream, data[: _KEPT_LIMIT - self._kept_size]))
            self._kept_size += len(data)
