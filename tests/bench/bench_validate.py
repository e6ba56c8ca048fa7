"""Our validation against pySHACL on the same descriptions, and how it grows. Run it with: make bench."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.support.descriptions import descriptions

from clusterkb import KnowledgeBase
from clusterkb.rdf.formats import NTRIPLES, TURTLE
from clusterkb.rdf.parse import parse
from clusterkb.rdf.serialize import serialize
from clusterkb.validation import Sent, validate
from clusterkb.validation.across import across
from clusterkb.validation.engines import REFERENCE
from clusterkb.validation.renderers import RENDERERS

LEAST_TO_REFERENCE = 40
LEAST_TO_BATCHED = 10
MOST_SECONDS, MOST_MEGABYTES = 60, 2_000
MOST_GROWTH = 1.5


@pytest.fixture(scope="module")
def kb() -> KnowledgeBase:
    return KnowledgeBase.open()


def seconds(work: Callable[[], object], rounds: int = 1) -> float:
    """Return the processor seconds of the best of some rounds."""

    def once() -> float:
        before = time.process_time()
        work()
        return time.process_time() - before

    return min(once() for _ in range(rounds))


def test_a_thousand_descriptions_against_pyshacl(kb: KnowledgeBase, capsys: pytest.CaptureFixture[str]) -> None:
    text = descriptions(1_000)
    data = text.encode()
    local, crossing = kb.rules.split

    def ours() -> str:
        report = validate([Sent(data, "ttl", "thousand.ttl")], kb.rules)
        return RENDERERS["text"].write(report, "en", {"thousand.ttl": text})

    def given() -> tuple[list[ox.Quad], bytes]:
        quads = parse(data, TURTLE)
        return quads, serialize((quad.triple for quad in quads), NTRIPLES) + kb.rules.hierarchy

    def batched() -> object:
        quads, triples = given()
        return REFERENCE.run(triples, local) | set(across(quads, crossing, kb.rules.superclasses))

    def natively() -> object:
        return REFERENCE.run(given()[1], kb.rules.shapes)

    told: dict[str, object] = {}
    mine = seconds(ours, 5)
    theirs_batched = seconds(lambda: told.update(batched=batched()))
    theirs = seconds(lambda: told.update(natively=natively()))
    assert told["natively"] == told["batched"]
    with capsys.disabled():
        print(f"\nours {mine:.3f} s, pySHACL {theirs:.1f} s ({theirs / mine:.0f} times), ", end="")
        print(f"pySHACL with batched sh:sparql {theirs_batched:.1f} s ({theirs_batched / mine:.0f} times)")
    assert theirs / mine >= LEAST_TO_REFERENCE
    assert theirs_batched / mine >= LEAST_TO_BATCHED


def test_time_grows_with_size_and_memory_is_bounded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    taken: dict[int, float] = {}
    for number in (1_000, 10_000, 100_000):
        file = tmp_path / f"{number}.ttl"
        file.write_text(descriptions(number), encoding="utf-8")
        taken[number], megabytes, report = run(file)
        with capsys.disabled():
            print(f"{number:>7} descriptions: {taken[number]:.1f} s, {megabytes:.0f} MB, {report['total']} findings")
        assert report["verdict"] == "does not conform"
        assert megabytes < MOST_MEGABYTES
    assert taken[100_000] < MOST_SECONDS
    assert taken[100_000] / 100_000 < MOST_GROWTH * taken[10_000] / 10_000


def run(file: Path) -> tuple[float, float, dict[str, object]]:
    """Return the seconds a whole command takes, the memory of all its processes together, and its report."""
    command = [str(Path(sys.executable).parent / "clusterkb"), "validate", str(file), "--format", "json"]
    begun = time.monotonic()
    # A session of its own: that is how its workers are told from all other processes.
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    )
    ended = threading.Event()
    with ThreadPoolExecutor(1) as watch:
        most = watch.submit(most_memory, process.pid, ended)
        said, _ = process.communicate()
        ended.set()
    return time.monotonic() - begun, most.result(), json.loads(said)


def most_memory(session: int, ended: threading.Event) -> float:
    """Return how many megabytes the processes of a session held at once at most, looked at ten times a second.

    What processes share is counted for each of them.
    """
    most = 0.0
    while not ended.wait(0.1):
        most = max(most, sum(map(resident, members(session))))
    return most


def members(session: int) -> Iterator[Path]:
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            # Behind the name, which may hold anything: state, parent, group, session.
            if int((path / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[3]) == session:
                yield path


def resident(process: Path) -> float:
    with suppress(OSError):
        pages = int((process / "statm").read_text(encoding="utf-8").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
    return 0.0
