"""The places of the statements a parser read: what it gave, joined to what is written."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable
from functools import cached_property

import pyoxigraph as ox

from clusterkb.rdf.places.lines import Lines
from clusterkb.rdf.places.written import NAMELESS, Span, Written

_LINE_END = re.compile(r"\r\n?")
_Key = tuple[str, str, str]


class Places:
    """Where a document says what.

    Attributes:
        text: The document.
        lines: Its lines.
    """

    def __init__(self, text: str, written: Iterable[Written], quads: Iterable[ox.Quad]) -> None:
        """Join statements as written to statements as read; both come in the order of the document.

        A parser gives things without an address names of its own, so they count as equal here, and the order tells.
        """
        self.text = text
        self._triples: dict[ox.Triple, Written] = {}
        self._first: dict[tuple[object, ox.NamedNode], Written] = {}
        self._last: dict[tuple[object, ox.NamedNode], Written] = {}
        self._subjects: dict[object, Written] = {}
        self._order: list[Written] = []
        waiting: dict[_Key, deque[Written]] = defaultdict(deque)
        for one in written:
            self._order.append(one)
            waiting[one.subject, one.predicate, _LINE_END.sub("\n", one.value)].append(one)
        for quad in quads:
            if queue := waiting.get((_key(quad.subject), quad.predicate.value, _key(quad.object))):
                self._put(quad, queue.popleft() if len(queue) > 1 else queue[0])

    @cached_property
    def lines(self) -> Lines:
        """The lines of the document."""
        return Lines(self.text)

    def _put(self, quad: ox.Quad, one: Written) -> None:
        self._triples.setdefault(quad.triple, one)
        self._first.setdefault((quad.subject, quad.predicate), one)
        self._last[quad.subject, quad.predicate] = one
        first = self._subjects.setdefault(quad.subject, one)
        if one.subject_at < first.subject_at:
            self._subjects[quad.subject] = one

    def statement(self, triple: ox.Triple) -> Written | None:
        """Return a statement as it is written."""
        return self._triples.get(triple)

    def property(self, subject: object, predicate: ox.NamedNode) -> Written | None:
        """Return the last statement of a property: of several values, the one too many."""
        return self._last.get((subject, predicate))

    def subject(self, subject: object) -> Written | None:
        """Return the statement by which a thing is first spoken of."""
        return self._subjects.get(subject)

    def of(self, subject: object, predicate: ox.NamedNode | None, value: object) -> Span | None:
        """Return the place of a value, else of its property where a value is given, else of its subject.

        A property without a value is one that is missing: its place is the subject's. A property that is its own value
        is the one that is spoken of.
        """
        if predicate is not None and value is not None:
            if predicate == value and (named := self._first.get((subject, predicate))):
                return named.predicate_at
            triple = self._triples.get(ox.Triple(subject, predicate, value))  # type: ignore[arg-type]
            if found := triple or self._last.get((subject, predicate)):
                return found.value_at
        first = self._subjects.get(subject)
        return first.subject_at if first else None

    def written(self) -> list[Written]:
        """Return all statements in the order of the document."""
        return self._order


def _key(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return term.value
    return _LINE_END.sub("\n", term.value) if isinstance(term, ox.Literal) else NAMELESS
