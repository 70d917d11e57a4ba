"""System calls that no sandbox needs, refused for this process and for all that it starts.

Engines differ here: some let any process make a user namespace, in which it has every capability and mounts what it
likes. The filter is a program of instructions (code, jump if true, jump if false, operand) that the kernel runs for
each call: https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from typing import Final, NamedTuple


class _Machine(NamedTuple):
    audit_number: int
    clone: int
    socket: int
    refused: tuple[int, ...]


_ON_ALL: Final = (428, 429, 430, 431, 432, 433, 442)
"""open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, mount_setattr."""
_IO_URING: Final = (425, 426, 427)
_MACHINES: Final = {
    # unshare, setns, mount, umount2, pivot_root, chroot; add_key, request_key, keyctl; bpf, userfaultfd, perf_event_open;
    # memfd_create: a program in such a file would run, whatever the folders forbid.
    "x86_64": _Machine(0xC000003E, 56, 41, (272, 308, 165, 166, 155, 161, 248, 249, 250, 321, 323, 298, 319)),
    "aarch64": _Machine(0xC00000B7, 220, 198, (97, 268, 40, 39, 41, 51, 217, 218, 219, 280, 282, 241, 279)),
}
_CLONE3: Final = 435
_SOCKETS: Final = (1, 2, 10, 16)
"""Unix, IP, IPv6, netlink. Others, such as those to a virtual machine's host, know no network namespaces."""
_NEW_NAMESPACES: Final = 0x7E020080
_FIRST_OF_X32: Final = 0x40000000

_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _MACHINE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_ALLOW: Final = 0x7FFF0000
_FAIL: Final = 0x00050000

_SET_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2


def refuse_system_calls() -> None:
    """Must be called before there are other threads. Where the kernel knows no filters, the engine's own remain."""
    machine = _MACHINES.get(os.uname().machine)
    if machine is None or sys.maxsize < 1 << 32:
        return
    program = b"".join(struct.pack("HBBI", *instruction) for instruction in _program(machine))
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    prctl = ctypes.CDLL(None).prctl
    prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    prctl(_SET_SECCOMP, _FILTER, header, 0, 0)


def _program(machine: _Machine) -> list[tuple[int, int, int, int]]:
    unknown = (_RETURN, 0, 0, _FAIL | errno.ENOSYS)
    program = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_IF_EQUAL, 1, 0, machine.audit_number),
        unknown,
        (_LOAD, 0, 0, _NUMBER_AT),
        (_IF_AT_LEAST, 0, 1, _FIRST_OF_X32),
        unknown,
        # Its flags lie in memory, where no filter can look; the C library then uses clone.
        (_IF_EQUAL, 0, 1, _CLONE3),
        unknown,
    ]
    for number in (*machine.refused, *_ON_ALL, *_IO_URING):
        program += [(_IF_EQUAL, 0, 1, number), (_RETURN, 0, 0, _FAIL | errno.EPERM)]
    program += [
        (_IF_EQUAL, 0, 3, machine.clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        (_IF_ANY_BIT, 0, 1, _NEW_NAMESPACES),
        (_RETURN, 0, 0, _FAIL | errno.EPERM),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_IF_EQUAL, 0, len(_SOCKETS) + 2, machine.socket),
        (_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        *((_IF_EQUAL, len(_SOCKETS) - place, 0, family) for place, family in enumerate(_SOCKETS)),
        (_RETURN, 0, 0, _FAIL | errno.EAFNOSUPPORT),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return program
