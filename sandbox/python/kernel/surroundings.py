"""What an engine has put around the sandbox, where its settings can give every container something of the host.

Podman's settings do (volumes, mounts and devices of containers.conf, mounts.conf, hooks), and its own answers do not tell
of all of it. The kernel is the first that can see it, before there is user code. Where there is more than was asked for, it
does not start.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from typing import Final

_OF_THE_SYSTEM: Final = ("/proc", "/sys")
_KINDS_OF_THE_SYSTEM: Final = {"proc", "sysfs", "cgroup", "cgroup2"}
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
_DEVICES: Final = {(1, 3), (1, 5), (1, 7), (1, 8), (1, 9), (5, 0), (5, 1), (5, 2)}
"""Those that every container has: null, zero, full, random, urandom, tty, console, ptmx."""


def check_surroundings(folders: list[str]) -> None:
    """Ends the process, with a sentence, where there is more than the folders in memory that were asked for."""
    if os.getpid() != 1:
        sys.exit(
            "the sandbox does not start where another process than its own is the first one: "
            "take pidns and init out of the engine's settings."
        )
    # An image may have a link in the place of one.
    asked_for = {os.path.realpath(folder) for folder in folders}
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
        mounts = {_read(line) for line in file}
    more = {place for place, kind in mounts if not _is_asked_for(place, kind, asked_for)}
    # Its devices are its own, and more than those that others have; the engine's settings give it none of the host's.
    if not _is_gvisor():
        more.update(_unusual_devices())
    outer = sorted(place for place in more if not any(place.startswith(other + "/") for other in more))
    if outer:
        places = ", ".join(outer).encode("ascii", "backslashreplace").decode()
        sys.exit(
            f"the sandbox does not start with what the engine's settings give every container, at {places}: "
            "take it out of containers.conf or mounts.conf."
        )


def _is_gvisor() -> bool:
    """By what its kernel, and no other, says of itself in every version."""
    with open("/proc/version") as file:
        return "#1 SMP Sun Jan 10 15:06:54 PST 2016" in file.read()


def _read(line: str) -> tuple[str, str]:
    """Where something is mounted, and the kind of its file system: proc_pid_mountinfo(5)."""
    before, _, after = line.partition(" - ")
    place = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), before.split(" ")[4])
    return place, after.split(" ")[0]


def _is_asked_for(place: str, kind: str, asked_for: set[str]) -> bool:
    if place in asked_for:
        # gVisor puts terminals of its own there.
        return kind == "tmpfs" or (place, kind) == ("/dev/pts", "devpts")
    if place.startswith("/dev/"):
        return kind == "mqueue" or _is_usual_device(place)
    if place in ("/", "/dev"):
        return True
    if _is_within(place, _OF_THE_SYSTEM):
        return _is_of_the_system(place, kind)
    return _is_within(place, _OF_THE_ENGINE)


def _is_within(place: str, folders: tuple[str, ...]) -> bool:
    return any(place == folder or place.startswith(folder + "/") for folder in folders)


def _is_of_the_system(place: str, kind: str) -> bool:
    """What an engine hides there is covered: a file by a device, a folder by an empty one."""
    # Control groups of version 1 lie in a folder in memory.
    return kind in _KINDS_OF_THE_SYSTEM or place == "/sys/fs/cgroup" or _is_usual_device(place) or _is_empty(place)


def _is_empty(place: str) -> bool:
    try:
        return not os.listdir(place) if os.path.isdir(place) else os.path.getsize(place) == 0
    except OSError:
        return False


def _unusual_devices() -> list[str]:
    paths = (os.path.join(folder, name) for folder, _, names in os.walk("/dev") for name in names)
    return [path for path in paths if _is_device(path) and not _is_usual_device(path)]


def _is_device(path: str) -> bool:
    mode = os.lstat(path).st_mode
    return stat.S_ISCHR(mode) or stat.S_ISBLK(mode)


def _is_usual_device(path: str) -> bool:
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISCHR(found.st_mode) and (os.major(found.st_rdev), os.minor(found.st_rdev)) in _DEVICES
