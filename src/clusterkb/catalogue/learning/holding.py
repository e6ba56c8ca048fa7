"""Questions on clusters and holdings, and on what makes a record one of them."""

from __future__ import annotations

import pyoxigraph as ox

from clusterkb.catalogue.criteria import criteria, definitions, disputed
from clusterkb.catalogue.facts import facts_of
from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.learning.checks import (
    Basis,
    Check,
    Place,
    among,
    asked,
    best_described,
    fullest,
    reached,
)
from clusterkb.namespaces import BASE, PREFIXES, expand

INTEGRATION = f"{BASE}/concept/integration"
_CLUSTER = expand("ckb:EducationalCluster")
_HOLDING = expand("ckb:EducationalHolding")
_DEFINED = expand("ckb:HoldingInArticleSense")
_ASSOCIATION = expand("ckb:AssociationOfSocialInstitutions")
_OPINION = expand("lex:definition-educational-cluster-sokolova")
_RECORD = expand("cluster:ulyanovsk-holding")


def whose(basis: Basis) -> Check | None:
    """Ask whose a definition is."""
    reader = basis.reader
    text = reader.text(_OPINION, "skos:definition")
    senses = reader.subjects("ontolex:reference", _CLUSTER)
    opinions = [opinion for sense in senses for opinion in reader.subjects("ckb:definitionOf", sense)]
    holders = [holder for opinion in opinions for holder in reached(reader, opinion, "ckb:statementHolder")]
    answers = among(reader, holders, reached(reader, _OPINION, "ckb:statementHolder"))
    return asked([text], answers, Place(reader.ref(_CLUSTER), "opinions")) if text else None


def term(basis: Basis) -> Check | None:
    """Ask which term has a definition."""
    reader = basis.reader
    text = reader.text(_HOLDING, "skos:definition")
    kinds = [iri for iri in reader.subjects("rdfs:subClassOf", _ASSOCIATION) if iri != _HOLDING]
    offered = [_HOLDING, *fullest(reader, kinds)[:3]]
    right = [iri for iri in offered if reader.text(iri, "skos:definition") == text]
    return asked([text], among(reader, offered, right), Place(reader.ref(_HOLDING))) if text else None


def demand(basis: Basis) -> Check | None:
    """Ask which kind of integration the definition of a holding in the article's sense asks for."""
    reader = basis.reader
    thing = ox.NamedNode(_DEFINED)
    asks = criteria(reader, thing, dict(definitions(reader)).get(thing, []))
    values = [value.iri for one in asks for way in one.ways for value in way.values]
    answers = among(reader, reader.subjects("skos:inScheme", INTEGRATION), values)
    because = reader.text(_DEFINED, "skos:definition")
    return asked([reader.label(_DEFINED)], answers, Place(reader.ref(_DEFINED), "plain-words"), because)


def inferred(basis: Basis) -> Check | None:
    """Ask which record is a holding in the article's sense, though nobody states it."""
    reader = basis.reader
    such = reader.subjects("rdf:type", _DEFINED)
    follows = [iri for iri in such if _DEFINED in {ref.iri for ref in reader.kinds(iri, inferred=True)}]
    right = best_described(reader, follows)[:1]
    rest = set(reader.subjects("rdf:type", _HOLDING)) - set(such)
    answers = among(reader, [*right, *best_described(reader, rest, beside=right)[:3]], right)
    because = reader.text(_DEFINED, "skos:scopeNote")
    return asked([], answers, Place(reader.ref(right[0]), "kinds"), because) if right else None


def why(basis: Basis) -> Check | None:
    """Ask which kind of fact the proof of an inferred kind rests on."""
    reader = basis.reader
    proofs = [one for one in basis.why(_RECORD) if one.kind.iri == _DEFINED]
    facts = [fact.subject.iri for one in proofs for fact in one.facts if fact.subject.iri.startswith(PREFIXES["fact"])]
    used = [kind.iri for fact in facts for kind in reader.kinds(fact, inferred=False)]
    known = [section.kind.iri for section in facts_of(reader, _RECORD)]
    others = [kind for kind in dict.fromkeys(known) if kind not in used][:3]
    answers = among(reader, [*used[:1], *others], used)
    return asked([reader.label(_RECORD)], answers, Place(reader.ref(_RECORD), "kinds"))


def called(basis: Basis) -> Check | None:
    """Ask what a source calls a record, though it does not follow."""
    reader = basis.reader
    doubted = [one.kind.iri for one in disputed(reader, _RECORD) if one.criteria][:1]
    kinds = [ref.iri for known in (False, True) for ref in reader.kinds(_RECORD, inferred=known) if kind_of(ref.iri)]
    answers = among(reader, [*doubted, *kinds], doubted)
    return asked([reader.label(_RECORD)], answers, Place(reader.ref(_RECORD), "disputed"))
