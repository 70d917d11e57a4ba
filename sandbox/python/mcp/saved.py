"""`from saved import name`: functions of earlier sessions, which the host stores as source.

The host sends each source once, when a run starts. It is compiled when it is first imported, in its own namespace.
"""

from __future__ import annotations

import ast
import difflib
import importlib.machinery
import linecache
import sys
import types
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from .errors import SavedToolError, SavedToolImportError
from .servers import servers
from .unknown_servers import unknown_server

_MODULE = "saved"


class SavedTools(Mapping[str, Callable[..., Any]]):
    """Name to function. Reading a broken one raises an ImportError that says why."""

    def __init__(self) -> None:
        self._described: dict[str, dict[str, Any]] = {}
        self._functions: dict[str, Callable[..., Any]] = {}
        self._loading: list[str] = []
        self._provided: dict[str, Any] = {}

    def provide(self, names: dict[str, Any]) -> None:
        """Sets the names that every saved tool can use, in addition to the servers."""
        self._provided = names

    @property
    def provided(self) -> dict[str, Any]:
        aliases = {f"mcp_{alias}": server for alias, server in servers.by_alias.items()}
        return {**self._provided, "mcp_servers": servers, **aliases}

    def update(self, tools: Iterable[dict[str, Any]], removed: Collection[str] | None = None) -> None:
        """Applies changes: `{name, source}`, or `{name, problem}` if the source is not available.

        Without `removed`, `tools` is the complete list.
        """
        kept = {} if removed is None else {name: tool for name, tool in self._described.items() if name not in removed}
        self._described = dict(sorted((kept | {tool["name"]: tool for tool in tools}).items()))
        self._functions.clear()  # those that import one of them have the one that was

    def put(self, name: str, source: str) -> None:
        self.update([{"name": name, "source": source}], ())

    def drop(self, name: str) -> None:
        self.update([], [name])

    def describe(self, name: str) -> dict[str, str]:
        """`{name, description, signature}`; the description of one that is broken says why."""
        tool = self._described[name]
        try:
            definition = _definition(name, _source(tool))
            description = (ast.get_docstring(definition) or "").partition("\n")[0]
            return {"name": name, "description": description, "signature": _signature(definition)}
        except Exception as error:  # source that is nested too deep is a MemoryError
            return {"name": name, "description": f"broken: {explained(error)}", "signature": ""}

    def check(self, name: str, source: str) -> None:
        """Raises the error that would occur if the source were saved and loaded again."""
        self._functions.clear()  # those that import it must be able to load it, too
        self._compile(name, source)

    def _compile(self, name: str, source: str) -> Callable[..., Any]:
        if name in self._loading:
            circle = " imports ".join([*self._loading[self._loading.index(name) :], name])
            raise SavedToolError(f"saved tools import each other in a circle ({circle}): import inside the function instead")
        self._loading.append(name)
        try:
            return self._execute(name, source)
        finally:
            self._loading.pop()

    def _execute(self, name: str, source: str) -> Callable[..., Any]:
        from .saving import global_names  # costs time, which a start without saved tools does not pay

        _definition(name, source)
        file_name = f"<saved {name}>"
        linecache.cache[file_name] = (len(source), None, source.splitlines(keepends=True), file_name)
        namespace = {**self.provided, "__name__": _MODULE}
        for used in global_names(source):
            if used.startswith("mcp_") and used not in namespace:
                raise unknown_server(used.removeprefix("mcp_"), list(servers.by_alias))
        exec(compile(source, file_name, "exec", dont_inherit=True), namespace)
        function: Callable[..., Any] = namespace[name]
        return function

    def __getitem__(self, name: str) -> Callable[..., Any]:
        tool = self._described[name]
        if name not in self._functions:
            try:
                self._functions[name] = self._compile(name, _source(tool))
            except SavedToolImportError:  # of a tool that this one imports: that is the one to correct
                raise
            except Exception as error:
                raise SavedToolImportError(
                    f"the saved tool {name!r} cannot be loaded: {explained(error)}; fix it with "
                    f"`await runtime.save_tool({name}, overwrite=True)`, or `await runtime.remove_saved_tool({name!r})`"
                ) from error
        return self._functions[name]

    def __contains__(self, name: object) -> bool:
        return name in self._described

    def __iter__(self) -> Iterator[str]:
        return iter(self._described)

    def __len__(self) -> int:
        return len(self._described)


saved_tools = SavedTools()


def explained(error: Exception) -> str:
    """The error's text, preceded by its type if it is not one of ours."""
    text = str(error).rstrip(".")
    return text if isinstance(error, SavedToolError) else f"{type(error).__name__}: {text}"


def _source(tool: dict[str, Any]) -> str:
    if "source" not in tool:
        raise SavedToolError(tool["problem"])
    source: str = tool["source"]
    return source


def _definition(name: str, source: str) -> ast.FunctionDef | ast.AsyncFunctionDef:
    for node in ast.walk(ast.parse(source, f"<saved {name}>")):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == name:
            return node
    raise SavedToolError(f"its source defines no function {name!r}")


def _signature(definition: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    word = "async def" if isinstance(definition, ast.AsyncFunctionDef) else "def"
    returns = f" -> {ast.unparse(definition.returns)}" if definition.returns else ""
    return f"{word} {definition.name}({ast.unparse(definition.args)}){returns}"


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, saved_tools, 1, 0.5)
    guess = f" Did you mean {near[0]!r}?" if near else ""
    have = " `await runtime.list_saved_tools()` lists them." if saved_tools else " None is saved."
    return f"there is no saved tool {name!r}.{guess}{have}"


class _SavedModule(types.ModuleType):
    """Its attributes are the current saved tools."""

    def __getattr__(self, name: str) -> Any:
        if name == "__all__":
            return list(saved_tools)
        if name not in saved_tools:
            raise AttributeError(_unknown(name))
        return saved_tools[name]

    def __dir__(self) -> list[str]:
        return list(saved_tools)


class _Finder:
    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name == _MODULE:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        parent, _, tool = name.partition(".")
        if parent != _MODULE:
            return None
        # Python looks here for `from saved import tool` if the module has no such attribute.
        if tool in saved_tools:
            raise ImportError(f"{name} is a function: write `from {_MODULE} import {tool}`", name=name)
        raise ImportError(_unknown(tool), name=name)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _SavedModule(spec.name, __doc__)

    def exec_module(self, module: types.ModuleType) -> None:
        """There is nothing to run."""


# Before the folders on the path, so that a user's file of that name does not hide it.
sys.meta_path.insert(0, _Finder())
