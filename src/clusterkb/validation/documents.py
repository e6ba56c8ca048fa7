"""A document that is checked: its text, what a parser read from it, and where that stands."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from clusterkb.errors import BadInput
from clusterkb.rdf.formats import Format
from clusterkb.rdf.places import Lines, Places, Span, places
from clusterkb.rdf.places.turtle import Declaration, declarations
from clusterkb.rdf.terms import Term
from clusterkb.validation.findings import Place

BASE = "https://example.org/"
"""What relative addresses are resolved against, as an upload has no address of its own."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A document as it was sent.

    Attributes:
        data: Its bytes.
        form: Name of its format, such as ``ttl``.
        name: What to call it.
        refusal: Why there is nothing to check: it is not there, or a damaged archive.
    """

    data: bytes
    form: str
    name: str = "input"
    refusal: BadInput | None = None


@dataclass(frozen=True)
class Document:
    """One file.

    Attributes:
        name: What it is called in the report.
        form: Its format.
        text: Its characters, without a byte order mark; line ends as they are.
        quads: What a parser read; things without an address have names no other document uses.
        complaints: Why it could not be read, or not wholly; then nothing else is said of it.
        interest: IRIs of the things whose places will be asked for; None for all.
    """

    name: str
    form: Format
    text: str
    quads: Sequence[ox.Quad]
    complaints: tuple[BadInput, ...] = ()
    interest: frozenset[str] | None = None

    @cached_property
    def places(self) -> Places:
        """Where its statements stand; found when first asked for, as most documents have no findings."""
        return places(self.text, self.form, self.quads, BASE, self.interest)

    @cached_property
    def lines(self) -> Lines:
        """Where its lines begin."""
        return Lines(self.text)

    @cached_property
    def declared(self) -> Sequence[Declaration]:
        """The prefixes that it declares, in Turtle."""
        return declarations(self.text, BASE)

    @cached_property
    def triples(self) -> frozenset[ox.Triple]:
        """All its statements."""
        return frozenset(quad.triple for quad in self.quads)

    def speaks_of(self, things: AbstractSet[Term]) -> int:
        """Return how many of ``things`` it says something about."""
        return len({quad.subject for quad in self.quads} & things)

    def states(self, subject: Term, predicate: ox.NamedNode, value: Term) -> bool:
        """Return whether a statement is in it."""
        return not isinstance(subject, ox.Literal) and ox.Triple(subject, predicate, value) in self.triples

    def place(self, subject: object, predicate: ox.NamedNode | None, value: object) -> Place:
        """Return the place of a value, else of its property where a value is given, else of its subject."""
        span = self.places.of(subject, predicate, value)
        return Place(self.name) if span is None else self.at(span)

    def at(self, span: Span) -> Place:
        """Return a piece of the text as a place."""
        lines = self.lines
        if (
            self.form.name == "jsonld"
            and self.text[span.start - 1 : span.start] == self.text[span.end : span.end + 1] == '"'
        ):
            span = Span(span.start - 1, span.end + 1)  # a string of Turtle has its quotation marks too
        # Of what reaches over several lines (a nested thing, a long text) the beginning is enough.
        end = min(span.end, lines.end(span.start))
        return Place(self.name, *lines.of(span.start), *lines.of(end))
