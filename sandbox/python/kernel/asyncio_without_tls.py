"""Imports asyncio without `ssl`, which would take a tenth of the kernel's memory and start, and which code without a network hardly needs.

When code imports `ssl`, it gets it as usual, and asyncio has it from then on.
"""

from __future__ import annotations

import contextlib
import functools
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
    """Finds `ssl` until it has been imported, on the path that there was before the user's folder, as if it had been imported then."""

    def __init__(self, path: list[str]) -> None:
        self._path = path
        self._is_imported = False

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name != "ssl" or self._is_imported:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, self._path)
        if spec is not None and spec.loader is not None:
            # The loader itself, since code may ask it for more than to load the module.
            vars(spec.loader)["exec_module"] = functools.partial(self._load, spec.loader)
        return spec

    def _load(self, loader: Any, module: types.ModuleType) -> None:
        vars(loader).pop("exec_module", None)
        loader.exec_module(module)
        # Code may also load a copy of its own.
        if sys.modules.get("ssl") is not module:
            return
        for name, importer in list(sys.modules.items()):
            if name.startswith("asyncio.") and hasattr(importer, "ssl"):
                vars(importer)["ssl"] = module
                # It has names for classes of `ssl`, too.
                if name == "asyncio.sslproto":
                    importlib.reload(importer)
        # Only now: an import that was interrupted is made again.
        self._is_imported = True
        with contextlib.suppress(ValueError):
            sys.meta_path.remove(self)
