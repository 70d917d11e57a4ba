"""`from mcp import runtime`: which servers there are, what their tools do, and calls by name."""

from __future__ import annotations

from collections.abc import Coroutine, Generator, Mapping
from typing import Any

from . import connection
from .proxies import list_tools as _list_tools
from .servers import servers as _servers

__all__ = [
    "call_tool",
    "capability_summary",
    "discovered_servers",
    "list_servers",
    "list_tools",
    "query_tool_docs",
    "search_tool_docs",
]


class _AwaitableList(list[Any]):
    """A list that is there at once and may also be awaited."""

    def __await__(self) -> Generator[Any, None, list[Any]]:
        return list(self)
        yield


class _AwaitableText(str):
    def __await__(self) -> Generator[Any, None, str]:
        return str(self)
        yield


def discovered_servers(detailed: bool = False) -> _AwaitableList:
    """The names of all configured servers; with `detailed=True` a dict each, with `name` and `description`."""
    if detailed:
        return _AwaitableList(
            {"name": entry["name"], "description": entry.get("description") or ""} for entry in _servers.described
        )
    return _AwaitableList(_servers)


def list_servers() -> _AwaitableList:
    """The names of all configured servers."""
    return discovered_servers()


def list_tools(server: str) -> Coroutine[Any, Any, list[str]]:
    """The names of one server's tools."""
    return connection.tracked(_list_tools(_servers[server].__name__), "runtime.list_tools")


def query_tool_docs(server: str, tool: str | None = None, detail: str = "full") -> Coroutine[Any, Any, dict[str, Any]]:
    """One server's tools, `{name: {description, signature, inputSchema, ...}}`; with `tool`, that one's dict.

    `detail="summary"` leaves the schemas out.
    """
    return connection.tracked(_query(_servers[server].__name__, tool, detail), "runtime.query_tool_docs")


def search_tool_docs(query: str, limit: int = 5, server: str | None = None, detail: str = "summary") -> Coroutine[Any, Any, list[dict[str, Any]]]:
    """The best fitting tools of all servers, or of one: `[{server, tool, description, score, signature}]`.

    Scores go from 0 to 1. `detail="full"` adds each `inputSchema`.
    """
    within = _servers[server].__name__ if server is not None else None
    return connection.tracked(_search(query, limit, within, detail), "runtime.search_tool_docs")


def call_tool(server: str, tool: str, arguments: Mapping[str, Any] | None = None, /, *, raw: bool = False, **more: Any) -> Coroutine[Any, Any, Any]:
    """Calls a tool by the names of its server and itself."""
    return _servers[server].call_tool(tool, arguments, raw=raw, **more)


def capability_summary() -> _AwaitableText:
    """A few lines about what can be done here, made to be printed."""
    names = ", ".join(_servers) or "none"
    return _AwaitableText(
        f"Servers: {names}.\n"
        'Find tools: await runtime.search_tool_docs("what to do", limit=5)\n'
        'Read one server\'s docs: await runtime.query_tool_docs("server")\n'
        'Call: await mcp_servers["server"].call_tool("tool", {...}) or await mcp_server.tool(name=value)\n'
        "Variables, imports and files in /workspace stay until the session ends."
    )


async def _query(server: str, tool: str | None, detail: str) -> dict[str, Any]:
    params: dict[str, Any] = {"server": server, "detail": _checked(detail)}
    if tool is not None:
        params["tool"] = tool
    docs: dict[str, Any] = await connection.request("tools.describe", **params)
    return next(iter(docs.values())) if tool is not None else docs


async def _search(query: str, limit: int, server: str | None, detail: str) -> list[dict[str, Any]]:
    params: dict[str, Any] = {"query": query, "limit": limit, "detail": _checked(detail)}
    if server is not None:
        params["server"] = server
    hits: list[dict[str, Any]] = await connection.request("tools.search", **params)
    return hits


def _checked(detail: str) -> str:
    if detail not in ("summary", "full"):
        raise ValueError(f'detail is {detail!r}: it must be "summary" or "full"')
    return detail
