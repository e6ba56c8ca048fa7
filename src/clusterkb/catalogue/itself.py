"""What the knowledge base says of itself: what it is, whose it is, where it comes from, how far to trust it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pyoxigraph as ox

from clusterkb.catalogue.article import ARTICLE
from clusterkb.catalogue.citations import page_address
from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.namespaces import DATASET, ONTOLOGY, expand
from clusterkb.rdf.text import Text

_OF_THEIR_OWN = {
    "sentence": "ckb:Claim",
    "assertion": "ckb:Assertion",
    "doubt": "ckb:TranslationDoubt",
    "reference": "ckb:BibliographyEntry",
}
"""What is counted by its class, since its address tells too little → the class."""


@dataclass(frozen=True, slots=True)
class Level:
    """A degree of trust: its name, what it means, and how many things have it."""

    name: Ref
    meaning: Text | None
    things: int


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What stands in the data about the data.

    Attributes:
        titles: The ontology and the knowledge base, each with its description.
        creators: Who made them, as they are to be credited.
        licence: Address of the licence of ontology, shapes and data.
        version: Version of the ontology.
        source: The article that all began with.
        source_page: Where it can be read, or an empty string.
        retells: The works that the article seems to retell.
        records: How far the records can be trusted.
        translations: Who translated terms and claims, and whether that was reviewed.
        numbers: Kind of thing → how many there are.
    """

    titles: list[tuple[Text, Text | None]]
    creators: list[Text]
    licence: str
    version: str
    source: Ref
    source_page: str
    retells: list[Ref]
    records: list[Level]
    translations: list[Level]
    numbers: dict[str, int]


def itself(reader: Reader) -> AboutPage:
    """Read what the knowledge base says of itself.

    >>> from clusterkb import KnowledgeBase
    >>> page = itself(Reader(KnowledgeBase.open().store))
    >>> page.licence, page.numbers["sentence"]
    ('https://creativecommons.org/licenses/by/4.0/', 46)
    """
    both = (ONTOLOGY, DATASET)
    creators = [text for iri in both for text in reader.texts(iri, "dcterms:creator")]
    return AboutPage(
        titles=[(reader.texts(iri, "dcterms:title")[0], reader.text(iri, "dcterms:description")) for iri in both],
        creators=list(dict.fromkeys(creators)),
        licence=reader.things(ONTOLOGY, "dcterms:license")[0].iri,
        version=reader.plain(ONTOLOGY, "owl:versionInfo"),
        source=reader.ref(ARTICLE),
        source_page=page_address(reader, ARTICLE),
        retells=reader.things(ARTICLE, "ckb:seemsToRetell"),
        records=_levels(reader, "ckb:recordConfidence"),
        translations=_levels(reader, "ckb:translationStatus"),
        numbers=_numbers(reader),
    )


def _levels(reader: Reader, predicate: str) -> list[Level]:
    """Return the degrees in use, those of most things first."""
    quads = reader.store.engine.quads_for_pattern(None, ox.NamedNode(expand(predicate)), None, None)
    pairs = {(str(quad.subject), quad.object.value) for quad in quads if isinstance(quad.object, ox.NamedNode)}
    found = Counter(iri for _, iri in sorted(pairs))
    return [Level(reader.ref(iri), reader.text(iri, "skos:definition"), count) for iri, count in found.most_common()]


def _numbers(reader: Reader) -> dict[str, int]:
    quads = reader.store.engine.quads_for_pattern(None, ox.NamedNode(expand("rdf:type")), None, None)
    things = {quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode)}
    by_class = {name: len(reader.subjects("rdf:type", expand(kind))) for name, kind in _OF_THEIR_OWN.items()}
    return dict(Counter(map(kind_of, things))) | by_class
