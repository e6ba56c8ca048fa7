from __future__ import annotations

import sys

import pytest
import rdflib

from clusterkb import KnowledgeBase
from clusterkb.errors import MissingPart
from clusterkb.reason.profile import profile_violations

HEADS = """@prefix e: <http://e/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . <http://e/> a owl:Ontology . """


def rdf(text: str) -> str:
    return rdflib.Graph().parse(data=HEADS + text).serialize(format="xml")


def test_the_knowledge_base_is_owl_2_dl(kb: KnowledgeBase) -> None:
    assert profile_violations(kb.ontology("rdf").decode()) == []


def test_a_plain_hierarchy_is_owl_2_dl() -> None:
    assert profile_violations(rdf("e:A a owl:Class ; rdfs:subClassOf e:B . e:B a owl:Class .")) == []


def test_a_cardinality_on_a_transitive_property_is_not() -> None:
    text = """e:p a owl:ObjectProperty, owl:TransitiveProperty . e:A a owl:Class ; rdfs:subClassOf [
        a owl:Restriction ; owl:onProperty e:p ; owl:maxCardinality 1 ] ."""
    assert profile_violations(rdf(text)) != []


def test_without_the_library_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyhornedowl", None)
    with pytest.raises(MissingPart, match=r"pip install 'clusterkb\[reasoning\]'"):
        profile_violations("")
