"""A pool of worker processes: first come, first served; a worker that overstays is killed and replaced."""

from __future__ import annotations

import multiprocessing
import queue
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from clusterkb.errors import OutOfLimits, WorkerDied
from clusterkb.sandbox import worker

_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What a job may use.

    Attributes:
        seconds: Wall-clock deadline, from the moment a worker takes the job.
        megabytes: Address space beyond what a fresh worker has.
        wait_seconds: How long a job may queue for a worker.
        queue: How many jobs may queue; one more is refused at once.
        remedy: What to tell whose job took too long.
    """

    seconds: float
    megabytes: int
    wait_seconds: float = 10.0
    queue: int = 100
    remedy: str = "Make it smaller."


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection
    ready: bool = False


class Pool:
    """Workers that run importable callables.

    >>> with Pool(1, Limits(seconds=5, megabytes=512)) as pool:
    ...     pool.run("operator:add", 2, 3)
    5
    """

    def __init__(self, size: int, limits: Limits, *, preload: tuple[str, ...] = ()) -> None:
        self.limits = limits
        self._preload = preload
        self._context = multiprocessing.get_context("spawn")
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        self._room = threading.BoundedSemaphore(limits.queue)
        for _ in range(size):
            self._idle.put(self._start())

    def run(self, job: str, *arguments: Any) -> Any:
        """Run ``module:function`` with ``arguments`` in a worker and return what it returns.

        Raises:
            OutOfLimits: The job passed its deadline or its memory, or no worker came free in time.
            WorkerDied: The worker ended without an answer.
            ClusterkbError: Whatever error of ours the job raised.
        """
        taken = self._take()
        healthy = False
        try:
            outcome, value = self._ask(taken, job, arguments)
            healthy = True
        finally:
            self._idle.put(taken if healthy else self._replace(taken))
        if outcome == "failed":
            raise value
        return value

    def close(self) -> None:
        """End all workers."""
        while True:
            try:
                self._end(self._idle.get_nowait())
            except queue.Empty:
                return

    def __enter__(self) -> Pool:
        """Return the pool itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _take(self) -> _Worker:
        busy = OutOfLimits("All workers are busy.", remedy="Try again in a few seconds.")
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            if not self._room.acquire(blocking=False):
                raise busy from None
        try:
            return self._idle.get(timeout=self.limits.wait_seconds)
        except queue.Empty:
            raise busy from None
        finally:
            self._room.release()

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=worker.main, args=(theirs, self.limits.megabytes, self.limits.seconds, self._preload), daemon=True
        )
        process.start()
        theirs.close()
        return _Worker(process, ours)

    def _ask(self, taken: _Worker, job: str, arguments: tuple[Any, ...]) -> tuple[str, Any]:
        try:
            if not taken.ready:
                self._receive(taken, time.monotonic() + _START_SECONDS, "did not start")
                taken.ready = True
            taken.pipe.send((job, arguments))
            answer: tuple[str, Any] = self._receive(taken, time.monotonic() + self.limits.seconds, "")
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            raise WorkerDied(
                "The worker ended without an answer; the job was too much for it.", remedy="Make the input simpler."
            ) from error
        return answer

    def _receive(self, taken: _Worker, deadline: float, failure: str) -> Any:
        if not taken.pipe.poll(max(0.0, deadline - time.monotonic())):
            if failure:
                raise WorkerDied(f"The worker {failure} in {_START_SECONDS:g} seconds.")
            raise OutOfLimits(
                f"The job took longer than {self.limits.seconds:g} seconds and was stopped.",
                remedy=self.limits.remedy,
            )
        return taken.pipe.recv()

    def _replace(self, taken: _Worker) -> _Worker:
        self._end(taken)
        return self._start()

    def _end(self, taken: _Worker) -> None:
        taken.pipe.close()
        taken.process.kill()
        taken.process.join()
