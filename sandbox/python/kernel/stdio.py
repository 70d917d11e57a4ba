"""Starts the kernel as a process of its own: frames over two pipes, which user code never sees.

Two processes: the parent is the supervisor, the child is the interpreter.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import resource
import signal
import sys
from typing import Any, NoReturn

from .direct_pipes import offer_pipes
from .frames_in import FramesIn
from .frames_out import FramesOut
from .interrupter import Interrupter
from .kernel import Kernel
from .killed_for_memory import KilledForMemory
from .native_output import NativeOutput
from .signal_handlers import SignalHandlers
from .supervisor import hide_process, supervise
from .surroundings import check_surroundings, is_gvisor
from .system_calls import refuse_system_calls
from .watched_descriptors import WatchedDescriptors

_HOME = "/workspace"
_LIMITS = (
    # One byte instead of zero: with zero, a system that pipes core dumps to a program would still start it.
    (resource.RLIMIT_CORE, 1),
    (resource.RLIMIT_NOFILE, 1024),
    # Apart from message queues, only the two folders can be written to.
    (resource.RLIMIT_MSGQUEUE, 0),
    # Timers and queued signals, which the system counts per user, for all sandboxes together.
    (resource.RLIMIT_SIGPENDING, 256),
    (resource.RLIMIT_MEMLOCK, 1 << 16),
    # No priority over others, neither by real-time scheduling nor by niceness.
    (resource.RLIMIT_RTPRIO, 0),
    (resource.RLIMIT_NICE, 0),
)
_OF_THE_KERNEL = (resource.RLIMIT_MSGQUEUE, resource.RLIMIT_SIGPENDING, resource.RLIMIT_RTPRIO, resource.RLIMIT_NICE)
"""What these bound is of the sandbox alone where it has a kernel of its own."""

_has_left = False
"""Whether this is a process that user code forked."""


def main(start: dict[str, Any], received: bytes) -> NoReturn:
    """`start` is the host's first frame; `received` is what was read after it."""
    if folders := sys.argv[1:]:
        check_surroundings(folders)
    limits = start.get("limits") or {}
    # If no control group limits processes, the host asks this process to do it.
    refuse_system_calls(has_control_group="pids" not in limits)
    from_host, to_host = os.dup(0), os.dup(1)
    frames_in, to_kernel = os.pipe()
    # Before there is any other process that could look. The host can open this process's pipes only while it is hidden: until then,
    # its files in /proc belong to the sandbox's user.
    hide_process(True)
    direct = offer_pipes(from_host, to_host, to_kernel) if start.get("pipes") else None
    frames_out = to_host if direct is None else direct
    killed = KilledForMemory()
    # A collection writes to every object that it looks at, and what the two processes share would then be there twice.
    gc.freeze()
    child = os.fork()
    if child:
        for descriptor in (frames_in, frames_out):
            os.close(descriptor)
        if direct is not None:
            os.close(to_kernel)
        supervise(child, from_host, to_kernel if direct is None else None, killed)
    for descriptor in {from_host, to_host, to_kernel} - {frames_out}:
        os.close(descriptor)
    hide_process(False)
    _limit(limits)
    _die_first()
    os.environ.update(HOME=_HOME, TMPDIR="/tmp", LANG="C.UTF-8", MPLBACKEND="Agg", MPLCONFIGDIR="/tmp/.matplotlib")
    os.chdir(_HOME)
    sys.path.insert(0, _HOME)
    sys.argv = [""]
    os.register_at_fork(after_in_child=lambda: _leave_kernel(frames_in, frames_out))
    _serve(start, received, frames_in, frames_out, killed)


def _limit(limits: dict[str, int]) -> None:
    """Sets the process's own limits: those that no engine enforces, and those that this engine cannot."""
    given = (
        (resource.RLIMIT_DATA, limits.get("memoryBytes")),
        (resource.RLIMIT_NPROC, limits.get("pids")),
        # Page tables take memory for each address range, whether or not it is used.
        (resource.RLIMIT_AS, limits.get("addressBytes")),
    )
    for kind, wanted in (*_LIMITS, *given):
        if wanted is not None:
            current = resource.getrlimit(kind)
            value = wanted if current[1] == resource.RLIM_INFINITY else min(wanted, current[1])
            # gVisor refuses to set some of them, even to what they are already.
            if current == (value, value):
                continue
            try:
                resource.setrlimit(kind, (value, value))
            except ValueError:
                if kind not in _OF_THE_KERNEL or not is_gvisor():
                    raise


def _die_first() -> None:
    """If memory runs out, this process must be killed, and not the supervisor, which reports why."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def _serve(start: dict[str, Any], received: bytes, frames_in: int, frames_out: int, killed: KilledForMemory) -> NoReturn:
    loop = asyncio.SelectorEventLoop(WatchedDescriptors())
    asyncio.set_event_loop(loop)
    native = NativeOutput()
    busy = False
    out = FramesOut(frames_out, loop)

    def set_busy(running: bool) -> None:
        nonlocal busy
        busy = running

    kernel = Kernel(
        out.write,
        write_soon=out.write_soon,
        output_limit=start["outputLimit"],
        set_interruptible=set_busy,
        take_native_output=native.take,
        missing_module_note="This sandbox has no network, so nothing can be installed. For the user: another image may have the module, MCP_BRIDGE_IMAGE.",
    )

    interrupter = Interrupter(lambda run: busy and kernel.run_id == run)

    def noticed(frame: dict[str, Any]) -> None:
        if frame["type"] == "run-start":
            killed.begin_run()
        elif frame["type"] == "run-interrupt":
            interrupter.ask(frame["id"])

    SignalHandlers(kernel.interrupts, loop, kernel.throw)
    native.start(kernel.output.drain)
    kernel.ready()
    FramesIn(frames_in, received, noticed, out.heard, kernel.receive).start(loop)
    while True:
        # An interrupt or an error that escapes from a task of user code stops the cell, and never the loop.
        try:
            loop.run_forever()
        except KeyboardInterrupt:
            kernel.interrupt()
        except SystemExit:
            pass
        except BaseException as error:
            kernel.throw(error)


def _leave_kernel(frames_in: int, frames_out: int) -> None:
    """Called in a process that user code forked: it prints to the plain descriptors and cannot send frames to the host."""
    global _has_left
    # In a process that this one forks, the numbers may be those of its own files.
    if _has_left:
        return
    _has_left = True
    os.close(frames_in)
    os.close(frames_out)
    sys.stdout = open(1, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    vars(sys).update(__stdout__=sys.stdout, __stderr__=sys.stderr)
    signal.signal(signal.SIGINT, signal.default_int_handler)
