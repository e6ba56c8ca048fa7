from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusterkb import KnowledgeBase, assets
from clusterkb.namespaces import PREFIXES, expand
from clusterkb.rdf.formats import NTRIPLES, TURTLE
from clusterkb.rdf.parse import read
from clusterkb.rdf.serialize import serialize
from clusterkb.validation.across import Index, across, predicates, split
from clusterkb.validation.engines import COMPILED, REFERENCE, Engine, Shapes
from clusterkb.validation.findings import Fault
from clusterkb.validation.rules import Rules, rules
from clusterkb.validation.selects import batchable

pytestmark = pytest.mark.usefixtures("parsed_once")

FOLDER = assets.folder("shapes")
EXAMPLES = sorted(FOLDER.glob("examples/*/*.ttl"))
HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items()) + "@prefix e: <http://e/> .\n"

Key = tuple[object, ...]


def triples(turtle: str) -> list[ox.Triple]:
    quads, complaints = read((HEAD + turtle).encode(), TURTLE)
    assert not complaints, complaints[0]
    return [quad.triple for quad in quads]


def keys(faults: Iterable[Fault]) -> set[Key]:
    return {(f.code, str(f.focus), str(f.path), str(f.value), f.severity, f.component, f.messages) for f in faults}


@pytest.fixture(scope="module")
def all_rules(kb: KnowledgeBase) -> Rules:
    return rules(kb.store)


@pytest.fixture(scope="module")
def own() -> Shapes:
    """Our rules across records alone, which are all that the engines can differ in here."""
    return Shapes(serialize(triples((FOLDER / "across-records.ttl").read_text("utf-8")), NTRIPLES))


def natively(engine: Engine, stated: Sequence[ox.Triple], shapes: Shapes, known: Rules) -> set[Key]:
    return keys(engine.run(serialize(stated, NTRIPLES) + known.hierarchy, shapes))


def at_once(stated: Sequence[ox.Triple], shapes: Shapes, known: Rules) -> set[Key]:
    local, asked = split(shapes)
    return natively(COMPILED, stated, local, known) | keys(across(stated, asked, known.superclasses))


def test_every_rule_across_records_of_ours_can_be_asked_once(own: Shapes) -> None:
    stated = {str(s) for s in own.statements if expand("sh:select") in own.statements[s]}
    local, asked = split(own)
    assert (len(asked), split(local)) == (len(stated), (local, ()))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_has_the_same_faults_asked_once_as_from_the_engine(path: Any, own: Shapes, all_rules: Rules) -> None:
    stated = triples(path.read_text("utf-8"))
    assert at_once(stated, own, all_rules) == natively(COMPILED, stated, own, all_rules)


NAMED = [path for path in EXAMPLES if path.stem in ("across-records", "five-faults", "whole-description")]


@pytest.mark.parametrize("path", NAMED, ids=lambda path: path.stem)
def test_an_example_has_the_same_faults_by_all_shapes_in_every_way(path: Any, all_rules: Rules) -> None:
    stated = triples(path.read_text("utf-8"))
    once = at_once(stated, all_rules.shapes, all_rules)
    assert once == natively(REFERENCE, stated, all_rules.shapes, all_rules)
    assert once == natively(COMPILED, stated, all_rules.shapes, all_rules)


def test_each_rule_of_ours_finds_something_in_an_invalid_example(own: Shapes, all_rules: Rules) -> None:
    asked = split(own)[1]
    stated = [triples(path.read_text("utf-8")) for path in EXAMPLES if path.parent.name == "invalid"]
    found = {fault.code for one in stated for fault in across(one, asked, all_rules.superclasses)}
    assert found == {rule.code for rule in asked}


def test_the_knowledge_base_breaks_no_rule_across_records(kb: KnowledgeBase, own: Shapes, all_rules: Rules) -> None:
    found = across(kb.store.engine, split(own)[1], all_rules.superclasses)
    assert [fault for fault in found if fault.severity == "Violation"] == []


CODE = "ckb:identifierValue"
YEARS = st.sampled_from(
    ["1999", "2001", "2005", '"2001"', '"soon"^^xsd:integer', "2001.5", '"02001"^^xsd:integer', "e:o"]
)
THINGS = st.sampled_from(["e:a", "e:b", "e:c"])
FACTS = st.sampled_from(["e:f", "e:g", "_:h", "e:k"])


