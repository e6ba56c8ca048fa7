"""How pages to read fare: what Lighthouse says of them, and how long one client waits for each: make bench."""

from __future__ import annotations

import http.client
import json
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.browser.conftest import chromium
from tests.conftest import serving
from tests.support.node import node
from tests.support.page_types import TYPES

from clusterkb import reading
from clusterkb.catalogue import kind_of
from clusterkb.namespaces import path_of
from clusterkb.store import current

RUNS = 5
LEAST = {"performance": 90, "accessibility": 95, "best-practices": 95, "seo": 95}
MEASURED = ("home", "term with meanings", "cluster", "search without words", "search")
CLOSED_TO_CRAWLERS = ("search",)
"""Of results nobody is to make an index; Lighthouse counts that as a fault, so that score says nothing of them."""

MEDIAN_MS, P95_MS, LARGEST_MS = 10, 25, 50

_HERE = Path(__file__).parent / "lighthouse"


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """A server as an operator would start it, but for its log."""
    with serving(home, CLUSTERKB_LOG_REQUESTS="no") as started:
        yield started


# ---------------------------------------------------------------- Lighthouse


@pytest.mark.parametrize("name", MEASURED)
def test_lighthouse_likes_it(address: str, name: str) -> None:
    command = [node(), str(_HERE / "run.mjs"), chromium(), f"{address}/en{TYPES[name]}", str(RUNS)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    runs = [json.loads(line) for line in done.stdout.splitlines()]
    assert [run["problem"] for run in runs] == [""] * RUNS
    wanted = [each for each in LEAST if each != "seo" or name not in CLOSED_TO_CRAWLERS]
    scores = {each: statistics.median(run["scores"][each] for run in runs) for each in wanted}
    failed = sorted({audit for run in runs for audit in run["failed"]})
    print(f"\n{name:20} {scores} below 90: {', '.join(failed) or 'none'}")
    assert {each: score for each, score in scores.items() if score < LEAST[each]} == {}


# ---------------------------------------------------------------- how long one client waits


def waits(address: str, paths: list[str]) -> list[float]:
    """Return the milliseconds until each answer was read whole, one connection for all, as a browser has it."""
    parts = urlsplit(address)
    found = []
    with closing(http.client.HTTPConnection(parts.hostname or "", parts.port)) as connection:
        for path in paths:
            began = time.perf_counter()
            connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            found.append(1000 * (time.perf_counter() - began))
            assert answer.status == 200, path
    return found


def told(what: str, found: list[float]) -> tuple[float, float]:
    """Print and return the median and the 95th percentile."""
    median, late = statistics.median(found), statistics.quantiles(found, n=20)[-1]
    print(f"\n{what:28} {len(found):5} pages: median {median:6.1f} ms, p95 {late:6.1f}, longest {max(found):6.1f}")
    return median, late


@pytest.mark.parametrize("kind", ["cluster", "class"])
def test_pages_come_at_once(address: str, home: Path, kind: str) -> None:
    things = [iri for iri in reading.pages(current(home).path)[0] if kind_of(iri) == kind]
    paths = [f"/en/page/{(path_of(iri) or '').removeprefix('id/')}" for iri in things]
    waits(address, paths[:3])
    told(f"{kind}, first visit", waits(address, paths))
    median, late = told(f"{kind}, seen before", waits(address, paths))
    assert (median < MEDIAN_MS, late < P95_MS) == (True, True)


def test_the_largest_page_comes_soon(address: str) -> None:
    paths = [f"/en{path}" for path in TYPES.values() if path not in (TYPES["clusters not there"],)]
    first = dict(zip(paths, waits(address, paths), strict=True))
    again = dict(zip(paths, waits(address, paths), strict=True))
    for when, found in (("first visit", first), ("seen before", again)):
        slowest = sorted(found, key=lambda path: -found[path])[:5]
        print(f"\n{when}: " + ", ".join(f"{path} {found[path]:.0f} ms" for path in slowest))
    assert max(again.values()) < LARGEST_MS
