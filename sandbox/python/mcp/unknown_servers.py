"""What is said about a name that no server has."""

from __future__ import annotations

import difflib

from .errors import UnknownServerError


def unknown_server(name: object, known: list[str]) -> UnknownServerError:
    near = difflib.get_close_matches(str(name), known, 1, 0.5)
    guess = f" Did you mean {near[0]!r}?" if near else ""
    both = server_and_tool(str(name), known)
    if both is not None:
        guess = f" Server and tool are named apart: {both[0]!r}, {both[1]!r}."
    have = f" Servers: {', '.join(known)}." if known else " No servers are configured."
    return UnknownServerError(f"there is no server {name!r}.{guess}{have}", code="unknown-server", server=str(name))


def server_and_tool(name: str, known: list[str]) -> tuple[str, str] | None:
    """The two parts of `server.tool`, `server__tool` and the like, if there is such a server."""
    bare = name.lstrip("_")
    for server in sorted(known, key=len, reverse=True):
        tool = bare.removeprefix(server)
        if bare.startswith(server) and tool[:1] in ("_", ".", "/", ":") and tool.strip("_./:"):
            return server, tool.strip("_./:")
    return None
