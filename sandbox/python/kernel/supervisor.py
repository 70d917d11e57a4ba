"""The first process of a sandbox, which ends with it. It waits for the host to go away, or for the kernel to end.

It holds no lock that user code could hold, so it works even while the kernel is stuck in C code. The host's end of
the line stays with it alone: code that reached it could hold it open from inside, and nobody would see it close.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
from typing import NoReturn

from .stillness import Stillness

_CHUNK = 1 << 16
_STAND_STILL = b'\n{"type":"stand-still"}\n'
"""The last that the host sends when there has been no run for a while. No other line has this form: text in JSON has no line ends."""
_AHEAD = 16 << 20
"""Bytes that are read beyond what the kernel takes: code that does not read is stopped all the same."""
_SET_DUMPABLE = 4
_OUT_OF_MEMORY = b"sandbox: out of memory\n"
"""What the host looks for on stderr."""
_MEMORY_EVENTS = ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")
"""Where control groups of version 2, and 1, count what they killed for want of memory."""


def hide_process(hidden: bool) -> None:
    """Whether this process is closed to others of its user: its memory, its environment, its descriptors, a debugger."""
    ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0 if hidden else 1, 0, 0, 0)


def supervise(kernel: int, frames_in: int, relay: int) -> NoReturn:
    """Passes on what the host sends, until one of them ends."""
    ended, tell = os.pipe()
    for descriptor in (tell, relay):
        os.set_blocking(descriptor, False)
    signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(null, descriptor)
    killed_before = _killed_for_memory()
    poll = select.poll()
    poll.register(ended, select.POLLIN)
    waiting = bytearray()
    last_bytes = b"\n"
    _reap(kernel, killed_before)
    listening = True
    stillness = Stillness()
    while True:
        # The end of either pipe is reported in any case.
        poll.register(frames_in, select.POLLIN if len(waiting) < _AHEAD else 0)
        if listening:
            poll.register(relay, select.POLLOUT if waiting else 0)
        for descriptor, event in poll.poll(stillness.milliseconds):
            if descriptor == ended:
                os.read(ended, 1024)
                _reap(kernel, killed_before)
            elif descriptor == frames_in:
                chunk = os.read(frames_in, _CHUNK) if event == select.POLLIN else b""
                if not chunk:
                    os._exit(0)
                last_bytes = (last_bytes + chunk[-len(_STAND_STILL) :])[-len(_STAND_STILL) :]
                if last_bytes == _STAND_STILL:
                    # What runs have left behind goes on with the next one.
                    stillness.begin()
                else:
                    stillness.end()
                if listening:
                    waiting += chunk
                    _pass_on(waiting, relay)
            elif event == select.POLLOUT:
                _pass_on(waiting, relay)
            else:
                # The kernel has ended, which is about to be told, or closed its ears.
                listening = False
                waiting.clear()
                poll.unregister(relay)
        # Also where code keeps this process from ever having nothing to do.
        stillness.look()


def _pass_on(waiting: bytearray, relay: int) -> None:
    """Takes away what was taken."""
    with contextlib.suppress(BlockingIOError, BrokenPipeError):
        while waiting:
            del waiting[: os.write(relay, waiting[:_CHUNK])]


def _reap(kernel: int, killed_before: int) -> None:
    """The kernel's children become this process's when it leaves them behind."""
    while True:
        try:
            process, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            os._exit(0)
        if process == 0:
            return
        if process == kernel:
            if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL and _killed_for_memory() > killed_before:
                os.write(2, _OUT_OF_MEMORY)
            os._exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


def _killed_for_memory() -> int:
    for path in _MEMORY_EVENTS:
        with contextlib.suppress(OSError), open(path) as lines:
            for line in lines:
                if line.startswith("oom_kill "):
                    return int(line.split()[1])
    return 0
