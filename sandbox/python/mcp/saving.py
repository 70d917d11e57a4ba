"""From a function of the session to source that works in any session."""

from __future__ import annotations

import ast
import builtins
import inspect
import keyword
import re
import types
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from .errors import SavedToolError
from .imports import import_lines
from .standard_modules import standard_module

if TYPE_CHECKING:
    import symtable
else:
    symtable = standard_module("symtable")

_MODULE_NAMES: Final = frozenset(vars(types.ModuleType("m")))


def source_to_save(function: Callable[..., Any], name: str | None, provided: Mapping[str, Any]) -> tuple[str, str]:
    """The tool's name, and source that defines it with the imports it needs.

    `provided` are the names that a saved tool finds without importing them. Raises SavedToolError.
    """
    checked = _plain_function(function)
    source = _source_of(checked)
    definition = next(node for node in ast.walk(ast.parse(source)) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))
    if definition.decorator_list:
        raise _refusal(checked, "it has a decorator: save the function without it, and decorate it after the import")
    name = definition.name if name is None else name
    _check_name(name)
    lines = _needed_imports(checked, global_names(source), provided)
    if name != definition.name:
        source = _renamed(source, definition, name)
    return name, "\n".join([*lines, *([""] if lines else []), source])


def _plain_function(function: Any) -> types.FunctionType:
    if inspect.ismethod(function):
        raise _refusal(function, "it is a method: write a function with def that creates the object and calls the method")
    if hasattr(function, "__wrapped__"):
        raise _refusal(function, "it has a decorator: save the function without it, and decorate it after the import")
    if not isinstance(function, types.FunctionType):
        what = "a class" if isinstance(function, type) else f"of type {type(function).__name__}"
        raise _refusal(function, f"it is {what}: write a function with def or async def that uses it")
    if function.__name__ == "<lambda>":
        raise _refusal(function, "it is a lambda: write it with def and a name")
    if "." in function.__qualname__.rpartition("<locals>.")[2]:
        raise _refusal(function, "it is a method: write a function with def that creates the object and calls the method")
    if function.__code__.co_freevars:
        used = _listed(function.__code__.co_freevars)
        raise _refusal(function, f"it uses {used} of the function around it: make that an argument")
    return function


def _source_of(function: types.FunctionType) -> str:
    try:
        source = inspect.getsource(function)
    except (OSError, TypeError, SyntaxError) as error:
        raise _refusal(function, "its source is not known: define it in a cell with def") from error
    # Removing the indentation would change strings that span lines.
    return f"if True:\n{source}" if source[:1] in " \t" else source


def _check_name(name: str) -> None:
    if not (isinstance(name, str) and name.isidentifier() and name.isascii()) or keyword.iskeyword(name):
        raise SavedToolError(f"{name!r} cannot be the name of a saved tool: use a Python name of ASCII letters, digits and _")
    if name.startswith("__"):
        raise SavedToolError(f"{name!r} cannot be the name of a saved tool: it must not begin with two underscores")


def global_names(source: str) -> set[str]:
    """The names that the source reads and does not bind itself, including in nested functions, defaults and annotations."""
    used: set[str] = set()
    tables = [top := symtable.symtable(source, "<saved>", "exec")]
    while tables:
        table = tables.pop()
        tables.extend(table.get_children())
        used.update(symbol.get_name() for symbol in table.get_symbols() if symbol.is_global() and symbol.is_referenced())
    return used - _MODULE_NAMES - {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned() or symbol.is_imported()}


def _needed_imports(function: types.FunctionType, names: Iterable[str], provided: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    session_only: list[str] = []
    undefined: list[str] = []
    for name in sorted(names):
        if name not in function.__globals__:
            if not hasattr(builtins, name):
                undefined.append(name)
            continue
        value = function.__globals__[name]
        found = import_lines(name, value, function.__code__.co_filename)
        lines.extend(found)
        if not found and (name not in provided or provided[name] is not value):
            session_only.append(name)
    if undefined:
        raise _refusal(function, f"it uses {_listed(undefined)}, which nothing defines")
    if session_only:
        raise _refusal(
            function,
            f"it uses {_listed(session_only)} of this session, which other sessions do not have: define it inside the "
            "function, pass it as an argument, or save it as a tool of its own and use `from saved import ...`",
        )
    return lines


def _renamed(source: str, definition: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> str:
    lines = source.splitlines(keepends=True)
    index = definition.lineno - 1
    lines[index] = re.sub(rf"\bdef\s+{definition.name}\b", f"def {name}", lines[index], count=1)
    renamed = "".join(lines)
    calls_itself = definition.name in global_names(renamed)
    return f"{renamed}\n{definition.name} = {name}\n" if calls_itself else renamed


def _refusal(function: Any, why: str) -> SavedToolError:
    return SavedToolError(f"{getattr(function, '__qualname__', repr(function))} cannot be saved: {why}")


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
