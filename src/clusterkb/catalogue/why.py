"""A proof in the words of the reader's language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from clusterkb.catalogue.common import Reader, Ref
from clusterkb.catalogue.kinds import kind_of
from clusterkb.namespaces import expand, shorten
from clusterkb.rdf.text import Text
from clusterkb.reason.proofs import Proof

_NAME = re.compile(r"\b[a-z]+:[A-Za-z][\w-]*")


@dataclass(frozen=True, slots=True)
class Because:
    """A stated fact or axiom.

    Attributes:
        subject, predicate, object: Its parts by their labels; a class expression is one text in words.
        meaning: Of an axiom, the definition of what it is about.
        sources: What it is known from.
    """

    subject: Ref
    predicate: Ref
    object: Ref
    meaning: Text | None
    sources: list[Ref]


@dataclass(frozen=True, slots=True)
class Why:
    """Why something was inferred: the stated facts and the axioms it follows from."""

    conclusion: Because
    facts: list[Because]
    axioms: list[Because]


def why(reader: Reader, proof: Proof) -> Why:
    """Return ``proof`` in words."""
    return Why(
        _because(reader, proof),
        [_because(reader, leaf) for leaf in proof.facts()],
        [_because(reader, leaf) for leaf in proof.axioms()],
    )


def _because(reader: Reader, proof: Proof) -> Because:
    cited = {iri for source in proof.sources for iri in source.cites}
    return Because(
        _part(reader, proof.subject),
        _part(reader, proof.predicate),
        _part(reader, proof.object),
        reader.text(proof.subject, "skos:definition") if proof.subject.startswith("http") else None,
        reader.refs(iri for iri in cited if kind_of(iri)),
    )


def _part(reader: Reader, term: str) -> Ref:
    if not term.startswith("http"):
        return Ref("", Text(_NAME.sub(lambda found: reader.label(expand(found[0])).value, term)))
    if shorten(term).startswith("fact:"):
        kinds = reader.kinds(term, inferred=False)
        return Ref(term, kinds[0].label if kinds else Text(shorten(term)))
    return reader.ref(term)
