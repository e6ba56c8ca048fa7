"""The triples a data address gives: a thing, its facts, their sources; what is inferred said apart."""

from __future__ import annotations

import pyoxigraph as ox

from clusterkb.errors import NotFound
from clusterkb.namespaces import INFERRED, PREFIXES, expand, shorten
from clusterkb.rdf.canonical import canonical
from clusterkb.rdf.formats import Format
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
    return _written(list(triples), form)


def _written(triples: list[ox.Triple], form: Format) -> bytes:
    prefixes = None if form.name == "nt" else PREFIXES
    document = ox.serialize(triples, format=form.engine, prefixes=prefixes) or b""
    return canonical(document.decode()).encode() if form.name == "ttl" else document


def _asserted(store: EmbeddedStore, subject: ox.NamedNode | ox.BlankNode) -> list[ox.Triple]:
    triples = []
    for quad in store.engine.quads_for_pattern(subject, None, None, None):
        if not _is_inferred(quad):
            triples.append(quad.triple)
            if isinstance(quad.object, ox.BlankNode):
                triples += _asserted(store, quad.object)
    return sorted(triples, key=lambda t: (str(t.subject), t.predicate != _TYPE, str(t.predicate), str(t.object)))


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
    asserted = {quad.object for quad in quads if not _is_inferred(quad)}
    kinds = {quad.object for quad in quads if _is_inferred(quad)} - asserted
    return [ox.Triple(node, _INFERRED_KIND, kind) for kind in sorted(kinds, key=str)]


def _is_inferred(quad: ox.Quad) -> bool:
    return isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name.value == INFERRED
