"""What all requests share: the version in use, and the workers for what strangers send."""

from __future__ import annotations

import threading
from types import TracebackType

from clusterkb.kb import KnowledgeBase
from clusterkb.sandbox import Limits, Pool
from clusterkb.settings import Settings
from clusterkb.sparql import Result, Table
from clusterkb.sparql.guard import check as guard
from clusterkb.store import current
from clusterkb.validation import Report

PAGE_ROWS = 500
"""So many rows of a result stand on a page; a download has them all."""

_PAGE_BYTES = 500_000
# Waiting jobs hold a server thread each; with these bounds two of eight always stay free for pages.
_QUERY_WORKERS, _QUERY_QUEUE, _CHECK_WORKERS, _CHECK_QUEUE = 2, 2, 1, 1


class Site:
    """The knowledge base as the site uses it; close it when done."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._open = KnowledgeBase.built(settings.data_dir)
        megabytes = settings.worker_megabytes
        self._queries = Pool(
            _QUERY_WORKERS,
            Limits(
                settings.query_seconds,
                megabytes,
                queue=_QUERY_QUEUE,
                remedy="Ask for less: add LIMIT or name more terms.",
            ),
            preload=("clusterkb.sparql.job",),
        )
        self._checks = Pool(
            _CHECK_WORKERS,
            Limits(
                settings.validate_seconds,
                megabytes,
                queue=_CHECK_QUEUE,
                remedy="Send less at once, or use: clusterkb validate FILE",
            ),
            preload=("clusterkb.validation.job",),
        )

    def knowledge(self) -> KnowledgeBase:
        """Return the version in use now; a request asks once and keeps what it got."""
        newest = current(self.settings.data_dir)
        with self._lock:
            if newest.path != self._open.version.path:
                self._open = KnowledgeBase(newest)
            return self._open

    def query(self, kb: KnowledgeBase, query: str, forms: tuple[str, ...], *, inferred: bool) -> Result:
        """Run a stranger's query and return the whole result in the first of ``forms`` that fits."""
        guard(query, max_bytes=self.settings.query_bytes)
        arguments = (str(kb.version.store), query, forms, inferred, self.settings.result_bytes)
        found: Result = self._queries.run("clusterkb.sparql.job:document", *arguments)
        return found

    def page(self, kb: KnowledgeBase, query: str, *, inferred: bool) -> Table | Result:
        """Run a stranger's query and return what a page shows of it."""
        guard(query, max_bytes=self.settings.query_bytes)
        arguments = (str(kb.version.store), query, inferred, PAGE_ROWS, _PAGE_BYTES)
        found: Table | Result = self._queries.run("clusterkb.sparql.job:page", *arguments)
        return found

    def check(self, kb: KnowledgeBase, data: bytes, form: str, name: str) -> Report:
        """Check a stranger's description."""
        report: Report = self._checks.run("clusterkb.validation.job:check", str(kb.version.store), data, form, name)
        return report

    def close(self) -> None:
        """End the workers."""
        self._queries.close()
        self._checks.close()

    def __enter__(self) -> Site:
        """Return the site itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()
