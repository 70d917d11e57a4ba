"""Lines to the host."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterable
from typing import Final

from .turns import next_turn

_PIECE: Final = 1 << 14


class FramesOut:
    """Of the calls that code makes in one turn of the event loop the first goes out at once, the others together."""

    def __init__(self, descriptor: int, loop: asyncio.AbstractEventLoop) -> None:
        self._descriptor = descriptor
        self._next_turn = next_turn(loop)
        # User code may print from several threads.
        self._writing = threading.Lock()
        self._gathered: list[str] = []
        self._size = 0
        self._is_gathering = False

    def write(self, line: str) -> None:
        with self._writing:
            self._gather(line + "\n")
            self._write()

    def write_soon(self, pieces: Iterable[str]) -> None:
        """A line in pieces. Those of a long one go out as they are made, so that the host reads them meanwhile."""
        with self._writing:
            for piece in pieces:
                if self._size >= _PIECE:
                    self._write()
                self._gather(piece)
            self._gather("\n")
            if not self._is_gathering:
                self._is_gathering = True
                self._next_turn(self._end_turn)
                self._write()
            elif self._size >= _PIECE:
                self._write()

    def _end_turn(self) -> None:
        with self._writing:
            self._is_gathering = False
            self._write()

    def _gather(self, text: str) -> None:
        self._gathered.append(text)
        self._size += len(text)

    def _write(self) -> None:
        data = memoryview("".join(self._gathered).encode())
        self._gathered.clear()
        self._size = 0
        while data:
            data = data[os.write(self._descriptor, data) :]