@st.composite
def facts(draw: st.DrawFn) -> str:
    """A few statements, such that two of them often concern the same."""
    fact, one, two, year = draw(FACTS), draw(THINGS), draw(THINGS), draw(YEARS)
    when = draw(st.sampled_from([f"ckb:fromYear {year}", f"ckb:untilYear {year}"]))
    return draw(
        st.sampled_from(
            [
                f'{fact} a ckb:Identifier ; ckb:identifierOf {one} ; ckb:identifierScheme e:s ; {CODE} "1" .',
                f"{fact} a ckb:Identifier ; ckb:identifierOf {one} ; ckb:identifierScheme e:s ; {CODE} 1 .",
                f"{fact} a ckb:Membership ; ckb:membershipMember {one} ; ckb:membershipOrganization {two} ; "
                f"ckb:membershipRole role:core ; {when} .",
                f"{fact} ckb:membershipOrganization {one} ; {when} .",
                f"{fact} a ckb:Event ; ckb:eventOf {one} ; ckb:eventKind eventkind:founding ; ckb:year {year} .",
                f"{fact} a ckb:Nesting ; ckb:nestingInner {one} ; ckb:nestingOuter {two} .",
                f"{one} a ckb:EducationalConsortium ; skos:prefLabel 'A'@en, 'B'@en ; ckb:country e:l .",
                f"{one} a ckb:KnowledgeHub ; skos:prefLabel 'A'@ru, 'A' ; ckb:country e:l .",
                f"{one} a e:Own . e:Own rdfs:subClassOf ckb:EducationalHolding . {one} skos:prefLabel 'A'@en .",
                f"{one} a foaf:Person . {two} a ckb:Scheme .",
                f"{fact} ckb:conflictsWith {draw(FACTS)} .",
                f"{fact} a ckb:Ownership ; ckb:conflictsWith {draw(FACTS)}, 'a text' .",
            ]
        )
    )


DESCRIPTIONS = st.lists(facts(), min_size=2, max_size=8).map("\n".join)
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@settings(PATIENT, max_examples=300)
@given(text=DESCRIPTIONS)
def test_the_compiled_engine_and_queries_asked_once_agree(text: str, own: Shapes, all_rules: Rules) -> None:
    stated = triples(text)
    assert at_once(stated, own, all_rules) == natively(COMPILED, stated, own, all_rules)


@settings(PATIENT, max_examples=100)
@given(text=DESCRIPTIONS)
def test_the_reference_engine_and_queries_asked_once_agree(text: str, own: Shapes, all_rules: Rules) -> None:
    stated = triples(text)
    assert at_once(stated, own, all_rules) == natively(REFERENCE, stated, own, all_rules)


def test_a_fault_between_two_parts_is_found(own: Shapes, all_rules: Rules) -> None:
    index = Index(split(own)[1], all_rules.superclasses)
    for thing in ("a", "b"):
        part = f"e:{thing}-id a ckb:Identifier ; ckb:identifierOf e:{thing} ; ckb:identifierScheme e:s"
        index.add(triples(f'{part} ; ckb:identifierValue "1" .'))
    found = [(fault.code, str(fault.focus)) for fault in index.faults()]
    assert sorted(found) == [("Identifier-one-thing", f"<http://e/{thing}-id>") for thing in ("a", "b")]


def test_a_thing_without_an_address_keeps_its_name_from_one_part_to_another(
    own: Shapes, all_rules: Rules, tmp_path: Path
) -> None:
    index = Index(split(own)[1], all_rules.superclasses)
    texts = ["_:x a ckb:Nesting ; ckb:nestingInner e:a .", "_:x ckb:nestingOuter e:a ."]
    name = ox.BlankNode("one")
    for number, text in enumerate(texts):
        file = tmp_path / f"{number}.nt"
        file.write_bytes(serialize([ox.Triple(name, t.predicate, t.object) for t in triples(text)], NTRIPLES))
        index.load(file)
    assert [(fault.code, fault.focus) for fault in index.faults()] == [("Nesting-no-circle", name)]


def test_an_index_holds_no_statement_that_no_rule_needs(own: Shapes) -> None:
    index = Index(split(own)[1], {})
    index.add(triples("e:a a ckb:KnowledgeHub ; dcterms:source e:s ; skos:note 'long' ; ckb:country e:l ."))
    assert len(index) == 2
    assert expand("dcterms:source") not in predicates(index.rules)


def shapes_of(turtle: str) -> Shapes:
    return Shapes(serialize(triples(turtle), NTRIPLES))


QUERY = (
    'sh:select "SELECT $this ?value WHERE { $this <http://e/p> ?value . FILTER EXISTS { ?value <http://e/p> $this } }"'
)
FOREIGN = f"e:S a sh:NodeShape ; sh:targetClass e:C ; sh:sparql e:Q . e:Q {QUERY} ."


