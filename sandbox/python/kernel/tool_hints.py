"""Advice about misused servers, tools and results: what to write instead, as a note at the end of the traceback."""

from __future__ import annotations

import builtins
import inspect
import linecache
import re
import sys
from typing import Final

import mcp
from mcp import runtime
from mcp.proxies import HOW_TO_CALL
from mcp.servers import servers
from mcp.unknown_servers import server_and_tool, unknown_server

from .failed_values import UNKNOWN, called_name, indexed, what_it_is

CONNECTED: Final = (
    'The servers are already connected: `await mcp_servers["server"].call_tool("tool", {...})`; `from mcp import runtime` finds them.'
)
_A_VALUE: Final = "A tool's result is the Python value that you see when you print it; `call_tool(..., raw=True)` returns the whole answer as a dict."
_PARSED: Final = "A tool's JSON is already parsed: use the result as it is."
_PARENTHESES: Final = "`await` applies to everything after it: write `(await call(...)).name` or `(await call(...))[0]`."
_SPREAD: Final = "Write `asyncio.gather(*calls)`."
_SPREAD_VALUES: Final = "Write `asyncio.gather(*calls.values())`."
_A_LIST: Final = "With `await` inside, write a list comprehension: `[await ... for ...]`."
_ASYNC_FOR: Final = "It is an async generator: write `async for x in ...`, or `[x async for x in ...]`."
_NO_AWAIT: Final = "It is the value already: leave that `await` out."
_ONE_CHARACTER: Final = "It is one character of a str: `text.splitlines()` has its lines."
_OF_JSON_TEXT: Final = "; `json.loads` parses it"
_OF_HIT: Final = 'It is a dict: call its tool with `await mcp_servers[hit["server"]].call_tool(hit["tool"], {"arg": 1})`.'
_CALL_IT: Final = "It is a function: write `await name(...)`."
_SERVER_NAME: Final = "It is a server's name: `runtime.discovered_servers(detailed=True)` has descriptions, `await runtime.query_tool_docs(name)` its tools."
_TOOL_NAME: Final = '; `await runtime.query_tool_docs("server")` has descriptions and schemas of tools, by name'
_ERRORS: Final = "Write `from mcp import MCPError` first: every error of servers and tools is one."
_TIME_LIMIT: Final = "`async with asyncio.timeout(seconds):` limits what it awaits."
_OF_JSON: Final = re.compile(r"\{\s*\".*\}|\[.*[\"}\d\]]\s*\]", re.DOTALL)
_LISTENERS: Final = "`on_progress=function` and `on_log=function` receive what a call reports, each time as a dict."
_OF_RESULTS: Final = {"content", "structuredContent", "structured_content", "isError", "is_error", "text", "result"}
_RESULT_KEY: Final = re.compile(r"""\[["'](content|structuredContent|structured_content|isError|text|result)["']\]""")
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
_ERROR_NAME: Final = re.compile(r"(Mcp|MCP|Tool|Server)\w*(Error|Exception)")
_OF_DOCS: Final = {"description", "inputSchema", "input_schema", "schema", "parameters", "signature"}
_UNHASHABLE: Final = re.compile("unhashable type: '(list|generator|dict)'")
_CALLS_A_TOOL: Final = re.compile(r"(call|use|run|invoke|execute)_(\w+_)?tool")
_STAR_IMPORT: Final = re.compile(r"^[ \t]*from mcp\.servers\.(\w+) import \*", re.MULTILINE)
_OTHER_CLIENTS: Final = {"client", "mcp_client", "servers", "session", "tools"}


def hint_of_tools(error: BaseException) -> str | None:
    if isinstance(error, ImportError):
        return _for_import(error, error.name or "", getattr(error, "name_from", None))
    if isinstance(error, NameError):
        return _for_name(error, error.name or "")
    if isinstance(error, AttributeError):
        return _for_attribute(error.obj, error.name or "", error)
    if isinstance(error, mcp.InvalidArgumentsError):
        return _for_arguments(error)
    if isinstance(error, KeyError):
        return _for_key(error) if not _has_note(error) else None
    if isinstance(error, IndexError):
        return _for_shape(indexed(error)[0], None)
    if isinstance(error, ValueError) and type(error).__name__ == "JSONDecodeError":
        text = getattr(error, "doc", None)
        return f"This is no JSON: it is {what_it_is(text)}." if isinstance(text, str) else None
    return _for_type(error, str(error)) if isinstance(error, TypeError) else None


def raised_in(error: BaseException, *file_names: str) -> bool:
    """Whether it was raised in a file of such a name."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and f"/{trace.tb_frame.f_code.co_filename}".endswith(tuple(f"/{name}" for name in file_names))


def _for_import(error: ImportError, module: str, name: str | None) -> str | None:
    """For names of the SDK's package `mcp` that this package lacks, and for names that need no import."""
    if module == "runtime":
        return "`runtime` needs no import; its functions: `from mcp.runtime import ...`."
    if module in ("mcp_servers", "mcp_server"):
        return "`mcp_servers` needs no import."
    if module.removeprefix("mcp_") in servers.by_alias:
        return _for_alias(module.removeprefix("mcp_"))
    if module.split(".")[0] == "mcp" and _ERROR_NAME.search(_line(error)):
        return _ERRORS
    if module == "mcp" or (module.startswith("mcp.") and not module.startswith("mcp.servers.")):
        alias = name or module.rpartition(".")[2]
        return _for_alias(alias) if alias in servers.by_alias else CONNECTED
    return None


