"""Checks that the engine's settings have not given the container anything of the host.

Podman's settings can (volumes, mounts and devices of containers.conf, mounts.conf, hooks), and its API does not report
all of it. The kernel is the first to see it, before any user code runs. If there is more than was asked for, it does not
start.
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
"""Files that an engine writes for each container, the time zone, and the cryptography policy."""
_DEVICES: Final = {(1, 3), (1, 5), (1, 7), (1, 8), (1, 9), (5, 0), (5, 1), (5, 2)}
"""Devices that every container has: null, zero, full, random, urandom, tty, console, ptmx."""


def is_gvisor() -> bool:
    """Recognized by the version string of its kernel, which all its releases share."""
    with open("/proc/version") as file:
        return "#1 SMP Sun Jan 10 15:06:54 PST 2016" in file.read()


def check_surroundings(folders: list[str]) -> None:
    """Ends the process with an error message if there is more than the folders in memory that were asked for."""
    if os.getpid() != 1:
        sys.exit(
            "the sandbox does not start if its own process is not the container's first one: "
            "remove pidns and init from the engine's settings."
        )
    # An image may have a symbolic link in place of one.
    asked_for = {os.path.realpath(folder) for folder in folders}
    with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
        mounts = {_read(line) for line in file}
    more = {place for place, kind in mounts if not _is_asked_for(place, kind, asked_for)}
    # gVisor has its own devices, more than others, and the engine's settings give it none of the host's.
    if not is_gvisor():
        more.update(_unusual_devices())
    outer = sorted(place for place in more if not any(place.startswith(other + "/") for other in more))
    if outer:
        places = ", ".join(outer).encode("ascii", "backslashreplace").decode()
        sys.exit(
            f"the sandbox does not start with what the engine's settings give every container, at {places}: "
            "remove it from containers.conf or mounts.conf."
        )


def _read(line: str) -> tuple[str, str]:
    """The mount point and the file system's type, from a line of proc_pid_mountinfo(5)."""
    before, _, after = line.partition(" - ")
    place = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), before.split(" ")[4])
    return place, after.split(" ")[0]


def _is_asked_for(place: str, kind: str, asked_for: set[str]) -> bool:
    if place in asked_for:
        # gVisor puts its own terminals there.
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
    """Whether it belongs to the system. What an engine hides is covered: a file by a device, a folder by an empty one."""
    # cgroups v1 are mounted in a folder in memory.
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
