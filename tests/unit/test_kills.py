"""Builds that are killed in every phase: the version before, or the new one, serves on."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest
from tests.support.checkout import (
    ONE_BUILD,
    PROBE,
    PROBE_IRI,
    Site,
    content,
    copied,
    first,
    leftovers,
    numbers,
    probe,
    probe_label,
)

from clusterkb import KnowledgeBase, assets, build
from clusterkb.search import search
from clusterkb.store import EmbeddedStore, current

KILLS, LANES = 10, 2
BESIDE = ("claims", "lexicon", "questions", "mappings", "align", "theory", "clusters-*", "organizations-*", "works.ttl")
STEPS = {"publish": (1, 5), "prune": (2, 20)}
"""Phases of milliseconds, with stride and number of changes on disk: one lane's kills go from change to change."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The same without texts and most records, for tests that build hundreds of times."""
    return first(tmp_path_factory.mktemp("small"), *BESIDE)


@dataclass
class Lane:
    """A site whose builds are killed one after the other, full and incremental ones in turn."""

    site: Site
    phase: str
    random: random.Random
    seconds: float
    stepped: bool
    faults: list[str] = field(default_factory=list)

    def run(self) -> None:
        killed = 0
        for attempt in count(1):
            version = current(self.site.home)
            old = probe_label(version)
            self.site.write(PROBE, probe(attempt))
            reader = KnowledgeBase(version)
            killed += self.build("full" if attempt % 2 else "incremental", killed) == -signal.SIGKILL
            self.look(reader, {old, f"Probe {attempt}"}, old)
            if killed == KILLS // LANES:
                return
            if attempt > 10 * KILLS // LANES:
                self.faults.append(f"only {killed} of {attempt} builds could be killed")
                return

    def build(self, mode: str, number: int) -> int:
        command = [sys.executable, str(ONE_BUILD), str(self.site.checkout), str(self.site.home), mode]
        if self.stepped:
            stride, steps = STEPS[self.phase]
            command += [self.phase, str(stride * number % steps)]
            return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for line in process.stdout:
                if line.strip() == self.phase:
                    time.sleep(self.random.choice([0.0, *(self.random.uniform(0, self.seconds) for _ in range(4))]))
                    process.kill()
                    break
        return process.returncode

    def look(self, reader: KnowledgeBase, possible: set[str], old: str) -> None:
        """Is there a whole version in use, old or new, and does the old one still answer who had it open?"""
        version = current(self.site.home)
        engine = EmbeddedStore.read_only(version.store).engine
        label = probe_label(version)
        seen = {
            "label": label in possible,
            "count": len(engine) == sum(version.manifest.counts.values()),
            "index": PROBE_IRI in {hit.iri for hit in search(version.search, label)},
            "proofs": KnowledgeBase(version).explain("probe") != [],
            "old reader": old in {row["l"] for row in reader.query("SELECT ?l { ckorg:probe skos:prefLabel ?l }")},
            "old index": PROBE_IRI in {hit.iri for hit in reader.search(old)},
        }
        self.faults += [f"{what} of {version.path.name} ({label})" for what, right in seen.items() if not right]


@pytest.fixture(scope="module")
def durations(small: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """Seconds each phase of a full build takes here."""
    began: list[tuple[str, float]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assets, "checkout", lambda: small.checkout)
        home = tmp_path_factory.mktemp("timed")
        build.run(home, progress=lambda phase, _: began.append((phase, time.perf_counter())))
    ends = [*(start for _, start in began[1:]), time.perf_counter()]
    return {phase: end - start for (phase, start), end in zip(began, ends, strict=True)}


@pytest.fixture(scope="module")
def lanes() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(LANES) as pool:
        yield pool


@pytest.mark.slow
@pytest.mark.parametrize("phase", build.PHASES)
def test_a_build_killed_in_this_phase_leaves_a_version_that_serves(
    phase: str,
    small: Site,
    durations: dict[str, float],
    lanes: ThreadPoolExecutor,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sites = [copied(small, tmp_path / str(number)) for number in range(LANES)]
    made = [
        Lane(each, phase, random.Random(f"{phase} {number}"), durations[phase], stepped=phase in STEPS and number == 0)
        for number, each in enumerate(sites)
    ]
    list(lanes.map(Lane.run, made))
    assert [fault for lane in made for fault in lane.faults] == []
    for each in sites:
        monkeypatch.setattr(assets, "checkout", lambda each=each: each.checkout)
        each.write(PROBE, probe(999))
        after_kills = each.build().version
        assert leftovers(each.home) == []
        assert len(numbers(each.home)) <= 2
        assert content(after_kills) == content(build.run(tmp_path / "fresh").version)
