"""Lists: the four senses, all terms, all records and what they can be told apart by."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from clusterkb.catalogue.collation import order
from clusterkb.catalogue.facets import Entry, Listing, by_frequency, values_or_none
from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.namespaces import ONTOLOGY, shorten
from clusterkb.rdf.terms import Term
from clusterkb.rdf.text import Text
from clusterkb.sparql import select

FACETS = ("country", "kind", "inferred", "scheme", "founded")
"""What records can be told apart by; other lists have some of these."""

_SENSES = """
SELECT ?class ?level (COUNT(?above) AS ?steps) WHERE {
  ?class rdfs:subClassOf [ owl:onProperty ckb:hasClusteringLevel ; owl:hasValue ?level ] .
  ?level ckb:nextLevelUp* ?above .
} GROUP BY ?class ?level ORDER BY DESC(?steps)
"""
_TERMS = "SELECT DISTINCT ?module ?term WHERE { ?term rdfs:isDefinedBy ?module } ORDER BY ?module ?term"
_SCHEMES = "SELECT DISTINCT ?record ?scheme WHERE { ?fact ckb:inclusionOf ?record ; ckb:inclusionScheme ?scheme }"
_DETAILS = """
SELECT DISTINCT ?record ?place ?year WHERE {
  ?record ckb:recordConfidence ?confidence .
  OPTIONAL { ?territory ckb:territoryOf ?record ; ckb:territoryPlace ?place }
  OPTIONAL { ?event ckb:eventOf ?record ; ckb:eventKind eventkind:founding ; ckb:year ?year }
}
"""


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of the phrase “educational cluster”: the class it names, what that is, its clustering level."""

    meaning: Ref
    definition: Text | None
    level: Ref


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term in a list."""

    term: Ref
    kind: str
    definition: Text | None


@dataclass(frozen=True, slots=True)
class TermGroup:
    """The terms of one module: classes first, then properties, each by label."""

    module: Text
    terms: list[TermRow]


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A cluster, holding, network or scheme in a list; sources may give several founding years."""

    record: Ref
    kinds: list[Ref]
    places: list[Ref]
    founded: list[str]


def senses(reader: Reader) -> list[Sense]:
    """Return the four senses of “educational cluster”, lowest level first."""
    pairs = [(value_of(row["class"]), value_of(row["level"])) for row in select(reader.store, _SENSES)]
    return [
        Sense(reader.ref(meaning), reader.text(meaning, "skos:definition"), reader.ref(level))
        for meaning, level in pairs
    ]


def terms(reader: Reader) -> list[TermGroup]:
    """Return all classes and properties of the ontology, a group a module."""
    rows = [(value_of(row["module"]), value_of(row["term"])) for row in select(reader.store, _TERMS)]
    ours = [(module, term) for module, term in rows if module.startswith(ONTOLOGY)]
    return [
        TermGroup(_title(reader, module), _sorted(reader, [_term(reader, iri) for _, iri in group]))
        for module, group in groupby(ours, key=lambda row: row[0])
    ]


def listed(reader: Reader) -> Listing[RecordRow]:
    """Return all records with what they can be narrowed by: country, kind, what only follows, scheme, decade."""
    schemes: dict[str, set[str]] = {}
    for row in select(reader.store, _SCHEMES):
        schemes.setdefault(value_of(row["record"]), set()).add(value_of(row["scheme"]))
    labels: dict[str, Text] = {}
    entries = [Entry(row, _facets(reader, row, schemes.get(row.record.iri, set()), labels)) for row in records(reader)]
    found = {name: by_frequency(entries, name, labels) for name in FACETS}
    # Decades stand in their own order; letters sort after figures, and so "none" stays last.
    return Listing(entries, {**found, "founded": dict(sorted(found["founded"].items()))})


def country(reader: Reader, iri: str, labels: dict[str, Text]) -> set[str]:
    """Return the countries of a thing as addresses name them, by ISO 3166 code, and note in ``labels`` what each is."""
    refs = {_code(reader, ref.iri): ref.label for ref in reader.things(iri, "ckb:country")}
    labels.update(refs)
    return set(refs)


def records(reader: Reader) -> list[RecordRow]:
    """Return all clusters, holdings, networks and schemes, by label."""
    places: dict[str, set[str]] = {}
    years: dict[str, set[str]] = {}
    for row in select(reader.store, _DETAILS):
        for name, table in (("place", places), ("year", years)):
            found = table.setdefault(value_of(row["record"]), set())
            found |= {value_of(row[name])} if name in row else set()
    return [
        RecordRow(ref, reader.kinds(ref.iri, inferred=False), reader.refs(places[ref.iri]), sorted(years[ref.iri]))
        for ref in sorted(map(reader.ref, places), key=lambda ref: order(ref.label, reader.language))
    ]


def _facets(reader: Reader, row: RecordRow, schemes: set[str], labels: dict[str, Text]) -> dict[str, frozenset[str]]:
    inferred = [ref for ref in reader.kinds(row.record.iri, inferred=True) if kind_of(ref.iri)]
    refs = {shorten(ref.iri): ref.label for ref in (*row.kinds, *inferred)}
    refs |= {iri.rpartition("/")[2]: reader.label(iri) for iri in schemes}
    decades = {f"{year[:-1]}0s": Text(f"{year[:-1]}0–{year[:-1]}9") for year in row.founded}
    labels |= refs | decades
    return values_or_none(
        {
            "country": country(reader, row.record.iri, labels),
            "kind": {shorten(ref.iri) for ref in row.kinds},
            "inferred": {shorten(ref.iri) for ref in inferred},
            "scheme": {iri.rpartition("/")[2] for iri in schemes},
            "founded": set(decades),
        }
    )


def _code(reader: Reader, place: str) -> str:
    return reader.plain(place, "ckb:countryCode").lower() or place.rpartition("/")[2]


def value_of(term: Term | ox.Triple) -> str:
    """Return what a term in an answer to one of our queries says, without its datatype or language."""
    return str(term) if isinstance(term, ox.Triple) else term.value


def _title(reader: Reader, module: str) -> Text:
    return reader.text(module, "dcterms:title") or reader.label(module)


def _term(reader: Reader, iri: str) -> TermRow:
    return TermRow(reader.ref(iri), kind_of(iri), reader.text(iri, "skos:definition"))


def _sorted(reader: Reader, rows: list[TermRow]) -> list[TermRow]:
    return sorted(rows, key=lambda row: (row.kind, order(row.term.label, reader.language)))
