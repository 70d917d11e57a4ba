"""Advice about names: of servers and tools, and of what the package `mcp` has or lacks."""

from __future__ import annotations

import re
from types import ModuleType
from typing import Final

import mcp
from mcp import runtime
from mcp.servers import servers
from mcp.unknown_servers import server_and_tool, unknown_server, unusable_server

from .error_places import cell_lines, failed_line

CONNECTED: Final = (
    'The servers are already connected: `await mcp_servers["server"].call_tool("tool", {...})`; `from mcp import runtime` finds them.'
)
_ERRORS: Final = "Write `from mcp import MCPError` first: every error of servers and tools is one."
_ERROR_NAME: Final = re.compile(r"(Mcp|MCP|Tool|Server)\w*(Error|Exception)")
_CALLS_A_TOOL: Final = re.compile(r"(call|use|run|invoke|execute)_(\w+_)?tool")
_FINDS_TOOLS: Final = re.compile(r"(discover|find|get|list|lookup|query|search)_(\w+_)?(tools?|docs)")
_FINDS_SERVERS: Final = re.compile(r"(discover|find|get|list)_(\w+_)?servers")
_STAR_IMPORT: Final = re.compile(r"^[ \t]*from mcp\.servers\.(\w+) import \*", re.MULTILINE)
_OTHER_CLIENTS: Final = {"client", "mcp_client", "servers", "session", "tools"}
_NO_IMPORT: Final = "`mcp_servers` needs no import."


def hint_of_import(error: ImportError) -> str | None:
    """For names of the SDK's package `mcp` that this package lacks, and for names that need no import."""
    module, name = error.name or "", getattr(error, "name_from", None)
    if module == "runtime":
        return "`runtime` needs no import; its functions: `from mcp.runtime import ...`."
    if module in ("mcp_servers", "mcp_server"):
        return _NO_IMPORT
    if module.removeprefix("mcp_") in servers.by_alias:
        return _for_alias(module.removeprefix("mcp_"))
    if "." not in module and unusable_server(module) is not None:
        return _for_unusable(module)
    if module.split(".")[0] == "mcp" and _ERROR_NAME.search(failed_line(error)):
        return _ERRORS
    if module == "mcp" or (module.startswith("mcp.") and not module.startswith("mcp.servers.")):
        alias = name or module.rpartition(".")[2]
        return _for_alias(alias) if alias in servers.by_alias else _for_unusable(alias) or CONNECTED
    return None


def _for_alias(alias: str) -> str:
    return f"`mcp_{alias}` needs no import: `await mcp_{alias}.tool(arg=1)`."


def _for_unusable(name: str) -> str | None:
    problem = str(unusable_server(name) or "")
    return problem[:1].upper() + problem[1:] or None


def hint_of_name(error: NameError) -> str | None:
    name = error.name or ""
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
    if not name.startswith("mcp_") and unusable_server(name) is not None:
        return _for_unusable(name)
    if name in _OTHER_CLIENTS or _CALLS_A_TOOL.fullmatch(name):
        return CONNECTED
    if _FINDS_TOOLS.fullmatch(name):
        return 'Write `await runtime.search_tool_docs("what to do")`.'
    if _FINDS_SERVERS.fullmatch(name):
        return "Write `await runtime.list_servers()`."
    if name.startswith("mcp_"):
        if name.removeprefix("mcp_") in servers.by_alias:  # the code itself has deleted it
            return f"It comes back with the next run; until then write `mcp_servers[{name.removeprefix('mcp_')!r}]`."
        both = server_and_tool(name.removeprefix("mcp_"), list(servers.by_alias))
        if both is not None:
            return f"Write `await mcp_{both[0]}.{both[1]}(arg=1)`."
        problem = str(unknown_server(name.removeprefix("mcp_"), list(servers.by_alias)))
        return problem[0].upper() + problem[1:]
    imported = _STAR_IMPORT.search("".join(cell_lines(error)))
    if imported:
        return f"Tools are imported by their names: `from mcp.servers.{imported[1]} import {name}`."
    return _for_bare_tool(name) if re.search(rf"\bawait {re.escape(name)}\(", failed_line(error)) else None


def _for_bare_tool(name: str) -> str:
    """For a name that is awaited like a tool's, where its server is left out."""
    server = f"mcp_{next(iter(servers.by_alias))}" if len(servers.by_alias) == 1 else "mcp_server"
    return f"If it is a tool, its server stands before it: `await {server}.{name}(arg=1)`; `runtime.search_tool_docs` names the server."


def hint_of_module(module: ModuleType, name: str) -> str:
    """For an attribute that `mcp` or `runtime` lacks."""
    if name in servers.by_alias:
        return _for_alias(name)
    if name == "mcp_servers":
        return _NO_IMPORT
    unusable = _for_unusable(name)
    if unusable is not None:
        return unusable
    return f"runtime has: {', '.join(runtime.__all__)}." if module is runtime else CONNECTED
