"""A seccomp filter for this process and all that it starts. Without it, no sandbox starts.

Engines' own filters differ: some let any process make a user namespace, in which it has every capability and can mount
file systems. The filter is a program of instructions (code, jump if true, jump if false, operand) that the system runs
for each system call: https://docs.kernel.org/userspace-api/seccomp_filter.html
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys
from collections.abc import Iterable
from typing import Final, NamedTuple, NoReturn

from .refused_calls import REFUSED, TURNS_AND_LIMITS, WITHOUT_EFFECT, Numbers

_Instruction = tuple[int, int, int, int]


class _Machine(NamedTuple):
    audit_number: int
    clone: int
    prctl: int
    setsockopt: int
    socket: int
    socketpair: int
    mmap: int
    setsid: int
    refused: list[int]
    without_effect: list[int]
    turns_and_limits: list[int]
    setpriority: int


def _of(numbers: Iterable[int | None]) -> list[int]:
    return [number for number in numbers if number is not None]


def _columns(calls: dict[str, Numbers]) -> tuple[list[int], list[int]]:
    return _of(numbers.x86_64 for numbers in calls.values()), _of(numbers.aarch64 for numbers in calls.values())


_REFUSED, _WITHOUT_EFFECT, _TURNS = _columns(REFUSED), _columns(WITHOUT_EFFECT), _columns(TURNS_AND_LIMITS)
_MACHINES: Final = {
    "x86_64": _Machine(0xC000003E, 56, 157, 54, 41, 53, 9, 112, _REFUSED[0], _WITHOUT_EFFECT[0], _TURNS[0], 141),
    "aarch64": _Machine(0xC00000B7, 220, 167, 208, 198, 199, 222, 157, _REFUSED[1], _WITHOUT_EFFECT[1], _TURNS[1], 140),
}
_CLONE3: Final = 435
_UNIX: Final = 1
_INTERNET: Final = (2, 10)
_NETLINK: Final = 16
"""Socket families other than these, such as those to a virtual machine's host, ignore network namespaces."""
_INTERNET_PROTOCOLS: Final = (0, 1, 6, 17, 58)
"""The default of a socket type, ICMP, TCP, UDP, ICMPv6. For others the machine would load modules."""
_NETLINK_PROTOCOLS: Final = (0,)
"""Addresses and routes, which the C library needs. Others reveal the machine's devices, and more."""
_HUGE_PAGES: Final = 0x40000
"""MAP_HUGETLB: pages that the machine has reserved and does not count for any container."""
_NEW_NAMESPACES: Final = 0x7E020080
_SOCKET_LEVEL: Final = 1
_SOCKET_PROGRAMS: Final = (26, 27, 44, 50, 51, 52, 68)
"""SO_ATTACH_FILTER, DETACH_FILTER, LOCK_FILTER, ATTACH_BPF, ATTACH_REUSEPORT_CBPF, ATTACH_REUSEPORT_EBPF,
DETACH_REUSEPORT_BPF."""
_IP_LEVEL: Final = 0
_IP_GROUPS: Final = (35, 39, 42, 46)
"""IP_ADD_MEMBERSHIP, ADD_SOURCE_MEMBERSHIP, MCAST_JOIN_GROUP, JOIN_SOURCE_GROUP. Nobody can be heard in a group. Its memory counts towards
no limit, and a process that is in very many takes long to end: for each, the system goes through the list of all.
"""
_IPV6_LEVEL: Final = 41
_IPV6_GROUPS: Final = (20, 27, 32, 42, 46)
"""IPV6_JOIN_GROUP, JOIN_ANYCAST, FLOWLABEL_MGR, whose labels are counted for the whole machine, MCAST_JOIN_GROUP,
JOIN_SOURCE_GROUP.
"""
_PROCESS_SETTINGS: Final = (22, 62)
"""PR_SET_SECCOMP, another filter; PR_SCHED_CORE, a processor core that no other process may share."""
_SUPERVISOR: Final = 1
"""The first process of the container, which runs as the same user as code."""
_ONE_PROCESS: Final = 0
"""PRIO_PROCESS. The others are PRIO_PGRP and PRIO_USER, and would include the supervisor."""
_FIRST_OF_X32: Final = 0x40000000

_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER_AT, _MACHINE_AT = 0, 4
# The system reads these arguments as 32-bit numbers, so the upper half must not matter here either.
_ARGUMENTS_AT: Final = (16, 24, 32, 40)
_ALLOW: Final = (_RETURN, 0, 0, 0x7FFF0000)


def _fail(error: int) -> _Instruction:
    return (_RETURN, 0, 0, 0x00050000 | error)


_SET_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2


