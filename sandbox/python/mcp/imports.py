"""Finds the user's import statements that gave a name its value."""

from __future__ import annotations

import ast
import linecache
import sys
from collections.abc import Iterator
from typing import Any, Final

from .errors import SavedToolError

_SESSION_FOLDERS: Final = ("/workspace/", "/tmp/")


def import_lines(name: str, value: Any, file_name: str) -> list[str]:
    """Lines that bind `name` to `value` again in any session; none where it was not imported.

    `file_name` is where the name is used: a cell sees the imports of all cells. Raises SavedToolError
    for a module that only this session has.
    """
    lines: dict[str, None] = {}  # ordered, each once
    for source in _sources(file_name):
        for statement in _import_statements(source):
            for alias in statement.names:
                line = _line(statement, alias, name, value)
                if line is not None:
                    lines[line] = None
    return list(lines)


def _line(statement: ast.Import | ast.ImportFrom, alias: ast.alias, name: str, value: Any) -> str | None:
    if isinstance(statement, ast.Import):
        top = alias.name.partition(".")[0]
        if (alias.asname or top) != name or sys.modules.get(alias.name if alias.asname else top) is not value:
            return None
        _refuse_session_module(name, alias.name)
        return f"import {alias.name} as {name}" if alias.asname else f"import {alias.name}"
    attribute = name if alias.name == "*" else alias.name
    if (alias.asname or attribute) != name or statement.level or not statement.module:
        return None
    found = getattr(sys.modules.get(statement.module), attribute, None)
    if found is None:  # a submodule that nobody has imported since
        return None
    if not _is_same(found, value):
        return None
    _refuse_session_module(name, statement.module)
    return f"from {statement.module} import {attribute}" + (f" as {name}" if attribute != name else "")


def _is_same(found: Any, value: Any) -> bool:
    """Whether both are the same. Tools of servers and saved tools are created anew, so they are compared by their full names."""
    return found is value or (
        type(found) is type(value)
        and callable(value)
        and _full_name(found) == _full_name(value) != (None, None)
    )


def _full_name(value: Any) -> tuple[str | None, str | None]:
    return getattr(value, "__module__", None), getattr(value, "__qualname__", None)


def _refuse_session_module(name: str, module_name: str) -> None:
    module = sys.modules[module_name.partition(".")[0]]
    files = [getattr(module, "__file__", None) or "", *getattr(module, "__path__", ())]
    for file in files:
        if file.startswith(_SESSION_FOLDERS):
            raise SavedToolError(
                f"{name} comes from {file}, which only this session has: move what is needed into the function"
            )


def _sources(file_name: str) -> list[str]:
    cells = [key for key in linecache.cache if isinstance(key, str) and key.startswith("<cell ")]
    return ["".join(linecache.getlines(key)) for key in (cells if file_name in cells else [file_name])]


def _import_statements(source: str) -> Iterator[ast.Import | ast.ImportFrom]:
    try:
        waiting: list[ast.AST] = [ast.parse(source)]
    except (SyntaxError, ValueError):
        return
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield node
        elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(node))
