"""Advice about misused servers, tools and results: what to write instead, as a note at the end of the traceback."""

from __future__ import annotations

import builtins
import inspect
import re
import sys
from typing import Final

import mcp
from mcp import runtime
from mcp.proxies import HOW_TO_CALL

from .error_places import failed_line, raised_in
from .failed_values import called_name
from .name_hints import hint_of_import, hint_of_module, hint_of_name
from .shape_hints import hint_of_index, hint_of_index_type, hint_of_json, hint_of_key, hint_of_shape

_PARSED: Final = "A tool's JSON is already parsed: use the result as it is."
_PARENTHESES: Final = "`await` applies to everything after it: write `(await call(...)).name` or `(await call(...))[0]`."
_SPREAD: Final = "Write `asyncio.gather(*calls)`."
_SPREAD_VALUES: Final = "Write `asyncio.gather(*calls.values())`."
_A_LIST: Final = "With `await` inside, write a list comprehension: `[await ... for ...]`."
_ASYNC_FOR: Final = "It is an async generator: write `async for x in ...`, or `[x async for x in ...]`."
_NO_AWAIT: Final = "It is the value already: leave that `await` out."
_OF_HIT: Final = 'It is a dict: call its tool with `await mcp_servers[hit["server"]].call_tool(hit["tool"], {"arg": 1})`.'
_CALL_IT: Final = "It is a function: write `await name(...)`."
_TIME_LIMIT: Final = "`async with asyncio.timeout(seconds):` limits what it awaits."
_LISTENERS: Final = "`on_progress=function` and `on_log=function` receive what a call reports, each time as a dict."
_WRONG_INDEX: Final = re.compile("(string|list) indices must be integers")
_OF_PROXIES: Final = re.compile(r"\b(ServerProxy|Servers|ToolFunction|ServerFunction)\b")
_WRONG_ARGUMENTS: Final = re.compile(r"(\w+)\(\) (missing|got|takes) ")
_NOT_TEXT: Final = re.compile("JSON object must be str, bytes or bytearray, not (dict|list)")
_ASYNC_GENERATOR: Final = re.compile("'async_generator' object is not (iterable|an iterator)")
_NOT_AWAITABLE: Final = re.compile(r"'(\w+)' object can't be awaited|object (\w+) can't be used in 'await' expression")
_TIME_LIMIT_ARGUMENT: Final = re.compile(r'there is no "(timeout\w*|time_limit|read_timeout\w*)"')
_FUNCTION: Final = re.compile(r"\b(function|method|builtin_function_or_method)\b")
_FUNCTION_ARGUMENT: Final = re.compile(r"a (\w*function\w*|method) cannot be passed to a tool")
_WRONG_KIND: Final = re.compile(r"[\w.]+: .*\bexpected ")
_UNHASHABLE: Final = re.compile("unhashable type: '(list|generator|dict)'")


def hint_of_tools(error: BaseException) -> str | None:
    if isinstance(error, ImportError):
        return hint_of_import(error)
    if isinstance(error, NameError):
        return hint_of_name(error)
    if isinstance(error, AttributeError):
        return _for_attribute(error)
    if isinstance(error, mcp.InvalidArgumentsError):
        return _for_arguments(error)
    if isinstance(error, KeyError):
        return hint_of_key(error) if not _has_note(error) else None
    if isinstance(error, IndexError):
        return hint_of_index(error)
    if isinstance(error, ValueError) and type(error).__name__ == "JSONDecodeError":
        return hint_of_json(error)
    return _for_type(error, str(error)) if isinstance(error, TypeError) else None


def _for_attribute(error: AttributeError) -> str | None:
    value, name = error.obj, error.name or ""
    if value is runtime or value is mcp:
        return hint_of_module(value, name)
    if isinstance(value, dict) and name in value:
        return f'It is a dict: write `["{name}"]`.'
    if inspect.iscoroutine(value):
        return _PARENTHESES if "await " in failed_line(error) else None
    return hint_of_shape(value, name)


def _for_arguments(error: mcp.InvalidArgumentsError) -> str | None:
    if _TIME_LIMIT_ARGUMENT.search(error.message):
        return _TIME_LIMIT
    if _FUNCTION_ARGUMENT.match(error.message):
        return _LISTENERS
    line = failed_line(error)
    called = [name for name in runtime.__all__ if f"{name}(" in line]
    return f"Its arguments: {called[0]}{_parameters(called[0])}." if len(called) == 1 and _WRONG_KIND.match(error.message) else None


def _for_type(error: TypeError, message: str) -> str | None:
    if _OF_PROXIES.search(message):
        return f"{HOW_TO_CALL[0].upper()}{HOW_TO_CALL[1:-1]}; a server's tools: `await mcp_server.list_tools()`."
    if _WRONG_INDEX.match(message):
        return hint_of_index_type(error)
    if _NOT_AWAITABLE.search(message):
        return _CALL_IT if _FUNCTION.search(message) else _NO_AWAIT
    if message.startswith("'Facts' object is not callable"):
        return _OF_HIT
    if message.endswith("object is not callable"):
        return _for_call(called_name(error))
    if _NOT_TEXT.search(message):
        return _PARSED
    if "'coroutine' object" in message:
        return _PARENTHESES if "await " in failed_line(error) else None
    awaits = "await " in failed_line(error)
    if _ASYNC_GENERATOR.search(message):
        return _A_LIST if awaits else _ASYNC_FOR
    if message == "can only join an iterable":
        return _A_LIST if awaits else None
    unhashable = _UNHASHABLE.search(message)
    if unhashable and raised_in(error, "asyncio/tasks.py"):
        return _SPREAD_VALUES if unhashable[1] == "dict" else _SPREAD
    called = _WRONG_ARGUMENTS.match(message)
    name = called[1] if called else ""
    own = getattr(sys.modules["__main__"], name, None)
    if name in runtime.__all__ and own in (None, getattr(runtime, name)):
        return f"Its arguments: {name}{_parameters(name)}."
    return None


def _for_call(name: str | None) -> str | None:
    """For a variable of the session that has the name of a function of Python's."""
    if name is None or not hasattr(builtins, name) or name not in vars(sys.modules["__main__"]):
        return None
    return f"This session has a variable {name}: `del {name}` brings Python's own back."


def _parameters(name: str) -> str:
    """The parameters without their types, since the names say enough."""
    given = inspect.signature(getattr(runtime, name)).parameters.values()
    return "(" + ", ".join(str(parameter.replace(annotation=parameter.empty)) for parameter in given) + ")"


def _has_note(error: BaseException) -> bool:
    return bool(getattr(error, "__notes__", None))
