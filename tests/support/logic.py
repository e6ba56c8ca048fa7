"""What tests of the ontology as logic share: Turtle with all our prefixes in the forms that reasoners take."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from clusterkb.namespaces import PREFIXES, expand
from clusterkb.rdf.terms import statement
from clusterkb.reason import vocabulary as v

Fact = tuple[str, str, str]

_HEAD = (
    "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()) + "@prefix ex: <https://example.org/> .\n"
)


def no(kind: str) -> str:
    """Return the class of all that is no ``kind``."""
    return f"[ a owl:Class ; owl:complementOf {kind} ]"


def nt(turtle: str) -> bytes:
    """Return Turtle with our prefixes as N-Triples."""
    stated = [quad.triple for quad in ox.parse(_HEAD + turtle, format=ox.RdfFormat.TURTLE)]
    return ox.serialize(stated, format=ox.RdfFormat.N_TRIPLES) or b""


def triples(document: bytes) -> list[ox.Triple]:
    """Return what N-Triples state."""
    return [quad.triple for quad in ox.parse(document, format=ox.RdfFormat.N_TRIPLES)]


def strings(document: bytes) -> list[Fact]:
    """Return N-Triples as the closure takes them."""
    return [statement(triple) for triple in triples(document)]


def must_have(stated: list[Fact]) -> set[Fact]:
    """Return the axioms by which a kind must have something; no part of a definition is among them."""
    some = {s for s, p, _ in stated if p == v.SOME}
    return {fact for fact in stated if fact[1] == v.SUB_CLASS and fact[2] in some}


def opt_in(path: Path) -> bytes:
    """Return what a file adds to the ontology for those who ask for it, as N-Triples."""
    quads = ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE)
    stated = [quad.triple for quad in quads if quad.object != ox.NamedNode(expand("owl:Ontology"))]
    return ox.serialize(stated, format=ox.RdfFormat.N_TRIPLES) or b""
