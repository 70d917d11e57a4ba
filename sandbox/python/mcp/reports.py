"""Passes progress and log messages of a running call to the functions that user code gave with it."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from typing import Any, Final

Listener = Callable[[dict[str, Any]], Any]

_KEYS: Final = {"progress": ("progress", "total", "message"), "log": ("level", "logger", "data")}


class Listeners:
    """The functions for one call. A function that raises is named in a warning and not called again."""

    def __init__(self, label: str, on_progress: Listener | None, on_log: Listener | None) -> None:
        self._label = label
        self._functions = {kind: function for kind, function in (("progress", on_progress), ("log", on_log)) if function}

    @property
    def kinds(self) -> list[str]:
        return list(self._functions)

    async def tell(self, frame: dict[str, Any]) -> None:
        kind = frame["type"].removeprefix("call-")
        function = self._functions.get(kind)
        if function is None:
            return
        report = {key: frame.get(key) for key in _KEYS[kind]}
        if "dropped" in frame:
            report["data"] = f"{frame['dropped']:,} messages of this call were left out: there were too many"
        try:
            result = function(report)
            if inspect.isawaitable(result):
                await result
        except Exception as error:
            del self._functions[kind]
            print(
                f"Warning: on_{kind} of {self._label} raised {type(error).__name__}: {error}. The call continues without it.",
                file=sys.stderr,
            )


def taken_from(arguments: dict[str, Any], label: str) -> Listeners | None:
    """Removes `on_progress` and `on_log` from a call's arguments if they are functions, which no tool's argument can be."""
    if "on_progress" not in arguments and "on_log" not in arguments:
        return None
    given = {name: arguments.pop(name) for name in ("on_progress", "on_log") if callable(arguments.get(name))}
    return Listeners(label, given.get("on_progress"), given.get("on_log")) if given else None
