"""The descriptors that the event loop of a container watches, for the kernel and for user code."""

from __future__ import annotations

import os
import selectors


class WatchedDescriptors(selectors.PollSelector):
    """Without epoll, whose watches the system counts per user: another sandbox may have used them all up.

    poll reports a descriptor that was closed while it was watched as ready, every time: the loop would never rest.
    Such a descriptor is reported once, so that the code which waits for it gets an error, and then watched no more.
    """

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(timeout)
        for key, _ in ready:
            if not _is_open(key.fd):
                self.unregister(key.fileobj)
        return ready


def _is_open(descriptor: int) -> bool:
    try:
        os.get_inheritable(descriptor)
    except OSError:
        return False
    return True
