"""Where a KeyboardInterrupt may arise: in user code, never in the middle of the kernel's own work."""

from __future__ import annotations

import os
import signal
from types import FrameType
from typing import Final

_KERNEL_FOLDER: Final = os.path.dirname(os.path.abspath(__file__)) + os.sep
_USER_CODE: Final = ("<cell ", "<saved ")


class Interrupts:
    """Installs itself as the handler of SIGINT, which is how a host reaches code that does not listen."""

    def __init__(self) -> None:
        self.requested = False
        self._postponed = False
        signal.signal(signal.SIGINT, self._handle)

    def begin_run(self) -> None:
        self.requested = self._postponed = False

    def raise_postponed(self) -> None:
        """Called where the kernel, at work for user code, is about to return to it."""
        if self._postponed:
            self._postponed = False
            raise KeyboardInterrupt

    def _handle(self, signal_number: int, frame: FrameType | None) -> None:
        in_kernel = False
        while frame is not None:
            file_name = frame.f_code.co_filename
            if file_name.startswith(_USER_CODE):
                if not in_kernel:
                    raise KeyboardInterrupt
                self._postponed = True
                return
            in_kernel = in_kernel or file_name.startswith(_KERNEL_FOLDER)
            frame = frame.f_back
