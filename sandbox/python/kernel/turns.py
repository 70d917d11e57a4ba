"""Schedules work for the next turn of the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable


def next_turn(loop: asyncio.AbstractEventLoop) -> Callable[[Callable[[], None]], None]:
    """Returns a function that schedules another one in this thread's loop. Any thread may call it, and a signal handler too."""
    owner = threading.get_ident()

    def ask(function: Callable[[], None]) -> None:
        # Within a task of this thread the loop is not waiting and need not be woken, which would take four system calls.
        if threading.get_ident() == owner and asyncio.current_task(loop) is not None:
            loop.call_soon(function)
        else:
            loop.call_soon_threadsafe(function)

    return ask
