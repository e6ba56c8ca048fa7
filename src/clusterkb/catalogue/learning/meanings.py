"""Questions on the four meanings of “educational cluster”."""

from __future__ import annotations

import pyoxigraph as ox

from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.learning.checks import Basis, Check, Place, among, asked, fullest, reached
from clusterkb.catalogue.listing import senses, value_of
from clusterkb.catalogue.meanings import meanings
from clusterkb.catalogue.reader import Reader
from clusterkb.namespaces import BASE, expand
from clusterkb.sparql import select

LEVELS = f"{BASE}/concept/level"
_CLUSTER = expand("ckb:EducationalCluster")
_COMPETENCE = expand("ckb:EducationalCompetence")
_LEVEL = expand("level:program")
_ARTICLES = expand("lex:definition-educational-cluster-allayorova")
_UNIVERSITY = expand("ckorg:chirchik-pedagogical-university")

_LEVEL_OF_DEFINITION = """
SELECT DISTINCT ?definition ?level WHERE {
  ?definition ckb:definitionOf/ontolex:reference/rdfs:subClassOf* ?class .
  ?class rdfs:subClassOf [ owl:onProperty ckb:hasClusteringLevel ; owl:hasValue ?level ] .
}
"""


def odd(basis: Basis) -> Check | None:
    """Ask which class is none of the four meanings."""
    reader = basis.reader
    four = [sense.meaning.iri for sense in senses(reader)]
    other = [iri for iri in _mistaken(reader) if kind_of(iri) == "class" and iri not in four][:1]
    place = Place(reader.ref(expand("claim:S26")))
    because = reader.text(other[0], "skos:definition") if other else None
    return asked([], among(reader, [*four, *other], other), place, because)


def level(basis: Basis) -> Check | None:
    """Ask which level stands above another."""
    reader = basis.reader
    others = [iri for iri in _levels(reader) if iri != _LEVEL]
    answers = among(reader, others, reached(reader, _LEVEL, "ckb:nextLevelUp"))
    return asked([reader.label(_LEVEL)], answers, Place(reader.ref(_LEVEL)))


def example(basis: Basis) -> Check | None:
    """Ask of which level the example of a term is."""
    reader = basis.reader
    text = reader.text(_COMPETENCE, "skos:example")
    right = [sense.level.iri for sense in senses(reader) if sense.meaning.iri == _COMPETENCE]
    place = Place(reader.ref(_COMPETENCE))
    because = reader.text(_COMPETENCE, "skos:definition")
    return asked([text], among(reader, _levels(reader), right), place, because) if text else None


def meant(basis: Basis) -> Check | None:
    """Ask of which level is what the article itself takes the phrase to mean."""
    reader = basis.reader
    text = reader.text(_ARTICLES, "skos:definition")
    rows = select(reader.store, _LEVEL_OF_DEFINITION, definition=ox.NamedNode(_ARTICLES))
    answers = among(reader, _levels(reader), [value_of(row["level"]) for row in rows])
    return asked([text], answers, Place(reader.ref(_ARTICLES))) if text else None


def record(basis: Basis) -> Check | None:
    """Ask of which level a real thing is."""
    reader = basis.reader
    answers = among(reader, _levels(reader), reached(reader, _UNIVERSITY, "ckb:hasClusteringLevel"))
    return asked([reader.label(_UNIVERSITY)], answers, Place(reader.ref(_UNIVERSITY), "kinds"))


def lookalike(basis: Basis) -> Check | None:
    """Ask what is called a cluster and is no educational cluster."""
    reader = basis.reader
    kinds = fullest(reader, reader.subjects("rdfs:subClassOf", _CLUSTER))[:3]
    other = [iri for iri in _mistaken(reader) if kind_of(iri) == "concept"][:1]
    because = reader.text(other[0], "skos:definition") if other else None
    return asked([], among(reader, [*kinds, *other], other), Place(reader.ref(_CLUSTER), "mistaken"), because)


def _levels(reader: Reader) -> list[str]:
    return reader.subjects("skos:inScheme", LEVELS)


def _mistaken(reader: Reader) -> list[str]:
    """Return what an educational cluster must not be taken for, in an order that no language changes."""
    return sorted(one.source.iri for one in meanings(reader, _CLUSTER).mistaken)
