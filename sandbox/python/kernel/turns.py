"""What is to be done in the next turn of the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable


def next_turn(loop: asyncio.AbstractEventLoop) -> Callable[[Callable[[], None]], None]:
    """Has the loop of this thread call a function in its next turn. Any thread may ask, and a signal's handler."""
    owner = threading.get_ident()

    def ask(function: Callable[[], None]) -> None:
        # Within a task of this thread the loop cannot be waiting: it need not be woken, which takes four system calls.
        if threading.get_ident() == owner and asyncio.current_task(loop) is not None:
            loop.call_soon(function)
        else:
            loop.call_soon_threadsafe(function)

    return ask
