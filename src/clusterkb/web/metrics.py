"""What the site measures of itself, for Prometheus, at /metrics."""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector
from werkzeug.exceptions import Forbidden

from clusterkb.web.kept import Kept
from clusterkb.web.site import Site

_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


def install(app: Flask, site: Site, kept: Kept) -> None:
    """Count and time every request of ``app``, and serve what was measured."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(_Pools(site))
    Gauge("clusterkb_kept_bytes", "Pages kept ready to be sent.", registry=registry).set_function(lambda: kept.size)
    count = Counter("clusterkb_requests", "Requests answered.", ("door", "method", "status"), registry=registry)
    seconds = Histogram(
        "clusterkb_request_seconds", "Time until the answer was ready.", ("door",), buckets=_SECONDS, registry=registry
    )
    app.before_request(_begin)
    app.after_request(partial(_measure, count, seconds))
    app.add_url_rule("/metrics", "metrics", partial(_metrics, registry, site.settings.metrics_clients))


def _begin() -> None:
    g.begun = time.perf_counter()


def _measure(count: Counter, seconds: Histogram, response: Response) -> Response:
    # Only what routing knows becomes a label: a stranger must not be able to make up new ones.
    door = request.blueprint or request.endpoint or "none"
    method = request.method if request.url_rule else "other"
    count.labels(door, method, response.status_code).inc()
    if "begun" in g:
        seconds.labels(door).observe(time.perf_counter() - g.begun)
    return response


def _metrics(registry: CollectorRegistry, clients: tuple[str, ...]) -> Response:
    if "*" not in clients and request.remote_addr not in clients:
        raise Forbidden("Metrics are for the operator. CLUSTERKB_METRICS_CLIENTS names who may read them.")
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class _Pools(Collector):
    """Reads the pools when Prometheus asks."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def collect(self) -> Iterator[Metric]:
        """Yield the state of every pool and of the results that wait to be sent."""
        jobs = CounterMetricFamily("clusterkb_jobs", "Jobs of workers, by how they ended.", labels=("pool", "outcome"))
        spent = CounterMetricFamily("clusterkb_job_seconds", "Time spent in workers.", labels=("pool",))
        started = CounterMetricFamily("clusterkb_workers_started", "Worker processes started.", labels=("pool",))
        workers = GaugeMetricFamily("clusterkb_workers", "Worker processes alive.", labels=("pool",))
        busy = GaugeMetricFamily("clusterkb_jobs_running", "Jobs running.", labels=("pool",))
        waiting = GaugeMetricFamily("clusterkb_jobs_waiting", "Jobs waiting for a worker.", labels=("pool",))
        memory = GaugeMetricFamily("clusterkb_worker_memory_bytes", "Memory that workers hold.", labels=("pool",))
        for name, pool in self._site.pools.items():
            counts = pool.counts()
            for outcome, number in counts.jobs.items():
                jobs.add_metric((name, outcome), number)
            for family, value in (
                (spent, counts.seconds),
                (started, counts.started),
                (workers, counts.alive),
                (busy, counts.busy),
                (waiting, counts.waiting),
                (memory, counts.memory),
            ):
                family.add_metric((name,), value)
        spooled = GaugeMetricFamily("clusterkb_spool_bytes", "Results that wait to be sent.", self._site.spools.bytes)
        yield from (jobs, spent, started, workers, busy, waiting, memory, spooled)
