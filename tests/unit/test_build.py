from __future__ import annotations

import errno
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pyoxigraph as ox
import pytest

from clusterkb import KnowledgeBase, assets, build
from clusterkb.errors import BadInput, StoreUnusable
from clusterkb.namespaces import DESCRIPTION, GRAPHS, INFERRED, expand
from clusterkb.search import search
from clusterkb.store import EmbeddedStore, Version, current
from clusterkb.store.embedded import graph_name

ONE_BUILD = Path(__file__).with_name("one_build.py")
PROBE = "ontology/kb/zz-probe.ttl"
PLACES = "ontology/kb/places.ttl"
PROBE_IRI = expand("ckorg:probe")
KILLS, LANES = 20, 2
BESIDE = ("claims", "lexicon", "questions", "mappings", "align", "theory", "clusters-[!ru]*", "organizations-*")
STEPS = {"publish": (1, 5), "prune": (2, 20)}
"""Phases of milliseconds, with stride and number of changes on disk: one lane's kills go from change to change."""


def probe(number: int) -> str:
    """A record of one organization that conforms to its shape and from which something follows."""
    return f"""@prefix ckb: <https://w3id.org/clusterkb/onto/> .
@prefix ckorg: <https://w3id.org/clusterkb/id/org/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix src: <https://w3id.org/clusterkb/id/src/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
ckorg:probe a ckb:HigherEducationInstitution ; skos:prefLabel "Probe {number}"@en ;
    dcterms:source src:danilov-dissertation-32 ; ckb:checkedOn "2026-11-23"^^xsd:date ."""


@dataclass
class Site:
    """A checkout of our own, to change at will, and the home built from it."""

    checkout: Path
    home: Path
    phases: list[tuple[str, str]] = field(default_factory=list)

    def build(self, *, full: bool = False) -> build.Report:
        self.phases.clear()
        return build.run(self.home, full=full, progress=lambda *phase: self.phases.append(phase))

    def write(self, name: str, text: str) -> None:
        (self.checkout / name).write_text(text, encoding="utf-8")

    def append(self, name: str, text: str) -> None:
        self.write(name, (self.checkout / name).read_text(encoding="utf-8") + text)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The sources with the probe, built once, to copy from."""
    return first(tmp_path_factory.mktemp("origin"))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The same without what nothing follows from, for tests that build hundreds of times."""
    return first(tmp_path_factory.mktemp("small"), *BESIDE)


def first(root: Path, *left_out: str) -> Site:
    site = Site(root / "checkout", root / "home")
    for part in ("ontology", "shapes"):
        shutil.copytree(assets.folder(part), site.checkout / part, ignore=shutil.ignore_patterns(*left_out))
    site.write(PROBE, probe(0))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assets, "checkout", lambda: site.checkout)
        site.build()
    return site


def copied(origin: Site, to: Path) -> Site:
    for part in ("checkout", "home"):
        shutil.copytree(getattr(origin, part), to / part, symlinks=True)
    return Site(to / "checkout", to / "home")


@pytest.fixture
def site(origin: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    made = copied(origin, tmp_path)
    monkeypatch.setattr(assets, "checkout", lambda: made.checkout)
    return made


def content(version: Version) -> set[str]:
    """All quads, blank nodes named by the graph's shape (RDFC-1.0), so that two builds can be compared."""
    dataset = ox.Dataset(EmbeddedStore.read_only(version.store).engine)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in dataset}


def probe_label(version: Version) -> str:
    with KnowledgeBase(version) as kb:
        return next(iter(kb.query("SELECT ?label { ckorg:probe skos:prefLabel ?label }")))["label"]


def leftovers(home: Path) -> list[str]:
    return sorted(path.name for path in [*(home / "versions").glob(".*"), *home.glob(".current*")])


def numbers(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "versions").iterdir())


# ---------------------------------------------------------------- nothing changed, one thing changed


def test_nothing_changed_means_nothing_built(site: Site) -> None:
    before = current(site.home)
    report = site.build()
    assert (report.built, report.changed, report.version, site.phases) == (False, (), before, [])


def test_phases_are_announced_once_each_and_in_order(site: Site) -> None:
    site.build(full=True)
    assert tuple(phase for phase, _ in site.phases) == build.PHASES


