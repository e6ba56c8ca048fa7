"""A client that talks to the application without a network, and a server with narrow limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from clusterkb.web import Site, create_app


@pytest.fixture
def client(site: Site) -> FlaskClient:
    return create_app(site).test_client()


METRICS_CLIENT = "127.0.0.9"
TIGHT = {
    "CLUSTERKB_QUERY_BYTES": "3000",
    "CLUSTERKB_QUERY_DEPTH": "30",
    "CLUSTERKB_QUERY_PATTERNS": "40",
    "CLUSTERKB_QUERY_SECONDS": "2.5",
    "CLUSTERKB_QUERY_WAIT_SECONDS": "7",
    "CLUSTERKB_QUERY_WORKERS": "4",
    "CLUSTERKB_WORKER_MEGABYTES": "1024",
    "CLUSTERKB_RESULT_BYTES": "200000",
    "CLUSTERKB_CLIENT_QUERIES": "3",
    "CLUSTERKB_CLIENT_SECONDS": "2",
    "CLUSTERKB_METRICS_CLIENTS": METRICS_CLIENT,
    "CLUSTERKB_LOG_CLIENTS": "yes",
    "CLUSTERKB_LOG_QUERIES": "yes",
}
"""A server where every limit is another than by default, and narrow."""


@pytest.fixture(scope="session")
def tight_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the tight server writes to standard error."""
    return tmp_path_factory.mktemp("tight") / "log"


@pytest.fixture(scope="session")
def tight(home: Path, serve: Callable[..., AbstractContextManager[str]], tight_log: Path) -> Iterator[str]:
    """A running server with the settings of ``TIGHT``; take an address of your own to ask it much."""
    with serve(home, log=tight_log, **TIGHT) as address:
        yield address
