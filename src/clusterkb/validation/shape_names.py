"""Addresses for shapes that have none, so that every fault names the shape that found it."""

from __future__ import annotations

from collections import deque

import pyoxigraph as ox

from clusterkb.namespaces import PREFIXES, expand
from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.serialize import serialize
from clusterkb.rdf.terms import Term
from clusterkb.validation.shape_graph import ShapeGraph

_KINDS = {ox.NamedNode(expand(f"sh:{name}")) for name in ("NodeShape", "PropertyShape")}
_TARGETS = tuple(f"sh:{name}" for name in ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf"))


def named(document: bytes) -> bytes:
    r"""Return shapes in N-Triples with an address for every shape: that of the shape it stands in, and its position.

    >>> shapes = b'<http://e/s> <http://www.w3.org/ns/shacl#property> _:b .'
    >>> named(shapes).decode()
    '<http://e/s> <http://www.w3.org/ns/shacl#property> <http://e/s/property/1> .\n'
    """
    graph = ShapeGraph(quad.triple for quad in ox.parse(document, format=NTRIPLES.engine))
    names = _names(graph)
    return serialize((_renamed(triple, names) for triple in graph.triples), NTRIPLES)


def _names(graph: ShapeGraph) -> dict[Term, ox.NamedNode]:
    names: dict[Term, ox.NamedNode] = {}
    _spread([(one, one) for one in graph.said if isinstance(one, ox.NamedNode)], graph, names)
    number = 0
    for root in list(graph.said):
        if isinstance(root, ox.BlankNode) and root not in names and _is_shape(root, graph):
            number += 1
            names[root] = ox.NamedNode(f"{PREFIXES['shape']}nameless/{number}")
            _spread([(root, names[root])], graph, names)
    return names


def _spread(begin: list[tuple[Term, ox.NamedNode]], graph: ShapeGraph, names: dict[Term, ox.NamedNode]) -> None:
    """Name what stands in shapes with a name, the nearest first."""
    waiting = deque(begin)
    while waiting:
        shape, name = waiting.popleft()
        for inner, position in graph.inner(shape):
            if isinstance(inner, ox.BlankNode) and inner not in names:
                names[inner] = ox.NamedNode(f"{name.value}/{position}")
                waiting.append((inner, names[inner]))


def _is_shape(node: Term, graph: ShapeGraph) -> bool:
    stated = _KINDS.intersection(graph.values(node, "rdf:type"))
    return bool(stated) or any(graph.values(node, target) for target in _TARGETS)


def _renamed(triple: ox.Triple, names: dict[Term, ox.NamedNode]) -> ox.Triple:
    subject, value = triple.subject, triple.object
    if not isinstance(subject, ox.Triple):
        subject = names.get(subject, subject)
    if not isinstance(value, ox.Triple):
        value = names.get(value, value)
    return ox.Triple(subject, triple.predicate, value)
