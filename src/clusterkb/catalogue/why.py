"""A proof in the words of the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pyoxigraph as ox

from clusterkb.catalogue.criteria import candidates
from clusterkb.catalogue.kinds import kind_of
from clusterkb.catalogue.reader import Reader, Ref
from clusterkb.catalogue.verbal import Said, is_axiom, proven
from clusterkb.errors import NotFound
from clusterkb.namespaces import PREFIXES, expand, shorten
from clusterkb.rdf.text import Text
from clusterkb.reason.clash import DENIED, Clash
from clusterkb.reason.proofs import Proof

_DENIED = {
    "en": DENIED,
    "ru": "Отрицается: {} {} {}",
    "uz": "Inkor etilgan: {} {} {}",
}
_NAME = re.compile(r"\b[a-z]+:[A-Za-z][\w-]*")


@dataclass(frozen=True, slots=True)
class Because:
    """A stated fact or axiom.

    Attributes:
        subject: What it is about; a fact node by its kind.
        parts: Relation and object, each by its label; a class expression is one text in words.
        meaning: Of an axiom, the definition of what it is about.
        sources: What it is known from.
        confidence: How sure that is, of a fact of which it is said.
        said: An axiom as a sentence; None of a fact.
    """

    subject: Ref
    parts: list[tuple[Ref, Ref]]
    meaning: Text | None
    sources: list[Ref]
    confidence: Ref | None = None
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why something is of a kind: the kind, the stated facts and the axioms that it follows from."""

    kind: Ref
    facts: list[Because]
    axioms: list[Because]


def why(reader: Reader, proof: Proof) -> Why:
    """Return ``proof`` in words; all that is used of one fact node is said at once."""
    together: dict[str, list[Proof]] = {}
    for leaf in proof.facts():
        if not is_axiom(leaf.predicate, leaf.object):
            together.setdefault(leaf.subject, []).append(leaf)
    facts = [_because(reader, leaves) for leaves in together.values()]
    axioms = [leaf for leaf in proof.leaves() if is_axiom(leaf.predicate, leaf.object)]
    said = [replace(_because(reader, [leaf]), said=proven(reader, leaf)) for leaf in axioms]
    return Why(_part(reader, proof.object), facts, said)


def _because(reader: Reader, leaves: list[Proof]) -> Because:
    subject = leaves[0].subject
    cited = {iri for leaf in leaves for source in leaf.sources for iri in source.cites}
    return Because(
        _part(reader, subject),
        [(_part(reader, leaf.predicate), _part(reader, leaf.object)) for leaf in leaves],
        reader.text(subject, "skos:definition") if subject.startswith("http") else None,
        reader.refs(iri for iri in cited if kind_of(iri)),
        reader.thing(subject, "ckb:confidence") if subject.startswith(PREFIXES["fact"]) else None,
    )


def _part(reader: Reader, term: str) -> Ref:
    """Return a part of a statement by its label: a thing by its IRI, a class expression with labels for its names."""
    if not term.startswith("http"):
        return Ref("", Text(_NAME.sub(lambda found: reader.label(expand(found[0])).value, term)))
    if term.startswith(PREFIXES["fact"]):
        kinds = reader.kinds(term, inferred=False)
        return Ref(term, kinds[0].label) if kinds else reader.ref(term)
    return reader.ref(term)


def clash_lines(reader: Reader, clash: Clash) -> list[str]:
    """Return the statements of a contradiction by their labels."""
    return clash.lines(lambda term: _part(reader, term).label.value, _DENIED[reader.language])


def unproven(reader: Reader, fact: tuple[str, str, str]) -> NotFound:
    """Return what to say of a fact that has no proof: that it is stated, or what nothing speaks for.

    Args:
        reader: The catalogue.
        fact: Subject, predicate and object; the last empty for any.
    """
    subject, verb, wanted = fact
    said = " ".join(map(shorten, (subject, verb, wanted or "anything")))
    if wanted in {term.value for term in reader.objects(subject, verb) if isinstance(term, ox.NamedNode)}:
        return NotFound(f"{said}: this is stated, not inferred.", remedy=f"See: clusterkb show {shorten(subject)}")
    likely = (one for one in candidates(reader, subject) if one.kind.iri == wanted)
    unknown = [criterion.words() for one in likely for criterion in one.criteria if not criterion.holds]
    if unknown:
        return NotFound(f"It is not known that {said}.", remedy=f"Nothing says: {'; '.join(unknown)}.")
    return NotFound(f"It was not inferred that {said}.", remedy="Leave the last word out to see what was.")
