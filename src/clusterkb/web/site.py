"""What all requests share: the version in use, and the workers that read, query and check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import lru_cache
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, TypeVar, cast

from clusterkb.sandbox import Budget, Caller, Job, Limits, Pool, Start, seccomp
from clusterkb.settings import Settings
from clusterkb.sparql import Dataset, Result, Table
from clusterkb.sparql.guard import Bounds
from clusterkb.sparql.guard import check as guard
from clusterkb.sparql.spool import Spooled, Target
from clusterkb.store import Version, current
from clusterkb.validation.job import Checked, Upload
from clusterkb.web.spools import Spools

PAGE_ROWS = 500
"""So many rows of a result stand on a page; a download has them all."""

CHECKS = 4
"""So many descriptions are checked or wait to be; each holds a thread of the server."""

_PAGE_BYTES = 500_000
_CHECKS_OF_ONE = 2
_REMEMBERED = 64
_READ_QUEUE = 1000  # only a request's own thread waits here, and there are fewer of them

_Arguments = ParamSpec("_Arguments")
_Found = TypeVar("_Found")


class Site:
    """The knowledge base as the site uses it; close it when done."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._bounds = Bounds(settings.query_bytes, settings.query_depth, settings.query_patterns)
        self._held = ExitStack()
        self.spools = self._held.enter_context(Spools(settings.spool_bytes))
        self._current = current(settings.data_dir)
        self.locked = seccomp.works()
        # In the order in which they are needed: on two cores, starting all takes a second.
        self.pools = {
            name: self._held.enter_context(pool)
            for name, pool in (
                ("read", _reads(settings, lambda: ("clusterkb.reading:opened", self._current.path))),
                ("query", _queries(settings, lambda: ("clusterkb.sparql.job:opened", str(self._current.store)))),
                (
                    "check",
                    _checks(settings, lambda: ("clusterkb.validation.job:ready_rules", str(self._current.path))),
                ),
            )
        }
        # A version never changes, so what was read of it once holds for as long as it is served.
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._read)

    def version(self) -> Version:
        """Return the version in use now; a request asks once and keeps what it got."""
        try:
            link = (self.settings.data_dir / "current").readlink().name
        except OSError:  # gone; opening it says what to do
            link = ""
        known = self._current
        if known.path.name != link:
            known = self._current = current(self.settings.data_dir)
        return known

    def read(
        self,
        version: Version,
        job: Callable[Concatenate[Path, _Arguments], _Found],
        *arguments: _Arguments.args,
        **_: _Arguments.kwargs,
    ) -> _Found:
        """Run a function of ``clusterkb.reading`` on a version of the store."""
        return cast("_Found", self._remembered(f"{job.__module__}:{job.__name__}", version.path, arguments))

    def _read(self, job: str, folder: Path, arguments: tuple[object, ...]) -> object:
        return self.pools["read"].run(job, folder, *arguments)

    def query(
        self, version: Version, query: str, dataset: Dataset, wanted: tuple[Sequence[str], bool], caller: Caller
    ) -> tuple[Spooled, bytes | FileIO]:
        """Run a stranger's query and return its whole result, in memory or in a file.

        Args:
            version: The version to ask.
            query: The query.
            dataset: The graphs it sees.
            wanted: Keys of ``MEDIA_TYPES``, best first, and whether the client takes gzip.
            caller: Who asks.
        """
        guard(query, self._bounds)
        forms, compress = wanted
        target = Target(self.spools.new(), self.settings.result_bytes, compress)
        arguments = (str(version.store), query, dataset, forms, target)
        try:
            found: Spooled = self.pools["query"].run("clusterkb.sparql.job:document", *arguments, caller=caller)
            return found, self.spools.take(target.path, caller.client) if found.data is None else found.data
        except Exception:
            self.spools.discard(target.path)
            raise

    def page(self, version: Version, query: str, dataset: Dataset, caller: Caller) -> Table | Result:
        """Run a stranger's query and return what a page shows of it."""
        guard(query, self._bounds)
        arguments = (str(version.store), query, dataset, PAGE_ROWS, _PAGE_BYTES)
        found: Table | Result = self.pools["query"].run("clusterkb.sparql.job:page", *arguments, caller=caller)
        return found

    def check(self, version: Version, uploads: Sequence[Upload], caller: Caller, *, mending: bool = False) -> Checked:
        """Check what a stranger sent, or mend it first."""
        arguments = (str(version.path), uploads, mending)
        found: Checked = self.pools["check"].run("clusterkb.validation.job:check", *arguments, caller=caller)
        return found

    def close(self) -> None:
        """End the workers and remove what they wrote."""
        self._held.close()

    def __enter__(self) -> Site:
        """Return the site itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()


def _reads(settings: Settings, first: Callable[[], Job]) -> Pool:
    limits = Limits(
        settings.read_seconds,
        settings.worker_megabytes,
        wait_seconds=settings.read_seconds,
        queue=_READ_QUEUE,
        remedy="Ask for something smaller.",
    )
    return Pool(settings.read_workers, limits, start=Start(("clusterkb.reading",), first))


def _queries(settings: Settings, first: Callable[[], Job]) -> Pool:
    limits = Limits(
        settings.query_seconds,
        settings.worker_megabytes,
        wait_seconds=settings.query_wait_seconds,
        queue=settings.query_queue,
        per_client=settings.client_queries,
        niceness=7,
        remedy="Ask for less: add LIMIT or name more terms.",
    )
    budget = Budget(settings.client_seconds)
    # A spare, so that whoever asks after a killed query need not wait for a process to start.
    return Pool(settings.query_workers, limits, start=Start(("clusterkb.sparql.job",), first), spares=1, budget=budget)


def _checks(settings: Settings, first: Callable[[], Job]) -> Pool:
    limits = Limits(
        settings.validate_seconds,
        settings.worker_megabytes,
        queue=CHECKS - 1,
        per_client=_CHECKS_OF_ONE,
        niceness=10,
        remedy="Send less at once, or use: clusterkb validate FILE",
    )
    return Pool(1, limits, start=Start(("clusterkb.validation.job",), first))
