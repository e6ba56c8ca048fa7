"""A statement as it stands in a document: what it says, and where its three parts are."""

from __future__ import annotations

from typing import NamedTuple

NAMELESS = ""
"""Stands for every thing without an address; a labelled one too, as parsers give it another label."""


class Span(NamedTuple):
    """A piece of a text, as 0-based offsets in characters; ``end`` is behind its last one."""

    start: int
    end: int


class Written(NamedTuple):
    """One statement of a document.

    Attributes:
        subject: IRI, or ``NAMELESS``.
        predicate: IRI.
        value: IRI, text of a literal, or ``NAMELESS``.
        subject_at, predicate_at, value_at: Where they stand; the value of a nested thing reaches to its end.
    """

    subject: str
    predicate: str
    value: str
    subject_at: Span
    predicate_at: Span
    value_at: Span
