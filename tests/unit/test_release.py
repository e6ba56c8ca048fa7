from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from clusterkb import KnowledgeBase, expand
from clusterkb.errors import BadInput
from clusterkb.release import Artefact
from clusterkb.release.difference import difference

BASE = ("clusterkb.ttl", "clusterkb.owl", "clusterkb.nt", "clusterkb.jsonld")


@pytest.fixture(scope="module")
def made(kb: KnowledgeBase) -> dict[str, Artefact]:
    return {artefact.name: artefact for artefact in kb.release()}


@pytest.fixture(scope="module")
def folder(made: dict[str, Artefact], tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("release")
    for name, artefact in made.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(artefact.data)
    return root


def test_another_process_with_another_store_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "CLUSTERKB_DATA_DIR": str(tmp_path / "home"), "PYTHONHASHSEED": "12345"}
    command = [str(Path(sys.executable).with_name("clusterkb")), "release", "--out", str(tmp_path / "again")]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    names = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert len(names) > 15
    assert [name for name in names if (folder / name).read_bytes() != (tmp_path / "again" / name).read_bytes()] == []


def test_every_format_of_the_base_holds_the_same(folder: Path) -> None:
    formats = dict(zip(BASE, ("turtle", "xml", "nt", "json-ld"), strict=True))
    graphs = [rdflib.Graph().parse(folder / name, format=form) for name, form in formats.items()]
    assert len(graphs[0]) > 5000
    for other in graphs[1:]:
        assert isomorphic(graphs[0], other)


def test_the_full_file_adds_what_follows_and_the_base_has_none_of_it(folder: Path) -> None:
    base, full = (rdflib.Graph().parse(folder / name) for name in ("clusterkb.ttl", "clusterkb-full.ttl"))
    holding, sense = (
        rdflib.URIRef(expand(name)) for name in ("cluster:ulyanovsk-holding", "ckb:HoldingInArticleSense")
    )
    fact = (holding, rdflib.RDF.type, sense)
    assert fact in full
    assert fact not in base
    assert len(full) > len(base)


def test_the_packed_file_has_every_quad_of_the_store(kb: KnowledgeBase, made: dict[str, Artefact]) -> None:
    quads = list(ox.parse(gzip.decompress(made["clusterkb.nq.gz"].data), format=ox.RdfFormat.N_QUADS))
    assert len(quads) == len(kb.store.engine)
    assert {quad.graph_name for quad in quads} == set(kb.store.engine.named_graphs())


def test_the_texts_hold_claims_and_words_and_no_records(made: dict[str, Artefact]) -> None:
    text = made["clusterkb-texts.ttl"].data.decode()
    assert "claim:S28-2 a ckb:Assertion" in text
    assert "lex:en-educational-cluster a ontolex:LexicalEntry" in text
    assert "a ckb:Membership" not in text


def test_the_dictionary_has_a_row_for_every_term(kb: KnowledgeBase, made: dict[str, Artefact]) -> None:
    rows = list(csv.DictReader(io.StringIO(made["data-dictionary.csv"].data.decode())))
    by_term = {row["term"]: row for row in rows}
    assert by_term["ckb:EducationalHolding"]["prefLabel uz"] == "ta'lim xoldingi"
    assert by_term["ckb:hasRatingZone"]["kind"] == "owl:ObjectProperty"
    assert by_term["zone:red"]["skos:inScheme"] == "https://w3id.org/clusterkb/concept/zone"
    terms = kb.query(
        "SELECT (COUNT(DISTINCT ?t) AS ?n) { ?t rdfs:isDefinedBy ?m FILTER(STRSTARTS(STR(?t), STR(ckb:))) }"
    )
    number = int(terms.rows[0]["n"]["value"])
    assert sum(row["term"].startswith("ckb:") for row in rows) == number


def test_the_literature_is_csl_json_with_every_work(kb: KnowledgeBase, made: dict[str, Artefact]) -> None:
    items = json.loads(made["works.csl.json"].data)
    assert len(items) == len(list(kb.query("SELECT ?work { ?work a ckb:Work }")))
    assert all(item["id"].startswith("work:") and item["type"] and item["title"] for item in items)
    danilov = next(item for item in items if item["id"] == "work:danilov-2020")
    assert danilov == {
        "id": "work:danilov-2020",
        "type": "article-journal",
        "title": "Logistics of Pedagogical Innovations: Paradigms of Development in Educational Holding",
        "author": [{"literal": "Danilov S. V."}],
        "issued": {"date-parts": [[2020]]},
        "language": "en",
        "container-title": "Izvestiya of Saratov University, Educational Acmeology. Developmental Psychology 9(4)",
        "page": "317–323",
        "DOI": "10.18500/2304-9790-2020-9-4-317-323",
        "URL": "https://doi.org/10.18500/2304-9790-2020-9-4-317-323",
    }


def test_the_manifest_has_the_sum_of_every_other_file(made: dict[str, Artefact]) -> None:
    manifest = json.loads(made["manifest.json"].data)
    assert set(manifest) == set(made) - {"manifest.json"}
    for name, row in manifest.items():
        assert row["sha256"] == hashlib.sha256(made[name].data).hexdigest()


def test_a_release_against_itself_changes_nothing(kb: KnowledgeBase, made: dict[str, Artefact]) -> None:
    again = {artefact.name: artefact.data for artefact in kb.release(made["clusterkb.nt"].data)}
    assert again["CHANGES.md"].decode().count("Nothing changed.") == 3
    assert b"first release" in made["CHANGES.md"].data


def test_what_is_new_gone_and_changed_is_told_with_expressions_written_out() -> None:
    prefix = "@prefix ckb: <https://w3id.org/clusterkb/onto/> . @prefix owl: <http://www.w3.org/2002/07/owl#> . "
    before = ox.serialize(
        ox.parse(prefix + "ckb:A a owl:Class . ckb:B a owl:Class .", format=ox.RdfFormat.TURTLE),
        format=ox.RdfFormat.N_QUADS,
    )
    now = (
        prefix
        + "ckb:A a owl:Class ; owl:equivalentClass [ owl:onProperty ckb:p ; owl:hasValue ckb:v ] . ckb:C a owl:Class ."
    )
    text = difference(before, [quad.triple for quad in ox.parse(now, format=ox.RdfFormat.TURTLE)]).decode()
    assert [line for line in text.splitlines() if line.startswith(("- ", "    - "))] == [
        "- new: `ckb:C`",
        "- gone: `ckb:B`",
        "- changed: `ckb:A`",
        "    - is: owl:equivalentClass [ owl:hasValue ckb:v ; owl:onProperty ckb:p ]",
    ]


def test_a_release_before_that_cannot_be_read_is_refused(kb: KnowledgeBase) -> None:
    with pytest.raises(BadInput, match="the release before"):
        kb.release(b"no triples")
