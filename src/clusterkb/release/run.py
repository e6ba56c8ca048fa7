"""Which files a release has, and how each is made."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb import assets
from clusterkb.build.sources import MAPPINGS, REASONED
from clusterkb.catalogue import void_document
from clusterkb.namespaces import INFERRED
from clusterkb.rdf.canonical import canonical
from clusterkb.rdf.formats import NTRIPLES, TURTLE, by_name
from clusterkb.rdf.serialize import serialize
from clusterkb.release.bibliography import bibliography
from clusterkb.release.compact import compacted, context
from clusterkb.release.dictionary import dictionary
from clusterkb.release.difference import difference
from clusterkb.store import EmbeddedStore
from clusterkb.store.embedded import source_name

Progress = Callable[[str], object]

_TEXTS = ("ontology/claims/", "ontology/lexicon/")


@dataclass(frozen=True, slots=True)
class Artefact:
    """One file of a release: its name, what it holds, its bytes."""

    name: str
    about: str
    data: bytes


def release(store: EmbeddedStore, names: list[str], before: bytes | None, progress: Progress) -> list[Artefact]:
    """Make every file of a release.

    Args:
        store: The built store.
        names: The source files it was made from.
        before: ``clusterkb.nt`` of the release before, or None for the first.
        progress: Told of each file before it is made.

    Raises:
        BadInput: ``before`` is no N-Triples.
    """
    quads = _canonical(store)
    base = _ordered(quad.triple for quad in quads if _stands_in(quad.graph_name, REASONED))
    texts = _ordered(quad.triple for quad in quads if _stands_in(quad.graph_name, _TEXTS))
    inferred = [quad.triple for quad in quads if quad.graph_name == ox.NamedNode(INFERRED)]
    plan: list[tuple[str, str, Callable[[], bytes]]] = [
        ("clusterkb.ttl", "terms, axioms, lists and records, as stated", lambda: _turtle(base)),
        ("clusterkb-full.ttl", "the same with all that follows", lambda: _turtle(_ordered([*base, *inferred]))),
        ("clusterkb-texts.ttl", "claims, readings and lexicon, which no reasoner sees", lambda: _turtle(texts)),
        ("clusterkb.owl", "as stated, RDF/XML, for ontology editors", lambda: serialize(base, by_name("rdf"))),
        ("clusterkb.nt", "as stated, N-Triples, sorted", lambda: _lines(base)),
        ("clusterkb.jsonld", "as stated, JSON-LD; needs context.jsonld beside it", lambda: compacted(base)),
        ("context.jsonld", "the context of the JSON-LD", context),
        (
            "clusterkb.nq.gz",
            "everything, a graph a source file, what follows in one of its own",
            lambda: _packed(quads),
        ),
        ("data-dictionary.csv", "every term: name, kind, texts, where it is used", lambda: dictionary(base)),
        ("works.csl.json", "the literature, CSL-JSON, for reference managers", lambda: bibliography(base)),
        ("void.ttl", "description of the data (VoID, DCAT)", lambda: _turtle(void_document(store))),
        ("CHANGES.md", "what is new, gone and changed since the release before", lambda: difference(before, base)),
    ]
    plan += [
        (name.removeprefix("ontology/"), "mappings (SSSOM)", _source(name))
        for name in names
        if name.startswith(MAPPINGS)
    ]
    made = []
    for name, about, make in plan:
        progress(name)
        made.append(Artefact(name, about, make()))
    return [*made, _manifest(made)]


def _canonical(store: EmbeddedStore) -> list[ox.Quad]:
    """Return all quads, blank nodes named by the shape of the graph (RDFC-1.0), in order."""
    dataset = ox.Dataset(store.engine)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=str)


def _stands_in(graph: object, folders: tuple[str, ...]) -> bool:
    return isinstance(graph, ox.NamedNode) and source_name(graph.value).startswith(folders)


def _ordered(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    return sorted(set(triples), key=str)


def _turtle(triples: list[ox.Triple]) -> bytes:
    return canonical(serialize(triples, TURTLE).decode()).encode()


def _lines(triples: list[ox.Triple]) -> bytes:
    return b"".join(sorted(serialize(triples, NTRIPLES).splitlines(keepends=True)))


def _packed(quads: list[ox.Quad]) -> bytes:
    # Without a time in its head, the same content is the same bytes.
    return gzip.compress((ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""), mtime=0)


def _source(name: str) -> Callable[[], bytes]:
    return (assets.folder("ontology").parent / name).read_bytes


def _manifest(made: list[Artefact]) -> Artefact:
    rows = {
        one.name: {"about": one.about, "bytes": len(one.data), "sha256": hashlib.sha256(one.data).hexdigest()}
        for one in made
    }
    return Artefact(
        "manifest.json", "names, sizes and sums", json.dumps(rows, indent=2, sort_keys=True).encode() + b"\n"
    )
