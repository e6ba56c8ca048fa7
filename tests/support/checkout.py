"""A checkout of one's own to change and build: what the tests of the build share."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
import pytest

from clusterkb import KnowledgeBase, assets, build
from clusterkb.namespaces import expand
from clusterkb.store import EmbeddedStore, Version

ONE_BUILD = Path(__file__).parents[1] / "unit/one_build.py"
MANY_RECORDS = ("clusters-[!z]*", "organizations-*")
"""Files that a test of building can do without: most of the time of a build goes into them."""

PROBE = "ontology/kb/zz-probe.ttl"
PROBE_IRI = expand("ckorg:probe")


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
