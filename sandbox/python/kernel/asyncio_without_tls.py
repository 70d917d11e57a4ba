"""Imports asyncio without `ssl`, which would take a tenth of the kernel's memory and start, and which code without a network hardly needs.

When code imports `ssl`, it gets it as usual, and asyncio has it from then on.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import sys
import types
from typing import Any


def import_asyncio() -> None:
    if "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # an import of it fails
        sys.meta_path.insert(0, _SslFinder(list(sys.path)))
        try:
            importlib.import_module("asyncio")
        finally:
            del sys.modules["ssl"]


class _SslFinder:
    """Finds `ssl` once, on the path that there was before the user's folder, as if it had been imported then."""

    def __init__(self, path: list[str]) -> None:
        self._path = path

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name != "ssl":
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(name, self._path)
        if spec is not None and spec.loader is not None:
            spec.loader = _SslLoader(spec.loader)  # type: ignore[assignment]
        return spec


class _SslLoader:
    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType | None:
        module: types.ModuleType | None = self._loader.create_module(spec)
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        for name, importer in list(sys.modules.items()):
            if name.startswith("asyncio.") and getattr(importer, "ssl", module) is None:
                vars(importer)["ssl"] = module
                # It has names for classes of `ssl`, too.
                if name == "asyncio.sslproto":
                    importlib.reload(importer)
