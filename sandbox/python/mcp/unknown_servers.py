"""What is said about a name that no server has, or one that cannot be used."""

from __future__ import annotations

import difflib
from typing import ClassVar

from .errors import UnknownServerError


class Unusable:
    described: ClassVar[list[dict[str, str]]] = []
    """The servers that are configured and cannot be used: `{name, alias, reason}`."""


def unknown_server(name: object, known: list[str]) -> UnknownServerError:
    both = server_and_tool(str(name), known)
    unusable = unusable_server(name)
    if both is None and unusable is not None:
        return unusable
    near = difflib.get_close_matches(str(name), known, 1, 0.5)
    guess = f" Did you mean {near[0]!r}?" if near else ""
    if both is not None:
        guess = f" Server and tool are named apart: {both[0]!r}, {both[1]!r}."
    have = f" Servers: {', '.join(known)}." if known else " No servers are configured."
    return UnknownServerError(f"there is no server {name!r}.{guess}{have}", code="unknown-server", server=str(name))


def unusable_server(name: object) -> UnknownServerError | None:
    """The error for a server, or a tool of one, that is configured and cannot be used."""
    asked = str(name).removeprefix("mcp_")
    both = server_and_tool(asked, [server[key] for server in Unusable.described for key in ("name", "alias")])
    for server in Unusable.described:
        own = (server["name"], server["alias"])
        if asked in own or name in own or (both is not None and both[0] in own):
            message = f"the server {server['name']!r} is configured, but cannot be used: {server['reason']}"
            return UnknownServerError(message, code="unusable-server", server=server["name"])
    return None


def server_and_tool(name: str, known: list[str]) -> tuple[str, str] | None:
    """The two parts of `server.tool`, `server__tool` and the like, if there is such a server."""
    bare = name.lstrip("_")
    for server in sorted(known, key=len, reverse=True):
        tool = bare.removeprefix(server)
        if bare.startswith(server) and tool[:1] in ("_", ".", "/", ":") and tool.strip("_./:"):
            return server, tool.strip("_./:")
    return None
