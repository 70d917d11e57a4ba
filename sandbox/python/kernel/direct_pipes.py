"""Two pipes in which frames travel between the host and the kernel. Otherwise each frame would pass through two processes of the engine.

The first process of a container creates them before any user code runs. The host opens them through /proc, if the system lets
it, so that nothing of the host needs to be mounted.
"""

from __future__ import annotations

import json
import os
from typing import Any

_FOR_ANY_USER = 0o666
"""The host is another user. Only who may open /proc/<first process>/fd reaches the pipes at all, and no user code may."""
_OPENED = {"type": "pipes-answer", "opened": True}


def offer_pipes(control: int, replies: int, to_kernel: int) -> int | None:
    """Offers the pipe `to_kernel` to the host, and one for the other direction. Returns the descriptor that frames are then to be written
    to; None if the host has not opened the pipes, or could not.

    `control` and `replies` are the descriptors that the engine connects to the host.
    """
    from_kernel, frames_out = os.pipe()
    try:
        for descriptor in (to_kernel, from_kernel):
            os.fchmod(descriptor, _FOR_ANY_USER)
    except OSError:
        # In gVisor, for example, whose pipes the host could not open either.
        for descriptor in (from_kernel, frames_out):
            os.close(descriptor)
        return None
    offer = {"type": "pipes-offer", "toSandbox": _described(to_kernel), "fromSandbox": _described(from_kernel)}
    os.write(replies, json.dumps(offer, separators=(",", ":")).encode() + b"\n")
    is_opened = json.loads(_read_line(control)) == _OPENED
    os.close(from_kernel)
    if is_opened:
        return frames_out
    os.close(frames_out)
    return None


def _described(descriptor: int) -> dict[str, Any]:
    """The host recognises a pipe by its inode, of which the system has no second one."""
    return {"descriptor": descriptor, "inode": os.fstat(descriptor).st_ino}


def _read_line(descriptor: int) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        chunk = os.read(descriptor, 1)
        if not chunk:
            os._exit(0)
        line += chunk
    return line
