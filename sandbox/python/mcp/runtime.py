"""`from mcp import runtime`: which servers there are, what their tools do, calls by name, and saved tools."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator, Mapping
from typing import Any

from . import connection
from . import offers as _offers
from .content import read_resource as _read_resource
from .errors import SavedToolError as _SavedToolError
from .proxies import list_tools as _list_tools
from .proxies import taken_name as _taken_name
from .saved import explained as _explained
from .saved import saved_tools as _saved_tools
from .servers import servers as _servers

__all__ = [
    "call_tool",
    "capability_summary",
    "describe_server",
    "discovered_servers",
    "get_prompt",
    "list_prompts",
    "list_resource_templates",
    "list_resources",
    "list_saved_tools",
    "list_servers",
    "list_tools",
    "query_tool_docs",
    "read_resource",
    "remove_saved_tool",
    "save_tool",
    "search_tool_docs",
]


class _AwaitableList(list[Any]):
    """A list that can be used directly and may also be awaited."""

    def __await__(self) -> Generator[Any, None, list[Any]]:
        return list(self)
        yield


class _AwaitableText(str):
    """A text that may also be awaited. As the last value of a cell it looks as if it were printed."""

    def __repr__(self) -> str:
        return str(self)

    def __await__(self) -> Generator[Any, None, str]:
        return self
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

    Printed, the tools of a server are one line each. `detail="summary"` leaves the schemas out.
    """
    return connection.tracked(_query(_servers[server].__name__, tool, detail), "runtime.query_tool_docs")


def search_tool_docs(query: str, limit: int = 5, server: str | None = None, detail: str = "summary") -> Coroutine[Any, Any, list[dict[str, Any]]]:
    """The best fitting tools of all servers, or of one: `[{server, tool, description, score, signature}]`.

    Printed, the list is one line for each. A score is the probability, 0 to 1, that the tool does what was asked for.
    A signature has all required arguments and a few of the optional ones, marked `?`; `detail="full"` adds each `inputSchema`.
    """
    within = _servers[server].__name__ if server is not None else None
    return connection.tracked(_search(query, limit, within, detail), "runtime.search_tool_docs")


def call_tool(
    server: str | None = None, tool: str | None = None, arguments: Mapping[str, Any] | None = None, /, *, raw: bool = False, **more: Any
) -> Coroutine[Any, Any, Any]:
    """Calls a tool by the names of its server and itself.

    `on_progress=function` is called with `{progress, total, message}`, and `on_log=function` with `{level, logger, data}`,
    while the call runs; either may be async. If the value is not a function, it is an argument of the tool.
    """
    if server is None:
        server = _taken_name(more, "server", "server_name")
    return _servers[server].call_tool(tool, arguments, raw=raw, **more)


def list_resources(server: str) -> Coroutine[Any, Any, list[dict[str, Any]]]:
    """A server's resources: `[{uri, name, title?, description?, mimeType?}]`."""
    return connection.tracked(_offers.list_resources(_servers[server].__name__), "runtime.list_resources")


def list_resource_templates(server: str) -> Coroutine[Any, Any, list[dict[str, Any]]]:
    """A server's resource templates: `[{uriTemplate, name, title?, description?, mimeType?}]`."""
    return connection.tracked(_offers.list_resource_templates(_servers[server].__name__), "runtime.list_resource_templates")


def read_resource(server: str, uri: str) -> Coroutine[Any, Any, Any]:
    """A text as str, anything else as a Resource that can be shown or saved; several parts are a list."""
    return connection.tracked(_read_resource(_servers[server].__name__, uri), "runtime.read_resource")


def list_prompts(server: str) -> Coroutine[Any, Any, list[dict[str, Any]]]:
    """A server's prompts: `[{name, title?, description?, arguments?: [{name, description?, required?}]}]`."""
    return connection.tracked(_offers.list_prompts(_servers[server].__name__), "runtime.list_prompts")


def get_prompt(server: str, name: str, arguments: Mapping[str, Any] | None = None) -> Coroutine[Any, Any, dict[str, Any]]:
    """`{description, messages: [{role, content}]}`; a text is a str, other content an object."""
    return connection.tracked(_offers.get_prompt(_servers[server].__name__, name, arguments), "runtime.get_prompt")


