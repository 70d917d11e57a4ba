"""Where an error was raised: in which file, and in which line of the user's own code."""

from __future__ import annotations

import linecache
from types import TracebackType


def innermost(error: BaseException) -> TracebackType | None:
    """Where it was raised, be it in the user's code or in a library."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace


def raised_in(error: BaseException, *file_names: str) -> bool:
    """Whether it was raised in a file of such a name."""
    trace = innermost(error)
    return trace is not None and f"/{trace.tb_frame.f_code.co_filename}".endswith(tuple(f"/{name}" for name in file_names))


def failed_line(error: BaseException) -> str:
    """The user's own line that failed, the innermost one."""
    lines, number = cell_lines(error), _place_in_cell(error)[1]
    return lines[number - 1] if 0 < number <= len(lines) else ""


def cell_lines(error: BaseException) -> list[str]:
    """All lines of the cell that failed."""
    return linecache.getlines(_place_in_cell(error)[0])


def _place_in_cell(error: BaseException) -> tuple[str, int]:
    file_name, number = "", 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.startswith("<cell "):
            file_name, number = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return file_name, number
