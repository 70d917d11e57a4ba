"""Servers and tools as Python objects: `mcp_servers["github"].call_tool(...)`, `mcp_github.create_issue(...)`."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Coroutine, Iterator, Mapping
from typing import Any, NoReturn

from . import connection, offers
from .content import read_resource
from .errors import InvalidArgumentsError, UnknownServerError, UnknownToolError
from .reports import Listeners, taken_from
from .results import value_of
from .unknown_servers import unknown_server


HOW_TO_CALL = 'write `await mcp_servers["server"].call_tool("tool", {"arg": 1})` or `await mcp_server.tool(arg=1)`.'


_ONE_SERVER = "a server is a str: for several, write `for server in mcp_servers:` and use one at a time."


class ToolFunction:
    """One tool of one server. Call it with keyword arguments or with one dict, and await the result.

    A first value without a name is that of the only argument that is required.
    """

    def __init__(self, server: str, tool: str, label: str) -> None:
        self.server = server
        self.tool = tool
        self.__name__ = tool
        self.__qualname__ = label
        self.__doc__ = f"The tool {tool!r} of the server {server!r}; `await runtime.query_tool_docs({server!r}, {tool!r})` documents it."

    def __call__(self, /, *positional: Any, **arguments: Any) -> Coroutine[Any, Any, Any]:
        label = self.__qualname__
        if not _is_one_dict(positional):
            return connection.tracked(_call_by_position(self.server, self.tool, label, positional, arguments), label)
        listeners = taken_from(arguments, label)
        return connection.tracked(
            _call(self.server, self.tool, _merge(positional, arguments), listeners), label
        )

    def __repr__(self) -> str:
        return f"<tool {self.__qualname__}, if there is one; await runtime.query_tool_docs({self.server!r}, {self.tool!r})>"


class ServerFunction(ToolFunction):
    """A function of every server proxy, such as `list_resources()`, unless the server has a tool of that name."""

    def __init__(self, server: str, name: str, label: str) -> None:
        super().__init__(server, name, label)
        self._function = _FUNCTIONS[name]
        self.__doc__ = self._function.__doc__

    def __call__(self, /, *positional: Any, **arguments: Any) -> Coroutine[Any, Any, Any]:
        return connection.tracked(self._tool_or_function(positional, arguments), self.__qualname__)

    async def _tool_or_function(self, positional: tuple[Any, ...], arguments: dict[str, Any]) -> Any:
        # Called after the `except`, so that its own error does not have this one in front of it.
        if await self._is_tool():
            return await super().__call__(*positional, **arguments)
        return await self._function(self.server, *positional, **arguments)

    async def _is_tool(self) -> bool:
        try:
            await connection.request("tools.describe", server=self.server, tool=self.tool, detail="summary")
        except UnknownToolError:
            return False
        return True


class ServerProxy:
    """One server. Its tools are attributes; tools whose names are not Python names are called through `call_tool`.

    `list_tools`, `list_resources`, `read_resource`, `list_prompts`, `get_prompt`, `describe_server` and
    `list_resource_templates` are functions of every server that has no tools of these names.
    """

    def __init__(self, name: str, alias: str, description: str | None) -> None:
        self.__name__ = name
        self._label = f"mcp_{alias}"
        self.__doc__ = description or f"The MCP server {name!r}."

    def call_tool(
        self, tool: str | None = None, arguments: Mapping[str, Any] | None = None, /, *, raw: bool = False, **more: Any
    ) -> Coroutine[Any, Any, Any]:
        """Calls a tool by its own name. `raw=True` gives the full result, errors included, as a dict.

        `on_progress=function` is called with `{progress, total, message}`, and `on_log=function` with `{level, logger, data}`,
        while the call runs; either may be async. If the value is not a function, it is an argument of the tool.
        """
        if tool is None:
            tool, arguments = named_tool(more)
        positional = () if arguments is None else (arguments,)
        label = f"{self._label}.call_tool"
        if not _is_one_dict(positional):
            return connection.tracked(_refuse(self.__name__, tool, label), label)
        listeners = taken_from(more, label)
        return connection.tracked(
            _call(self.__name__, tool, _merge(positional, more), listeners, raw=raw), label
        )

    def __getattr__(self, name: str) -> ToolFunction:
        if name.startswith(("__", "_repr_", "_ipython_")):
            raise AttributeError(name)
        kind = ServerFunction if name in _FUNCTIONS else ToolFunction
        function = kind(self.__name__, name, f"{self._label}.{name}")
        # Created once, since code gets it again for each call.
        self.__dict__[name] = function
        return function

    def __dir__(self) -> list[str]:
        return ["call_tool", *_FUNCTIONS]

    def __repr__(self) -> str:
        return f"<MCP server {self.__name__!r}; its tools: await runtime.query_tool_docs({self.__name__!r})>"


class Servers(Mapping[str, ServerProxy]):
    """Every configured server by name; aliases work too, and so does `mcp_servers.alias`."""

    def __init__(self) -> None:
        # Set here so that help() shows this text instead of Mapping's.
        self.__name__ = "mcp_servers"
        self.__doc__ = 'The servers by name: `mcp_servers["name"].call_tool("tool", {...})`, or `mcp_servers.name.tool(argument=value)`.'
        self._by_name: dict[str, ServerProxy] = {}
        self._by_alias: dict[str, ServerProxy] = {}
        self.described: list[dict[str, Any]] = []

    def replace(self, described: list[dict[str, Any]]) -> None:
        self.described = described
        self._by_name = {
            entry["name"]: ServerProxy(entry["name"], entry["alias"], entry.get("description")) for entry in described
        }
        self._by_alias = {entry["alias"]: self._by_name[entry["name"]] for entry in described}

    @property
    def by_alias(self) -> dict[str, ServerProxy]:
        return self._by_alias

    def __getitem__(self, name: str) -> ServerProxy:
        if isinstance(name, (list, tuple, set)):
            raise InvalidArgumentsError(_ONE_SERVER, code="invalid-arguments")
        server = self._by_name.get(name) or self._by_alias.get(name) or self._by_alias.get(str(name).removeprefix("mcp_"))
        if server is None:
            raise unknown_server(name, list(self._by_name))
        return server

    def __getattr__(self, name: str) -> ServerProxy:
        if name.startswith("_"):
            raise AttributeError(name)
        if name == "call_tool" or name in _FUNCTIONS:
            raise AttributeError(f'every server has it: write `mcp_servers["server"].{name}(...)`')
        try:
            return self[name]
        except UnknownServerError as error:
            raise AttributeError(str(error)) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __dir__(self) -> list[str]:
        return list(self._by_alias)

    def __repr__(self) -> str:
        return f"<MCP servers: {', '.join(self._by_name) or 'none'}>"


def named_tool(more: dict[str, Any]) -> tuple[str, Mapping[str, Any] | None]:
    """Takes tool and arguments from a call that passes both by name, as with MCP's own SDK."""
    tool = taken_name(more, "tool", "name", "tool_name")
    arguments = more.pop("arguments") if isinstance(more.get("arguments"), Mapping) else None
    return tool, arguments


