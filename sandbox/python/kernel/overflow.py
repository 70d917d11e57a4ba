"""Output of a run beyond the part that is sent at once: its end is kept in memory, and all of it goes to a file."""

from __future__ import annotations

import io
from collections import deque
from typing import Final

FILE_LIMIT: Final = 64 * 1024 * 1024
"""The most characters of one run's output that are written to the file."""


class Overflow:
    """Keeps the last `limit` characters. `head` is what was sent before, so that the file has the complete output."""

    def __init__(self, head: list[str], limit: int, path: str) -> None:
        self._head = head
        self._limit = limit
        self._path = path
        self._parts: deque[tuple[str, str]] = deque()
        self._size = 0
        self._cut = 0
        self._file: io.TextIOWrapper | None = None
        self._file_room = FILE_LIMIT
        self._file_error: str | None = None

    def add(self, stream: str, text: str) -> None:
        if self._cut == 0 and self._size + len(text) > self._limit:
            self._open()
        self._save(text)
        self._parts.append((stream, text))
        self._size += len(text)
        while self._size > self._limit:
            excess = self._size - self._limit
            stream, first = self._parts.popleft()
            if len(first) > excess:
                self._parts.appendleft((stream, first[excess:]))
                self._drop(excess)
            else:
                self._drop(len(first))

    def close(self) -> tuple[str | None, list[tuple[str, str]]]:
        """A sentence about what was cut (None if nothing was), and the last parts."""
        if self._file is not None:
            try:
                self._file.close()
            except OSError as error:
                self._file_error = str(error)
        return (self._sentence() if self._cut else None), list(self._parts)

    def _drop(self, characters: int) -> None:
        self._size -= characters
        self._cut += characters

    def _open(self) -> None:
        try:
            self._file = open(self._path, "w", encoding="utf-8")
        except OSError as error:
            self._file_error = str(error)
            return
        for text in self._head:
            self._save(text)
        for _, text in self._parts:
            self._save(text)

    def _save(self, text: str) -> None:
        if self._file is None or self._file_error is not None or self._file_room <= 0:
            return
        try:
            self._file.write(text[: self._file_room])
            self._file_room -= len(text)
        except OSError as error:
            self._file_error = str(error)

    def _sentence(self) -> str:
        cut = f"{self._cut:,} characters cut"
        if self._file_error is not None:
            return f"{cut}; they could not be kept ({self._file_error}): print less, or slices"
        if self._file_room < 0:
            return f"{cut}; the first {FILE_LIMIT:,} characters are in {self._path}"
        return f"{cut}; the whole output is in {self._path}: read slices of it"
