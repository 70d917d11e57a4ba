"""What an engine has put around the sandbox, where its settings can give every container something of the host.

Podman's settings do (volumes and mounts of containers.conf, mounts.conf), and its own answers do not tell of it. The
kernel is the first that can see it, before there is user code. Where there is more than was asked for, it does not start.
"""

from __future__ import annotations

import os
import re
import sys
from typing import Final

_OF_THE_SYSTEM: Final = ("/proc", "/sys", "/dev")
_OF_THE_ENGINE: Final = (
    "/etc/hosts",
    "/etc/hostname",
    "/etc/resolv.conf",
    "/etc/passwd",
    "/etc/group",
    "/etc/localtime",
    "/etc/system-fips",
    "/etc/crypto-policies",
    "/usr/share/zoneinfo",
    "/run/.containerenv",
)
"""Files that an engine writes for each container, the time zone, and the rules of cryptography."""


def check_surroundings(folders: list[str]) -> None:
    """Ends the process, with a sentence, where anything but the folders in memory that were asked for is mounted."""
    if os.getpid() != 1:
        sys.exit(
            "the sandbox does not start where another process than its own is the first one: "
            "take pidns and init out of the engine's settings."
        )
    # An image may have a link in the place of one.
    asked_for = {os.path.realpath(folder) for folder in folders}
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
        more = sorted({place for place, kind in map(_read, file) if not _is_asked_for(place, kind, asked_for)})
    outer = [place for place in more if not any(place.startswith(other + "/") for other in more)]
    if outer:
        places = ", ".join(outer).encode("ascii", "backslashreplace").decode()
        sys.exit(
            f"the sandbox does not start with what the engine's settings give every container, mounted at {places}: "
            "take it out of containers.conf or mounts.conf."
        )


def _read(line: str) -> tuple[str, str]:
    """Where something is mounted, and the kind of its file system: proc_pid_mountinfo(5)."""
    before, _, after = line.partition(" - ")
    place = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), before.split(" ")[4])
    return place, after.split(" ")[0]


def _is_asked_for(place: str, kind: str, asked_for: set[str]) -> bool:
    if place in asked_for:
        return kind == "tmpfs"
    return place == "/" or any(place == own or place.startswith(own + "/") for own in _OF_THE_SYSTEM + _OF_THE_ENGINE)
