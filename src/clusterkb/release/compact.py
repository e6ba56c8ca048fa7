"""JSON-LD in compact form, in an order that does not change."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.util import from_n3

from clusterkb.namespaces import PREFIXES
from clusterkb.rdf.our_context import our_context

_FILE = "context.jsonld"


def context() -> bytes:
    """Return the context: our prefixes."""
    return _written(our_context())


def compacted(triples: list[ox.Triple]) -> bytes:
    """Return triples as compact JSON-LD that names its context by the file beside it."""
    graph = rdflib.Graph()
    for triple in triples:
        graph.add((_term(triple.subject), _term(triple.predicate), _term(triple.object)))
    document = json.loads(graph.serialize(format="json-ld", context=PREFIXES))
    return _written({"@context": _FILE, "@graph": _sorted(document["@graph"])})


def _term(term: object) -> rdflib.term.Node:
    # Term by term, since a parser would give blank nodes names of its own, others in every run.
    found = from_n3(str(term))
    assert isinstance(found, rdflib.term.Node)
    return found


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        # A list keeps its order; everything else in RDF has none.
        return {name: part if name == "@list" else _sorted(part) for name, part in value.items()}
    if isinstance(value, list):
        return sorted(map(_sorted, value), key=lambda part: json.dumps(part, sort_keys=True))
    return value


def _written(document: dict[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
