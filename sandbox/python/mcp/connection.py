"""The connection from user code to the host. The kernel provides it; everything in this package calls through it."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from .reports import Listeners

Request = Callable[[str, dict[str, Any], Listeners | None], Awaitable[Any]]


class _Connection:
    request: Request | None = None
    created: dict[int, tuple[Coroutine[Any, Any, Any], str]] = {}
    look_again_at = 1000


# The end of the run names what was never awaited, and says what to write.
warnings.filterwarnings("ignore", message=r"coroutine '(mcp_|runtime\.)[^']*' was never awaited")


def bind(request: Request) -> None:
    _Connection.request = request


def request(method: str, *, listeners: Listeners | None = None, **params: Any) -> Awaitable[Any]:
    assert _Connection.request is not None, "the kernel has not been started"
    return _Connection.request(method, params, listeners)


def tracked(coroutine: Coroutine[Any, Any, Any], label: str) -> Coroutine[Any, Any, Any]:
    """The same coroutine, named `label` and tracked until it is known to have been awaited."""
    coroutine.__name__ = coroutine.__qualname__ = label  # type: ignore[attr-defined]
    _Connection.created[id(coroutine)] = (coroutine, label)
    if len(_Connection.created) > _Connection.look_again_at:
        _forget_started()
        # If ten thousand wait for one gather, each check would look at all of them.
        _Connection.look_again_at = max(1000, 2 * len(_Connection.created))
    return coroutine


def never_awaited() -> dict[str, int]:
    """How many tracked coroutines of each label nobody has awaited; tracking then starts anew."""
    times: dict[str, int] = {}
    if not _Connection.created:
        return times
    _forget_started()
    for _, label in _Connection.created.values():
        times[label] = times.get(label, 0) + 1
    _Connection.created.clear()
    return times


def _forget_started() -> None:
    for key, (coroutine, _) in list(_Connection.created.items()):
        if inspect.getcoroutinestate(coroutine) != inspect.CORO_CREATED:
            del _Connection.created[key]
