"""What can be written into a document, whatever its syntax."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from clusterkb.rdf.places import Span, Written
from clusterkb.rdf.terms import Term
from clusterkb.validation.documents import Document
from clusterkb.validation.findings import Edit


class Hand(Protocol):
    """Writes into one document; where it cannot without touching more than it should, it returns no edits.

    Attributes:
        document: The document.
    """

    document: Document

    def addresses(self) -> Iterator[Span]:
        """Yield where addresses are written out, declarations of prefixes included."""
        ...

    def rename(self, at: Span, old: str, new: str) -> list[Edit]:
        """Write the IRI ``new`` for ``old``, which stands at ``at`` in whatever form."""
        ...

    def retype(self, one: Written, datatype: str) -> list[Edit]:
        """Give the text that is the value of ``one`` another datatype."""
        ...

    def tag(self, one: Written, language: str) -> list[Edit]:
        """Give the text that is the value of ``one`` a language."""
        ...

    def name(self, one: Written, iri: str, *, text: bool) -> list[Edit]:
        """Write an IRI for the value of ``one``, which is a text or another IRI."""
        ...

    def add(self, one: Written, predicate: str, value: Term) -> list[Edit]:
        """Add a property to the thing that ``one`` is about."""
        ...

    def turn(self, one: Written) -> list[Edit]:
        """Turn a statement round by itself, without a look at what else is said of its value."""
        ...

    def move(self, one: Written, target: Written) -> list[Edit]:
        """Turn a statement round by saying it of its value, where ``target`` is about that."""
        ...

    def remove(self, one: Written) -> list[Edit]:
        """Take a statement out."""
        ...

    def short(self, term: Term, place: int) -> str:
        """Return a term as it would be written at a place, for titles."""
        ...
