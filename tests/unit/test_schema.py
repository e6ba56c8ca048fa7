from __future__ import annotations

import owlrl
import pytest
import rdflib

from clusterkb.errors import BadInput
from clusterkb.namespaces import PREFIXES, expand
from clusterkb.reason.closure import close
from clusterkb.reason.schema import Triple, close_schema

_E = "http://e/"
_HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {**PREFIXES, "e": _E}.items())

_RULES = {
    "scm-sco": ("e:A rdfs:subClassOf e:B . e:B rdfs:subClassOf e:C .", "e:A rdfs:subClassOf e:C"),
    "scm-spo": ("e:p rdfs:subPropertyOf e:q . e:q rdfs:subPropertyOf e:r .", "e:p rdfs:subPropertyOf e:r"),
    "scm-eqc1": ("e:A owl:equivalentClass e:B .", "e:B rdfs:subClassOf e:A"),
    "scm-eqc2": ("e:A rdfs:subClassOf e:B . e:B rdfs:subClassOf e:A .", "e:A owl:equivalentClass e:B"),
    "scm-eqp1": ("e:p owl:equivalentProperty e:q .", "e:q rdfs:subPropertyOf e:p"),
    "scm-eqp2": ("e:p rdfs:subPropertyOf e:q . e:q rdfs:subPropertyOf e:p .", "e:p owl:equivalentProperty e:q"),
    "scm-dom1": ("e:p rdfs:domain e:A . e:A rdfs:subClassOf e:B .", "e:p rdfs:domain e:B"),
    "scm-dom2": ("e:q rdfs:domain e:A . e:p rdfs:subPropertyOf e:q .", "e:p rdfs:domain e:A"),
    "scm-rng1": ("e:p rdfs:range e:A . e:A rdfs:subClassOf e:B .", "e:p rdfs:range e:B"),
    "scm-rng2": ("e:q rdfs:range e:A . e:p rdfs:subPropertyOf e:q .", "e:p rdfs:range e:A"),
    "scm-int": ("e:A owl:intersectionOf ( e:B e:C ) .", "e:A rdfs:subClassOf e:C"),
    "scm-uni": ("e:A owl:unionOf ( e:B e:C ) .", "e:C rdfs:subClassOf e:A"),
    "scm-svf1": (
        """e:A owl:onProperty e:p ; owl:someValuesFrom e:Low . e:B owl:onProperty e:p ; owl:someValuesFrom e:High .
        e:Low rdfs:subClassOf e:High .""",
        "e:A rdfs:subClassOf e:B",
    ),
    "scm-svf2": (
        """e:A owl:onProperty e:p ; owl:someValuesFrom e:C . e:B owl:onProperty e:q ; owl:someValuesFrom e:C .
        e:p rdfs:subPropertyOf e:q .""",
        "e:A rdfs:subClassOf e:B",
    ),
    "scm-avf1": (
        """e:A owl:onProperty e:p ; owl:allValuesFrom e:Low . e:B owl:onProperty e:p ; owl:allValuesFrom e:High .
        e:Low rdfs:subClassOf e:High .""",
        "e:A rdfs:subClassOf e:B",
    ),
    "scm-avf2": (
        """e:A owl:onProperty e:p ; owl:allValuesFrom e:C . e:B owl:onProperty e:q ; owl:allValuesFrom e:C .
        e:p rdfs:subPropertyOf e:q .""",
        "e:B rdfs:subClassOf e:A",
    ),
    "scm-hv": (
        """e:A owl:onProperty e:p ; owl:hasValue e:it . e:B owl:onProperty e:q ; owl:hasValue e:it .
        e:p rdfs:subPropertyOf e:q .""",
        "e:A rdfs:subClassOf e:B",
    ),
}
"""Rule of the W3C → axioms it applies to, and what it concludes from them."""

_FACTS = """
e:it rdf:type e:A , e:B , e:C ; e:p e:other ; e:q e:third . e:other rdf:type e:A , e:Low ; e:q e:it .
"""


@pytest.mark.parametrize("rule", _RULES)
def test_a_schema_rule_draws_its_conclusion_under_its_name(rule: str) -> None:
    axioms, conclusion = _RULES[rule]
    derived = close_schema(_triples(axioms)).derived
    subject, predicate, thing = map(expand, conclusion.replace("e:", _E).split())
    assert derived[subject, predicate, thing][0] == rule


@pytest.mark.parametrize("rule", _RULES)
def test_axioms_and_facts_close_as_owlrl_closes_them(rule: str) -> None:
    stated = _triples(_RULES[rule][0] + _FACTS)
    ours = {fact for fact in (*stated, *close(stated).named()) if _says_something(fact)}
    graph = rdflib.Graph().parse(data=_HEAD + _RULES[rule][0] + _FACTS, format="turtle")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    theirs = {fact for fact in ((str(s), str(p), str(o)) for s, p, o in graph) if _says_something(fact)}
    assert ours == theirs


def test_a_schema_without_axioms_derives_nothing() -> None:
    assert close_schema(_triples(_FACTS)).derived == {}


@pytest.mark.parametrize("broken", ["e:A owl:unionOf e:head . e:head rdf:first e:B .", "e:A owl:unionOf e:nowhere ."])
def test_a_broken_list_is_refused(broken: str) -> None:
    with pytest.raises(BadInput, match="list"):
        close_schema(_triples(broken))


def test_a_circular_list_is_refused() -> None:
    with pytest.raises(BadInput, match="list"):
        close_schema(_triples("e:A owl:unionOf e:head . e:head rdf:first e:B ; rdf:rest e:head ."))


def _triples(turtle: str) -> list[Triple]:
    graph = rdflib.Graph().parse(data=_HEAD + turtle, format="turtle")
    return [(_term(s), str(p), _term(o)) for s, p, o in graph]


def _term(node: rdflib.term.Node) -> str:
    return f"_:{node}" if isinstance(node, rdflib.BNode) else str(node)


def _says_something(fact: Triple) -> bool:
    """Whether a fact is between two things of the example, and more than that a class, property or thing is itself."""
    subject, predicate, thing = fact
    within = subject.startswith(_E) and thing.startswith(_E)
    return within and (subject != thing or predicate.startswith(_E))
