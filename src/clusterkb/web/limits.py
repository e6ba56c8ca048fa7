"""The limits in force for public queries, as programs read them: in headers and in problems."""

from __future__ import annotations

from clusterkb.settings import Settings


def limits(settings: Settings) -> dict[str, float]:
    """Return every limit by its name.

    >>> from clusterkb.settings import load
    >>> limits(load({}))["query-seconds"]
    10.0
    """
    return {
        "query-bytes": settings.query_bytes,
        "query-depth": settings.query_depth,
        "query-patterns": settings.query_patterns,
        "query-seconds": settings.query_seconds,
        "query-megabytes": settings.worker_megabytes,
        "wait-seconds": settings.query_wait_seconds,
        "result-bytes": settings.result_bytes,
        "client-queries": settings.client_queries,
        "client-seconds-per-minute": settings.client_seconds,
    }


def headers(settings: Settings) -> dict[str, str]:
    """Return the same as header fields.

    >>> from clusterkb.settings import load
    >>> headers(load({}))["X-Limit-Query-Seconds"]
    '10'
    """
    return {f"X-Limit-{name.title()}": f"{value:.10g}" for name, value in limits(settings).items()}
