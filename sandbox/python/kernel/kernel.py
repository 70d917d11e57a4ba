"""The kernel of one session: receives frames, runs one cell at a time, and reports how each ended.

Life of a run: `run-start` makes a task; the task evaluates the cell in the session's namespace;
`output`, `display` and `call` frames go out meanwhile; `run-end` is the last frame of the run.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import threading
import types
import warnings
from collections.abc import Callable, Iterable
from typing import Any

import mcp
from mcp import connection

from . import display, tracebacks
from .calls import Calls, current_run
from .cell import Cell
from .encoding import encode
from .figures import new_figures
from .interrupts import Interrupts
from .output import RunOutput, text_stream
from .throwable import throwable
from .turns import next_turn

_STRAY_LIMIT = 64 * 1024
_NOT_RETRIEVED = "Task exception was never retrieved"


class Kernel:
    def __init__(
        self,
        write_line: Callable[[str], None],
        *,
        write_soon: Callable[[Iterable[str]], None],
        output_limit: int,
        set_interruptible: Callable[[bool], None],
        take_native_output: Callable[[bool], list[tuple[str, bytes]]],
        missing_module_note: str,
    ) -> None:
        self._write_line = write_line
        self._output_limit = output_limit
        self._set_interruptible = set_interruptible
        self._take_native_output = take_native_output
        self._missing_module_note = missing_module_note
        self._calls = Calls(write_soon, write_line)
        # User code may print from several threads.
        self._printing = threading.RLock()
        self._output: RunOutput | None = None
        self._stray: list[tuple[str, bytes]] = []
        self._stray_size = 0
        self._run: str | None = None
        self._run_number = 0
        self._task: asyncio.Task[None] | None = None
        self._thrown: BaseException | None = None
        # The run whose task has been made and has not begun.
        self._coming: str | None = None
        self.interrupts = Interrupts()
        self._main = types.ModuleType("__main__")
        provided = {
            "asyncio": asyncio,
            "json": sys.modules["json"],
            "runtime": mcp.runtime,
            "display": display.make_display(self._send_image),
        }
        self._main.__dict__.update(provided)
        mcp.saved_tools.provide(provided)
        sys.modules["__main__"] = self._main
        sys.stdout = text_stream(1, "stdout", self.feed, self._flush)
        sys.stderr = text_stream(2, "stderr", self.feed, self._flush)
        connection.bind(self._calls.request)
        threading.excepthook = self._tell_of_thread
        warnings.formatwarning = _format_warning
        # plt.show() has nothing to open a window on; the figure is shown all the same.
        warnings.filterwarnings("ignore", message="FigureCanvasAgg is non-interactive")

    @property
    def run_id(self) -> str | None:
        """The run that is going on."""
        return self._run

    def ready(self) -> None:
        version = ".".join(str(part) for part in sys.version_info[:3])
        self._send({"type": "ready", "python": version})

    def receive(self, frame: dict[str, Any]) -> None:
        """Takes one frame of the host. Must be called on the event loop's thread."""
        match frame["type"]:
            case "run-start":
                self._coming = frame["id"]
                # Not made by the loop: Pyodide's adds a callback of its own, and code may have it make others.
                self._task = asyncio.Task(self._run_cell(frame))
            case "run-interrupt" if frame["id"] == self._run:
                self._calls.stop()
                self.interrupt()
            case "run-interrupt" if frame["id"] == self._coming:
                # Both came at once: it begins, since it has to end, but none of its code does.
                self._coming = None
            case "call-progress" | "call-log":
                self._calls.report(frame)
            case "call-result":
                self._calls.resolve(frame)

    def interrupt(self) -> None:
        """Stops the cell where it waits. One that is busy is stopped by a KeyboardInterrupt from outside."""
        if self._task is not None:
            self.interrupts.requested = True
            self._task.cancel()

    def throw(self, error: BaseException) -> None:
        """Raises an error in the cell, where it waits: a signal's handler raised it. Between runs it is told of in the next one."""
        if self._task is None or self._run is None:
            self._feed("stderr", f"{tracebacks.describe(error)['traceback']}\n".encode())
            return
        self._thrown = error
        self._task.cancel()

    def feed(self, stream: str, data: bytes) -> None:
        """Bytes that user code wrote. What C code wrote before them goes first."""
        self._feed(stream, data)
        self.interrupts.raise_postponed()

    def _feed(self, stream: str, data: bytes) -> None:
        with self._printing:
            self.drain()
            self._add(stream, data)

    def drain(self) -> None:
        """Takes what C code wrote."""
        with self._printing:
            for stream, data in self._take_native_output(False):
                self._add(stream, data)

    def _flush(self) -> None:
        with self._printing:
            if self._output is not None:
                self._output.flush()

    def _add(self, stream: str, data: bytes) -> None:
        # Between runs output is kept, within a bound, for the next run.
        if self._output is not None:
            self._output.feed(stream, data)
        elif self._stray_size < _STRAY_LIMIT:
            self._stray.append((stream, data[: _STRAY_LIMIT - self._stray_size]))
            self._stray_size += len(data)

    async def _run_cell(self, frame: dict[str, Any]) -> None:
        is_stopped, self._coming = self._coming is None, None
        self._begin(frame)
        try:
            if is_stopped:
                raise KeyboardInterrupt
            end = await self._evaluate(frame["code"])
        except BaseException as error:  # an error's own code, asked what it says, was interrupted or raised another
            status = "interrupted" if isinstance(error, KeyboardInterrupt) else "error"
            end = {"status": status, "error": tracebacks.describe(error)}
        self._set_interruptible(False)
        self._end(end)

    def _begin(self, frame: dict[str, Any]) -> None:
        run = frame["id"]
        self._run = run
        self._run_number += 1
        if self._run_number == 1:
            asyncio.get_running_loop().set_exception_handler(self._tell_of_failure)
        self.interrupts.begin_run()
        self._thrown = None
        current_run.set(run)
        self._calls.open(run)
        mcp.update_servers(frame["servers"], self._main.__dict__)
        if "saved" in frame:
            mcp.saved_tools.update(**frame["saved"])
        self._output = RunOutput(
            lambda stream, text: self._send({"type": "output", "run": run, "stream": stream, "text": text}),
            self._output_limit,
            f"/tmp/output-{self._run_number}.txt",
            next_turn(asyncio.get_running_loop()),
        )
        with self._printing:
            for stream, data in self._stray:
                self._output.feed(stream, data)
            self._stray.clear()
            self._stray_size = 0
        self._set_interruptible(True)

    async def _evaluate(self, code: str) -> dict[str, Any]:
        try:
            cell = Cell(code, f"<cell {self._run_number}>")
            value = await throwable(cell.run(self._main.__dict__), self._instead_of)
            shown = self._shown(value)
            self._show_figures()
            return {"status": "ok", **shown}
        except SystemExit as error:
            if error.code in (None, 0):
                return {"status": "ok"}
            return {"status": "error", "error": tracebacks.describe(error)}
        except BaseException as error:
            with contextlib.suppress(Exception):
                from .hints import add_hint  # most sessions need none, and each module costs time at the start

                add_hint(error, self._missing_module_note)
            with contextlib.suppress(Exception):
                self._show_figures()
            stopped = isinstance(error, KeyboardInterrupt) or (
                self.interrupts.requested and isinstance(error, asyncio.CancelledError)
            )
            status = "interrupted" if stopped else "error"
            return {"status": status, "error": tracebacks.describe(error)}

    def _instead_of(self, error: BaseException) -> BaseException:
        """What is raised in the cell, where that error came to it."""
        thrown, self._thrown = self._thrown, None
        if thrown is None or self._task is None or not isinstance(error, asyncio.CancelledError):
            return error
        self._task.uncancel()
        return thrown

    def _tell_of_failure(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """What went wrong where no code of the user could catch it, as in a task that was not awaited."""
        error = context.get("exception")
        if not isinstance(error, BaseException):
            loop.default_exception_handler(context)
            return
        # Pyodide gives a task's failure without a word, and Python calls it an exception that was never retrieved.
        message = context.get("message") or _NOT_RETRIEVED
        what = "A task failed while nothing awaited it" if message == _NOT_RETRIEVED else message
        self._feed("stderr", f"{what}:\n{tracebacks.describe(error)['traceback']}\n".encode())

    def _tell_of_thread(self, failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is None or failed.exc_type is SystemExit:
            return
        name = failed.thread.name if failed.thread is not None else "a thread"
        self._feed("stderr", f"Exception in {name}:\n{tracebacks.describe(failed.exc_value)['traceback']}\n".encode())

    def _shown(self, value: Any) -> dict[str, Any]:
        if value is None:
            return {}
        self._main.__dict__["_"] = value
        images = display.images_in(value)
        for image in images:
            self._send_image(*image)
        return {} if images and not isinstance(value, (list, tuple)) else {"value": display.text_of(value)}

    def _show_figures(self) -> None:
        for mime_type, data in new_figures():
            self._send_image(mime_type, data)

    def _end(self, end: dict[str, Any]) -> None:
        for label in connection.never_awaited():
            warning = f"Warning: {label}(...) was never awaited, so nothing was called: write `await {label}(...)`.\n"
            self._feed("stderr", warning.encode())
        with self._printing:
            for stream, data in self._take_native_output(True):
                self._add(stream, data)
            output, self._output = self._output, None
            if output is not None:
                output.finish()
        run, self._run = self._run, None
        self._task = None
        self._calls.close()
        self._send({"type": "run-end", "id": run, **end})

    def _send_image(self, mime_type: str, data: str) -> None:
        self._send({"type": "display", "run": self._run, "mimeType": mime_type, "data": data})

    def _send(self, frame: dict[str, Any]) -> None:
        self._write_line(encode(frame))


_format_usually = warnings.formatwarning


def _format_warning(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
) -> str:
    """What was never awaited is found wherever it happens to be cleared away, often in the kernel: no place is told."""
    if str(message).endswith(" was never awaited"):
        return f"Warning: {message}\n"
    return _format_usually(message, category, filename, lineno, line)
