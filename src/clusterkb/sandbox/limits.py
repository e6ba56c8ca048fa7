"""What a job may use, and what a pool has seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Job = tuple[Any, ...]
"""``module:function``, and its arguments."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a job may use.

    Attributes:
        seconds: Wall-clock deadline, from the moment a worker takes the job.
        megabytes: Address space beyond what a fresh worker has, in MiB.
        wait_seconds: How long a job may queue for a worker.
        queue: How many jobs may queue; one more is refused at once.
        per_client: How many jobs of one client may run or queue; 0 for any number.
        niceness: How far the workers stand back for other processes when the processor is scarce, 0 to 19.
        remedy: What to tell whose job took too long.
    """

    seconds: float
    megabytes: int
    wait_seconds: float = 10.0
    queue: int = 100
    per_client: int = 0
    niceness: int = 0
    remedy: str = "Make it smaller."


@dataclass(frozen=True, slots=True)
class Start:
    """What a worker does before its first job, so that no caller waits for it.

    Attributes:
        modules: What it imports.
        job: Called for each new worker; returns what it runs, or None. It must not raise; how the job ends is nobody's
            concern.
    """

    modules: tuple[str, ...] = ()
    job: Callable[[], Job | None] = lambda: None


@dataclass(frozen=True, slots=True)
class Counts:
    """What a pool has seen since it began, and what it holds now.

    Attributes:
        jobs: Outcome → number of jobs that ended so: ``done``, ``failed``, ``late``, ``died``, ``cancelled``,
            ``refused`` (no room, no worker in time, or too many of one client).
        started: Worker processes started.
        alive: Worker processes alive now.
        busy: Jobs running now.
        waiting: Jobs queueing now.
        seconds: Time that jobs have spent in workers, in seconds.
        memory: What the workers hold in memory now, in bytes; 0 where the system does not tell.
    """

    jobs: dict[str, int]
    started: int
    alive: int
    busy: int
    waiting: int
    seconds: float
    memory: int
