"""Lists: the four senses, all terms, all records."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import pyoxigraph as ox

from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.namespaces import ONTOLOGY
from clusterkb.rdf.terms import Term
from clusterkb.rdf.text import Text
from clusterkb.sparql import select

_SENSES = """
SELECT ?class ?level (COUNT(?above) AS ?steps) WHERE {
  ?class rdfs:subClassOf [ owl:onProperty ckb:hasClusteringLevel ; owl:hasValue ?level ] .
  ?level ckb:nextLevelUp* ?above .
} GROUP BY ?class ?level ORDER BY DESC(?steps)
"""
_TERMS = "SELECT DISTINCT ?module ?term WHERE { ?term rdfs:isDefinedBy ?module } ORDER BY ?module ?term"
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
    pairs = [(_value(row["class"]), _value(row["level"])) for row in select(reader.store, _SENSES)]
    return [
        Sense(reader.ref(meaning), reader.text(meaning, "skos:definition"), reader.ref(level))
        for meaning, level in pairs
    ]


def terms(reader: Reader) -> list[TermGroup]:
    """Return all classes and properties of the ontology, a group a module."""
    rows = [(_value(row["module"]), _value(row["term"])) for row in select(reader.store, _TERMS)]
    ours = [(module, term) for module, term in rows if module.startswith(ONTOLOGY)]
    return [
        TermGroup(_title(reader, module), _sorted([_term(reader, iri) for _, iri in group]))
        for module, group in groupby(ours, key=lambda row: row[0])
    ]


def records(reader: Reader) -> list[RecordRow]:
    """Return all clusters, holdings, networks and schemes, by label."""
    places: dict[str, set[str]] = {}
    years: dict[str, set[str]] = {}
    for row in select(reader.store, _DETAILS):
        for name, table in (("place", places), ("year", years)):
            found = table.setdefault(_value(row["record"]), set())
            found |= {_value(row[name])} if name in row else set()
    return [
        RecordRow(ref, reader.kinds(ref.iri, inferred=False), reader.refs(places[ref.iri]), sorted(years[ref.iri]))
        for ref in reader.refs(places)
    ]


def _value(term: Term | ox.Triple) -> str:
    return str(term) if isinstance(term, ox.Triple) else term.value


def _title(reader: Reader, module: str) -> Text:
    return reader.text(module, "dcterms:title") or reader.label(module)


def _term(reader: Reader, iri: str) -> TermRow:
    return TermRow(reader.ref(iri), kind_of(iri), reader.text(iri, "skos:definition"))


def _sorted(rows: list[TermRow]) -> list[TermRow]:
    return sorted(rows, key=lambda row: (row.kind, row.term.label.value.casefold()))
