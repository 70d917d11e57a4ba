"""Requests to the host while a cell runs: each has an id, many may wait at the same time, and answers arrive in any order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from typing import Any, Final

from mcp.connection import Read
from mcp.errors import CallRefusedError, InvalidArgumentsError, error_from_host
from mcp.reports import Listeners

from .encoding import encode, encode_call

current_run: Final[ContextVar[str | None]] = ContextVar("current_run", default=None)
"""The run that started this task: a task that outlives its run can no longer make calls."""

_OUT_OF_RANGE: Final = "Out of range float values"  # what Python's own encoder says
_NO_SUCH_NUMBER: Final = "nan and infinite numbers cannot be passed to a tool, since JSON has none: pass None, or leave them out"


class Calls:
    def __init__(
        self,
        write_soon: Callable[[Sequence[str]], None],
        write_line: Callable[[str], None],
        warn: Callable[[str], None],
    ) -> None:
        self._write_soon = write_soon
        self._write_line = write_line
        self._warn = warn
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._reports: dict[int, asyncio.Queue[dict[str, Any] | None]] = {}
        self._last_id = 0
        self._active_run: str | None = None
        self._is_stopped = False
        self._has_warned = False
        self._loop: asyncio.AbstractEventLoop | None = None

    def open(self, run: str) -> None:
        self._active_run = run
        self._is_stopped = False
        self._has_warned = False
        self._loop = asyncio.get_running_loop()

    def stop(self) -> None:
        """The host has stopped the run and cancelled its calls, so it need not be notified of each one: for thousands
        of calls that takes long.
        """
        self._is_stopped = True

    def close(self) -> None:
        """The run is over: calls that still wait are refused."""
        self._active_run = None
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(CallRefusedError("the cell that made this call has ended"))
                future.exception()  # marks it as retrieved: a task that nobody awaits must not be reported again
        self._waiting.clear()

    async def request(
        self, method: str, params: dict[str, Any], listeners: Listeners | None = None, read: Read | None = None
    ) -> Any:
        """Returns the host's answer, as it is or as read. Raises the MCPError that the host's error stands for."""
        run = current_run.get()
        if self._loop is not None and asyncio.get_running_loop() is not self._loop:
            # The event loop of another thread, as in `asyncio.to_thread`, which copies the context and with it the run.
            # Answers arrive on the kernel's own loop.
            if run is None:
                raise CallRefusedError("servers cannot be asked from a thread: await the calls in the cell, several at once with asyncio.gather")
            answer = asyncio.run_coroutine_threadsafe(self.request(method, params, listeners, read), self._loop)
            return await asyncio.wrap_future(answer)
        if run is None or run != self._active_run:
            raise self._refusal(run)
        self._last_id += 1
        call_id = self._last_id
        try:
            parts = encode_call(call_id, run, method, params, None if listeners is None else listeners.kinds)
        except (TypeError, ValueError, RecursionError) as error:
            message = _NO_SUCH_NUMBER if str(error).startswith(_OUT_OF_RANGE) else str(error)
            raise InvalidArgumentsError(message, code="invalid-arguments") from None
        future: asyncio.Future[Any] = asyncio.Future(loop=self._loop)
        self._waiting[call_id] = future
        try:
            self._write_soon(parts)
        except BaseException:
            # The host has not received this call.
            del self._waiting[call_id]
            raise
        try:
            if listeners is not None:
                await self._listen(call_id, future, listeners)
            answer = await future
        except BaseException:
            if not self._is_stopped and call_id in self._waiting and (future.cancelled() or not future.done()):
                self._write_line(encode({"type": "call-cancel", "id": call_id}))
            raise
        finally:
            self._waiting.pop(call_id, None)
            if listeners is not None:
                self._reports.pop(call_id, None)
        return answer if read is None else read(answer, params)

    def _refusal(self, run: str | None) -> CallRefusedError:
        if run is None or self._active_run is None:
            return CallRefusedError("servers can only be asked while the cell that asks is running: await it in the cell")
        if not self._has_warned:
            # Nobody may see the error: what this cell waits for is often the work of the task that has failed by it.
            self._has_warned = True
            self._warn("a task that an earlier cell started has asked a server, which was refused: start such a task anew in this cell.")
        return CallRefusedError("a task can ask servers only while the cell that started it is running: start the task anew in this cell")

    async def _listen(self, call_id: int, future: asyncio.Future[Any], listeners: Listeners) -> None:
        """Passes each report to the listeners in the task of the call itself, so that a listener may await and can be interrupted."""
        reports: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._reports[call_id] = reports
        future.add_done_callback(lambda _: reports.put_nowait(None))
        while (report := await reports.get()) is not None:
            await listeners.tell(report)

    def report(self, frame: dict[str, Any]) -> None:
        reports = self._reports.get(frame["id"])
        if reports is not None:
            reports.put_nowait(frame)

    def resolve(self, frame: dict[str, Any]) -> None:
        future = self._waiting.get(frame["id"])
        if future is None or future.done():
            return
        if frame["ok"]:
            future.set_result(frame.get("value"))
        else:
            future.set_exception(error_from_host(frame["error"]))
