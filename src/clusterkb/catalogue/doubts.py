"""Where the printed words of a sentence are probably a slip of translation, and how we read them."""

from __future__ import annotations

from dataclasses import dataclass

from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.rdf.text import Text


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubtful place.

    Attributes:
        words: What is printed, letter by letter.
        reading: What we take it to mean.
        rival: Another reading, less likely to us, or None.
        evidence: Why we read it so.
        confidence: How sure we are.
    """

    words: Text
    reading: Text
    rival: Text | None
    evidence: Text
    confidence: Ref


def doubts(reader: Reader, claim: str) -> list[Doubt]:
    """Return the doubts about one sentence.

    >>> from clusterkb import KnowledgeBase, expand
    >>> [doubt.reading.value for doubt in doubts(Reader(KnowledgeBase.open().store), expand("claim:S28"))]
    ['Competences.']
    """
    return [
        Doubt(
            words=reader.texts(iri, "ckb:quotedWords")[0],
            reading=reader.texts(iri, "ckb:reading")[0],
            rival=reader.text(iri, "ckb:rivalReading"),
            evidence=reader.texts(iri, "ckb:evidence")[0],
            confidence=reader.things(iri, "ckb:confidence")[0],
        )
        for iri in reader.subjects("dcterms:isPartOf", claim, "ckb:TranslationDoubt")
    ]
