from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from tests.support.checkout import (
    MANY_RECORDS,
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

from clusterkb import assets, build
from clusterkb.errors import BadInput, StoreUnusable
from clusterkb.namespaces import DESCRIPTION, GRAPHS, INFERRED, expand
from clusterkb.store import EmbeddedStore, current
from clusterkb.store.embedded import graph_name

PLACES = "ontology/kb/places.ttl"


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The sources with the probe and few records, built once, to copy from."""
    return first(tmp_path_factory.mktemp("origin"), *MANY_RECORDS)


@pytest.fixture
def site(origin: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    made = copied(origin, tmp_path)
    monkeypatch.setattr(assets, "checkout", lambda: made.checkout)
    return made


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


def test_what_two_files_say_of_one_thing_is_checked_together_though_one_changed(site: Site) -> None:
    site.write("ontology/kb/zz-more.ttl", f"<{PROBE_IRI}> <{expand('skos:prefLabel')}> 'Another'@en .")
    with pytest.raises(BadInput, match="Organization-label-once"):
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


def test_a_version_that_a_kill_kept_from_being_used_never_displaces_the_one_before(site: Site) -> None:
    before = current(site.home)
    shutil.copytree(before.path, before.path.with_name("000002"))  # sealed and named, but killed before the swap
    site.write(PROBE, probe(1))
    after = site.build().version
    assert numbers(site.home) == [before.path.name, after.path.name]
