from __future__ import annotations

import pyoxigraph as ox
import pytest

from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.serialize import serialize
from clusterkb.validation.engines import ENGINES, Engine, Shapes
from clusterkb.validation.shape_names import named

PREFIXES = "@prefix e: <http://e/> . @prefix sh: <http://www.w3.org/ns/shacl#> . "
SHAPES = """
e:S a sh:NodeShape ; sh:targetClass e:C ;
    sh:property [ sh:path [ sh:inversePath e:p ] ; sh:maxCount 1 ], [ sh:path e:q ; sh:in ( 1 2 ) ] ;
    sh:not [ sh:or ( [ sh:nodeKind sh:Literal ] e:Other ) ] .
[] a sh:NodeShape ; sh:targetClass e:C ; sh:property [ sh:path e:r ; sh:minCount 1 ] .
"""


def ntriples(turtle: str) -> bytes:
    return serialize(ox.parse((PREFIXES + turtle).encode(), format=ox.RdfFormat.TURTLE), NTRIPLES)


def subjects(document: bytes) -> set[str]:
    found = (quad.subject for quad in ox.parse(document, format=NTRIPLES.engine))
    return {subject.value for subject in found if isinstance(subject, ox.NamedNode)}


def test_a_shape_without_an_address_gets_one_from_where_it_stands() -> None:
    assert subjects(named(ntriples(SHAPES))) >= {
        "http://e/S/property/1",
        "http://e/S/property/2",
        "http://e/S/not/1",
        "http://e/S/not/1/or/1",
    }


def test_lists_and_paths_stay_without_an_address() -> None:
    names = subjects(named(ntriples(SHAPES)))
    assert len(names) == 7


def test_the_names_do_not_depend_on_those_a_parser_invents() -> None:
    assert subjects(named(ntriples(SHAPES))) == subjects(named(ntriples(SHAPES)))


def test_shapes_that_all_have_addresses_stay_as_they_are() -> None:
    document = ntriples("e:S a sh:NodeShape ; sh:targetClass e:C ; sh:property e:P . e:P sh:path e:p .")
    assert set(named(document).splitlines()) == set(document.splitlines())


def test_shapes_in_a_circle_are_named_once() -> None:
    document = ntriples("_:a a sh:NodeShape ; sh:node _:b . _:b sh:node _:a .")
    assert len(subjects(named(document))) == 2


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_each_fault_names_its_shape_whichever_engine_runs(engine: Engine) -> None:
    data = ntriples("e:x a e:C ; e:q 3 . e:y e:p e:x . e:z e:p e:x .")
    found = engine.run(data, Shapes(named(ntriples(SHAPES))))
    assert {fault.code for fault in found} == {
        *("http://e/S", "http://e/S/property/1", "http://e/S/property/2"),
        "nameless/1/property/1",
    }