def refuse_system_calls(*, has_control_group: bool) -> None:
    """Installs the filter. Must be called before there are other threads. Ends the process with an error message if that fails.

    If the sandbox has no control group of its own, the system divides the processor among process sessions: code that
    starts many would get as many shares, and its host only one. So `setsid` is refused then.
    """
    name = os.uname().machine
    machine = _MACHINES.get(name)
    if machine is None or sys.maxsize < 1 << 32:
        bits = 32 if sys.maxsize < 1 << 32 else 64
        _give_up(f"its numbers are known for x86_64 and aarch64 of 64 bits, and this Python is {name} of {bits} bits")
    program = b"".join(struct.pack("HBBI", *instruction) for instruction in _program(machine, has_control_group))
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(buffer))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    if prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        _give_up(f"the kernel does not take away new privileges ({os.strerror(ctypes.get_errno())})")
    if prctl(_SET_SECCOMP, _FILTER, header, 0, 0) != 0:
        said = os.strerror(ctypes.get_errno())
        # A system that supports filters reports a bad address for a filter at address 0.
        prctl(_SET_SECCOMP, _FILTER, None, 0, 0)
        knows = ctypes.get_errno() == errno.EFAULT
        _give_up(f"the kernel refused it ({said})" if knows else f"the kernel takes no filters ({said})")


def _give_up(why: str) -> NoReturn:
    sys.exit(f"the sandbox does not start without its filter of system calls: {why}.")


def _program(machine: _Machine, has_control_group: bool) -> list[_Instruction]:
    unknown, refused = _fail(errno.ENOSYS), _fail(errno.EPERM)
    first, second, third, fourth = _ARGUMENTS_AT
    no_family, no_protocol = _fail(errno.EAFNOSUPPORT), _fail(errno.EPROTONOSUPPORT)
    return [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_IF_EQUAL, 1, 0, machine.audit_number),
        unknown,
        (_LOAD, 0, 0, _NUMBER_AT),
        (_IF_AT_LEAST, 0, 1, _FIRST_OF_X32),
        unknown,
        # Its flags are in memory, which a filter cannot read; without it the C library uses clone.
        *_where([_CLONE3], [unknown]),
        *_where([*machine.refused, *([] if has_control_group else [machine.setsid])], [refused]),
        *_where(machine.without_effect, [_fail(0)]),
        *_where(
            [machine.clone],
            [(_LOAD, 0, 0, first), (_IF_ANY_BIT, 0, 1, _NEW_NAMESPACES), refused, _ALLOW],
        ),
        *_where(
            [machine.socket],
            [
                (_LOAD, 0, 0, first),
                *_where([_UNIX], [_ALLOW]),
                *_where(_INTERNET, [(_LOAD, 0, 0, third), *_where(_INTERNET_PROTOCOLS, [_ALLOW]), no_protocol]),
                *_where([_NETLINK], [(_LOAD, 0, 0, third), *_where(_NETLINK_PROTOCOLS, [_ALLOW]), no_protocol]),
                no_family,
            ],
        ),
        # It creates sockets of any family before it finds out that the family has no pairs.
        *_where([machine.socketpair], [(_LOAD, 0, 0, first), *_where([_UNIX], [_ALLOW]), no_family]),
        # The same error as on a machine that has reserved none.
        *_where(
            [machine.mmap],
            [(_LOAD, 0, 0, fourth), (_IF_ANY_BIT, 0, 1, _HUGE_PAGES), _fail(errno.ENOMEM), _ALLOW],
        ),
        *_where(
            [machine.prctl],
            [(_LOAD, 0, 0, first), *_where(_PROCESS_SETTINGS, [refused]), _ALLOW],
        ),
        *_where(
            machine.turns_and_limits,
            [(_LOAD, 0, 0, first), *_where([_SUPERVISOR], [refused]), _ALLOW],
        ),
        *_where(
            [machine.setpriority],
            [
                (_LOAD, 0, 0, first),
                *_where([_ONE_PROCESS], [(_LOAD, 0, 0, second), *_where([_SUPERVISOR], [refused]), _ALLOW]),
                refused,
            ],
        ),
        *_where(
            [machine.setsockopt],
            [
                (_LOAD, 0, 0, second),
                *_where([_SOCKET_LEVEL], [(_LOAD, 0, 0, third), *_where(_SOCKET_PROGRAMS, [refused]), _ALLOW]),
                *_where([_IP_LEVEL], [(_LOAD, 0, 0, third), *_where(_IP_GROUPS, [refused]), _ALLOW]),
                *_where([_IPV6_LEVEL], [(_LOAD, 0, 0, third), *_where(_IPV6_GROUPS, [refused]), _ALLOW]),
                _ALLOW,
            ],
        ),
        _ALLOW,
    ]


def _where(values: Iterable[int], then: list[_Instruction]) -> list[_Instruction]:
    """Runs `then` if the value loaded last is one of these, and skips it otherwise. A jump skips at most 255 instructions."""
    values = list(values)
    tests = [(_IF_EQUAL, len(values) - place, 0, value) for place, value in enumerate(values, 1)]
    # Only the last test skips `then`.
    tests[-1] = (_IF_EQUAL, 0, len(then), values[-1])
    return [*tests, *then]