def describe_server(server: str) -> Coroutine[Any, Any, dict[str, Any]]:
    """A server's description of itself: `{name, title?, version?, instructions?, capabilities, description?, ...}`."""
    return connection.tracked(_offers.describe_server(_servers[server].__name__), "runtime.describe_server")


def save_tool(func: Callable[..., Any], *, name: str | None = None, overwrite: bool = False) -> Coroutine[Any, Any, dict[str, str]]:
    """Keeps a function, with the imports it needs, for every later session: `from saved import name`.

    Returns `{name, description, signature}`. A name that is taken is an error unless `overwrite=True`.
    """
    from .saving import source_to_save  # most sessions save nothing, and each module costs time at the start

    return connection.tracked(_save(*source_to_save(func, name, _saved_tools.provided), overwrite), "runtime.save_tool")


def list_saved_tools() -> Coroutine[Any, Any, list[dict[str, str]]]:
    """`[{name, description, signature}]`; the description is the first line of the doc string."""
    return connection.tracked(_list_saved(), "runtime.list_saved_tools")


def remove_saved_tool(name: str) -> Coroutine[Any, Any, None]:
    """Deletes a saved tool, for this session and all others."""
    return connection.tracked(_remove_saved(name), "runtime.remove_saved_tool")


def capability_summary() -> _AwaitableText:
    """A few lines about what can be done here, to be printed."""
    names = ", ".join(_servers) or "none"
    return _AwaitableText(
        f"Servers: {names}.\n"
        'Find tools: await runtime.search_tool_docs("what to do", limit=5)\n'
        'Read one server\'s docs: await runtime.query_tool_docs("server")\n'
        'Call: await mcp_servers["server"].call_tool("tool", {...}) or await mcp_server.tool(name=value)\n'
        'In addition to tools: await runtime.describe_server("server"), list_resources, read_resource, list_prompts, get_prompt\n'
        "Keep a function for later sessions: await runtime.save_tool(func), then from saved import func\n"
        "Variables, imports and files in /workspace stay until the session ends."
    )


async def _save(name: str, source: str, overwrite: bool) -> dict[str, str]:
    try:
        _saved_tools.check(name, source)
    except Exception as error:
        raise _SavedToolError(f"{name} cannot be saved, since it could not be loaded again: {_explained(error)}") from error
    await connection.request("saved.save", name=name, source=source, overwrite=overwrite)
    _saved_tools.put(name, source)
    return _saved_tools.describe(name)


async def _list_saved() -> list[dict[str, str]]:
    _saved_tools.update(**await connection.request("saved.list"))
    from .listings import SavedListing  # loaded with the first list: each module costs time at the start

    return SavedListing(_saved_tools.describe(name) for name in _saved_tools)


async def _remove_saved(name: str) -> None:
    await connection.request("saved.remove", name=name)
    _saved_tools.drop(name)


async def _query(server: str, tool: str | None, detail: str) -> dict[str, Any]:
    params: dict[str, Any] = {"server": server, "detail": _checked(detail)}
    if tool is not None:
        params["tool"] = tool
    docs: dict[str, Any] = await connection.request("tools.describe", **params)
    from .facts import Facts
    from .listings import ToolDocs

    docs = {name: Facts(doc) for name, doc in docs.items()}
    if tool is not None:
        described: dict[str, Any] = next(iter(docs.values()))
        return described
    return ToolDocs(docs, server)


async def _search(query: str, limit: int, server: str | None, detail: str) -> list[dict[str, Any]]:
    params: dict[str, Any] = {"query": query, "limit": limit, "detail": _checked(detail)}
    if server is not None:
        params["server"] = server
    from .facts import Facts
    from .hits import Hits

    return Hits(map(Facts, await connection.request("tools.search", **params)))


def __dir__() -> list[str]:
    return __all__


def _checked(detail: str) -> str:
    if detail not in ("summary", "full"):
        raise ValueError(f'detail is {detail!r}: it must be "summary" or "full"')
    return detail
