"""`from mcp.servers.github import create_issue`: a module for each server, created when it is imported."""

from __future__ import annotations

import importlib.machinery
import sys
import types
from typing import Any

from .proxies import ServerProxy, Servers
from .unknown_servers import Unusable, unknown_server

__path__: list[str] = []  # makes this module a package, so that names below it can be imported

servers = Servers()


def update_servers(described: list[dict[str, Any]], unusable: list[dict[str, str]], namespace: dict[str, Any]) -> None:
    """Updates `mcp_servers`, `mcp_<alias>` and the importable modules; the user's own names are kept."""
    Unusable.described = unusable
    namespace.setdefault("mcp_servers", servers)
    if described != servers.described:
        before = set(servers.by_alias)
        servers.replace(described)
        for alias in before - set(servers.by_alias):
            if isinstance(namespace.get(f"mcp_{alias}"), ServerProxy):
                del namespace[f"mcp_{alias}"]
            sys.modules.pop(f"{__name__}.{alias}", None)
    for alias, server in servers.by_alias.items():
        if isinstance(namespace.get(f"mcp_{alias}", server), ServerProxy):
            namespace[f"mcp_{alias}"] = server


class _ServerModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        return getattr(servers[self.__name__.rpartition(".")[2]], name)

    def __dir__(self) -> list[str]:
        return dir(servers[self.__name__.rpartition(".")[2]])

    def __repr__(self) -> str:
        return repr(servers[self.__name__.rpartition(".")[2]])


class _Finder:
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        parent, _, alias = name.rpartition(".")
        if parent != __name__:
            return None
        if alias not in servers.by_alias:
            raise ModuleNotFoundError(str(unknown_server(alias, list(servers.by_alias))), name=name)
        return importlib.machinery.ModuleSpec(name, self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _ServerModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        module.__doc__ = servers[module.__name__.rpartition(".")[2]].__doc__


sys.meta_path.append(_Finder())
