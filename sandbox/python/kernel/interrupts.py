"""Where a KeyboardInterrupt may arise: in user code, never in the middle of the kernel's own work."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable
from types import FrameType
from typing import Final

_KERNEL_FOLDER: Final = os.path.dirname(os.path.abspath(__file__)) + os.sep
_USER_CODE: Final = ("<cell ", "<saved ")


class Interrupts:
    """Installs itself as the handler of SIGINT, by which the host interrupts code that is busy."""

    def __init__(self) -> None:
        self.requested = False
        self._postponed: deque[Callable[[], None]] = deque()
        signal.signal(signal.SIGINT, self._handle)

    def begin_run(self) -> None:
        self.requested = False
        self._postponed.clear()

    def postpone(self, action: Callable[[], None]) -> None:
        self._postponed.append(action)

    def raise_postponed(self) -> None:
        """Called when the kernel, after work that user code asked for, is about to return to it."""
        while self._postponed:
            self._postponed.popleft()()

    def _handle(self, signal_number: int, frame: FrameType | None) -> None:
        if is_in_user_code(frame):
            _interrupt()
        if _works_for_user_code(frame):
            self.postpone(_interrupt)


def is_in_user_code(frame: FrameType | None) -> bool:
    """Whether user code, or a library that it called, is running, and not the kernel."""
    while frame is not None:
        file_name = frame.f_code.co_filename
        if file_name.startswith(_USER_CODE):
            return True
        if file_name.startswith(_KERNEL_FOLDER):
            return False
        frame = frame.f_back
    return False


def _works_for_user_code(frame: FrameType | None) -> bool:
    """Whether the kernel is doing something that user code called."""
    while frame is not None:
        if frame.f_code.co_filename.startswith(_USER_CODE):
            return True
        frame = frame.f_back
    return False


def _interrupt() -> None:
    raise KeyboardInterrupt
