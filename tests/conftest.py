"""What several folders of tests share: one built store, the site on it, and a real server.

Tests only read them; nothing is ever built into the checkout.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import IO

import pytest

from clusterkb import KnowledgeBase, build
from clusterkb.settings import Settings, load
from clusterkb.web import Site

_FEW = "3"
_LONGEST = (
    "tests/unit/test_kills.py",
    "tests/web/test_crawl.py",
    "tests/data/test_reasoning.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that no worker is left alone with one at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONGEST))


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one built version. Tests must not build into it."""
    folder = tmp_path_factory.mktemp("home")
    build.run(folder)
    return folder


@pytest.fixture(scope="session")
def kb(home: Path) -> Iterator[KnowledgeBase]:
    """The knowledge base as the build makes it from the working tree."""
    with KnowledgeBase.built(home) as opened:
        yield opened


@pytest.fixture(scope="session")
def site_settings(home: Path) -> Settings:
    """The default settings, on the built store, with a short deadline so that its tests need not wait long."""
    return load({"CLUSTERKB_DATA_DIR": str(home), "CLUSTERKB_QUERY_SECONDS": "2"})


@pytest.fixture(scope="session")
def site(site_settings: Settings) -> Iterator[Site]:
    """The site with its worker pools."""
    with Site(site_settings) as made:
        yield made


@pytest.fixture(scope="session")
def serve() -> Callable[..., AbstractContextManager[str]]:
    """The command ``clusterkb serve`` as a context that yields the address.

    With few workers for queries, each of which takes a second to start on two cores; benchmarks call ``serving``.
    """
    return partial(serving, CLUSTERKB_QUERY_WORKERS=_FEW)


@pytest.fixture(scope="session")
def server(home: Path) -> Iterator[str]:
    with serving(home, CLUSTERKB_QUERY_WORKERS=_FEW, CLUSTERKB_QUERY_SECONDS="3") as address:
        yield address


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Path, *, log: Path | None = None, **environment: str) -> Iterator[str]:
    """Run ``clusterkb serve`` in a process of its own and yield its address once it answers.

    What it writes to standard error goes to a file, which never fills up as a pipe would: to ``log``, if given.
    """
    port = free_port()
    command = [str(Path(sys.executable).with_name("clusterkb")), "serve", "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    with log.open("w+b") if log else tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, env={**os.environ, "CLUSTERKB_DATA_DIR": str(home), **environment}, stderr=said
        )
        try:
            _await(address, process, said)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=20)


def _await(address: str, process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            said.seek(0)
            raise AssertionError(said.read().decode())
        try:
            urllib.request.urlopen(f"{address}/en/").close()
        except urllib.error.URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("The server did not answer within 30 seconds.")
