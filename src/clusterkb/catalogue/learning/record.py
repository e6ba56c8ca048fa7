"""Questions on what a record says, how sure that is, what it does not say, and where sources disagree."""

from __future__ import annotations

import pyoxigraph as ox

from clusterkb.catalogue.facts import disagreeing
from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.learning.checks import (
    Answer,
    Basis,
    Check,
    Place,
    among,
    asked,
    best_described,
    reached,
)
from clusterkb.catalogue.listing import value_of
from clusterkb.catalogue.reader import Reader, Ref, is_inferred
from clusterkb.catalogue.record import record
from clusterkb.namespaces import BASE, PREFIXES, expand
from clusterkb.rdf.text import Text
from clusterkb.sparql import select

CONFIDENCE = f"{BASE}/concept/confidence"
_RECORD = expand("cluster:chirchik-pedagogical-cluster")
_FACT = expand("fact:chirchik-territory")

_FOUNDED_TWICE = """
SELECT DISTINCT ?record ?year ?other WHERE {
  ?fact ckb:eventOf ?record ; ckb:eventKind eventkind:founding ; ckb:year ?year ; ckb:conflictsWith ?second .
  ?second ckb:eventOf ?record ; ckb:year ?other .
  FILTER(?year < ?other)
} ORDER BY ?record ?year ?other
"""


def source(basis: Basis) -> Check | None:
    """Ask which source a fact is known from."""
    reader = basis.reader
    cited = reached(reader, _FACT, "dcterms:source")
    answers = among(reader, [*cited, *reached(reader, _RECORD, "dcterms:source")], cited)
    return asked(_said(reader), answers, Place(reader.ref(_RECORD), _anchor(_FACT)))


def sure(basis: Basis) -> Check | None:
    """Ask how sure a fact is."""
    reader = basis.reader
    right = reached(reader, _FACT, "ckb:confidence")
    answers = among(reader, reader.subjects("skos:inScheme", CONFIDENCE), right)
    because = reader.text(right[0], "skos:definition") if right else None
    return asked(_said(reader), answers, Place(reader.ref(_RECORD), _anchor(_FACT)), because)


def stated(basis: Basis) -> Check | None:
    """Ask which kind of a record is stated and which only follow."""
    reader = basis.reader
    known = [ref.iri for ref in reader.kinds(_RECORD, inferred=False)]
    follow = [ref.iri for ref in reader.kinds(_RECORD, inferred=True) if kind_of(ref.iri)]
    answers = among(reader, [*known, *follow], known)
    return asked([reader.label(_RECORD)], answers, Place(reader.ref(_RECORD), "kinds"))


def missing(basis: Basis) -> Check | None:
    """Ask of what a record says nothing."""
    reader = basis.reader
    if not reader.exists(_RECORD):
        return None
    page = record(reader, _RECORD)
    unknown = [kind for link in page.unknown[:1] for kind in _facts_with(reader, link)]
    known = [kind for kind in dict.fromkeys(section.kind.iri for section in page.sections) if kind not in unknown]
    answers = among(reader, [*unknown, *known[:3]], unknown)
    return asked([page.label], answers, Place(reader.ref(_RECORD), "trust"))


def dispute(basis: Basis) -> Check | None:
    """Ask of which record sources disagree."""
    reader = basis.reader
    clashing = {ref.iri for ref in disagreeing(reader)}
    right = best_described(reader, clashing)[:1]
    quads = reader.store.engine.quads_for_pattern(None, ox.NamedNode(expand("ckb:recordConfidence")), None, None)
    every = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    others = best_described(reader, every - clashing, beside=right)[:3]
    answers = among(reader, [*right, *others], right)
    return asked([], answers, Place(reader.ref(right[0]), "disagreements")) if right else None


def other(basis: Basis) -> Check | None:
    """Ask in which other year a record was founded, by a source that contradicts the first."""
    reader = basis.reader
    pairs: dict[str, list[tuple[str, str]]] = {}
    for row in select(reader.store, _FOUNDED_TWICE):
        found, first, second = (value_of(row[name]) for name in ("record", "year", "other"))
        pairs.setdefault(found, []).append((first, second))
    chosen = next((iri for iri in best_described(reader, pairs) if len(pairs[iri]) == 1), None)
    if chosen is None:
        return None
    first, right = pairs[chosen][0]
    years = [year for iri, said in pairs.items() if iri != chosen for _, year in said]
    wrong = [year for year in dict.fromkeys(years) if year not in (first, right)][:3]
    answers = [Answer(year, Ref("", Text(year)), year == right) for year in sorted([right, *wrong])]
    return asked([reader.label(chosen), Text(first)], answers, Place(reader.ref(chosen), "disagreements"))


def _facts_with(reader: Reader, link: str) -> list[str]:
    """Return the kinds of facts that have a property, as the ontology states them."""
    domain = ox.NamedNode(expand("rdfs:domain"))
    quads = reader.store.engine.quads_for_pattern(ox.NamedNode(expand(link)), domain, None, None)
    return [quad.object.value for quad in quads if isinstance(quad.object, ox.NamedNode) and not is_inferred(quad)]


def _said(reader: Reader) -> list[Text]:
    """Return what the fact says: the record, and the place it works in."""
    return [ref.label for name in ("ckb:territoryOf", "ckb:territoryPlace") for ref in reader.things(_FACT, name)]


def _anchor(fact: str) -> str:
    return fact.removeprefix(PREFIXES["fact"])
