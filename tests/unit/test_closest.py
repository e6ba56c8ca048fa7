from __future__ import annotations

import pyoxigraph as ox
import pytest

from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.serialize import serialize
from clusterkb.validation.closest import lacks
from clusterkb.validation.engines import COMPILED, ENGINES, Engine, Shapes
from clusterkb.validation.findings import Fault, in_language
from clusterkb.validation.rules import Rules
from clusterkb.validation.shape_names import named

PREFIXES = """
@prefix e: <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""

each_engine = pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)


def ntriples(turtle: str) -> bytes:
    return serialize(ox.parse((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE), NTRIPLES)


def found(shapes: str, data: str, engine: Engine) -> tuple[list[Fault], dict[Fault, list[str]]]:
    rules = Rules(Shapes(named(ntriples(shapes))))
    document = ntriples(data)
    faults = sorted(engine.run(document, rules.shapes), key=lambda one: (str(one.focus), one.component))
    explained = lacks(faults, document, rules, engine)
    return faults, {fault: [in_language(text, "en") for text in texts] for fault, texts in explained.items()}


def only(shapes: str, data: str, engine: Engine) -> list[str]:
    faults, explained = found(shapes, data, engine)
    assert len(faults) == 1, faults
    return explained[faults[0]]


OR = """e:S a sh:NodeShape ; sh:targetClass e:C ; sh:or (
    [ sh:property [ sh:path e:p ; sh:minCount 1 ], [ sh:path e:q ; sh:minCount 1 ] ]
    [ sh:property [ sh:path e:p ; sh:minCount 1 ], [ sh:path e:r ; sh:datatype xsd:integer ] ] ) ."""


@each_engine
def test_the_way_with_the_fewest_lacks_is_told(engine: Engine) -> None:
    assert only(OR, "e:x a e:C .", engine) == [
        "http://e/p: A value is missing; at least 1 is needed.",
    ]


@each_engine
def test_what_the_first_way_lacks_is_told_where_several_lack_as_much(engine: Engine) -> None:
    lacking = only(OR, "e:x a e:C ; e:r 'a' ; e:p 1 .", engine)
    assert lacking == ["http://e/q: A value is missing; at least 1 is needed."]


@each_engine
def test_the_closest_way_may_be_another_for_another_thing(engine: Engine) -> None:
    faults, explained = found(OR, "e:x a e:C . e:y a e:C ; e:q 1 ; e:r 'a' .", engine)
    assert [explained[fault] for fault in faults] == [["http://e/p: A value is missing; at least 1 is needed."]] * 2


@each_engine
def test_a_way_may_be_a_property_or_a_plain_demand_on_the_value(engine: Engine) -> None:
    shapes = """e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ;
        sh:or ( [ sh:datatype xsd:date ] [ sh:path e:q ; sh:minCount 1 ] ) ] ."""
    assert only(shapes, "e:x a e:C ; e:p 'soon' .", engine) == [
        '"soon" is of the wrong kind of value; expected is xsd:date. Correct is for example: "2026-11-23"^^xsd:date'
    ]


@each_engine
def test_what_is_nested_in_the_closest_way_is_told_instead_of_the_way(engine: Engine) -> None:
    shapes = """
        e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:node e:Inner ] .
        e:Inner a sh:NodeShape ; sh:or (
            [ sh:property [ sh:path e:a ; sh:minCount 1 ], [ sh:path e:b ; sh:minCount 1 ] ]
            [ sh:property [ sh:path e:c ; sh:minCount 1 ] ] ) ."""
    lacking = only(shapes, "e:x a e:C ; e:p _:b . _:b e:d 1 .", engine)
    assert lacking == ["http://e/c: A value is missing; at least 1 is needed."]


@each_engine
def test_of_properties_of_properties_it_is_told_what_the_inner_one_lacks(engine: Engine) -> None:
    shapes = """e:S a sh:NodeShape ; sh:targetClass e:C ; sh:node [
        sh:property [ sh:path e:p ; sh:property [ sh:path e:q ; sh:minCount 1 ] ] ] ."""
    lacking = only(shapes, "e:x a e:C ; e:p e:y .", engine)
    assert lacking == ["http://e/q: A value is missing; at least 1 is needed."]


@each_engine
def test_two_ways_of_which_only_one_may_hold_are_named(engine: Engine) -> None:
    shapes = """e:S a sh:NodeShape ; sh:targetClass e:C ; sh:xone (
        [ sh:property [ sh:path e:p ; sh:minCount 1 ] ] [ sh:property [ sh:path e:q ; sh:minCount 1 ] ] ) ."""
    lacking = only(shapes, "e:x a e:C ; e:p 1 ; e:q 2 .", engine)
    assert lacking == ["2 of what is expected hold at once: http://e/p, http://e/q; exactly one may."]


@each_engine
def test_where_each_way_must_hold_all_that_is_lacking_is_told(engine: Engine) -> None:
    shapes = """e:S a sh:NodeShape ; sh:targetClass e:C ; sh:and (
        [ sh:property [ sh:path e:p ; sh:minCount 1 ] ] [ sh:property [ sh:path e:q ; sh:minCount 1 ] ] ) ."""
    lacking = only(shapes, "e:x a e:C .", engine)
    assert [lack.partition(":")[2].partition(":")[0] for lack in lacking] == ["//e/p", "//e/q"]


@each_engine
def test_a_shapes_own_message_is_kept(engine: Engine) -> None:
    shapes = """e:S a sh:NodeShape ; sh:targetClass e:C ; sh:node [
        sh:property [ sh:path e:p ; sh:minCount 1 ; sh:message "Say when."@en ] ] ."""
    assert only(shapes, "e:x a e:C .", engine) == ["Say when."]


@each_engine
def test_shapes_that_are_classes_do_not_look_for_things_while_probed(engine: Engine) -> None:
    shapes = OR + " e:C a rdfs:Class, sh:NodeShape ; sh:closed true ; sh:ignoredProperties ( e:r ) ."
    faults, explained = found(shapes, "e:x a e:C .", engine)
    assert [texts for texts in explained.values()] == [["http://e/p: A value is missing; at least 1 is needed."]]
    assert len(faults) == 2


def test_many_faults_cost_no_run_each() -> None:
    runs = []

    class Counted(Engine):
        def run(self, data: bytes, shapes: Shapes, file: str = "input") -> set[Fault]:
            runs.append(shapes)
            return COMPILED.run(data, shapes, file)

    engine = Counted(COMPILED.key, COMPILED.package, COMPILED.score, COMPILED.module)
    faults, explained = found(OR, " ".join(f"e:x{number} a e:C ." for number in range(50)), engine)
    assert (len(faults), len(explained), len(runs)) == (50, 50, 2)


def test_other_faults_are_passed_over() -> None:
    shapes = "e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:p ; sh:minCount 1 ] ."
    assert found(shapes, "e:x a e:C .", next(iter(ENGINES.values())))[1] == {}


def test_an_engine_that_fails_while_explaining_costs_only_the_explanation() -> None:
    engine = Engine("broken", "shacl", 0, "no.such.module")
    rules = Rules(Shapes(named(ntriples(OR))))
    data = ntriples("e:x a e:C .")
    faults = list(next(iter(ENGINES.values())).run(data, rules.shapes))
    assert lacks(faults, data, rules, engine) == {}


@each_engine
def test_a_thing_without_an_address_keeps_the_label_it_has_in_the_data(engine: Engine) -> None:
    shapes = ntriples("e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property e:P . e:P sh:path e:p ; sh:in ( 1 2 ) .")
    data = b"""_:other <http://e/q> "_:text" .
_:me <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://e/C> .
_:me <http://e/p> _:value .
"""
    found = engine.run(data, Shapes(shapes))
    assert [(fault.focus, fault.value) for fault in found] == [(ox.BlankNode("me"), ox.BlankNode("value"))]
