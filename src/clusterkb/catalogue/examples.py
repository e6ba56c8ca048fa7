"""Example queries: questions to begin with, each with a query that answers it, kept as data."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb.catalogue.reader import Reader
from clusterkb.catalogue.service import prefixes
from clusterkb.catalogue.triples import ordered
from clusterkb.namespaces import expand
from clusterkb.store import EmbeddedStore

_KINDS = ("select", "ask", "construct")
_TYPE, _EXECUTABLE = ox.NamedNode(expand("rdf:type")), ox.NamedNode(expand("sh:SPARQLExecutable"))


@dataclass(frozen=True, slots=True)
class Example:
    """A question and its query.

    Attributes:
        iri: The query.
        question: In the reader's language.
        query: Whole SPARQL, its prefixes declared; it asks for labels in the reader's language.
        kind: ``select``, ``ask`` or ``construct``.
    """

    iri: str
    question: str
    query: str
    kind: str


def examples(reader: Reader) -> tuple[Example, ...]:
    """Return the example queries in the order that their author gave them.

    >>> from clusterkb import KnowledgeBase
    >>> first = examples(KnowledgeBase.open().reader("uz"))[0]
    >>> first.kind, 'FILTER(LANG(?kind) = "uz")' in first.query
    ('select', True)
    """
    iris = reader.subjects("rdf:type", _EXECUTABLE.value)
    found = [_example(reader, iri, kind) for iri in iris for kind in _KINDS if reader.plain(iri, f"sh:{kind}")]
    return tuple(sorted(found, key=lambda example: int(reader.plain(example.iri, "sh:order"))))


def examples_document(store: EmbeddedStore) -> list[ox.Triple]:
    """Return all that is said of the example queries, and the prefixes they refer to."""
    queries = [quad.subject for quad in store.engine.quads_for_pattern(None, _TYPE, _EXECUTABLE, None)]
    said = [quad.triple for query in queries for quad in store.engine.quads_for_pattern(query, None, None, None)]
    return ordered([*said, *prefixes(store)])


def _example(reader: Reader, iri: str, kind: str) -> Example:
    query = reader.plain(iri, f"sh:{kind}").replace('= "en"', f'= "{reader.language}"')
    return Example(iri, reader.plain(iri, "rdfs:comment"), query, kind)
