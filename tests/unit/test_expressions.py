from __future__ import annotations

import pyoxigraph as ox
import pytest

from clusterkb.errors import BadInput
from clusterkb.reason.expressions import describe
from clusterkb.reason.schema import close_schema

HEADS = """@prefix ckb: <https://w3id.org/clusterkb/onto/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . """


def words(text: str) -> set[str]:
    quads = ox.parse((HEADS + text).encode(), format=ox.RdfFormat.TURTLE)
    triples = [
        tuple(getattr(t, "value", t) if isinstance(t, ox.NamedNode) else str(t) for t in q.triple) for q in quads
    ]
    return set(describe(close_schema((str(s), str(p), str(o)) for s, p, o in triples)).values())


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("[ owl:onProperty ckb:p ; owl:someValuesFrom ckb:C ]", "ckb:p some ckb:C"),
        ("[ owl:onProperty ckb:p ; owl:allValuesFrom ckb:C ]", "ckb:p only ckb:C"),
        ("[ owl:onProperty ckb:p ; owl:hasValue ckb:v ]", "ckb:p value ckb:v"),
        ("[ owl:intersectionOf ( ckb:A ckb:B ckb:C ) ]", "(ckb:A and ckb:B and ckb:C)"),
        ("[ owl:unionOf ( ckb:A ckb:B ) ]", "(ckb:A or ckb:B)"),
        (
            "[ owl:complementOf [ owl:onProperty ckb:p ; owl:someValuesFrom ckb:C ] ]",
            "not (ckb:p some ckb:C)",
        ),
        ("[ owl:oneOf ( ckb:a ckb:b ) ]", "(ckb:a, ckb:b)"),
        (
            "[ owl:intersectionOf ( ckb:A [ owl:onProperty ckb:p ; "
            "owl:someValuesFrom [ owl:unionOf ( ckb:B ckb:C ) ] ] ) ]",
            "(ckb:A and ckb:p some (ckb:B or ckb:C))",
        ),
    ],
)
def test_an_expression_is_put_in_words(expression: str, text: str) -> None:
    assert text in words(f"ckb:X owl:equivalentClass {expression} .")


def test_a_chain_is_put_in_words() -> None:
    assert "ckb:p o ckb:q" in words("ckb:r owl:propertyChainAxiom ( ckb:p ckb:q ) .")


def test_named_things_are_no_expressions() -> None:
    assert words("ckb:A rdfs:subClassOf ckb:B .") == set()


@pytest.mark.parametrize(
    "text",
    [
        "ckb:X owl:intersectionOf [ rdfs:comment 'no list' ] .",
        "ckb:X owl:intersectionOf _:l . _:l <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> ckb:A ; "
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:l .",
    ],
)
def test_a_broken_or_circular_list_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="list"):
        words(text)
