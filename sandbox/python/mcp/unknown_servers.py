"""What is said about a name that no server has."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from .errors import UnknownServerError

_unusable: dict[str, str] = {}


def set_unusable(described: Iterable[dict[str, str]]) -> None:
    """Replaces the servers that are configured and cannot be used: `{name, reason}`."""
    _unusable.clear()
    _unusable.update((_bare(entry["name"]), entry["reason"]) for entry in described)


def unknown_server(name: object, known: list[str]) -> UnknownServerError:
    have = f" Servers: {', '.join(known)}." if known else " No servers are configured."
    reason = _reason(str(name))
    said = f": {reason}." if reason else f".{_guess(str(name), known)}"
    return UnknownServerError(f"there is no server {name!r}{said}{have}", code="unknown-server", server=str(name))


def _reason(name: str) -> str | None:
    both = server_and_tool(_bare(name), list(_unusable))
    return _unusable.get(_bare(name)) or (_unusable[both[0]] if both else None)


def _guess(name: str, known: list[str]) -> str:
    both = server_and_tool(name, known)
    if both is not None:
        return f" Server and tool are named apart: {both[0]!r}, {both[1]!r}."
    near = difflib.get_close_matches(name, known, 1)
    return f" Did you mean {near[0]!r}?" if near else ""


def _bare(name: str) -> str:
    """The same for a name, its alias and the variable of it."""
    return re.sub(r"\W", "_", name.removeprefix("mcp_")).lower()


def server_and_tool(name: str, known: list[str]) -> tuple[str, str] | None:
    """The two parts of `server.tool`, `server__tool` and the like, if there is such a server."""
    bare = name.lstrip("_")
    for server in sorted(known, key=len, reverse=True):
        tool = bare.removeprefix(server)
        if bare.startswith(server) and tool[:1] in ("_", ".", "/", ":") and tool.strip("_./:"):
            return server, tool.strip("_./:")
    return None
