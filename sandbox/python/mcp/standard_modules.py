"""Modules of Python's own that are loaded late, when the session's folder may have a file of their name."""

from __future__ import annotations

import functools
import importlib
import sys
import types
from typing import Any, Final

_SESSION_FOLDERS: Final = ("/workspace", "/tmp")


class LateModule:
    """Stands in for a module until one of its names is needed."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(standard_module(self._name), name)


@functools.cache
def standard_module(name: str) -> types.ModuleType:
    """Python's module of that name. A file of the session that has the name hides it from code, but not from us."""
    loaded = sys.modules.get(name)
    if loaded is not None and not is_of_session(getattr(loaded, "__file__", None)):
        return loaded
    path = sys.path[:]
    sys.path[:] = [folder for folder in path if folder and not is_of_session(folder)]
    sys.modules.pop(name, None)
    try:
        return importlib.import_module(name)
    finally:
        sys.path[:] = path
        if loaded is not None:
            sys.modules[name] = loaded


def is_of_session(place: Any) -> bool:
    """Whether it is the path of a file or a folder of the session."""
    return isinstance(place, str) and (place in _SESSION_FOLDERS or place.startswith(tuple(f"{folder}/" for folder in _SESSION_FOLDERS)))