def test_one_changed_file_edits_only_its_graph(site: Site) -> None:
    site.write(PROBE, probe(1))
    report = site.build()
    assert report.changed == (PROBE,)
    assert dict(site.phases)["edit"] == "1 graphs"


def test_one_changed_file_gives_what_a_full_build_gives(site: Site, tmp_path: Path) -> None:
    site.write(PROBE, probe(1))
    site.append(PLACES, '\n<https://w3id.org/clusterkb/id/place/tashkent-region> skos:note "a"@en, [ ] .\n')
    edited = site.build().version
    fresh = build.run(tmp_path / "fresh").version
    assert content(edited) == content(fresh)
    assert edited.manifest == fresh.manifest


def test_the_manifest_counts_what_is_in_the_store(site: Site) -> None:
    counts = current(site.home).manifest.counts
    engine = EmbeddedStore.read_only(current(site.home).store).engine
    inferred, description = (
        sum(1 for _ in engine.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
        for graph in (INFERRED, DESCRIPTION)
    )
    asserted = len(engine) - inferred - description
    assert counts == {"asserted": asserted, "inferred": inferred, "description": description}


def test_the_graph_of_a_removed_file_goes_with_all_that_followed_from_it(site: Site) -> None:
    (site.checkout / PROBE).unlink()
    report = site.build()
    store = EmbeddedStore.read_only(report.version.store)
    assert report.changed == (PROBE,)
    assert GRAPHS + PROBE.removesuffix(".ttl") not in store.graphs()
    assert not list(store.engine.quads_for_pattern(ox.NamedNode(PROBE_IRI), None, None, None))


def test_a_renamed_file_moves_its_graph(site: Site) -> None:
    (site.checkout / PROBE).rename(site.checkout / "ontology/kb/zz-moved.ttl")
    store = EmbeddedStore.read_only(site.build().version.store)
    quads = store.engine.quads_for_pattern(ox.NamedNode(PROBE_IRI), ox.NamedNode(expand("skos:prefLabel")), None, None)
    assert [quad.graph_name for quad in quads] == [graph_name("ontology/kb/zz-moved.ttl")]


def test_another_software_version_builds_everything_anew(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("clusterkb.build.sources.__version__", "99.0")
    report = site.build()
    assert dict(site.phases)["copy"] == "an empty store"
    assert len(report.changed) == len(report.version.manifest.sources)
    assert report.version.manifest.software.startswith("99.0 ")


def test_an_old_version_without_its_store_is_replaced_by_a_full_build(site: Site) -> None:
    shutil.rmtree(current(site.home).store)
    assert content(site.build().version)


def test_an_old_version_that_does_not_open_is_replaced_by_a_full_build(site: Site) -> None:
    (current(site.home).store / "CURRENT").write_text("rubbish")
    report = site.build()
    assert dict(site.phases)["copy"] == "an empty store"
    assert content(report.version)


def test_a_literal_inferred_by_a_property_hierarchy_is_kept_as_a_literal(site: Site) -> None:
    site.append("ontology/modules/core.ttl", "\nckb:probeNote rdfs:subPropertyOf skos:note .\n")
    site.write(PROBE, probe(1).removesuffix(".") + '; ckb:probeNote "literally"@en .')
    store = EmbeddedStore.read_only(site.build().version.store)
    wanted = ox.NamedNode(PROBE_IRI), ox.NamedNode(expand("skos:note")), ox.Literal("literally", language="en")
    assert list(store.engine.quads_for_pattern(*wanted, ox.NamedNode(INFERRED)))


# ---------------------------------------------------------------- what stops a build


def test_every_faulty_file_is_named_with_its_line_and_the_old_version_stays(site: Site) -> None:
    before = current(site.home)
    site.write(PROBE, "<http://e/a> <http://e/b> 1 .\n<http://e/a> nope:p 1 .\n")
    site.write("ontology/kb/zz-other.ttl", "\n\n<http://e/a> <http://e/b> .\n")
    with pytest.raises(BadInput) as caught:
        site.build()
    lines = str(caught.value).splitlines()
    assert any("line 2" in line and PROBE in line for line in lines)
    assert any("line 3" in line and "ontology/kb/zz-other.ttl" in line for line in lines)
    assert current(site.home) == before


def test_a_record_that_breaks_a_shape_stops_the_build_and_is_named(site: Site) -> None:
    before = current(site.home)
    site.write(PROBE, re.sub(r"dcterms:source \S+ ;", "", probe(1)))
    with pytest.raises(BadInput, match=r"ckorg:probe.*\[Organization-source\]"):
        site.build()
    assert current(site.home) == before


@pytest.mark.parametrize(
    ("name", "needed", "shape"),
    [
        ("ontology/claims/readings.ttl", "ckb:reading ", "TranslationDoubt-reading"),
        ("ontology/lexicon/en.ttl", "ckb:attestation ", "LexicalForm-attestation"),
    ],
)
def test_a_claim_or_word_that_breaks_a_shape_stops_the_build(site: Site, name: str, needed: str, shape: str) -> None:
    lines = (site.checkout / name).read_text(encoding="utf-8").splitlines()
    site.write(name, "\n".join(line for line in lines if not line.strip().startswith(needed)))
    with pytest.raises(BadInput, match=shape):
        site.build()


def test_a_triple_stated_in_two_files_stops_the_build_since_a_query_would_count_it_twice(site: Site) -> None:
    site.write(PROBE, probe(1))
    site.write("ontology/kb/zz-again.ttl", f"<{PROBE_IRI}> <{expand('skos:prefLabel')}> 'Probe 1'@en .")
    with pytest.raises(BadInput, match=r"(?s)zz-again.*zz-probe|zz-probe.*zz-again"):
        site.build()


def test_a_construct_the_closure_does_not_know_stops_the_build(site: Site) -> None:
    site.append("ontology/modules/core.ttl", "\nckb:memberOf a owl:FunctionalProperty .\n")
    with pytest.raises(BadInput, match="FunctionalProperty"):
        site.build()


def test_a_source_that_cannot_be_read_is_named(site: Site) -> None:
    (site.checkout / "ontology/kb/.#places.ttl").symlink_to("nowhere")
    with pytest.raises(BadInput, match=r"ontology/kb/\.#places\.ttl cannot be read"):
        site.build()


def test_the_build_after_a_stopped_one_succeeds_and_leaves_nothing_behind(site: Site) -> None:
    site.write(PROBE, re.sub(r"dcterms:source \S+ ;", "", probe(1)))
    with pytest.raises(BadInput):
        site.build()
    site.write(PROBE, probe(2))
    assert probe_label(site.build().version) == "Probe 2"
    assert leftovers(site.home) == []


def test_a_second_build_at_the_same_time_is_refused_in_words(site: Site) -> None:
    refusals: list[str] = []

    def second(phase: str, _: str) -> None:
        if phase == "edit":
            command = [sys.executable, str(ONE_BUILD), str(site.checkout), str(site.home), "full"]
            refusals.append(subprocess.run(command, capture_output=True, text=True, check=False).stderr)

    build.run(site.home, full=True, progress=second)
    assert refusals[0].splitlines()[-1] == (
        "clusterkb.errors.StoreUnusable: Another build is under way. Wait for it to end."
    )


def test_a_home_that_is_a_file_is_refused_with_the_setting_to_change(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnusable, match="CLUSTERKB_DATA_DIR"):
        build.run(tmp_path / "file")


def test_a_versions_folder_that_is_a_file_is_refused_as_unusable(site: Site, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "versions").write_text("")
    with pytest.raises(StoreUnusable):
        build.run(tmp_path / "new")


def test_a_full_disk_is_said_in_words_and_the_old_version_stays(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    before = current(site.home)
    site.write(PROBE, probe(1))
    monkeypatch.setattr("clusterkb.store.versions.os.fsync", full_disk)
    with pytest.raises(StoreUnusable, match="No space left"):
        site.build()
    assert current(site.home) == before


# ---------------------------------------------------------------- killed


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


def test_a_version_that_a_kill_kept_from_being_used_never_displaces_the_one_before(site: Site) -> None:
    before = current(site.home)
    shutil.copytree(before.path, before.path.with_name("000002"))  # sealed and named, but killed before the swap
    site.write(PROBE, probe(1))
    after = site.build().version
    assert numbers(site.home) == [before.path.name, after.path.name]
