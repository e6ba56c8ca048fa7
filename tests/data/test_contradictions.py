"""The ontology as a gate: OWL 2 DL, consistent with odd but real cases, inconsistent with what cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from tests.support.cases import ODD, PLANTED, Planted
from tests.support.logic import Fact, nt, opt_in, strings, triples

from clusterkb.namespaces import shorten
from clusterkb.reason import vocabulary as v
from clusterkb.reason.clash import clashes
from clusterkb.reason.consistency import check_consistency
from clusterkb.reason.profile import odd_datatypes, profile_violations

if TYPE_CHECKING:
    from clusterkb.kb import KnowledgeBase

pytestmark = pytest.mark.slow  # some seventy runs of HermiT


_ONTOLOGY = Path(__file__).parents[2] / "ontology"
_UNADDRESSED = _ONTOLOGY / "theory/unaddressed.ttl"
_OPT_IN = (_UNADDRESSED, *sorted(_ONTOLOGY.glob("align/*.ttl")))
"""What is read only by those who ask for it."""

_OUTSIDE_DL = {
    "a transitive property that is functional": "ckb:subordinateTo a owl:FunctionalProperty .",
    "a chain that is asymmetric": "ckb:memberOf a owl:AsymmetricProperty .",
    "a property of data and of things": "ckb:year a owl:ObjectProperty .",
    "a class that nobody declared": "ex:it a ex:Undeclared .",
    "a property that nobody declared": "ex:it ex:undeclared ex:other .",
}


def test_every_odd_but_real_case_and_all_that_can_be_added_is_consistent(document: bytes) -> None:
    added = {path.name: opt_in(path) for path in _OPT_IN}
    assert len(added) > 4
    assert _inconsistent(document, {what: nt(case) for what, case in ODD.items()} | added) == []


def test_a_class_that_can_have_no_members_is_seen(terms: bytes) -> None:
    impossible = "ex:Impossible a owl:Class ; rdfs:subClassOf ckb:EducationalCompetence , ckb:EducationalProgram ."
    assert check_consistency(terms + nt(impossible)).unsatisfiable == ("https://example.org/Impossible",)


def test_the_ontology_is_owl_2_dl(kb: KnowledgeBase) -> None:
    assert profile_violations(kb.ontology("rdf").decode()) == []


@pytest.mark.parametrize("what", _OUTSIDE_DL)
def test_what_is_outside_owl_2_dl_is_seen(terms: bytes, what: str) -> None:
    assert profile_violations(_rdf_xml(terms + nt(_OUTSIDE_DL[what])))


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_contradiction_is_caught(document: bytes, terms: bytes, what: str) -> None:
    planted = PLANTED[what]
    base = _needed(document, terms, planted)
    assert not check_consistency(base + nt(planted.sound) + nt(planted.fault)).consistent


@pytest.mark.parametrize("what", PLANTED)
def test_a_contradiction_clashes_by_the_axioms_it_should_and_no_set_can_be_smaller(
    document: bytes, terms: bytes, what: str
) -> None:
    planted = PLANTED[what]
    base = _needed(document, terms, planted)
    stated = strings(base + nt(planted.sound) + nt(planted.fault))
    (clash,) = clashes(stated)
    assert {_axiom(statement) for statement in clash.statements} - {""} == planted.axioms
    frame = [triple for triple in stated if triple[1] in v.SCHEMA - v.AXIOMS]
    assert list(clashes([*clash.statements, *frame]))
    for left_out in clash.statements:
        assert not list(clashes([one for one in (*clash.statements, *frame) if one != left_out]))


def test_the_contradictions_have_a_dozen_different_reasons_half_of_them_of_several_axioms() -> None:
    reasons = {planted.axioms for planted in PLANTED.values()}
    assert len(reasons) >= 12
    assert sum(len(reason) > 1 for reason in reasons) >= 6


def _needed(document: bytes, terms: bytes, planted: Planted) -> bytes:
    """Return what a contradiction is planted in: the records too where it is about one of them."""
    return document if "cluster:" in planted.fault else terms


def _axiom(statement: Fact) -> str:
    """Return an axiom in short, of an expression only what it defines; nothing for a statement about things."""
    subject, predicate, thing = map(shorten, statement)
    if predicate == "rdf:type" and not thing.startswith("owl:"):
        return ""
    if not subject.startswith(("ckb:", "foaf:", "org:")) or predicate.startswith("ckb:"):
        return ""
    return f"{subject} {predicate}" if thing.startswith("_:") else f"{subject} {predicate} {thing}"


def test_without_its_fault_every_planted_contradiction_is_consistent(terms: bytes) -> None:
    assert _inconsistent(terms, {what: nt(case.sound) for what, case in PLANTED.items()}) == []


def _inconsistent(document: bytes, cases: Mapping[str, bytes]) -> list[str]:
    """Return the cases that contradict the ontology or leave a class without possible members.

    All are asked at once, each with addresses of its own: what is consistent together is so alone. Only where they are
    not is each asked by itself.
    """
    stated = {
        what: case.replace(b"https://example.org/", f"https://example.org/{number}/".encode())
        for number, (what, case) in enumerate(cases.items())
    }
    if _sound(document + b"".join(stated.values())):
        return []
    return [what for what, case in stated.items() if not _sound(document + case)] or ["together"]


def _sound(document: bytes) -> bool:
    verdict = check_consistency(document)
    return verdict.consistent and not verdict.unsatisfiable


def test_the_reasoned_graphs_use_only_datatypes_that_hermit_takes(document: bytes) -> None:
    faults = list(odd_datatypes(triples(document)))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("value", ['"2001-01-31"^^xsd:date', '"2001"^^xsd:gYear', '"POINT(1 2)"^^ex:wktLiteral'])
def test_a_datatype_that_hermit_rejects_is_seen(document: bytes, value: str) -> None:
    assert list(odd_datatypes(triples(document + nt(f"ex:it ckb:year {value} ."))))


def test_all_that_can_be_added_leaves_the_ontology_in_owl_2_dl(document: bytes) -> None:
    assert profile_violations(_rdf_xml(document + b"".join(map(opt_in, _OPT_IN)))) == []


@pytest.fixture(scope="module")
def theory() -> bytes:
    """The opt-in module of sentence 44."""
    return opt_in(_UNADDRESSED)


@pytest.mark.parametrize("kind", ["ckb:EducationalLogistics", "ckb:PedagogicalLogistics"])
@pytest.mark.parametrize(
    "problem", ["problem:development-of-pedagogical-system", "problem:development-of-organization"]
)
def test_only_with_the_opt_in_module_does_it_contradict_sentence_44(
    terms: bytes, theory: bytes, kind: str, problem: str
) -> None:
    claimed = nt(f"ex:it a {kind} ; ckb:addresses {problem} .")
    assert check_consistency(terms + claimed).consistent
    assert not check_consistency(terms + theory + claimed).consistent


def _rdf_xml(document: bytes) -> str:
    return (ox.serialize(triples(document), format=ox.RdfFormat.RDF_XML) or b"").decode()
