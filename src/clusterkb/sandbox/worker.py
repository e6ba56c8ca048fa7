"""The other side of the pipe: what runs in a worker process."""

from __future__ import annotations

import importlib
import os
import resource
import signal
import threading
from multiprocessing.connection import Connection
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from pickle import PicklingError
from typing import Any

from clusterkb.errors import ClusterkbError, JobFailed, OutOfLimits
from clusterkb.sandbox.limits import Job, Limits
from clusterkb.sandbox.seccomp import forbid_sockets

READY = "ready"
"""What a worker says first."""

_STACK = 256 * 1024 * 1024
_GRACE = 2.0


def main(pipe: Connection, limits: Limits, modules: tuple[str, ...], first: Job | None) -> None:
    """Serve jobs from ``pipe`` until it closes; each until its deadline, should nobody be left to stop it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    os.environ["RUST_BACKTRACE"] = "0"  # a stranger's query that ends a worker must not fill the operator's log
    for module in modules:
        importlib.import_module(module)
    threading.stack_size(_STACK)
    forbid_sockets()
    os.nice(limits.niceness)
    # Deeply nested input needs a deep stack, which only a new thread can be given.
    server = threading.Thread(target=_serve, args=(pipe, limits, first))
    server.start()
    server.join()


def _cap_memory(megabytes: int) -> None:
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() if _has_proc() else 0
    cap = used + megabytes * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (cap if hard == resource.RLIM_INFINITY else min(cap, hard), hard))


def _has_proc() -> bool:
    return Path("/proc/self/statm").exists()


def _serve(pipe: Connection, limits: Limits, first: Job | None) -> None:
    if first:
        _run(*first)
    _cap_memory(limits.megabytes)  # of a job; what it begins with is not its fault
    pipe.send(READY)
    while True:
        try:
            name, arguments = pipe.recv()
        except (EOFError, ConnectionError):
            return
        # The pool stops a late job itself. This is for a pool that died: the kernel then ends the process, even
        # while native code runs and no Python does.
        signal.setitimer(signal.ITIMER_REAL, limits.seconds + _GRACE)
        pipe.send_bytes(_packed(_run(name, *arguments)))
        signal.setitimer(signal.ITIMER_REAL, 0)


def _packed(answer: tuple[str, Any]) -> memoryview:
    try:
        return ForkingPickler.dumps(answer)
    except (PicklingError, TypeError, AttributeError) as error:
        return ForkingPickler.dumps(("failed", JobFailed(f"What the job returned cannot be sent: {error}.")))


def _run(name: str, *arguments: Any) -> tuple[str, Any]:
    module, _, function = name.partition(":")
    try:
        return "done", getattr(importlib.import_module(module), function)(*arguments)
    except ClusterkbError as error:
        return "failed", error
    except MemoryError:
        return "failed", OutOfLimits("The job needs more memory than it may use.", remedy="Make it smaller.")
    except RecursionError:
        return "failed", OutOfLimits("The input is nested too deeply.", remedy="Flatten it.")
    except Exception as error:  # noqa: BLE001 - the process boundary: whatever it is crosses the pipe as a message
        return "failed", JobFailed(
            f"Something failed that should not: {type(error).__name__}: {error}.",
            remedy="Please report it, with what you asked.",
        )
