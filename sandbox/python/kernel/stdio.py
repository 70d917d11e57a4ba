"""Starts the kernel as a process of its own: frames over the real stdin and stdout, which user code never sees.

Two processes. The parent waits for the host to go away, or for the child to end, and ends everything then: it
holds no lock that user code could hold, so it works even while the child is stuck in C code. The child is the
interpreter.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import resource
import select
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any, NoReturn

from .kernel import Kernel
from .native_output import NativeOutput

_HOME = "/workspace"
_INTERRUPT_AFTER = 0.1
_INTERRUPT_AGAIN = 0.5
_CHUNK = 1 << 20
_OUT_OF_MEMORY = b"sandbox: out of memory\n"
"""What the host looks for on stderr."""


def main(start: dict[str, Any], received: bytes) -> NoReturn:
    """`start` is the host's first frame, `received` what was read after it."""
    frames_in, frames_out = os.dup(0), os.dup(1)
    child = os.fork()
    if child:
        os.close(frames_out)
        _supervise(child, frames_in)
    _limit(start.get("limits") or {})
    os.environ.update(HOME=_HOME, TMPDIR="/tmp", LANG="C.UTF-8", MPLBACKEND="Agg", MPLCONFIGDIR="/tmp/.matplotlib")
    os.chdir(_HOME)
    sys.path.insert(0, _HOME)
    sys.argv = [""]
    os.register_at_fork(after_in_child=lambda: _leave_kernel(frames_in, frames_out))
    _serve(start, received, frames_in, frames_out)


def _supervise(child: int, frames_in: int) -> NoReturn:
    """The container ends with this process, which is its first."""
    ended, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1):
        os.dup2(null, descriptor)
    poll = select.poll()
    poll.register(frames_in, 0)  # reports nothing but the end of input
    poll.register(ended, select.POLLIN)
    while True:
        for descriptor, _ in poll.poll():
            if descriptor == frames_in:
                os._exit(0)
            os.read(ended, 1024)
            while True:
                try:
                    process, status = os.waitpid(-1, os.WNOHANG)
                except ChildProcessError:
                    os._exit(0)
                if process == child:
                    os._exit(_exit_code(status))
                if process == 0:
                    break


def _exit_code(status: int) -> int:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL and _reached_memory_limit():
        os.write(2, _OUT_OF_MEMORY)
    return 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def _reached_memory_limit() -> bool:
    """Whether the control group (version 2, or 1) has killed for want of memory."""
    for path in ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control"):
        with contextlib.suppress(OSError), open(path) as lines:
            if any(line.startswith("oom_kill ") and line.split()[1] != "0" for line in lines):
                return True
    return False


def _limit(limits: dict[str, int]) -> None:
    """The process's own limits, for engines that cannot enforce theirs."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for name, kind in (("memoryBytes", resource.RLIMIT_DATA), ("pids", resource.RLIMIT_NPROC)):
        if name in limits:
            _, hard = resource.getrlimit(kind)
            value = limits[name] if hard == resource.RLIM_INFINITY else min(limits[name], hard)
            resource.setrlimit(kind, (value, value))


def _serve(start: dict[str, Any], received: bytes, frames_in: int, frames_out: int) -> NoReturn:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    native = NativeOutput()
    busy = threading.Event()
    kernel = Kernel(
        _line_writer(frames_out),
        output_limit=start["outputLimit"],
        set_interruptible=lambda running: busy.set() if running else busy.clear(),
        take_native_output=native.take,
        missing_module_note="This sandbox has no network to install from; another image may have it: MCP_BRIDGE_IMAGE.",
    )

    def interrupt_if_busy(run: str) -> None:
        # One that comes while the kernel itself is at work is lost on user code: it is sent again until the run ends.
        if busy.is_set() and kernel.run_id == run:
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            _after(_INTERRUPT_AGAIN, interrupt_if_busy, run)

    def receive(frame: dict[str, Any]) -> None:
        loop.call_soon_threadsafe(kernel.receive, frame)
        if frame["type"] == "run-interrupt":
            # Code that waits is cancelled by the frame; code that is busy needs the signal.
            _after(_INTERRUPT_AFTER, interrupt_if_busy, frame["id"])

    native.start(kernel.drain)
    kernel.ready()
    threading.Thread(target=_read_frames, args=(frames_in, received, receive), name="frames", daemon=True).start()
    while True:
        # A task of user code that is stopped on its own stops the cell that waits for others, never the loop.
        try:
            loop.run_forever()
        except KeyboardInterrupt:
            kernel.interrupt()
        except SystemExit:
            pass


def _after(seconds: float, function: Callable[[str], None], run: str) -> None:
    timer = threading.Timer(seconds, function, [run])
    timer.daemon = True
    timer.start()


def _line_writer(descriptor: int) -> Callable[[str], None]:
    writing = threading.Lock()

    def write_line(line: str) -> None:
        data = memoryview(line.encode() + b"\n")
        with writing:
            while data:
                data = data[os.write(descriptor, data) :]

    return write_line


def _read_frames(descriptor: int, received: bytes, receive: Callable[[dict[str, Any]], None]) -> None:
    parts = [received]
    while True:
        if b"\n" in parts[-1]:
            *lines, rest = b"".join(parts).split(b"\n")
            for line in lines:
                receive(json.loads(line))
            parts = [rest]
        chunk = os.read(descriptor, _CHUNK)
        if not chunk:
            os._exit(0)
        parts.append(chunk)


def _leave_kernel(frames_in: int, frames_out: int) -> None:
    """In a process that user code forked: it prints to the plain descriptors and cannot speak to the host."""
    os.close(frames_in)
    os.close(frames_out)
    sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    signal.signal(signal.SIGINT, signal.default_int_handler)
