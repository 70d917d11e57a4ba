"""Tracebacks as user code should see them: its own lines and its libraries', none of the kernel's."""

from __future__ import annotations

import itertools
import os
import sys
import traceback
from typing import Any, Final

_OWN_FOLDER: Final = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_OWN: Final = (os.path.join(_OWN_FOLDER, "kernel") + os.sep, os.path.join(_OWN_FOLDER, "mcp") + os.sep)
_LIMIT: Final = 16 * 1024
_LONGEST_NAME: Final = 400
_LIBRARIES: Final = tuple({os.path.dirname(os.__file__), sys.prefix, sys.base_prefix} - {"/", ""})
# Of consecutive library frames, so many are shown: the function that was called, and the place where it failed.
_LIBRARY_FRAMES: Final = 2
_MOST_FRAMES: Final = 20


def describe(error: BaseException) -> dict[str, str]:
    """The error as the protocol carries it: its type's name, its message and its traceback."""
    try:
        # Exactly a str: a subclass could report a wrong length.
        message = str.__str__(str(error))
    except Exception:
        message = "(the error's own text could not be made)"
    return {
        "type": _name_of(type(error))[:_LONGEST_NAME],
        "message": _clip(message),
        "traceback": _clip(_format(error)),
    }


def _name_of(kind: type[BaseException]) -> str:
    """The class's own name, even if its metaclass reports another."""
    name: str = type.__dict__["__name__"].__get__(kind)
    return name


def _format(error: BaseException) -> str:
    try:
        summary = traceback.TracebackException.from_exception(error, max_group_width=8, compact=True)
        _strip(summary)
        return "".join(summary.format()).rstrip("\n")
    except Exception:
        return f"{_name_of(type(error))} (its traceback could not be made)"


class _Shown(traceback.StackSummary):
    """A stack in which a frame without a line number stands for omitted frames."""

    def format_frame_summary(self, frame: traceback.FrameSummary, **options: Any) -> str:
        return f"  [{frame.name}]\n" if frame.lineno is None else super().format_frame_summary(frame, **options)


def _strip(summary: traceback.TracebackException) -> None:
    kept = [frame for frame in summary.stack if not _is_ours(frame.filename)]
    if not all(_is_of_library(frame.filename) for frame in kept):
        # Omits the frames by which a thread, or a library's own loop, came to call the user's code.
        kept = list(itertools.dropwhile(lambda frame: _is_of_library(frame.filename), kept))
    shown = _Shown()
    for in_library, group in itertools.groupby(kept, lambda frame: _is_of_library(frame.filename)):
        frames = list(group)
        left_out = len(frames) - _LIBRARY_FRAMES
        if in_library:
            frames = [_without_marks(frame) for frame in frames]
        if in_library and left_out > 1:
            frames[1:-1] = [_left_out(f"{left_out} calls within libraries")]
        shown.extend(frames)
    # Endless mutual recursion. For a function that calls itself, Python itself shows three frames.
    if len({(frame.filename, frame.lineno) for frame in shown}) > 1 and len(shown) > _MOST_FRAMES:
        half = _MOST_FRAMES // 2
        shown[half:-half] = [_left_out(f"{len(shown) - _MOST_FRAMES} calls between these")]
    summary.stack = shown
    for linked in (summary.__cause__, summary.__context__):
        if linked is not None:
            _strip(linked)
            # A library's own error that it converted into another one.
            if all(frame.lineno is None or _is_of_library(frame.filename) for frame in linked.stack):
                linked.stack = _Shown()
    cause = summary.__cause__
    # The cancellation that belongs to a time-out.
    if cause is not None and not cause.stack and cause.exc_type_str == "asyncio.exceptions.CancelledError":
        summary.__cause__ = None
    for child in getattr(summary, "exceptions", None) or ():
        _strip(child)


def _left_out(what: str) -> traceback.FrameSummary:
    return traceback.FrameSummary("", None, what, lookup_line=False)


def _without_marks(frame: traceback.FrameSummary) -> traceback.FrameSummary:
    """The frame without position marks below its line, which the user cannot change."""
    return traceback.FrameSummary(frame.filename, frame.lineno, frame.name, line=frame.line)


def _is_ours(file_name: str) -> bool:
    return file_name.startswith(_OWN) or "/_pyodide/" in file_name or "/pyodide/" in file_name


def _is_of_library(file_name: str) -> bool:
    """Whether it is a library's file. Compiled libraries name source files that do not exist here."""
    return file_name.startswith((*_LIBRARIES, "<frozen ")) or not file_name.startswith(("/", "<"))


def _clip(text: str) -> str:
    if len(text) <= _LIMIT:
        return text
    half = _LIMIT // 2
    return f"{text[:half]}\n[... {len(text) - _LIMIT:,} characters cut ...]\n{text[-half:]}"
