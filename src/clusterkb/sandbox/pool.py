"""A pool of worker processes; a worker that overstays, or whose caller has gone, is killed and replaced."""

from __future__ import annotations

import multiprocessing
import os
import threading
import time
from collections import Counter
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import Any

from clusterkb.errors import Cancelled, ClusterkbError, OutOfLimits, TooMany, WorkerDied
from clusterkb.sandbox import worker
from clusterkb.sandbox.budget import Budget
from clusterkb.sandbox.limits import Counts, Limits, Start
from clusterkb.sandbox.line import Caller, Line, Place, busy

_START_SECONDS = 60.0
_LOOK = 0.25  # how often to look whether the caller has gone, in seconds
_LEAST_CHARGE = 0.005  # what a job costs its client at least, in seconds: reading and refusing it costs too
_NEW_WORKER_CHARGE = 1.0
_HEAVY = 0.1  # share of its budget from which on a client is no light user


@dataclass(frozen=True, slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection


class Pool:
    """Workers that run importable callables.

    Args:
        size: How many jobs run at once.
        limits: What each may use.
        start: What every worker does before its first job.
        spares: Workers kept ready to take the place of one that is killed.
        budget: How much time each client may use; None for no bound.

    >>> with Pool(1, Limits(seconds=5, megabytes=512)) as pool:
    ...     pool.run("operator:add", 2, 3)
    5
    """

    def __init__(
        self, size: int, limits: Limits, *, start: Start | None = None, spares: int = 0, budget: Budget | None = None
    ) -> None:
        self.limits = limits
        self._first = start or Start()
        self._budget = budget
        self._context = _context(self._first.modules)
        self._lock = threading.Lock()
        self._line: Line[_Worker] = Line(size, limits)
        self._workers: set[_Worker] = set()
        self._closed = self._begun = False
        self._outcomes: Counter[str] = Counter()
        self._started = 0
        self._seconds = 0.0
        for _ in range(size + spares):
            self._replace(None)

    def run(self, job: str, *arguments: Any, caller: Caller | None = None) -> Any:
        """Run ``module:function`` with ``arguments`` in a worker and return what it returns.

        Raises:
            TooMany: The caller has used up its share.
            OutOfLimits: The job passed its deadline or its memory, or no worker came free in time.
            WorkerDied: The worker ended without an answer.
            Cancelled: It was cancelled, or the caller has gone.
            ClusterkbError: Whatever error of ours the job raised.
        """
        message = ForkingPickler.dumps((job, arguments))
        place = self._join(caller or Caller())
        begun, outcome = None, "refused"
        try:
            self._await_turn(place)
            begun, outcome = time.monotonic(), "died"
            outcome, value = self._ask(place, message)
        except Cancelled:
            outcome = "cancelled"
            raise
        except OutOfLimits:
            outcome = "late" if begun else "refused"
            raise
        finally:
            self._leave(place, outcome, time.monotonic() - begun if begun else None)
        if outcome == "failed":
            raise value
        return value

    def state(self, name: str) -> str:
        """Return ``waiting`` or ``running`` for the job called ``name``, or an empty string when there is none."""
        with self._lock:
            place = self._line.named(name)
        return "" if place is None else "running" if place.server is not None else "waiting"

    def cancel(self, name: str) -> bool:
        """End the job called ``name``; return False when there is none."""
        with self._lock:
            place = self._line.named(name)
            if place is None:
                return False
            place.cancelled = True
            place.turn.set()
            if place.server is not None:
                place.server.process.kill()
            return True

    def counts(self) -> Counts:
        """Return what the pool has seen and what it holds."""
        with self._lock:
            alive = [one.process.pid for one in self._workers if one.process.is_alive()]
            counts = dict(self._outcomes), self._started, len(alive), self._line.busy, self._line.waiting, self._seconds
        return Counts(*counts, memory=sum(_resident(pid) for pid in alive))

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            self._closed = True
            workers, self._workers = self._workers, set()
        for one in workers:
            _end(one)

    def __enter__(self) -> Pool:
        """Return the pool itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def _join(self, caller: Caller) -> Place[_Worker]:
        heavy = False
        try:
            if self._budget and caller.client:
                self._budget.require(caller.client)
                heavy = self._budget.used(caller.client) > _HEAVY * self._budget.seconds
            with self._lock:
                for dead in self._line.withdraw(lambda one: not one.process.is_alive()):
                    self._replace(dead)
                return self._line.join(caller, heavy=heavy)
        except ClusterkbError as error:
            with self._lock:
                self._outcomes["refused"] += 1
            if isinstance(error, TooMany):
                self._charge(caller, _LEAST_CHARGE)
            raise

    def _await_turn(self, place: Place[_Worker]) -> None:
        # Before the first worker has started, nobody is to blame for the wait.
        patience = self.limits.wait_seconds if self._begun else _START_SECONDS
        deadline = time.monotonic() + patience
        while not place.turn.wait(_LOOK):
            place.require_caller()
            if time.monotonic() > deadline:
                raise busy()
        if place.cancelled:
            raise Cancelled("It was cancelled.")

    def _ask(self, place: Place[_Worker], message: memoryview) -> tuple[str, Any]:
        assert place.server is not None
        pipe = place.server.pipe
        deadline = time.monotonic() + self.limits.seconds
        try:
            pipe.send_bytes(message)
            while not pipe.poll(max(0.0, min(_LOOK, deadline - time.monotonic()))):
                place.require_caller()
                if time.monotonic() >= deadline:
                    raise OutOfLimits(
                        f"The job took longer than {self.limits.seconds:g} seconds and was stopped.",
                        remedy=self.limits.remedy,
                    )
            answer: tuple[str, Any] = pipe.recv()
        except (EOFError, OSError) as error:
            if place.cancelled:
                raise Cancelled("It was cancelled.") from error
            raise WorkerDied(
                f"The worker ended without an answer: the job needed more than the {self.limits.megabytes} MiB it may"
                " use, or nests too deep.",
                remedy=self.limits.remedy,
            ) from error
        return answer

    def _leave(self, place: Place[_Worker], outcome: str, seconds: float | None) -> None:
        """Give the worker back, or replace it; ``seconds`` is None for a job that no worker was asked to do."""
        with self._lock:
            server = place.server
            reusable = (seconds is None or outcome in ("done", "failed")) and not place.cancelled
            self._line.leave(place, reusable=reusable)
            self._outcomes[outcome] += 1
            self._seconds += seconds or 0
            if server is not None and not reusable:
                self._replace(server)
        if seconds is not None:
            self._charge(place.caller, max(_LEAST_CHARGE, seconds) + (0 if reusable else _NEW_WORKER_CHARGE))

    def _charge(self, caller: Caller, seconds: float) -> None:
        if self._budget and caller.client:
            self._budget.spend(caller.client, seconds)

    def _replace(self, old: _Worker | None) -> None:
        threading.Thread(target=self._renew, args=(old,), daemon=True).start()

    def _renew(self, old: _Worker | None) -> None:
        """End a worker and start another; try again, ever more slowly, where the machine does not allow it."""
        if old is not None:
            with self._lock:
                self._workers.discard(old)
            _end(old)
        pause = 1.0
        while not self._closed and not self._start():
            time.sleep(pause)
            pause = min(2 * pause, _START_SECONDS)

    def _start(self) -> bool:
        try:
            fresh = self._spawn()
        except OSError:
            return False
        try:
            with self._lock:
                self._workers.add(fresh)
                self._started += 1
            if not fresh.pipe.poll(_START_SECONDS) or fresh.pipe.recv() != worker.READY:
                raise EOFError
        except (OSError, EOFError, TypeError):  # TypeError: the pool was closed amid the reading
            with self._lock:
                self._workers.discard(fresh)
            _end(fresh)
            return False
        return self._admit(fresh)

    def _spawn(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        begin = (theirs, self.limits, self._first.modules, self._first.job())
        process = self._context.Process(target=worker.main, args=begin, daemon=True)
        try:
            process.start()
        except OSError:
            ours.close()
            raise
        finally:
            theirs.close()
        return _Worker(process, ours)

    def _admit(self, fresh: _Worker) -> bool:
        with self._lock:
            if not self._closed:
                self._begun = True
                self._line.open(fresh)
                return True
        _end(fresh)
        return True


def _context(modules: tuple[str, ...]) -> ForkServerContext | SpawnContext:
    """Return how workers are started: forked from a process that has nothing but the modules, read once for all.

    That process begins with the first worker of all, and keeps to the modules named by then; a worker reads what is
    missing. Where the system has no fork, each worker reads them anew.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([worker.__name__, *modules])
    return context


def _resident(process: int | None) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:  # it has just ended, or the system has no /proc
        return 0


def _end(one: _Worker) -> None:
    one.pipe.close()
    if one.process.pid is not None:
        one.process.kill()
        one.process.join()
