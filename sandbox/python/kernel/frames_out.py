"""Writes lines to the host."""

from __future__ import annotations

import asyncio
import os
import threading
from collections import deque
from collections.abc import Sequence
from typing import Final

from .encoding import in_json
from .turns import next_turn

_PIECE: Final = 1 << 14
_TAKEN_BACK: Final = b"\x18\n"
"""Ends a line that the host must discard. Valid JSON contains no such character."""


class FramesOut:
    """Of the calls that code makes in one turn of the event loop, the first is sent immediately, and the others
    together.

    A call that follows an answer is such a first call, and usually the only one: it is sent without another turn of
    the loop. No thread waits for another: lines that are added while one thread writes are written by that thread.
    User code may print from several threads, and in the middle of the kernel's own work, when Python finalizes an
    object whose `__del__` prints.
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
        """The host has sent something, in a turn of its own."""
        self._has_called = False

    def write(self, line: str) -> None:
        self._gather(line + "\n")
        self._is_urgent = True
        self._write_lines()

    def write_soon(self, parts: Sequence[str]) -> None:
        """Writes the line of a call, given as `encode_call` returns it. Pieces of a long line are written as they are created, so that the
        host can already read them.
        """
        is_first = not self._has_called
        self._has_called = True
        if not is_first and not self._is_gathering:
            # Before anything is stored: this fails if code has left no room on the stack.
            self._next_turn(self._end_turn)
            self._is_gathering = True
        try:
            if len(parts) == 1:
                self._gather(parts[0] + "\n")
            elif self._writing.acquire(blocking=False):
                try:
                    self._begin(parts)
                finally:
                    self._writing.release()
            else:
                self._gather("".join((*in_json(parts), "\n")))
        finally:
            # Even after a line that failed, since other lines may be waiting.
            if is_first or self._is_urgent or self._size >= _PIECE:
                self._write_lines()

    def _end_turn(self) -> None:
        self._is_gathering = self._has_called = False
        self._write_lines()

    def _gather(self, text: str) -> None:
        self._lines.append(text)
        self._size += len(text)

    def _begin(self, line: Sequence[str]) -> None:
        """Gathers a line, or writes it if it is long. Other lines are written before it or after its end."""
        parts: list[str] = []
        size = 0
        has_begun = False
        try:
            for piece in in_json(line):
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
            # For example if memory runs out: the next line would otherwise be read as the end of this one.
            if has_begun:
                os.write(self._descriptor, _TAKEN_BACK)
            raise
        if not has_begun:
            self._gather("".join(parts))

    def _write_lines(self) -> None:
        # Another thread may have added lines during the write and returned, so check again.
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
