"""The triples a data address gives: a thing, its facts, their sources; what is inferred said apart."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from clusterkb.catalogue.reader import is_inferred
from clusterkb.errors import NotFound
from clusterkb.namespaces import PREFIXES, expand, shorten
from clusterkb.rdf.canonical import canonical
from clusterkb.rdf.formats import TURTLE, Format
from clusterkb.rdf.serialize import serialize
from clusterkb.store import EmbeddedStore

_TYPE = ox.NamedNode(expand("rdf:type"))
_INFERRED_KIND = ox.NamedNode(expand("ckb:inferredKind"))
_SOURCE = ox.NamedNode(expand("dcterms:source"))


def describe(store: EmbeddedStore, iri: str, form: Format) -> bytes:
    """Return the description of a thing.

    Everything asserted about it, the fact nodes that speak of it, and their sources. Kinds it has only by
    inference come as ``ckb:inferredKind``, never as ``rdf:type``.

    Raises:
        NotFound: Nothing is asserted about ``iri``.
    """
    triples = dict.fromkeys(_asserted(store, ox.NamedNode(iri)))
    if not triples:
        raise NotFound(f"Nothing is known about {shorten(iri)}.", remedy="Search for it by label.")
    for fact in _facts(store, iri):
        triples.update(dict.fromkeys(_asserted(store, fact)))
    for source in sorted({t.object for t in triples if t.predicate == _SOURCE}, key=str):
        if isinstance(source, ox.NamedNode):
            triples.update(dict.fromkeys(_asserted(store, source)))
    triples.update(dict.fromkeys(_inferred_kinds(store, iri)))
    return document(list(triples), form)


def ordered(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """Return ``triples`` thing by thing, what it is before what it has."""
    return sorted(triples, key=lambda t: (str(t.subject), t.predicate != _TYPE, str(t.predicate), str(t.object)))


def document(triples: Iterable[ox.Triple], form: Format) -> bytes:
    """Return ``triples`` in a format, Turtle as our own files are written."""
    written = serialize(triples, form)
    return canonical(written.decode()).encode() if form == TURTLE else written


def _asserted(store: EmbeddedStore, subject: ox.NamedNode | ox.BlankNode) -> list[ox.Triple]:
    triples = []
    for quad in store.engine.quads_for_pattern(subject, None, None, None):
        if not is_inferred(quad):
            triples.append(quad.triple)
            if isinstance(quad.object, ox.BlankNode):
                triples += _asserted(store, quad.object)
    return ordered(triples)


def _facts(store: EmbeddedStore, iri: str) -> list[ox.NamedNode]:
    found = {
        quad.subject
        for quad in store.engine.quads_for_pattern(None, None, ox.NamedNode(iri), None)
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(PREFIXES["fact"])
    }
    return sorted(found, key=str)


def _inferred_kinds(store: EmbeddedStore, iri: str) -> list[ox.Triple]:
    node = ox.NamedNode(iri)
    quads = list(store.engine.quads_for_pattern(node, _TYPE, None, None))
    asserted = {quad.object for quad in quads if not is_inferred(quad)}
    kinds = {quad.object for quad in quads if is_inferred(quad)} - asserted
    return [ox.Triple(node, _INFERRED_KIND, kind) for kind in sorted(kinds, key=str)]
