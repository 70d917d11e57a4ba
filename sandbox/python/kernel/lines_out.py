"""Lines to the host, under Pyodide. A call to JavaScript, and each of its writes, costs more than many lines do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from .encoding import in_json

_PIECE: Final = 1 << 14
_SHORT: Final = 1 << 16
"""Pyodide converts a text character by character. Longer ones are passed as bytes, which JavaScript reads where they are."""


class LinesOut:
    """Of the tool calls that code makes in one turn of the event loop, the first is sent at once and the others together.

    A call that follows an answer is such a first one, and usually the only one: it is sent without asking the loop for another turn.
    """

    def __init__(self, write_lines: Callable[..., None], next_turn: Callable[[Callable[[], None]], None]) -> None:
        self._write_lines = write_lines
        self._next_turn = next_turn
        self._gathered: list[str] = []
        self._size = 0
        self._is_gathering = False
        self._has_called = False

    def heard(self) -> None:
        """The host has said something, in a turn of its own."""
        self._has_called = False

    def write(self, line: str) -> None:
        self._gathered.append(line + "\n")
        self._write()

    def write_soon(self, parts: Sequence[str]) -> None:
        """Writes the line of a call, given as `encode_call` returns it."""
        is_first = not self._has_called
        self._has_called = True
        if not is_first and not self._is_gathering:
            # Before anything is stored: this fails if code has left no room on the stack.
            self._next_turn(self._end_turn)
            self._is_gathering = True
        if len(parts) > 1:
            self._write_with_texts(parts)
            return
        line = parts[0] + "\n"
        self._gathered.append(line)
        self._size += len(line)
        if is_first or self._size >= _PIECE:
            try:
                self._write()
            except BaseException:
                # Its caller gets the error, so this line alone must not be sent later.
                self._gathered.remove(line)
                self._size -= len(line)
                raise

    def _end_turn(self) -> None:
        self._is_gathering = self._has_called = False
        if self._gathered:
            self._write()

    def _write(self) -> None:
        lines, self._gathered = self._gathered, []
        size, self._size = self._size, 0
        try:
            text = "".join(lines)
            self._write_lines(text if len(text) < _SHORT else text.encode())
        except BaseException:
            # For example if memory runs out for a long line: the others would be lost with it, and wait for answers.
            self._gathered = lines + self._gathered
            self._size += size
            raise

    def _write_with_texts(self, parts: Sequence[str]) -> None:
        """Leaves it to JavaScript to write the long texts as JSON, which takes it a fraction of the time."""
        if self._gathered:
            self._write()
        *others, end = parts
        try:
            encoded = [part.encode() for part in (*others, end + "\n")]
        except UnicodeEncodeError:
            # Only JSON can express a lone surrogate.
            encoded = ["".join((*in_json(parts), "\n")).encode()]
        self._write_lines(*encoded)
