"""The output of one run, in order, from Python and from C code, within a limit.

`feed` takes bytes and `emit` sends text as it is printed. Three quarters of the limit are sent at once.
Beyond that, only the end of the output is sent, when the run ends.
"""

from __future__ import annotations

import codecs
import io
import itertools
import time
from collections.abc import Callable
from typing import Any, Final

from .overflow import Overflow

Emit = Callable[[str, str], None]

_decoder_of_utf8: Final = codecs.getincrementaldecoder("utf-8")
_BURST: Final = 200
_REFILL_PER_SECOND: Final = 1000
_BATCH_CHARACTERS: Final = 16 * 1024


class RunOutput:
    """The output of one run. `limit` is in characters. Output beyond it is stored, complete, in the file `path`.

    `later` calls a function when the event loop is next free.
    """

    def __init__(self, emit: Emit, limit: int, path: str, later: Callable[[Callable[[], None]], object]) -> None:
        self._emit = emit
        self._later = later
        self._waiting = False
        # Most runs print to one stream, or to none.
        self._decoders: dict[str, codecs.IncrementalDecoder] = {}
        self._head: list[str] = []
        self._head_room = limit - limit // 4
        self._tail_limit = limit // 4
        self._path = path
        self._overflow: Overflow | None = None
        self._batch: list[str] = []
        self._batch_stream = "stdout"
        self._batch_size = 0
        self._tokens = float(_BURST)
        self._refilled_at = time.monotonic()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was printed."""
        return not self._decoders

    def feed(self, stream: str, data: bytes | bytearray | memoryview) -> None:
        decoder = self._decoders.get(stream)
        if decoder is None:
            decoder = self._decoders[stream] = _decoder_of_utf8("replace")
        self._add(stream, decoder.decode(data))

    def finish(self) -> None:
        """Sends what is pending. If output was cut, also sends a sentence that says so, and the end of the output."""
        for stream, decoder in self._decoders.items():
            self._add(stream, decoder.decode(b"", final=True))
        self.flush()
        if self._overflow is None:
            return
        sentence, parts = self._overflow.close()
        if sentence is not None:
            self._emit("stdout", f"\n[... {sentence} ...]\n")
        for stream, group in itertools.groupby(parts, key=lambda part: part[0]):
            self._emit(stream, "".join(text for _, text in group))

    def _add(self, stream: str, text: str) -> None:
        sendable, rest = text[: self._head_room], text[self._head_room :]
        if sendable:
            self._head_room -= len(sendable)
            self._head.append(sendable)
            self._enqueue(stream, sendable)
        if rest:
            self.flush()
            if self._overflow is None:
                self._overflow = Overflow(self._head, self._tail_limit, self._path)
            self._overflow.add(stream, rest)

    def _enqueue(self, stream: str, text: str) -> None:
        if stream != self._batch_stream:
            self.flush()
            self._batch_stream = stream
        self._batch.append(text)
        self._batch_size += len(text)
        # Occasional lines are sent at once, so that they are not lost if the run is killed; a flood is sent in batches.
        now = time.monotonic()
        self._tokens = min(_BURST, self._tokens + (now - self._refilled_at) * _REFILL_PER_SECOND)
        self._refilled_at = now
        if self._batch_size >= _BATCH_CHARACTERS or (self._tokens >= 1 and text.endswith("\n")):
            self.flush()
        elif not self._waiting:
            self._waiting = True
            self._later(self.flush)

    def flush(self) -> None:
        """Sends what is buffered: part of a line, or part of a flood."""
        self._waiting = False
        if not self._batch:
            return
        text = "".join(self._batch)
        self._batch.clear()
        self._batch_size = 0
        self._tokens = max(0.0, self._tokens - 1)
        self._emit(self._batch_stream, text)


class _OutputFile(io.RawIOBase):
    """The binary side of a text stream whose bytes go to the current run."""

    def __init__(
        self, descriptor: int, name: str, feed: Callable[[str, bytes], None], flush: Callable[[], None]
    ) -> None:
        self._descriptor = descriptor
        self._stream = name
        self._feed = feed
        self._flush = flush
        self.name = f"<{name}>"

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._descriptor

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        view = bytes(data)
        self._feed(self._stream, view)
        return len(view)

    def flush(self) -> None:
        self._flush()

    def close(self) -> None:
        """Stays open. `with sys.stdout as file`, or the end of another text stream around this one, would close it for all later runs."""


class _TextStream(io.TextIOWrapper):
    def detach(self) -> Any:
        """As the name says, but this stream can be written to afterwards too: later runs print to it."""
        self.flush()
        return self.buffer


def text_stream(
    descriptor: int, name: str, feed: Callable[[str, bytes], None], flush: Callable[[], None]
) -> io.TextIOWrapper:
    """A replacement for sys.stdout or sys.stderr that passes on at once what is written."""
    raw = _OutputFile(descriptor, name, feed, flush)
    return _TextStream(raw, encoding="utf-8", errors="backslashreplace", newline="", write_through=True)
