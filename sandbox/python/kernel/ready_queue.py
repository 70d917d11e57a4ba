"""What the event loop has to do next, under Pyodide: much of it in one turn of JavaScript.

Pyodide's own loop takes a turn for each callback, which costs more than most of them do; a tool call has five.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from contextvars import Context
from time import monotonic
from typing import Any, Final

# Code that waits in a loop of `await asyncio.sleep(0)` lets the host's lines in after so many rounds.
_ROUNDS: Final = 8
# Seconds. So does code that begins thousands of calls at once, which takes a second or two: an interrupt is among the lines.
_LONG_TURN: Final = 0.05


class ReadyQueue:
    """Takes the place of the loop's `call_soon`. `take_turn` has JavaScript call `run` when it is next free."""

    def __init__(self, loop: Any, take_turn: Callable[[], object], interrupt: Callable[[], None]) -> None:
        self._loop = loop
        self._take_turn = take_turn
        self._interrupt = interrupt
        self._handles: deque[asyncio.Handle] = deque()
        self._has_turn = False
        loop.call_soon = self._call_soon

    def _call_soon(self, callback: Callable[..., Any], *args: Any, context: Context | None = None) -> asyncio.Handle:
        handle = asyncio.Handle(callback, args, self._loop, context)
        self._handles.append(handle)
        self._have_turn()
        return handle

    def _have_turn(self) -> None:
        if not self._has_turn:
            # It fails where code has left no room on the stack: then it is asked for again.
            self._take_turn()
            self._has_turn = True

    def run(self) -> None:
        self._has_turn = False
        self._loop._install_running_loop()
        self._loop._install_asyncgen_hooks()
        end = monotonic() + _LONG_TURN
        for _ in range(_ROUNDS):
            for _ in range(len(self._handles)):
                # What is left has a turn already.
                if monotonic() > end:
                    return
                # A turn that was taken meanwhile may have left nothing.
                if self._handles:
                    self._run_next()

    def _run_next(self) -> None:
        handle = self._handles.popleft()
        if self._handles:
            # What is run now may wait for a promise of JavaScript, and this turn with it: the others go on in another.
            self._have_turn()
        if handle.cancelled():
            return
        try:
            handle._run()
        except KeyboardInterrupt:
            self._interrupt()
        except SystemExit:
            pass
