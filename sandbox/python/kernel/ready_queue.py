"""The event loop's ready callbacks, under Pyodide: many of them run in one turn of JavaScript.

Pyodide's own loop uses a turn for each callback, which costs more than most callbacks do; a tool call has five. Each of
its tasks has another one, takes more than twice as long as Python's own, and is reported as failed even if it is
awaited later.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Coroutine
from contextvars import Context
from time import monotonic
from typing import Any, Final

# After so many rounds the host's lines are read, so that a loop of `await asyncio.sleep(0)` cannot block them.
_ROUNDS: Final = 8
# Seconds after which they are read too, since code may start thousands of calls at once, and an interrupt may be among the lines.
_LONG_TURN: Final = 0.05
# A look at the clock is a call of JavaScript, which takes longer than many callbacks do.
_BETWEEN_LOOKS: Final = 4


class ReadyQueue:
    """Replaces the loop's `call_soon` and `create_task`. `take_turn` makes JavaScript call `run` in its next turn."""

    def __init__(self, loop: Any, take_turn: Callable[[], object], interrupt: Callable[[], None]) -> None:
        self._loop = loop
        self._take_turn = take_turn
        self._interrupt = interrupt
        self._handles: deque[asyncio.Handle] = deque()
        self._has_turn = False
        loop.call_soon = self._call_soon
        loop.create_task = self._create_task

    def _create_task(self, coroutine: Coroutine[Any, Any, Any], **options: Any) -> asyncio.Task[Any]:
        make = self._loop.get_task_factory()
        if make is None:
            return asyncio.Task(coroutine, loop=self._loop, **options)
        task: asyncio.Task[Any] = make(self._loop, coroutine, **options)
        return task

    def _call_soon(self, callback: Callable[..., Any], *args: Any, context: Context | None = None) -> asyncio.Handle:
        handle = asyncio.Handle(callback, args, self._loop, context)
        self._handles.append(handle)
        if not self._has_turn:
            self._have_turn()
        return handle

    def _have_turn(self) -> None:
        # This fails if code has left no room on the stack; then it is tried again.
        self._take_turn()
        self._has_turn = True

    def run(self) -> None:
        self._has_turn = False
        self._loop._install_running_loop()
        self._loop._install_asyncgen_hooks()
        end = monotonic() + _LONG_TURN
        handles = self._handles
        for _ in range(_ROUNDS):
            for number in range(len(handles)):
                # Another turn may have run everything in the meantime.
                if handles:
                    self._run_next()
                # Only now: a turn has been requested for the rest once one callback has run. The system may take the
                # processor away before the first one, for longer than this, and nobody would run any of them.
                if not number % _BETWEEN_LOOKS and monotonic() > end:
                    return

    def _run_next(self) -> None:
        handle = self._handles.popleft()
        if self._handles and not self._has_turn:
            # This callback may wait for a JavaScript promise and block this turn: the others continue in another.
            self._have_turn()
        if handle.cancelled():
            return
        try:
            handle._run()
        except KeyboardInterrupt:
            self._interrupt()
        except SystemExit:
            pass
        finally:
            # The traceback of a task's error leads here: with it, the failed task would hold itself, and be reported late or never.
            del handle
