"""Starts the kernel under Pyodide: lines come and go by calls from and to JavaScript."""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from .kernel import Kernel

_HOME = "/workspace"


def boot(
    write_line: Callable[[str], None],
    set_interruptible: Callable[[bool], None],
    take_native_output: Callable[[], Any],
    output_limit: int,
) -> Callable[[str], None]:
    """The function that takes a line of the host."""
    os.makedirs(_HOME, exist_ok=True)
    os.chdir(_HOME)
    os.environ.clear()
    os.environ.update(HOME=_HOME, LANG="C.UTF-8", PATH="/usr/bin", TMPDIR="/tmp", USER="sandbox")
    sys.path.insert(0, _HOME)
    random.seed()  # the interpreter may come from a snapshot, the same one for every session
    time.sleep = _sleep

    def native_output(flush: bool) -> list[tuple[str, bytes]]:
        return [(stream, data.to_bytes()) for stream, data in take_native_output(flush)]

    kernel = Kernel(
        write_line,
        output_limit=output_limit,
        set_interruptible=set_interruptible,
        take_native_output=native_output,
    )

    def receive(line: str) -> None:
        kernel.receive(json.loads(line))

    kernel.ready()
    return receive


def _sleep(seconds: float, _sleep_through: Callable[[float], None] = time.sleep) -> None:
    """`time.sleep`, which under Pyodide cannot be interrupted, in pieces between which it can."""
    end = time.monotonic() + seconds
    _sleep_through(min(seconds, 0.05))
    while (left := end - time.monotonic()) > 0:
        _sleep_through(min(left, 0.05))
