"""What other vocabularies have that is the same as a term of ours, or near it."""

from __future__ import annotations

from dataclasses import dataclass

from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.namespaces import expand
from clusterkb.rdf.text import Text


@dataclass(frozen=True, slots=True)
class Match:
    """One mapping.

    Attributes:
        relation: ``close``, ``broad``, ``narrow``, ``related`` or ``exact``; ``no`` when the mapping is denied.
        other: The term of the other vocabulary.
        confidence: From 0 to 1, as it stands in the mapping set.
        comment: Where the two differ, or None.
    """

    relation: str
    other: Ref
    confidence: str
    comment: Text | None


def elsewhere(reader: Reader, iri: str) -> list[Match]:
    """Return the mappings of a term, the surest first.

    >>> from clusterkb import KnowledgeBase, expand
    >>> found = elsewhere(Reader(KnowledgeBase.open().store), expand("ckb:Clustering"))
    >>> [(match.relation, match.other.label.value, match.confidence) for match in found]
    [('broad', 'activity', '0.85')]
    """
    axioms = reader.subjects("owl:annotatedSource", iri)
    found = [_match(reader, axiom) for axiom in axioms if reader.plain(axiom, "sssom:confidence")]
    return sorted(found, key=lambda match: (-float(match.confidence), match.other.iri))


def _match(reader: Reader, axiom: str) -> Match:
    predicate = reader.things(axiom, "owl:annotatedProperty")[0].iri
    denied = reader.plain(axiom, "sssom:predicate_modifier")
    target = reader.things(axiom, "owl:annotatedTarget")[0].iri
    return Match(
        relation="no" if denied else predicate.removeprefix(expand("skos:")).removesuffix("Match"),
        other=Ref(target, Text(reader.plain(axiom, "sssom:object_label"), "en")),
        confidence=reader.plain(axiom, "sssom:confidence"),
        comment=reader.text(axiom, "rdfs:comment"),
    )
