"""The description of the data (VoID, DCAT) and of the endpoint (SPARQL Service Description), as documents.

Read from the store: what a person says stands in ``ontology/dataset.ttl``, the numbers are the build's.
"""

from __future__ import annotations

from typing import TypeVar

import pyoxigraph as ox

from clusterkb.catalogue.triples import ordered
from clusterkb.namespaces import DATASET, DESCRIPTION, ENDPOINT, expand
from clusterkb.rdf.terms import Term
from clusterkb.store import EmbeddedStore
from clusterkb.store.embedded import graph_name

_Thing = TypeVar("_Thing", bound=Term | ox.Triple)

_SAID = graph_name("ontology/dataset.ttl")
_COUNTED = ox.NamedNode(DESCRIPTION)
_ENDPOINT = ox.NamedNode(ENDPOINT)
_PARTITIONS = {ox.NamedNode(expand(f"void:{kind}Partition")) for kind in ("class", "property")}
_PREFIXES = {ox.NamedNode(expand(f"sh:{name}")) for name in ("declare", "prefix", "namespace")}
_DETAILS = (f"{DATASET}/class/", f"{DATASET}/property/")


def void_document(store: EmbeddedStore) -> list[ox.Triple]:
    """Return the whole description of the data, every partition included.

    >>> from clusterkb import KnowledgeBase, expand
    >>> with_class = ox.NamedNode(expand("void:class")), ox.NamedNode(expand("ckb:Membership"))
    >>> with_class in [(t.predicate, t.object) for t in void_document(KnowledgeBase.open().store)]
    True
    """
    return ordered(quad.triple for graph in (_SAID, _COUNTED) for quad in store.triples(graph))


def service_document(store: EmbeddedStore, endpoint: str) -> list[ox.Triple]:
    """Return the description of the endpoint and of its data, without the partitions.

    Args:
        store: The store that the endpoint asks.
        endpoint: The address it is served at; it stands in the place of the permanent one.
    """
    served = ox.NamedNode(endpoint)
    return [
        ox.Triple(_served(triple.subject, served), triple.predicate, _served(triple.object, served))
        for triple in void_document(store)
        if triple.predicate not in _PARTITIONS and not _is_detail(triple)
    ]


def prefixes(store: EmbeddedStore) -> list[ox.Triple]:
    """Return the prefixes as SHACL declares them."""
    return [quad.triple for quad in store.triples(_COUNTED) if quad.predicate in _PREFIXES]


def _is_detail(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.NamedNode) and triple.subject.value.startswith(_DETAILS)


def _served(term: _Thing, served: ox.NamedNode) -> _Thing | ox.NamedNode:
    return served if term == _ENDPOINT else term
