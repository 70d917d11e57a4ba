"""The kernel of one session: receives frames, runs one cell at a time, and reports how each ended.

Life of a run: `run-start` makes a task; the task evaluates the cell in the session's namespace;
`output`, `display` and `call` frames go out meanwhile; `run-end` is the last frame of the run.
"""

from __future__ import annotations

import _sitebuiltins
import asyncio
import contextlib
import contextvars
import sys
import types
import warnings
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import mcp
from mcp import connection

from . import display, tracebacks
from .calls import Calls, current_run
from .cell import Cell
from .encoding import encode_texts
from .figures import new_figures
from .interrupts import Interrupts
from .session_output import SessionOutput
from .throwable import throwable
from .turns import next_turn
from .uncaught_errors import UncaughtErrors


class Kernel:
    def __init__(
        self,
        write_line: Callable[[str], None],
        *,
        write_soon: Callable[[Sequence[str]], None],
        output_limit: int,
        set_interruptible: Callable[[bool], None],
        take_native_output: Callable[[bool], list[tuple[str, bytes]]],
        missing_module_note: str,
    ) -> None:
        self._write_line = write_line
        self._set_interruptible = set_interruptible
        self._missing_module_note = missing_module_note
        self._calls = Calls(write_soon, write_line, self._warn)
        self._run: str | None = None
        self._run_number = 0
        self._task: asyncio.Task[None] | None = None
        # Of all cells: what one sets in it, such as the precision of decimal, the next one has.
        self._context = contextvars.copy_context()
        self._thrown: BaseException | None = None
        self._next_turn: Callable[[Callable[[], None]], None] | None = None
        # The run whose task was created but has not started.
        self._coming: str | None = None
        self.interrupts = Interrupts()
        self.output = SessionOutput(output_limit, take_native_output, self.interrupts.raise_postponed)
        self._uncaught = UncaughtErrors(self.output)
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
        # exit() and quit() close stdin as well, and the session goes on.
        _sitebuiltins.Quitter.__call__ = _leave  # type: ignore[method-assign]
        connection.bind(self._calls.request)
        # plt.show() has nothing to open a window on; the figure is shown all the same.
        warnings.filterwarnings("ignore", message="FigureCanvasAgg is non-interactive")
        # A failed cell is parsed again, by Python's traceback and for advice. Not by `catch_warnings`: errors of several threads
        # at once could leave what it sets.
        warnings.filterwarnings("ignore", category=SyntaxWarning, module="<unknown>$")

    @property
    def run_id(self) -> str | None:
        """The current run."""
        return self._run

    def ready(self) -> None:
        version = ".".join(str(part) for part in sys.version_info[:3])
        self._send({"type": "ready", "python": version})

    def receive(self, frame: dict[str, Any]) -> None:
        """Takes one frame of the host. Must be called on the event loop's thread."""
        match frame["type"]:
            case "call-result":
                self._calls.resolve(frame)
            case "run-start":
                self._coming = frame["id"]
                # Not created by the loop: Pyodide's adds a callback of its own, and code may have set a task factory.
                self._task = asyncio.Task(self._run_cell(frame), context=self._context)
            case "run-interrupt" if frame["id"] == self._run:
                self._calls.stop()
                self.interrupt()
            case "run-interrupt" if frame["id"] == self._coming:
                # Start and interrupt arrived together: the run starts, since it must end, but runs no code.
                self._coming = None
            case "call-progress" | "call-log":
                self._calls.report(frame)

    def interrupt(self) -> None:
        """Stops the cell if it waits. If it is busy, a KeyboardInterrupt from outside stops it."""
        if self._task is not None:
            self.interrupts.requested = True
            self._task.cancel()

    def throw(self, error: BaseException) -> None:
        """Raises a signal handler's error in the cell, where it waits. Between runs the error is printed instead."""
        if self._task is None or self._run is None:
            self._uncaught.print(error)
            return
        self._thrown = error
        self._task.cancel()

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
        if self._next_turn is None:
            loop = asyncio.get_running_loop()
            self._uncaught.watch(loop)
            self._next_turn = next_turn(loop)
        self.interrupts.begin_run()
        self._thrown = None
        current_run.set(run)
        self._calls.open(run)
        mcp.update_servers(frame["servers"], frame.get("unusable", []), self._main.__dict__)
        if "saved" in frame:
            mcp.saved_tools.update(**frame["saved"])
        self.output.begin_run(
            lambda stream, text: self._send({"type": "output", "run": run, "stream": stream, "text": text}),
            f"/tmp/output-{self._run_number}.txt",
            self._next_turn,
        )
        self._set_interruptible(True)

    async def _evaluate(self, code: str) -> dict[str, Any]:
        try:
            cell = Cell(code, f"<cell {self._run_number}>")
            value = await throwable(cell.run(self._main.__dict__), self._instead_of)
            self._flush_replaced()
            shown = self._shown(value)
            self._show_figures()
            return {"status": "ok", **shown}
        except SystemExit as error:
            self._flush_replaced()
            if error.code in (None, 0):
                return {"status": "ok"}
            return {"status": "error", "error": tracebacks.describe(error)}
        except BaseException as error:
            with contextlib.suppress(Exception):
                from .hints import add_hint  # most sessions need none, and each module costs time at the start

                add_hint(error, self._missing_module_note)
            with contextlib.suppress(Exception):
                self._show_figures()
            self._flush_replaced()
            stopped = isinstance(error, KeyboardInterrupt) or (
                self.interrupts.requested and isinstance(error, asyncio.CancelledError)
            )
            status = "interrupted" if stopped else "error"
            return {"status": status, "error": tracebacks.describe(error)}

    def _flush_replaced(self) -> None:
        with contextlib.suppress(Exception):
            self.output.flush_replaced()

    def _instead_of(self, error: BaseException) -> BaseException:
        """The error to raise in the cell in place of that one."""
        thrown, self._thrown = self._thrown, None
        if thrown is None or self._task is None or not isinstance(error, asyncio.CancelledError):
            return error
        self._task.uncancel()
        return thrown

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
        for (label, is_in_task), times in connection.never_awaited().items():
            how_often = f", {times:,} times" if times > 1 else ""
            what, advice = f"{label}(...) was never awaited", f"write `await {label}(...)`"
            if is_in_task:
                what, advice = f"the task of {label}(...) had not begun when the cell ended", "await the task in the same cell"
            self._warn(f"{what}{how_often}, so nothing was called: {advice}.")
        if self.output.has_gone_elsewhere():
            self._warn("sys.stdout is another stream now, so nothing that code prints comes back: `sys.stdout = sys.__stdout__` undoes that.")
        self.output.end_run()
        run, self._run = self._run, None
        self._task = None
        self._calls.close()
        self._send({"type": "run-end", "id": run, **end})

    def _warn(self, text: str) -> None:
        self.output.write("stderr", f"Warning: {text}\n".encode())

    def _send_image(self, mime_type: str, data: str) -> None:
        self._send({"type": "display", "run": self._run, "mimeType": mime_type, "data": data})

    def _send(self, frame: dict[str, Any]) -> None:
        self._write_line(encode_texts(frame))


def _leave(_: object, code: Any = None) -> NoReturn:
    raise SystemExit(code)
