"""Lines to the host."""

from __future__ import annotations

import asyncio
import os
import threading
from collections import deque
from collections.abc import Iterable
from typing import Final

from .turns import next_turn

_PIECE: Final = 1 << 14
_TAKEN_BACK: Final = b"\x18\n"
"""The end of a line that is not to be read. No JSON holds such a character."""


class FramesOut:
    """Of the calls that code makes in one turn of the event loop the first goes out at once, the others together.

    A call that follows an answer is such a first one, and usually the only one: it is sent without asking the loop for another turn.
    Nobody waits for another: what comes while one writes is left to it. User code may print from several threads, and in
    the midst of the kernel's own work, where Python ends an object whose `__del__` prints.
    """

    def __init__(self, descriptor: int, loop: asyncio.AbstractEventLoop) -> None:
        self._descriptor = descriptor
        self._next_turn = next_turn(loop)
        self._writing = threading.Lock()
        self._lines: deque[str] = deque()
        self._size = 0
        self._is_urgent = False
        self._is_gathering = False
        self._has_called = False

    def heard(self) -> None:
        """The host has said something, in a turn of its own."""
        self._has_called = False

    def write(self, line: str) -> None:
        self._gather(line + "\n")
        self._is_urgent = True
        self._write_lines()

    def write_soon(self, pieces: Iterable[str]) -> None:
        """A line in pieces. Those of a long one go out as they are made, so that the host reads them meanwhile."""
        is_first = not self._has_called
        self._has_called = True
        if not is_first and not self._is_gathering:
            # Before anything is kept: it fails where code has left no room on the stack.
            self._next_turn(self._end_turn)
            self._is_gathering = True
        try:
            if self._writing.acquire(blocking=False):
                try:
                    self._begin(pieces)
                finally:
                    self._writing.release()
            else:
                self._gather("".join((*pieces, "\n")))
        finally:
            # Also after a line that failed: other lines may have been left to this one.
            if is_first or self._is_urgent or self._size >= _PIECE:
                self._write_lines()

    def _end_turn(self) -> None:
        self._is_gathering = self._has_called = False
        self._write_lines()

    def _gather(self, text: str) -> None:
        self._lines.append(text)
        self._size += len(text)

    def _begin(self, pieces: Iterable[str]) -> None:
        """Gathers a line, or writes it where it is long. Other lines stand before it, or come after its end."""
        parts: list[str] = []
        size = 0
        has_begun = False
        try:
            for piece in pieces:
                if size >= _PIECE:
                    if not has_begun:
                        # By themselves: where memory runs out they would be lost with this one, and wait for answers.
                        self._write("".join(self._taken()))
                        has_begun = True
                    self._write("".join(parts))
                    parts.clear()
                    size = 0
                parts.append(piece)
                size += len(piece)
            parts.append("\n")
            if has_begun:
                self._write("".join(parts))
        except BaseException:
            # As where memory runs out: what is written next would be read as the end of this line.
            if has_begun:
                os.write(self._descriptor, _TAKEN_BACK)
            raise
        if not has_begun:
            self._gather("".join(parts))

    def _write_lines(self) -> None:
        # Whoever came while this one wrote has gone on: what that one gave is looked for once more.
        while self._lines and self._writing.acquire(blocking=False):
            try:
                self._write("".join(self._taken()))
            finally:
                self._writing.release()

    def _taken(self) -> list[str]:
        self._size = 0
        self._is_urgent = False
        lines = []
        while self._lines:
            lines.append(self._lines.popleft())
        return lines

    def _write(self, text: str) -> None:
        data = memoryview(text.encode())
        while data:
            data = data[os.write(self._descriptor, data) :]
