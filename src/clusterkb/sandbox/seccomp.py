"""No sockets: a seccomp filter for the calling process and all its threads, set through ctypes.

It needs no privilege, and unlike a patched ``socket`` module it also binds native code. Linux on
x86-64 and AArch64; elsewhere ``forbid_sockets`` says that there is no lock.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
import subprocess
import sys

_PR_SET_NO_NEW_PRIVS = 38
_SET_FILTER, _ALL_THREADS = 1, 1  # prctl would bind the calling thread only, and libraries may have started others
_LOAD, _JUMP_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _KILL, _ERROR = 0x7FFF0000, 0x80000000, 0x00050000
_NUMBER_OFFSET, _MACHINE_OFFSET = 0, 4
_X32_BIT_TEST = 0x35  # jump if greater or equal: x86-64's second system call table starts at bit 30

# Machine -> (audit constant, number of seccomp, numbers of socket, connect, socketpair, io_uring_setup)
_MACHINES = {"x86_64": (0xC000003E, 317, (41, 42, 53, 425)), "aarch64": (0xC00000B7, 277, (198, 203, 199, 425))}


def available() -> bool:
    """Return whether this system has the lock."""
    return sys.platform == "linux" and platform.machine() in _MACHINES


def works() -> bool:
    """Return whether a process started from here can be locked: a container may forbid what the system has."""
    if not available():
        return False
    program = "from clusterkb.sandbox.seccomp import forbid_sockets; raise SystemExit(not forbid_sockets())"
    return subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603 - ours


def forbid_sockets() -> bool:
    """Make every later attempt to open a socket fail with EACCES; return False where that is impossible."""
    if not available():
        return False
    program = _program(platform.machine())
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return int(libc.syscall(_MACHINES[platform.machine()][1], _SET_FILTER, _ALL_THREADS, header)) == 0


def _program(machine: str) -> bytes:
    audit, _, refused = _MACHINES[machine]
    steps = [
        (_LOAD, 0, 0, _MACHINE_OFFSET),
        (_JUMP_EQUAL, 1, 0, audit),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER_OFFSET),
        (_X32_BIT_TEST, len(refused) + 1, 0, 0x40000000),
    ]
    steps += [(_JUMP_EQUAL, len(refused) - place, 0, number) for place, number in enumerate(refused)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _ERROR | errno.EACCES)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
