"""Reads lines from the host. The event loop reads them itself; while code blocks it, a thread reads instead, so that an
interrupt arrives.
"""

from __future__ import annotations

import asyncio
import codecs
import json
import os
import select
import threading
from collections import deque
from collections.abc import Callable
from time import sleep
from typing import Any, Final

_CHUNK: Final = 1 << 16
"""The capacity of a pipe. A larger buffer would be allocated from the system, and returned to it, for each frame."""
_BUSY_AFTER: Final = 0.05
"""Seconds within which an event loop that is not blocked reads what has arrived."""


class FramesIn:
    """`noticed` is called for each frame as soon as it is read, on either thread. `take` is called for each frame in
    order, on the event loop's thread; `heard` is called before those that arrived together.
    """

    def __init__(
        self,
        descriptor: int,
        received: bytes,
        noticed: Callable[[dict[str, Any]], None],
        heard: Callable[[], None],
        take: Callable[[dict[str, Any]], None],
    ) -> None:
        self._descriptor = descriptor
        self._to_text = codecs.getincrementaldecoder("utf-8")().decode
        # The pieces of the incomplete line. They are decoded while the rest of the line is still arriving, since
        # decoding takes long.
        self._parts: list[str] = []
        self._received = received
        self._noticed = noticed
        self._heard = heard
        self._take = take
        self._frames: deque[dict[str, Any]] = deque()
        self._reading = threading.Lock()

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        os.set_blocking(self._descriptor, False)
        self._decode(self._received)
        loop.call_soon(self._hand_on)
        loop.add_reader(self._descriptor, self._read_on_loop)
        threading.Thread(target=self._stand_in, args=(loop,), name="frames", daemon=True).start()

    def _read_on_loop(self) -> None:
        self._read()
        self._hand_on()

    def _stand_in(self, loop: asyncio.AbstractEventLoop) -> None:
        poll = select.poll()
        poll.register(self._descriptor, select.POLLIN)
        while True:
            poll.poll()
            sleep(_BUSY_AFTER)
            if poll.poll(0):
                self._read()
                loop.call_soon_threadsafe(self._hand_on)

    def _read(self) -> None:
        """A kernel that no longer reads would look like one that is busy, so after an error it says why and exits."""
        try:
            with self._reading:
                self._receive()
        except BlockingIOError:
            pass  # the other thread has read it
        except BaseException as error:
            os.write(2, f"the kernel cannot take what the host sent: {type(error).__name__}: {error}\n".encode())
            os._exit(70)

    def _receive(self) -> None:
        chunk = os.read(self._descriptor, _CHUNK)
        if not chunk:
            os._exit(0)
        self._decode(chunk)

    def _decode(self, chunk: bytes) -> None:
        first, *ends = self._to_text(chunk).split("\n")
        self._parts.append(first)
        if not ends:
            return
        frames = [json.loads("".join(self._parts))]
        *lines, rest = ends
        self._parts = [rest]
        if lines:
            # Parsed together: starting the parser for each takes longer than parsing.
            frames += json.loads(f"[{','.join(lines)}]")
        for frame in frames:
            self._frames.append(frame)
            self._noticed(frame)

    def _hand_on(self) -> None:
        self._heard()
        while self._frames:
            self._take(self._frames.popleft())
