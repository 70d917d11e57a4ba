"""Tracebacks as user code should see them: its own lines and its libraries', none of the kernel's."""

from __future__ import annotations

import os
import traceback
from typing import Final

_OWN_FOLDER: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_OWN: Final = (os.path.join(_OWN_FOLDER, "kernel") + os.sep, os.path.join(_OWN_FOLDER, "mcp") + os.sep)
_LIMIT: Final = 16 * 1024


def describe(error: BaseException) -> dict[str, str]:
    """The error as the protocol carries it: its type's name, its message and its traceback."""
    try:
        message = str(error)
    except Exception:
        message = "(the error's own text could not be made)"
    return {
        "type": type(error).__name__,
        "message": _clip(message),
        "traceback": _clip(_format(error)),
    }


def _format(error: BaseException) -> str:
    try:
        summary = traceback.TracebackException.from_exception(error, max_group_width=8, compact=True)
        _strip(summary)
        return "".join(summary.format()).rstrip("\n")
    except Exception:
        return f"{type(error).__name__} (its traceback could not be made)"


def _strip(summary: traceback.TracebackException) -> None:
    kept = [frame for frame in summary.stack if not _is_ours(frame.filename)]
    summary.stack = traceback.StackSummary.from_list([])
    summary.stack.extend(kept)
    for linked in (summary.__cause__, summary.__context__):
        if linked is not None:
            _strip(linked)
    for child in getattr(summary, "exceptions", None) or ():
        _strip(child)


def _is_ours(file_name: str) -> bool:
    return file_name.startswith(_OWN) or "/_pyodide/" in file_name or "/pyodide/" in file_name


def _clip(text: str) -> str:
    if len(text) <= _LIMIT:
        return text
    half = _LIMIT // 2
    return f"{text[:half]}\n[... {len(text) - _LIMIT:,} characters cut ...]\n{text[-half:]}"
