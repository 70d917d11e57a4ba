"""Starts the kernel under Pyodide: lines are passed by function calls from and to JavaScript."""

from __future__ import annotations

import asyncio
import errno
import json
import os
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from pyodide.ffi import create_proxy

from .interrupts import Interrupts
from .kernel import Kernel
from .lines_out import LinesOut
from .ready_queue import ReadyQueue

_HOME = "/workspace"
_NAP = 0.05
_SHORT = 1 << 16


def boot(
    write_lines: Callable[..., None],
    set_interruptible: Callable[[bool], None],
    take_native_output: Callable[[bool], Any],
    take_turn: Callable[[Any], None],
    output_limit: int,
) -> Callable[[Any], None]:
    """Returns the function that receives lines from the host, as text or as the bytes of one line."""
    os.makedirs(_HOME, exist_ok=True)
    os.chdir(_HOME)
    os.environ.clear()
    os.environ.update(HOME=_HOME, LANG="C.UTF-8", PATH="/usr/bin", TMPDIR="/tmp", USER="sandbox")
    sys.path.insert(0, _HOME)
    random.seed()  # the interpreter may come from a snapshot that all sessions share
    def native_output(flush: bool) -> list[tuple[str, bytes]]:
        return [(stream, data.to_bytes()) for stream, data in take_native_output(flush)]

    loop = asyncio.get_running_loop()
    out = LinesOut(write_lines, loop.call_soon)
    kernel = Kernel(
        out.write,
        write_soon=out.write_soon,
        output_limit=output_limit,
        set_interruptible=set_interruptible,
        take_native_output=native_output,
        missing_module_note="The embedded sandbox has Python's standard library alone. For the user: a container has more, "
        "MCP_BRIDGE_RUNTIME=podman or docker.",
    )

    sys.meta_path.append(_TimeZones())
    time.sleep = _interruptible(time.sleep, kernel.interrupts)
    os.system = _no_processes

    def receive(received: Any) -> None:
        out.heard()
        text: str = received if isinstance(received, str) else received.to_bytes().decode()
        lines = text.split("\n")
        # Short lines are parsed together: starting the parser for each takes longer than parsing.
        frames = json.loads(f"[{','.join(lines)}]") if len(text) < _SHORT else map(json.loads, lines)
        for frame in frames:
            kernel.receive(frame)

    # A new Pyodide event loop would replace the running one, and pending tasks would never continue.
    asyncio.events.new_event_loop = _beside(loop, asyncio.events.new_event_loop)
    asyncio.new_event_loop = lambda: loop
    queue = ReadyQueue(loop, lambda: take_turn(turn), kernel.interrupt)
    # Created once for the life of the interpreter: a proxy for each turn would cost more than the turn.
    turn = create_proxy(queue.run)
    # The same handlers for tasks with a timer of their own.
    loop._keyboard_interrupt_handler = kernel.interrupt  # type: ignore[attr-defined]
    loop._system_exit_handler = lambda code: None  # type: ignore[attr-defined]
    kernel.ready()
    return receive


def _beside(
    loop: asyncio.AbstractEventLoop, make: Callable[[], asyncio.AbstractEventLoop]
) -> Callable[[], asyncio.AbstractEventLoop]:
    def make_beside() -> asyncio.AbstractEventLoop:
        try:
            return make()
        finally:
            asyncio._set_running_loop(loop)

    return make_beside


def _no_processes(command: str) -> int:
    """Replaces an `os.system` that starts nothing, reports nothing and returns -1."""
    raise OSError(errno.ENOTSUP, f"{sys.platform} does not support processes.")


class _TimeZones:
    """Finds time zone data with a module that is loaded only when needed, since most sessions do not need it."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> Any:
        if name.partition(".")[0] != "tzdata":
            return None
        from .time_zones import TimeZoneFinder

        return TimeZoneFinder().find_spec(name)


def _interruptible(sleep: Callable[[float], None], interrupts: Interrupts) -> Callable[[float], None]:
    """`time.sleep` in short pieces with a check for interrupts between them, because Pyodide does not interrupt it."""

    def interruptible_sleep(seconds: float, /) -> None:
        end = time.monotonic() + seconds
        sleep(min(seconds, _NAP))
        while (left := end - time.monotonic()) > 0:
            if interrupts.requested:
                raise KeyboardInterrupt
            sleep(min(left, _NAP))

    return interruptible_sleep
