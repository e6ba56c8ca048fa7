"""What something rests on or is told apart from, with what that is in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from clusterkb.catalogue.reader import Reader, Ref, Value
from clusterkb.rdf.text import Text


@dataclass(frozen=True, slots=True)
class Grounding:
    """A sentence of the article, or another source, that a term rests on, with our paraphrase where there is one."""

    source: Ref
    paraphrase: Text | None


def grounding(reader: Reader, source: Value) -> Grounding:
    """Return ``source`` with its definition."""
    if isinstance(source, Text):
        return Grounding(Ref("", source), None)
    return Grounding(source, reader.text(source.iri, "skos:definition"))
