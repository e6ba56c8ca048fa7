"""A term of the ontology, a concept or a theory, as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb.catalogue.doubts import Doubt, doubts
from clusterkb.catalogue.elsewhere import Match, elsewhere
from clusterkb.catalogue.grounding import Grounding, grounding
from clusterkb.catalogue.kinds import RECORDS, kind_of
from clusterkb.catalogue.meanings import Meanings, meanings
from clusterkb.catalogue.reader import Reader, Ref, Value, is_inferred
from clusterkb.catalogue.verbal import KindDemands, Said, demands, plain_words
from clusterkb.errors import NotFound
from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.text import Text

_RELATIONS = (
    "rdfs:subPropertyOf",
    "rdfs:domain",
    "rdfs:range",
    "owl:inverseOf",
    "skos:broader",
    "skos:inScheme",
    "ckb:nextLevelUp",
    "ckb:denotesClass",
    "ckb:hasClusteringLevel",
    "rdfs:seeAlso",
    "dcterms:isPartOf",
    "ckb:modality",
    "ckb:namesAuthority",
    "ckb:entryOf",
    "ckb:entryWork",
    "ckb:asPrinted",
    "ckb:correction",
    "ckb:quotedWords",
    "ckb:reading",
    "ckb:rivalReading",
    "ckb:evidence",
    "ckb:definitionOf",
    "ckb:statementHolder",
    "ckb:confidence",
    "lime:language",
    "ontolex:writtenRep",
    "ckb:attestation",
    "ontolex:sense",
    "ontolex:reference",
    "vartrans:translatableAs",
    "skos:note",
)


@dataclass(frozen=True, slots=True)
class Instance:
    """A thing of a class, and whether that it is one was inferred."""

    thing: Ref
    inferred: bool


@dataclass(frozen=True, slots=True)
class ConceptPage:
    """Everything a concept page shows.

    Attributes:
        iri, name, kind, label: What it is; ``name`` is the prefixed name.
        labels, alternatives, definitions: In all languages, the wanted one first.
        translations: Who translated its texts, and whether that was reviewed.
        examples, notes: In the wanted language or its fallback.
        wider, narrower: The asserted classes one step up and down; of a vocabulary, its concepts.
        relations: Property and values, for the other relations there are.
        instances: Real things of this class.
        grounding: The sentences and works it rests on.
        assertions: Of a sentence, what it says, one by one; of a term, the assertions that it rests on.
        grounds: Of a claim or one of its assertions, the terms that rest on it.
        doubts: Of a sentence, where its translation is doubtful.
        meanings: The words for it, what others take it to be, what it is not.
        elsewhere: Like terms of other vocabularies.
        status: ``testing``, ``stable``; empty when none is given.
        plain_words: Of a class or property, what the ontology states of it.
        demands: Of a class, what a description of such a thing must say.
    """

    iri: str
    name: str
    kind: str
    label: Text
    labels: list[Text]
    translations: list[Ref]
    alternatives: list[Text]
    definitions: list[Text]
    examples: list[Text]
    notes: list[Text]
    wider: list[Ref]
    narrower: list[Ref]
    relations: list[tuple[Ref, list[Value]]]
    instances: list[Instance]
    grounding: list[Grounding]
    assertions: list[Grounding]
    grounds: list[Ref]
    doubts: list[Doubt]
    meanings: Meanings
    elsewhere: list[Match]
    status: str
    plain_words: list[Said]
    demands: list[KindDemands]


def concept(reader: Reader, iri: str) -> ConceptPage:
    """Read a term, concept, claim or theory.

    Raises:
        NotFound: Nothing is known by this IRI, or it is a record.
    """
    kind = kind_of(iri)
    if not kind or kind in RECORDS or not reader.exists(iri):
        raise NotFound(f"There is no term {shorten(iri)}.", remedy="Search for it by label.")
    status = reader.text(iri, "vs:term_status")
    return ConceptPage(
        iri=iri,
        name=shorten(iri),
        kind=kind,
        label=reader.label(iri),
        labels=reader.texts(iri, "skos:prefLabel"),
        translations=reader.things(iri, "ckb:translationStatus"),
        alternatives=reader.texts(iri, "skos:altLabel"),
        definitions=reader.texts(iri, "skos:definition"),
        examples=reader.texts_in_one_language(iri, "skos:example"),
        notes=reader.texts_in_one_language(iri, "skos:scopeNote"),
        wider=_classes(reader, iri, up=True),
        narrower=_narrower(reader, iri, kind),
        relations=reader.details(iri, _RELATIONS),
        instances=_instances(reader, iri) if kind == "class" else [],
        grounding=[grounding(reader, source) for source in reader.values(iri, "dcterms:source")],
        assertions=[grounding(reader, reader.ref(one)) for one in _assertions(reader, iri)],
        grounds=_grounds(reader, iri) if kind == "claim" else [],
        doubts=doubts(reader, iri),
        meanings=meanings(reader, iri),
        elsewhere=elsewhere(reader, iri),
        status=status.value if status else "",
        plain_words=plain_words(reader, iri) if kind in ("class", "property") else [],
        demands=demands(reader, iri) if kind == "class" else [],
    )


def _assertions(reader: Reader, iri: str) -> list[str]:
    if kind_of(iri) != "claim":
        return reader.subjects("ckb:grounds", iri)
    return reader.subjects("dcterms:isPartOf", iri, "ckb:Assertion")


def _grounds(reader: Reader, iri: str) -> list[Ref]:
    return reader.things(iri, "ckb:grounds") or reader.refs(reader.subjects("dcterms:source", iri))


def _narrower(reader: Reader, iri: str, kind: str) -> list[Ref]:
    if kind == "vocabulary":
        return reader.refs(reader.subjects("skos:inScheme", iri))
    return _classes(reader, iri, up=False)


def _classes(reader: Reader, iri: str, *, up: bool) -> list[Ref]:
    node, predicate = ox.NamedNode(iri), ox.NamedNode(expand("rdfs:subClassOf"))
    pattern = (node, predicate, None, None) if up else (None, predicate, node, None)
    found = set()
    for quad in reader.store.engine.quads_for_pattern(*pattern):
        other = quad.object if up else quad.subject
        if isinstance(other, ox.NamedNode) and not is_inferred(quad):
            found.add(other.value)
    return reader.refs(found)


def _instances(reader: Reader, iri: str) -> list[Instance]:
    inferred: dict[str, bool] = {}
    pattern = (None, ox.NamedNode(expand("rdf:type")), ox.NamedNode(iri), None)
    for quad in reader.store.engine.quads_for_pattern(*pattern):
        if isinstance(quad.subject, ox.NamedNode) and kind_of(quad.subject.value):
            inferred[quad.subject.value] = inferred.get(quad.subject.value, True) and is_inferred(quad)
    return [Instance(ref, inferred[ref.iri]) for ref in reader.refs(inferred)]