def _for_alias(alias: str) -> str:
    return f"`mcp_{alias}` needs no import: `await mcp_{alias}.tool(arg=1)`."


def _for_name(error: NameError, name: str) -> str | None:
    if name in ("mcp", "runtime"):
        return "Write `from mcp import runtime` first."
    if name in runtime.__all__:
        return f"Write `runtime.{name}(...)`."
    if name in mcp.__all__ and name[0].isupper():
        return f"Write `from mcp import {name}` first."
    if _ERROR_NAME.fullmatch(name):
        return _ERRORS
    if name in servers.by_alias:
        return _for_alias(name)
    if name in _OTHER_CLIENTS or _CALLS_A_TOOL.fullmatch(name):
        return CONNECTED
    if name.startswith("mcp_"):
        if name.removeprefix("mcp_") in servers.by_alias:  # the code itself has deleted it
            return f"It comes back with the next run; until then write `mcp_servers[{name.removeprefix('mcp_')!r}]`."
        both = server_and_tool(name.removeprefix("mcp_"), list(servers.by_alias))
        if both is not None:
            return f"Write `await mcp_{both[0]}.{both[1]}(arg=1)`."
        problem = str(unknown_server(name.removeprefix("mcp_"), list(servers.by_alias)))
        return problem[0].upper() + problem[1:]
    imported = _STAR_IMPORT.search("".join(_source(error)))
    if imported:
        return f"Tools are imported by their names: `from mcp.servers.{imported[1]} import {name}`."
    return _for_bare_tool(name) if re.search(rf"\bawait {re.escape(name)}\(", _line(error)) else None


def _for_bare_tool(name: str) -> str:
    """For a name that is awaited like a tool's, where its server is left out."""
    server = f"mcp_{next(iter(servers.by_alias))}" if len(servers.by_alias) == 1 else "mcp_server"
    return f"If it is a tool, its server stands before it: `await {server}.{name}(arg=1)`; `runtime.search_tool_docs` names the server."


def _for_attribute(value: object, name: str, error: AttributeError) -> str | None:
    if value is runtime or value is mcp:
        if name in servers.by_alias:
            return _for_alias(name)
        if name == "mcp_servers":
            return "`mcp_servers` needs no import."
        return f"runtime has: {', '.join(runtime.__all__)}." if value is runtime else CONNECTED
    if isinstance(value, dict) and name in value:
        return f'It is a dict: write `["{name}"]`.'
    if inspect.iscoroutine(value):
        return _PARENTHESES if "await " in _line(error) else None
    return _for_shape(value, name)


def _for_key(error: KeyError) -> str | None:
    key = error.args[0] if error.args else None
    value, _ = indexed(error)
    if isinstance(value, dict):
        return _for_shape(value, key) if not dict.__contains__(value, key) else None  # else it has changed, or has keys of its own
    return _A_VALUE if isinstance(key, str) and key in _OF_RESULTS else None


def _for_shape(value: object, name: object) -> str | None:
    """What a dict, list or str is, for code that took it for something else."""
    what = what_it_is(value)
    if what is None:
        return None
    if isinstance(name, str) and name in _OF_RESULTS:
        return f"{_A_VALUE} Here it is {what}."
    if isinstance(value, str) and value in servers:
        return _SERVER_NAME
    if isinstance(value, str) and str.__len__(value) == 1:
        return _ONE_CHARACTER
    if isinstance(value, (str, list)) and name in _OF_DOCS:
        return f"It is {what}{_TOOL_NAME}."
    return f"It is {what}{_OF_JSON_TEXT if _is_json(value) else ''}."


def _is_json(value: object) -> bool:
    """Whether it looks like the text of a JSON object or list, by its ends alone."""
    return isinstance(value, str) and _OF_JSON.fullmatch(str.strip(value)) is not None


def _for_arguments(error: mcp.InvalidArgumentsError) -> str | None:
    if _TIME_LIMIT_ARGUMENT.search(error.message):
        return _TIME_LIMIT
    if _FUNCTION_ARGUMENT.match(error.message):
        return _LISTENERS
    line = _line(error)
    called = [name for name in runtime.__all__ if f"{name}(" in line]
    return f"Its arguments: {called[0]}{_parameters(called[0])}." if len(called) == 1 and _WRONG_KIND.match(error.message) else None


def _for_type(error: TypeError, message: str) -> str | None:
    if _OF_PROXIES.search(message):
        return f"{HOW_TO_CALL[0].upper()}{HOW_TO_CALL[1:-1]}; a server's tools: `await mcp_server.list_tools()`."
    if _WRONG_INDEX.match(message):
        value, name = indexed(error)
        return _for_shape(value, name) or (_A_VALUE if _RESULT_KEY.search(_line(error)) else None)
    if _NOT_AWAITABLE.search(message):
        return _CALL_IT if _FUNCTION.search(message) else _NO_AWAIT
    if message.startswith("'Facts' object is not callable"):
        return _OF_HIT
    if message.endswith("object is not callable"):
        return _for_call(called_name(error))
    if _NOT_TEXT.search(message):
        return _PARSED
    if "'coroutine' object" in message:
        return _PARENTHESES if "await " in _line(error) else None
    awaits = "await " in _line(error)
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


def _line(error: BaseException) -> str:
    """The user's own line that failed, the innermost one."""
    lines, number = _source(error), _place(error)[1]
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _source(error: BaseException) -> list[str]:
    return linecache.getlines(_place(error)[0])


def _place(error: BaseException) -> tuple[str, int]:
    file_name, number = "", 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.startswith("<cell "):
            file_name, number = trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    return file_name, number
