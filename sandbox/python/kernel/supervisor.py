"""The first process of a sandbox: when it ends, the sandbox does. It waits for the host to go away, or for the kernel to end.

It needs no lock that user code could hold, so it works even while the kernel is stuck in C code. It alone has the pipe that the
engine connects to the host: code that had it too could keep it open, and its end would not be noticed.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
from typing import NoReturn

from .killed_for_memory import KilledForMemory
from .stillness import Stillness

_CHUNK = 1 << 16
_STAND_STILL = b'\n{"type":"stand-still"}\n'
"""The last line that the host sends when there has been no run for a while. No other line looks like it, since JSON escapes line breaks in text."""
_AHEAD = 16 << 20
"""Bytes that are read ahead of the kernel, so that the sandbox can be stopped even if its code does not read."""
_SET_DUMPABLE = 4
_OUT_OF_MEMORY = b"sandbox: out of memory\n"
_ENDED_BY = "sandbox: ended by the signal "
"""The lines that the host looks for on stderr."""


def hide_process(hidden: bool) -> None:
    """Whether other processes of the same user are kept from this one's memory, environment and descriptors, and from debugging it."""
    ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0 if hidden else 1, 0, 0, 0)


def supervise(kernel: int, from_host: int, relay: int | None, killed: KilledForMemory) -> NoReturn:
    """Waits until the host or the kernel ends, and does what the host says meanwhile. Passes on what the host sends, if there is a relay;
    otherwise the host has a pipe to the kernel.
    """
    ended, tell = os.pipe()
    os.set_blocking(tell, False)
    if relay is not None:
        os.set_blocking(relay, False)
    signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(null, descriptor)
    poll = select.poll()
    poll.register(ended, select.POLLIN)
    waiting = bytearray()
    last_bytes = b"\n"
    _reap(kernel, killed)
    stillness = Stillness()
    while True:
        # The end of either pipe is reported in any case.
        poll.register(from_host, select.POLLIN if len(waiting) < _AHEAD else 0)
        if relay is not None:
            poll.register(relay, select.POLLOUT if waiting else 0)
        for descriptor, event in poll.poll(stillness.milliseconds):
            if descriptor == ended:
                os.read(ended, 1024)
                _reap(kernel, killed)
            elif descriptor == from_host:
                chunk = os.read(from_host, _CHUNK) if event == select.POLLIN else b""
                if not chunk:
                    os._exit(0)
                last_bytes = (last_bytes + chunk[-len(_STAND_STILL) :])[-len(_STAND_STILL) :]
                if last_bytes == _STAND_STILL:
                    # What earlier runs left behind continues with the next one.
                    stillness.begin()
                else:
                    stillness.end()
                if relay is not None:
                    waiting += chunk
                    _pass_on(waiting, relay)
            elif relay is not None:
                if event == select.POLLOUT:
                    _pass_on(waiting, relay)
                    continue
                # The kernel has ended, which will be noticed next, or has closed its input.
                poll.unregister(relay)
                relay = None
                waiting.clear()
        # Here too, since code may keep this process busy all the time.
        stillness.look()


def _pass_on(waiting: bytearray, relay: int) -> None:
    """Writes as much as the pipe takes, and removes it from `waiting`."""
    with contextlib.suppress(BlockingIOError, BrokenPipeError):
        while waiting:
            del waiting[: os.write(relay, waiting[:_CHUNK])]


def _reap(kernel: int, killed: KilledForMemory) -> None:
    """Reaps ended processes: orphans of the kernel become children of this process."""
    while True:
        try:
            process, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            os._exit(0)
        if process == 0:
            return
        if process == kernel:
            if not os.WIFSIGNALED(status):
                os._exit(os.WEXITSTATUS(status))
            by = os.WTERMSIG(status)
            out_of_memory = by == signal.SIGKILL and killed.has_killed()
            os.write(2, _OUT_OF_MEMORY if out_of_memory else f"{_ENDED_BY}{_name(by)}\n".encode())
            os._exit(128 + by)


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        # A real-time signal.
        return str(number)
