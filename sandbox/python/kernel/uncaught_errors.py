"""Prints errors that no user code can catch: those of threads, and of tasks that nothing awaits. Warnings too."""

from __future__ import annotations

import asyncio
import re
import threading
import warnings
from typing import Any, Final

from . import tracebacks
from .session_output import SessionOutput

_FORGOTTEN: Final = re.compile(r"(\w+)' was never awaited$")
_NOT_RETRIEVED = "Task exception was never retrieved"


class UncaughtErrors:
    """Prints errors of threads from now on, and those of an event loop once it is watched."""

    def __init__(self, output: SessionOutput) -> None:
        self._output = output
        threading.excepthook = self._print_for_thread
        warnings.formatwarning = _format_warning

    def watch(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.set_exception_handler(self._print_for_loop)

    def print(self, error: BaseException, heading: str = "") -> None:
        """Prints an error's traceback on stderr, below the heading."""
        self._output.write("stderr", f"{heading}{tracebacks.describe(error)['traceback']}\n".encode())

    def _print_for_loop(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not isinstance(error, BaseException):
            loop.default_exception_handler(context)
            return
        # Pyodide reports a failed task without a message; Python says that its exception was never retrieved.
        message = context.get("message") or _NOT_RETRIEVED
        what = "A task failed while nothing awaited it" if message == _NOT_RETRIEVED else message
        self.print(error, f"{what}:\n")

    def _print_for_thread(self, failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is None or failed.exc_type is SystemExit:
            return
        name = failed.thread.name if failed.thread is not None else "a thread"
        self.print(failed.exc_value, f"Exception in {name}:\n")


_format_usually = warnings.formatwarning


def _format_warning(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
) -> str:
    """Leaves out where a coroutine that was never awaited was found: where it was freed, often in the kernel."""
    forgotten = _FORGOTTEN.search(str(message))
    if forgotten:
        # Python itself calls `__init__` and its like.
        what = "" if forgotten[1].startswith("__") else f": write `await {forgotten[1]}(...)`, or `await asyncio.gather(*them)` for several"
        return f"Warning: {message}{what}.\n"
    return _format_usually(message, category, filename, lineno, line)
