"""Every term in a table, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections import defaultdict

import pyoxigraph as ox

from clusterkb.namespaces import path_of, shorten
from clusterkb.rdf.text import LANGUAGES

_TEXTS = ("skos:prefLabel", "skos:definition", "skos:example", "skos:scopeNote")
_LINKS = ("rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range", "skos:inScheme", "dcterms:source")
_TERMS = ("onto/", "concept/")


def dictionary(triples: list[ox.Triple]) -> bytes:
    """Return a row for every class, property, list and concept of ours, as CSV."""
    said: dict[str, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    for triple in triples:
        if isinstance(triple.subject, ox.NamedNode):
            said[triple.subject.value][shorten(triple.predicate.value)].append(triple.object)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    texts = [(name, language) for name in _TEXTS for language in LANGUAGES]
    writer.writerow(
        ["term", "iri", "kind", *(f"{name.partition(':')[2]} {language}" for name, language in texts), *_LINKS]
    )
    for iri in sorted(said):
        kinds = _names(said[iri]["rdf:type"])
        if (path_of(iri) or "").startswith(_TERMS) and kinds and kinds != "owl:Ontology":
            cells = [_texts(said[iri][name], language) for name, language in texts]
            writer.writerow([shorten(iri), iri, kinds, *cells, *(_names(said[iri][name]) for name in _LINKS)])
    return out.getvalue().encode()


def _texts(values: list[object], language: str) -> str:
    return " | ".join(
        sorted(value.value for value in values if isinstance(value, ox.Literal) and value.language == language)
    )


def _names(values: list[object]) -> str:
    return " ".join(sorted(shorten(value.value) for value in values if isinstance(value, ox.NamedNode)))