def test_a_shape_about_things_gives_the_faults_of_the_engines(all_rules: Rules) -> None:
    stated = triples("e:a a e:C ; e:p e:b, 'x' . e:b a e:C ; e:p e:a . e:c e:p e:c .")
    shapes = shapes_of(FOREIGN.replace("$this ?value WHERE", "$this WHERE", 1))
    once = at_once(stated, shapes, all_rules)
    assert len(once) == 2
    assert {key[:5] for key in once} == {key[:5] for key in natively(REFERENCE, stated, shapes, all_rules)}


@pytest.mark.parametrize(
    "more",
    [
        "e:S sh:deactivated true .",
        "e:Q sh:deactivated true .",
        "e:S sh:targetNode e:a .",
        "e:S a rdfs:Class .",
        "e:T sh:not e:S .",
        "e:T a sh:PropertyShape ; sh:path e:q ; sh:property e:S .",
        "e:T sh:node e:U . e:U sh:property e:S .",
        "e:S sh:path ( e:p e:q ) .",
    ],
)
def test_a_rule_of_a_shape_that_is_used_otherwise_too_stays_with_the_engine(more: str) -> None:
    assert len(split(shapes_of(FOREIGN))[1]) == 1
    shapes = shapes_of(FOREIGN + more)
    assert split(shapes) == (shapes, ())


def test_the_prefixes_of_a_query_are_those_declared_for_it() -> None:
    query = 'e:Q sh:select "SELECT $this WHERE { $this p:q 1 }" ; sh:prefixes e: .'
    shape = "e:S a sh:NodeShape ; sh:targetClass e:C ; sh:sparql e:Q . "
    declared = 'e: sh:declare [ sh:prefix "p" ; sh:namespace "http://p/"^^xsd:anyURI ] .'
    assert "http://p/q" in predicates(split(shapes_of(shape + query + declared))[1])
    assert split(shapes_of(shape + query))[1] == ()


ODD = [
    "SELECT $this WHERE { { SELECT $this WHERE { $this <e:p> 1 } } }",
    "SELECT $this (COUNT(?x) AS ?value) WHERE { $this <e:p> ?x } GROUP BY $this",
    "SELECT $this WHERE { $this ?p 1 }",
    "SELECT $this WHERE { $this <e:p> 1 ; ?p <e:o> }",
    "SELECT $this WHERE { $this <e:p> 1 . <e:a> ?p <e:b> }",
    "SELECT $this WHERE { $this $PATH ?value }",
    "SELECT $this WHERE { $this <e:p> $currentShape }",
    "SELECT $this WHERE { ?x <e:p> $this }",
    "SELECT $this WHERE { $this <e:p> 1 . { ?x <e:q> 1 FILTER(?x != $this) } UNION { ?x <e:r> 1 } }",
    "SELECT $this WHERE { $this <e:p> 1 OPTIONAL { ?x <e:q> 1 FILTER(?x != $this) } }",
    "SELECT $this WHERE { $this <e:p> 1 MINUS { $this <e:q> 1 } }",
    "SELECT $this WHERE { $this <e:p> 1 } LIMIT 1",
    "SELECT $this WHERE { $this <e:p> 1 SERVICE <e:s> { ?x <e:q> 1 } }",
    "SELECT $this WHERE { $this <e:p> 1 GRAPH ?g { ?x <e:q> 1 } }",
    "SELECT $this FROM <e:g> WHERE { $this <e:p> 1 }",
    "SELECT $this WHERE { $this !<e:p> 1 }",
    "SELECT $this WHERE { $this <e:p>/(!<e:q>) 1 }",
    "SELECT $this WHERE { $this (<e:p>)* 1 }",
    "SELECT $this WHERE { $this <e:p>* 1 }",
    "SELECT $this ?message WHERE { $this <e:p> ?message }",
    "SELECT * WHERE { $this <e:p> 1 }",
    "SELECT ?value WHERE { $this <e:p> ?value }",
    "SELECT $this WHERE { $this <e:p> ?x FILTER(<e:function>(?x)) }",
    "SELECT $this WHERE { $this <e:p> ?x . (1 2) ?p <e:o> }",
    "SELECT $this WHERE { $this p:q 1 }",
    "ASK { $this <e:p> 1 }",
    "SELECT $this WHERE { $this <e:p> ",
]


@pytest.mark.parametrize("select", ODD)
def test_a_query_that_could_answer_otherwise_is_not_asked_once(select: str) -> None:
    assert not batchable(select)


@pytest.mark.parametrize(
    "select",
    [
        "SELECT DISTINCT $this ?path ?value WHERE { $this <e:p> ?value BIND(<e:p> AS ?path) } ORDER BY ?this ?value",
        "SELECT ?this WHERE { ?this a <e:C> ; <e:p>/<e:q>* ?x FILTER(?x != 1 && !sameTerm(?x, ?this)) ?y <e:r> ?x }",
    ],
)
def test_a_plain_query_is_asked_once(select: str) -> None:
    assert batchable(select)
