"""The value that an index or an attribute was wrong for, and what it is: code often guesses the shape of a tool's result."""

from __future__ import annotations

import ast
import linecache
from itertools import islice
from types import FrameType
from typing import Any, Final

from .error_places import innermost

UNKNOWN: Final = object()
_MOST_NAMES: Final = 20
_LONGEST_NAME: Final = 60
_LONGEST_TEXT: Final = 60


def what_it_is(value: object) -> str | None:
    """The shape of a dict, list or str, as the end of a sentence; None for anything else. Calls no method of the value's class."""
    if isinstance(value, dict):
        return _keys_of(value)
    if isinstance(value, list):
        return _entries_of(value)
    return f"a str: {_cut(str.__str__(value))}" if isinstance(value, str) else None


def indexed(error: BaseException) -> tuple[Any, Any]:
    """The value whose index failed in the code's own innermost line, and the index. Each is UNKNOWN unless variables tell it."""
    place = _place_of(error)
    if place is None or not isinstance(place.failed, ast.Subscript):
        return UNKNOWN, UNKNOWN
    value = place.look_up(place.failed.value)
    is_guess = place.has_guessed
    index = place.look_up(place.failed.slice)
    # Where the first entry of a list has what was asked for, a later one failed.
    if is_guess and (index is UNKNOWN or _entry(value, index) is not UNKNOWN):
        value = UNKNOWN
    return value, index


def called_name(error: BaseException) -> str | None:
    """The plain name whose call failed in the code's own innermost line."""
    failed = getattr(_place_of(error), "failed", None)
    return failed.func.id if isinstance(failed, ast.Call) and isinstance(failed.func, ast.Name) else None


class _Place:
    """Where an error was raised in a cell: the expression that failed, its comprehensions, and the variables there."""

    def __init__(self, failed: ast.expr, comprehensions: list[ast.comprehension], frame: FrameType) -> None:
        self.failed = failed
        self.has_guessed = False
        self._comprehensions = comprehensions
        self._frame = frame

    def look_up(self, node: ast.expr) -> Any:
        """The value of a name, a constant, or an index of these, without calling anything."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return self._variable(node.id)
        if isinstance(node, ast.Subscript):
            return _entry(self.look_up(node.value), self.look_up(node.slice))
        return UNKNOWN

    def _variable(self, name: str) -> Any:
        for each in self._comprehensions:
            # Python 3.12 and later have no frame for a comprehension, and its variable is gone by now.
            if isinstance(each.target, ast.Name) and each.target.id == name:
                self.has_guessed = True
                return UNKNOWN if each.ifs else _entry(self.look_up(each.iter), 0)
        return self._frame.f_locals.get(name, self._frame.f_globals.get(name, UNKNOWN))


def _place_of(error: BaseException) -> _Place | None:
    trace = innermost(error)
    if trace is None or not trace.tb_frame.f_code.co_filename.startswith("<cell "):
        return None
    code = trace.tb_frame.f_code
    span = next(islice(code.co_positions(), trace.tb_lasti // 2, None), None)
    around: list[ast.comprehension] = []
    # The columns of both count bytes.
    for node in ast.walk(ast.parse("".join(linecache.getlines(code.co_filename)))):
        if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp)) and span is not None and _holds(node, span):
            around += node.generators
        if isinstance(node, ast.expr) and (node.lineno, node.end_lineno, node.col_offset, node.end_col_offset) == span:
            return _Place(node, around, trace.tb_frame)
    return None


def _holds(node: ast.expr, span: tuple[int | None, int | None, int | None, int | None]) -> bool:
    first, last, begin, end = span
    begins, ends = (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)
    return begins <= (first or 0, begin or 0) and (last or 0, end or 0) <= (ends[0] or 0, ends[1] or 0)


def _entry(value: Any, index: Any) -> Any:
    try:
        if isinstance(value, dict):
            return dict.get(value, index, UNKNOWN)  # other than `[]`, it does not call `__missing__`
        if isinstance(value, str):
            return str.__getitem__(value, index)
        return list.__getitem__(value, index) if isinstance(value, list) else UNKNOWN
    except (LookupError, TypeError):
        return UNKNOWN


def _keys_of(value: dict[Any, Any]) -> str:
    size = dict.__len__(value)
    if size == 0:
        return "an empty dict"
    names = [_shown(key) for key in islice(dict.__iter__(value), _MOST_NAMES)]
    more = f" and {size - len(names)} more" if size > len(names) else ""
    return f"a dict with {', '.join(names)}{more}"


def _entries_of(value: list[Any]) -> str:
    size = list.__len__(value)
    if size == 0:
        return "an empty list"
    first = list.__getitem__(value, 0)
    what = what_it_is(first) if not isinstance(first, list) else f"a list of {list.__len__(first)}"
    return f"a list of {size:,}, whose first is {what or f'of type {type(first).__name__}'}"


def _shown(key: object) -> str:
    if type(key) is str:
        return key if key.isprintable() and len(key) <= _LONGEST_NAME else _cut(key)
    return repr(key) if type(key) in (int, float, bool, type(None)) else f"a {type(key).__name__}"


def _cut(text: str) -> str:
    return repr(text) if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]!r}… ({len(text):,} characters)"
