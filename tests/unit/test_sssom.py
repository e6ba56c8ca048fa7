from __future__ import annotations

import pyoxigraph as ox
import pytest

from clusterkb.errors import BadInput
from clusterkb.namespaces import expand
from clusterkb.rdf.sssom import COLUMNS, mappings, triples

HEAD = """#mapping_set_id: https://example.org/set
#curie_map:
#   ex: https://example.org/
#   skos: http://www.w3.org/2004/02/skos/core#
#   semapv: https://w3id.org/semapv/vocab/
"""
ROW = ("ex:A", "a", "", "skos:closeMatch", "ex:B", "b", "semapv:ManualMappingCuration", "0.7", "Wider.")


def a_set(**changes: str) -> str:
    cells = [changes.get(name, cell) for name, cell in zip(COLUMNS, ROW, strict=True)]
    return HEAD + "\t".join(COLUMNS) + "\n" + "\t".join(cells) + "\n"


def test_a_mapping_is_a_statement_and_an_axiom_that_says_how_sure_it_is() -> None:
    found = {(t.subject, t.predicate, t.object) for t in triples(a_set(), name="x")}
    a, close, b = (
        ox.NamedNode(iri) for iri in ("https://example.org/A", expand("skos:closeMatch"), "https://example.org/B")
    )
    axiom = ox.NamedNode("https://example.org/set/A-B")
    assert (a, close, b) in found
    assert (axiom, ox.NamedNode(expand("owl:annotatedTarget")), b) in found
    confidence = ox.Literal("0.7", datatype=ox.NamedNode(expand("xsd:double")))
    assert (axiom, ox.NamedNode(expand("sssom:confidence")), confidence) in found


def test_a_denied_mapping_is_never_stated() -> None:
    found = list(triples(a_set(predicate_modifier="Not"), name="x"))
    assert ox.NamedNode(expand("skos:closeMatch")) not in {triple.predicate for triple in found}
    assert ox.Literal("Not") in {triple.object for triple in found}


def test_the_rows_know_their_lines() -> None:
    _, rows = mappings(a_set(), name="x")
    assert [row.line for row in rows] == [7]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (a_set(predicate_id="skos:broader"), "x:7: skos:broader is no mapping"),
        (a_set(object_id="foo:B"), "x:7: the prefix of 'foo:B' is not declared"),
        (a_set(confidence="7"), "x:7: '7' is no confidence"),
        (a_set(confidence=""), "x:7: '' is no confidence"),
        (a_set(predicate_modifier="Maybe"), "x:7: the modifier is 'Maybe'"),
        (a_set(comment="one\ttoo many"), "x:7: not 9 cells"),
        (a_set().rpartition("\t")[0] + "\n", "x:7: not 9 cells"),
        (a_set().replace("comment", "remark"), "x:6: other columns"),
        (a_set().replace("#mapping_set_id", "#name"), "x has no mapping_set_id"),
        ("", "x has no mapping_set_id"),
    ],
)
def test_a_faulty_set_is_refused_with_its_place(text: str, message: str) -> None:
    with pytest.raises(BadInput) as refused:
        list(triples(text, name="x"))
    assert message in str(refused.value)
