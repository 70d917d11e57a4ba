"""Advice about misused servers, tools and results: what to write instead, as a note at the end of the traceback."""

from __future__ import annotations

import inspect
import linecache
import re
import sys
from typing import Final

import mcp
from mcp import runtime
from mcp.proxies import HOW_TO_CALL, unknown_server
from mcp.servers import servers

CONNECTED: Final = (
    'The servers are already connected: `await mcp_servers["server"].call_tool("tool", {...})`; `from mcp import runtime` finds them.'
)
_A_VALUE: Final = "A tool's result is the Python value that you see when you print it; `call_tool(..., raw=True)` returns the whole answer as a dict."
_PARSED: Final = "A tool's JSON is already parsed: use the result as it is."
_PARENTHESES: Final = "`await` applies to everything after it: write `(await call(...)).name` or `(await call(...))[0]`."
_SPREAD: Final = "Write `asyncio.gather(*calls)`."
_A_LIST: Final = "With `await` inside, write a list comprehension: `[await ... for ...]`."
_OF_RESULTS: Final = {"content", "structuredContent", "structured_content", "isError", "is_error", "text", "result"}
_RESULT_KEY: Final = re.compile(r"""\[["'](content|structuredContent|structured_content|isError|text|result)["']\]""")
_WRONG_INDEX: Final = re.compile("(string|list) indices must be integers")
_OF_PROXIES: Final = re.compile(r"\b(ServerProxy|Servers|ToolFunction|ServerFunction)\b")
_WRONG_ARGUMENTS: Final = re.compile(r"(\w+)\(\) (missing|got|takes) ")
_NOT_TEXT: Final = re.compile("JSON object must be str, bytes or bytearray, not (dict|list)")
_UNHASHABLE: Final = re.compile("unhashable type: '(list|generator)'")
_STAR_IMPORT: Final = re.compile(r"^[ \t]*from mcp\.servers\.(\w+) import \*", re.MULTILINE)
_OTHER_CLIENTS: Final = {"client", "mcp_client", "servers", "session", "tools"}


def hint_of_tools(error: BaseException) -> str | None:
    if isinstance(error, ImportError):
        return _for_import(error.name or "", getattr(error, "name_from", None))
    if isinstance(error, NameError):
        return _for_name(error, error.name or "")
    if isinstance(error, AttributeError):
        return _for_attribute(error.obj, error.name or "", error)
    if isinstance(error, KeyError):
        return _A_VALUE if error.args[:1] and error.args[0] in _OF_RESULTS and not _has_note(error) else None
    return _for_type(error, str(error)) if isinstance(error, TypeError) else None


def raised_in(error: BaseException, file_name: str) -> bool:
    """Whether it was raised in a file of that name."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and trace.tb_frame.f_code.co_filename.endswith("/" + file_name)


def _for_import(module: str, name: str | None) -> str | None:
    """For names of the SDK's package `mcp` that this package lacks, and for names that need no import."""
    if module == "runtime":
        return "`runtime` needs no import; its functions: `from mcp.runtime import ...`."
    if module in ("mcp_servers", "mcp_server"):
        return "`mcp_servers` needs no import."
    if module.removeprefix("mcp_") in servers.by_alias:
        return _for_alias(module.removeprefix("mcp_"))
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
    if name in servers.by_alias:
        return _for_alias(name)
    if name in _OTHER_CLIENTS:
        return CONNECTED
    if name.startswith("mcp_"):
        if name.removeprefix("mcp_") in servers.by_alias:  # the code itself has deleted it
            return f"It comes back with the next run; until then write `mcp_servers[{name.removeprefix('mcp_')!r}]`."
        problem = str(unknown_server(name.removeprefix("mcp_"), list(servers.by_alias)))
        return problem[0].upper() + problem[1:]
    imported = _STAR_IMPORT.search("".join(_source(error)))
    return f"Tools are imported by their names: `from mcp.servers.{imported[1]} import {name}`." if imported else None


def _for_attribute(value: object, name: str, error: AttributeError) -> str | None:
    if value is runtime or value is mcp:
        if name in servers.by_alias:
            return _for_alias(name)
        if name == "mcp_servers":
            return "`mcp_servers` needs no import."
        return f"runtime has: {', '.join(runtime.__all__)}." if value is runtime else CONNECTED
    if isinstance(value, dict) and name in value:
        return f'It is a dict: write `["{name}"]`.'
    if name in _OF_RESULTS and isinstance(value, (str, list, dict)):
        return _A_VALUE
    return _PARENTHESES if inspect.iscoroutine(value) and "await " in _line(error) else None


def _for_type(error: TypeError, message: str) -> str | None:
    if _OF_PROXIES.search(message):
        return f"{HOW_TO_CALL[0].upper()}{HOW_TO_CALL[1:-1]}; a server's tools: `await mcp_server.list_tools()`."
    if _WRONG_INDEX.match(message):
        return _A_VALUE if _RESULT_KEY.search(_line(error)) else None
    if _NOT_TEXT.search(message):
        return _PARSED
    if "'coroutine' object" in message:
        return _PARENTHESES if "await " in _line(error) else None
    if "'async_generator' object is not iterable" in message:
        return _A_LIST
    if _UNHASHABLE.search(message) and raised_in(error, "asyncio/tasks.py"):
        return _SPREAD
    called = _WRONG_ARGUMENTS.match(message)
    name = called[1] if called else ""
    own = getattr(sys.modules["__main__"], name, None)
    if name in runtime.__all__ and own in (None, getattr(runtime, name)):
        return f"Its arguments: {name}{_parameters(name)}."
    return None


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
