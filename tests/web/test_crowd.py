"""The server under a crowd, a quarter of it hostile. How fast it stays is measured in tests/bench/bench_crowd.py."""

from __future__ import annotations

import re
import time
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from tests.support.crowd import Seen, crowd, growth, slow
from tests.support.http_crowd import run

SECONDS = 20
LONGER = 40
"""For memory, which climbs until every worker has had a large query: on a busy machine that takes some 15 seconds."""


def measured(address: str) -> dict[str, float]:
    """Return what the server says of its query workers."""
    with urllib.request.urlopen(f"{address}/metrics") as answer:
        text = answer.read().decode()
    found = re.findall(r'^clusterkb_(\w+)\{pool="query"\} (\S+)$|^clusterkb_(spool_bytes) (\S+)$', text, re.MULTILINE)
    return {name or alone: float(value or last) for name, value, alone, last in found}


def settled(address: str) -> dict[str, float]:
    """Wait until nothing runs, waits or is being sent any more."""
    for _ in range(300):
        state = measured(address)
        if not (state["jobs_running"] or state["jobs_waiting"] or state["spool_bytes"]) and state["workers"] == 7:
            break
        time.sleep(0.1)
    return state


def share_served(seen: Seen) -> float:
    statuses = seen.statuses["ordinary"]
    return statuses[200] / statuses.total()


@pytest.mark.slow
def test_a_crowd_a_quarter_of_it_hostile_leaves_the_server_whole(
    home: Path, serve: Callable[..., AbstractContextManager[str]]
) -> None:
    with serve(home, CLUSTERKB_QUERY_WORKERS="6", CLUSTERKB_QUERY_SECONDS="4", CLUSTERKB_LOG_REQUESTS="no") as address:
        seen = run(crowd(int(address.rpartition(":")[2]), LONGER, thinking=0.4))
        after = settled(address)
    assert seen.wrong == []
    assert share_served(seen) > 0.5  # what is refused depends on the machine; bench_crowd measures it
    assert {kind: bool(statuses) for kind, statuses in seen.statuses.items()} == dict.fromkeys(
        ("ordinary", "runaway", "huge", "malformed", "never reading", "page"), True
    )
    assert growth(seen) < 1.1
    assert (after["workers"], after["jobs_running"], after["jobs_waiting"], after["spool_bytes"]) == (7, 0, 0, 0)


@pytest.mark.slow
def test_clients_that_stall_leave_the_others_served(
    home: Path, serve: Callable[..., AbstractContextManager[str]]
) -> None:
    with serve(home, CLUSTERKB_QUERY_WORKERS="6", CLUSTERKB_LOG_REQUESTS="no") as address:
        seen = run(slow(int(address.rpartition(":")[2]), SECONDS))
        after = settled(address)
    assert seen.wrong == []
    assert seen.statuses["page"].total() > SECONDS
    assert share_served(seen) > 0.5  # a few are refused as seventy large queries come at one moment
    assert (after["workers"], after["spool_bytes"]) == (7, 0)
