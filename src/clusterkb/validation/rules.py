"""What descriptions are checked against, as it stands in a store version."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb.namespaces import GRAPHS, expand, path_of
from clusterkb.rdf.formats import NTRIPLES
from clusterkb.rdf.serialize import serialize
from clusterkb.store import EmbeddedStore

_SUB_CLASS = ox.NamedNode(expand("rdfs:subClassOf"))
_TARGET = ox.NamedNode(expand("sh:targetClass"))


@dataclass(frozen=True, slots=True)
class Rules:
    """What a description is checked against, the same for all of one store version.

    Attributes:
        shapes: All shapes, as N-Triples.
        hierarchy: Subclass closure of the named classes, as N-Triples.
        targets: Classes that a shape looks at, their subclasses included.
        terms: Every term and concept of ours.
    """

    shapes: bytes
    hierarchy: bytes
    targets: frozenset[str]
    terms: frozenset[str]


def rules(store: EmbeddedStore) -> Rules:
    """Return the rules that stand in ``store``."""
    shapes = [
        quad.triple
        for name in sorted(store.graphs())
        if name.startswith(f"{GRAPHS}shapes/")
        for quad in store.triples(ox.NamedNode(name))
    ]
    hierarchy = {
        quad.triple
        for quad in store.engine.quads_for_pattern(None, _SUB_CLASS, None, None)
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode)
    }
    targets = {triple.object for triple in shapes if triple.predicate == _TARGET}
    targets |= {triple.subject for triple in hierarchy if triple.object in targets}
    defined = {quad.subject.value for quad in store.engine if isinstance(quad.subject, ox.NamedNode)}
    return Rules(
        shapes=serialize(shapes, NTRIPLES),
        hierarchy=serialize(sorted(hierarchy, key=str), NTRIPLES),
        targets=frozenset(target.value for target in targets if isinstance(target, ox.NamedNode)),
        terms=frozenset(iri for iri in defined if (path_of(iri) or "").startswith(("onto/", "concept/"))),
    )
