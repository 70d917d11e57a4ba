"""The system calls that are refused: name, number on x86_64, number on aarch64.

The numbers are from /usr/include/asm/unistd_64.h and asm-generic/unistd.h. None means that the architecture lacks the call.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Numbers(NamedTuple):
    x86_64: int | None
    aarch64: int | None


def _on_both(number: int) -> Numbers:
    return Numbers(number, number)


REFUSED: Final[dict[str, Numbers]] = {
    # Namespaces and mounts, the old and the new way.
    "unshare": Numbers(272, 97),
    "setns": Numbers(308, 268),
    "mount": Numbers(165, 40),
    "umount2": Numbers(166, 39),
    "pivot_root": Numbers(155, 41),
    "chroot": Numbers(161, 51),
    "open_tree": _on_both(428),
    "move_mount": _on_both(429),
    "fsopen": _on_both(430),
    "fsconfig": _on_both(431),
    "fsmount": _on_both(432),
    "fspick": _on_both(433),
    "mount_setattr": _on_both(442),
    "open_tree_attr": _on_both(467),
    # Programs and rules that the kernel runs on behalf of code: their number is not limited.
    "bpf": Numbers(321, 280),
    "seccomp": Numbers(317, 277),
    "landlock_create_ruleset": _on_both(444),
    "landlock_add_rule": _on_both(445),
    "landlock_restrict_self": _on_both(446),
    # Often used in attacks on the kernel.
    "userfaultfd": Numbers(323, 282),
    "perf_event_open": Numbers(298, 241),
    "io_uring_setup": _on_both(425),
    "io_uring_enter": _on_both(426),
    "io_uring_register": _on_both(427),
    # Files in memory: a program in one could be executed, although the writable folders do not allow that.
    "memfd_create": Numbers(319, 279),
    "memfd_secret": _on_both(447),
    # They keep what the host wrote into the sandbox's pipe. Its memory is the host's, and the sandbox's limit does not count it.
    "splice": Numbers(275, 76),
    "tee": Numbers(276, 77),
    # Counted for the whole machine, or for a user that all sandboxes share: one sandbox could use them all up.
    "add_key": Numbers(248, 217),
    "request_key": Numbers(249, 218),
    "keyctl": Numbers(250, 219),
    "semget": Numbers(64, 190),
    "msgget": Numbers(68, 186),
    "shmget": Numbers(29, 194),
    "io_setup": Numbers(206, 0),
    "inotify_init": Numbers(253, None),
    "inotify_init1": Numbers(294, 26),
    "fanotify_init": Numbers(300, 262),
    # Access to other processes, and to files by handles instead of names.
    "ptrace": Numbers(101, 117),
    "process_vm_readv": Numbers(310, 270),
    "process_vm_writev": Numbers(311, 271),
    "process_madvise": _on_both(440),
    "kcmp": Numbers(312, 272),
    "pidfd_getfd": _on_both(438),
    "name_to_handle_at": Numbers(303, 264),
    "open_by_handle_at": Numbers(304, 265),
    # The machine itself, its clock and its disks, and how code is run.
    "init_module": Numbers(175, 105),
    "finit_module": Numbers(313, 273),
    "delete_module": Numbers(176, 106),
    "kexec_load": Numbers(246, 104),
    "kexec_file_load": Numbers(320, 294),
    "reboot": Numbers(169, 142),
    "swapon": Numbers(167, 224),
    "swapoff": Numbers(168, 225),
    "acct": Numbers(163, 89),
    "quotactl": Numbers(179, 60),
    "quotactl_fd": _on_both(443),
    "settimeofday": Numbers(164, 170),
    "clock_settime": Numbers(227, 112),
    "clock_adjtime": Numbers(305, 266),
    "sethostname": Numbers(170, 161),
    "setdomainname": Numbers(171, 162),
    "syslog": Numbers(103, 116),
    "vhangup": Numbers(153, 58),
    "ioprio_set": Numbers(251, 30),
    "personality": Numbers(135, 92),
    "iopl": Numbers(172, None),
    "ioperm": Numbers(173, None),
}

WITHOUT_EFFECT: Final[dict[str, Numbers]] = {
    # They would flush the disks of the whole machine, while a sandbox's files are all in memory.
    "sync": Numbers(162, 81),
    "syncfs": Numbers(306, 267),
}

TURNS_AND_LIMITS: Final[dict[str, Numbers]] = {
    # These can act on other processes, and are refused for the supervisor: without processor time or descriptors it could stop nothing.
    "prlimit64": Numbers(302, 261),
    "sched_setscheduler": Numbers(144, 119),
    "sched_setparam": Numbers(142, 118),
    "sched_setattr": Numbers(314, 274),
    "sched_setaffinity": Numbers(203, 122),
}
