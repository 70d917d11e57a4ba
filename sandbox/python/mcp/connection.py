"""The connection from user code to the host. The kernel provides it; everything in this package calls through it."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from .reports import Listeners

Read = Callable[[Any, dict[str, Any]], Any]
"""Converts an answer; it is given the request's params as well."""
Request = Callable[[str, dict[str, Any], Listeners | None, Read | None], Coroutine[Any, Any, Any]]


class _Connection:
    request: Request | None = None
    created: list[Coroutine[Any, Any, Any]] = []
    look_again_at = 1000


# The end of the run names what was never awaited, and says what to write.
warnings.filterwarnings("ignore", message=r"coroutine '(mcp_|runtime\.)[^']*' was never awaited")


def bind(request: Request) -> None:
    _Connection.request = request


def request(method: str, **params: Any) -> Awaitable[Any]:
    return ask(method, params)


def ask(
    method: str, params: dict[str, Any], listeners: Listeners | None = None, read: Read | None = None
) -> Coroutine[Any, Any, Any]:
    """A single coroutine, which gives what `read` makes of the answer: each one around it would cost every call some time."""
    assert _Connection.request is not None, "the kernel has not been started"
    return _Connection.request(method, params, listeners, read)


def tracked(coroutine: Coroutine[Any, Any, Any], label: str) -> Coroutine[Any, Any, Any]:
    """The same coroutine, named `label` and tracked until it is known to have been awaited."""
    coroutine.__name__ = coroutine.__qualname__ = label  # type: ignore[attr-defined]
    created = _Connection.created
    created.append(coroutine)
    if len(created) > _Connection.look_again_at:
        created[:] = filter(_is_new, created)
        # If ten thousand wait for one gather, each check would look at all of them.
        _Connection.look_again_at = max(1000, 2 * len(created))
    return coroutine


def never_awaited() -> dict[tuple[str, bool], int]:
    """How many tracked coroutines of each label were never started, and whether a task would have; tracking then starts anew."""
    times: dict[tuple[str, bool], int] = {}
    new = list(filter(_is_new, _Connection.created))
    in_tasks = {id(task.get_coro()) for task in asyncio.all_tasks()} if new else set()
    for coroutine in new:
        key = coroutine.__qualname__, id(coroutine) in in_tasks
        times[key] = times.get(key, 0) + 1
    _Connection.created.clear()
    return times


def _is_new(coroutine: Coroutine[Any, Any, Any]) -> bool:
    """Whether it was never started. Its frame is looked at last, since reading it creates an object."""
    # Coroutines of an `async def` have these attributes.
    return not (coroutine.cr_suspended or coroutine.cr_running or coroutine.cr_frame is None)  # type: ignore[attr-defined]
