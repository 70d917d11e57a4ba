"""User code's signal handlers, such as that of an alarm that ends what takes too long.

They run only where user code runs, never in the middle of the kernel's own work. If the cell waits, or the kernel is at
work, they run as soon as that is over. What a handler raises is raised in the cell, where it waits.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

from .interrupts import Interrupts, is_in_user_code

_set: Final = signal.signal
_get: Final = signal.getsignal


class SignalHandlers:
    """Replaces `signal.signal` and `signal.getsignal`."""

    def __init__(
        self,
        interrupts: Interrupts,
        loop: asyncio.AbstractEventLoop,
        throw: Callable[[BaseException], None],
    ) -> None:
        self._interrupts = interrupts
        self._loop = loop
        self._throw = throw
        signal.signal = self._signal  # type: ignore[assignment]
        signal.getsignal = lambda number: _given(_get(number))

    def _signal(self, number: int, handler: Any) -> Any:
        """Does and returns what `signal.signal` does."""
        return _given(_set(number, _Deferring(handler, self._defer) if callable(handler) else handler))

    def _defer(self, handle: Callable[[], None]) -> None:
        self._interrupts.postpone(handle)
        self._loop.call_soon_threadsafe(self._handle_postponed)

    def _handle_postponed(self) -> None:
        try:
            self._interrupts.raise_postponed()
        except BaseException as error:
            self._throw(error)


class _Deferring:
    """Wraps a handler of user code."""

    def __init__(self, handler: Callable[[int, FrameType | None], Any], defer: Callable[[Callable[[], None]], None]) -> None:
        self.handler = handler
        self._defer = defer

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if is_in_user_code(frame):
            self.handler(number, frame)
        else:
            self._defer(lambda: self.handler(number, None))


def _given(handler: Any) -> Any:
    return handler.handler if isinstance(handler, _Deferring) else handler
