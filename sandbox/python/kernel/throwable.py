"""A coroutine into which an error can be thrown while it waits: a task itself can only be cancelled."""

from __future__ import annotations

import types
from collections.abc import Callable, Coroutine, Generator
from functools import partial
from typing import Any


@types.coroutine
def throwable(
    inner: Coroutine[Any, Any, Any], instead_of: Callable[[BaseException], BaseException]
) -> Generator[Any, Any, Any]:
    """Runs the coroutine. `instead_of` replaces each error that would be thrown into it."""
    step: Callable[[], Any] = partial(inner.send, None)
    while True:
        try:
            awaited = step()
        except StopIteration as end:
            return end.value
        try:
            step = partial(inner.send, (yield awaited))
        except BaseException as error:
            step = partial(inner.throw, instead_of(error))