def taken_name(more: dict[str, Any], *spellings: str) -> str:
    for spelling in spellings:
        if isinstance(more.get(spelling), str):
            name: str = more.pop(spelling)
            return name
    raise InvalidArgumentsError(
        f"call_tool needs a {spellings[0]}: {HOW_TO_CALL}", code="invalid-arguments"
    )


def _call(
    server: str, tool: str, arguments: dict[str, Any], listeners: Listeners | None, *, raw: bool = False
) -> Coroutine[Any, Any, Any]:
    params = {"server": server, "tool": tool, "arguments": arguments}
    return connection.ask("tools.call", params, listeners, None if raw else _value)


def _value(result: dict[str, Any], params: dict[str, Any]) -> Any:
    return value_of(result, params["server"], params["tool"])


async def list_tools(server: str) -> list[str]:
    """The names of the server's tools."""
    return list(await connection.request("tools.describe", server=server, detail="summary"))


_FUNCTIONS: dict[str, Callable[..., Coroutine[Any, Any, Any]]] = {
    function.__name__: function
    for function in (
        list_tools,
        offers.list_resources,
        offers.list_resource_templates,
        read_resource,
        offers.list_prompts,
        offers.get_prompt,
        offers.describe_server,
    )
}


def _is_one_dict(positional: tuple[Any, ...]) -> bool:
    return len(positional) == 0 or (len(positional) == 1 and isinstance(positional[0], Mapping))


async def _call_by_position(
    server: str, tool: str, label: str, positional: tuple[Any, ...], arguments: dict[str, Any]
) -> Any:
    """Calls the tool if it requires a single argument, whose value this must be. Of several it does not guess which was meant."""
    docs = await _docs_of(server, tool, "full")
    name = _only_required(docs.get("inputSchema"))
    listeners = taken_from(arguments, label)
    others = _merge((), arguments)
    if len(positional) != 1 or name is None or name in others:
        raise _wrong_call(server, tool, label, docs)
    return await _call(server, tool, {name: positional[0], **others}, listeners)


def _only_required(schema: Any) -> str | None:
    required = schema.get("required") if isinstance(schema, dict) else None
    name = required[0] if isinstance(required, list) and len(required) == 1 else None
    return name if isinstance(name, str) else None


async def _refuse(server: str, tool: str, label: str) -> NoReturn:
    """Raises an error that says how the tool is called."""
    raise _wrong_call(server, tool, label, await _docs_of(server, tool, "summary"))


async def _docs_of(server: str, tool: str, detail: str) -> dict[str, Any]:
    try:
        docs: dict[str, dict[str, Any]] = await connection.request("tools.describe", server=server, tool=tool, detail=detail)
    except UnknownToolError as error:
        # `server.call("tool", {...})`, `server.run_tool("tool", ...)`: an unknown name was probably meant to call a tool.
        error.add_note(f"A tool is called by its own name: {HOW_TO_CALL}")
        raise
    return next(iter(docs.values()), {})


def _wrong_call(server: str, tool: str, label: str, docs: dict[str, Any]) -> InvalidArgumentsError:
    signature = docs.get("signature")
    its = f". Its signature: {signature}" if signature else ""
    how = f": {label}({tool!r}, {{'name': value}})" if label.endswith(".call_tool") else ""
    return InvalidArgumentsError(
        f"{label} takes keyword arguments, or one dict of arguments{how}{its}",
        code="invalid-arguments",
        server=server,
        tool=tool,
    )


def _merge(positional: tuple[Any, ...], arguments: dict[str, Any]) -> dict[str, Any]:
    for name in arguments:
        # Few calls have such an argument.
        if name[-1:] == "_":
            arguments = {_argument_name(name): value for name, value in arguments.items()}
            break
    return {**positional[0], **arguments} if positional else arguments


def _argument_name(name: str) -> str:
    """`from_` stands for an argument called `from`, as for every Python keyword."""
    return name[:-1] if name.endswith("_") and keyword.iskeyword(name[:-1]) else name
